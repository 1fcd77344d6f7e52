"""What is answered where no view was reached, in DRF's shape."""

from django.http import HttpRequest, JsonResponse


def bad_request(request: HttpRequest, exception: BaseException) -> JsonResponse:
    return JsonResponse({"detail": "Bad request."}, status=400)


def permission_denied(request: HttpRequest, exception: BaseException) -> JsonResponse:
    return JsonResponse({"detail": "Permission denied."}, status=403)


def not_found(request: HttpRequest, exception: BaseException) -> JsonResponse:
    return JsonResponse({"detail": "Not found."}, status=404)


def server_error(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"detail": "Server error."}, status=500)
