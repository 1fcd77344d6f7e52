"""Every path that the application answers; nginx serves the rest."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("chat.urls")),
    path("", include("accounts.urls")),
]
if settings.ECONOMY:
    urlpatterns.append(path("api/economy/", include("economy.urls")))

handler400 = "chatire.errors.bad_request"
handler403 = "chatire.errors.permission_denied"
handler404 = "chatire.errors.not_found"
handler500 = "chatire.errors.server_error"
