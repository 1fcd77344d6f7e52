"""The paths of accounts. Included at the root: ``path("", include("accounts.urls"))``."""

from django.urls import path

from accounts.views import (
    activation,
    devices,
    instance,
    jwt,
    passwords,
    session,
    setup,
    tokens,
    users,
)

urlpatterns = [
    path("auth/token/login/", tokens.LoginView.as_view(), name="token-login"),
    path("auth/token/logout/", tokens.LogoutView.as_view(), name="token-logout"),
    path("auth/jwt/create/", jwt.CreateView.as_view(), name="jwt-create"),
    path("auth/jwt/refresh/", jwt.RefreshView.as_view(), name="jwt-refresh"),
    path("auth/jwt/verify/", jwt.VerifyView.as_view(), name="jwt-verify"),
    path("auth/session/", session.SessionView.as_view(), name="session"),
    path("auth/session/refresh/", session.SessionRefreshView.as_view(), name="session-refresh"),
    path("auth/devices/", devices.DevicesView.as_view(), name="devices"),
    path("auth/devices/<uuid:pk>/", devices.DeviceView.as_view(), name="device"),
    path("auth/users/", users.SignUpView.as_view(), name="users"),
    path("auth/users/me/", users.OwnUserView.as_view(), name="user-me"),
    path("auth/users/<int:pk>/", users.UserView.as_view(), name="user"),
    path("auth/users/set_password/", passwords.SetPasswordView.as_view(), name="set-password"),
    path(
        "auth/users/reset_password/", passwords.ResetPasswordView.as_view(), name="reset-password"
    ),
    path(
        "auth/users/reset_password_confirm/",
        passwords.ResetPasswordConfirmView.as_view(),
        name="reset-password-confirm",
    ),
    path("auth/users/activation/", activation.ActivationView.as_view(), name="activation"),
    path(
        "auth/users/resend_activation/",
        activation.ResendActivationView.as_view(),
        name="resend-activation",
    ),
    path("api/instance/", instance.InstanceView.as_view(), name="instance"),
    path("setup/<str:token>/", setup.SetupView.as_view(), name="setup"),
]
