"""Settings of the application. The environment is read here and nowhere else."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from chatire import env
from chatire.databases import tuned
from chatire.env import Rate
from chatire.protocol import origins

BASE_DIR = Path(__file__).resolve().parent.parent
RUN_DIR = BASE_DIR / ".run"

# --- The environment -------------------------------------------------------

SECRET_KEY = env.secret("SECRET_KEY")
TICKET_KEY = env.secret("TICKET_KEY")
PUBLIC_URL = env.public_url("PUBLIC_URL", "http://localhost:8000")
AMQP_URL = env.amqp_url("AMQP_URL")
REGISTRATION = env.choice("REGISTRATION", "open", among=("open", "closed"))
# Sessions with more members tell nobody who is online or typing.
PRESENCE_MAX_MEMBERS = env.positive("PRESENCE_MAX_MEMBERS", 100)
# Each minute a few messages are posted and received through the nginx at PROBE_URL, and measured.
PROBE = env.choice("PROBE", "on", among=("on", "off"))
PROBE_URL = env.public_url("PROBE_URL", PUBLIC_URL)
PROBE_RETENTION = timedelta(days=env.positive("PROBE_RETENTION", 7))
EVENT_RETENTION = timedelta(days=env.positive("EVENT_RETENTION", 90))
NOTIFICATION_RETENTION = timedelta(days=env.positive("NOTIFICATION_RETENTION", 90))
NOTIFICATIONS_DELIVERY_BACKEND = env.choice(
    "NOTIFICATIONS_DELIVERY_BACKEND",
    "notifications.backends.Synchronous",
    among=("notifications.backends.Synchronous", "notifications.backends.Celery"),
)

THROTTLE_LOGIN_FAILURES_ACCOUNT = env.rate("THROTTLE_LOGIN_FAILURES_ACCOUNT", Rate(5, 60))
THROTTLE_LOGIN_FAILURES_ADDRESS = env.rate("THROTTLE_LOGIN_FAILURES_ADDRESS", Rate(20, 60))
THROTTLE_LOGINS = env.rate("THROTTLE_LOGINS", Rate(60, 60))
THROTTLE_SIGN_UPS = env.rate("THROTTLE_SIGN_UPS", Rate(20, 3600))
THROTTLE_TICKETS = env.rate("THROTTLE_TICKETS", Rate(60, 60))
THROTTLE_POSTS = env.rate("THROTTLE_POSTS", Rate(60, 10))

# The lottery and the market; off, they do not exist. docs/economy.md
ECONOMY = env.choice("ECONOMY", "on", among=("on", "off")) == "on"
ECONOMY_OPENING_COINS = env.between("ECONOMY_OPENING_COINS", 10, least=0, most=10**9)
ECONOMY_HOLD = timedelta(days=env.between("ECONOMY_HOLD_DAYS", 7, least=0, most=3650))
ECONOMY_PRIZE = env.between("ECONOMY_PRIZE", 1, least=1, most=10**6)
ECONOMY_ELIGIBLE = env.choice("ECONOMY_ELIGIBLE", "all", among=("all", "day"))
ECONOMY_LISTS_KEPT = timedelta(days=env.between("ECONOMY_LISTS_KEPT", 90, least=1, most=3650))

DATABASES = {
    "default": tuned(env.database("DATABASE_URL", f"sqlite:///{RUN_DIR / 'chatire.sqlite3'}"))
}

globals().update(env.email("EMAIL_URL", "consolemail://"))

# --- Who may speak to us: PUBLIC_URL alone decides ---------------------------

DEBUG = False
ALLOWED_HOSTS = list(origins.allowed_hosts(PUBLIC_URL))
CSRF_TRUSTED_ORIGINS = sorted(origins.allowed_origins(PUBLIC_URL))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- The parts ---------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "rest_framework",
    "djoser",
    "drf_spectacular",
    "django_celery_beat",
    "notifications",
    "chatire.apps.ChatireConfig",
    "accounts",
    "chat",
    "economy",
    "probe",
]

MIDDLEWARE = [
    "chatire.request_ids.RequestIdMiddleware",
    "chatire.probes.ProbesMiddleware",
    "chatire.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "chatire.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "chatire.urls"
WSGI_APPLICATION = "chatire.wsgi.application"
# A redirect would turn a POST without its final slash into a GET: 404 says it.
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = RUN_DIR / "static"

# A body is one message or one sync: 1 MB is ample, and is read into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Accounts ----------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
        "accounts.passwords.EndsDevices",
    )
]

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    # A program signs in again after that; its device ends with the token.
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "AUTH_HEADER_TYPES": ("JWT", "Bearer"),
}

DJOSER = {
    # Not djoser's one plain key a user: accounts.Device, one a sign-in.
    "TOKEN_MODEL": None,
    "PASSWORD_RESET_CONFIRM_URL": "password-reset/{uid}/{token}",
    "ACTIVATION_URL": "activate/{uid}/{token}",
    # djoser would build the links in e-mails from the request's Host header.
    "EMAIL_FRONTEND_PROTOCOL": PUBLIC_URL.partition("://")[0],
    "EMAIL_FRONTEND_DOMAIN": PUBLIC_URL.partition("://")[2],
    "EMAIL_FRONTEND_SITE_NAME": "Chatire",
}

# --- REST --------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "accounts.authentication.AccessTokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "chatire.negotiation.Negotiation",
    "DEFAULT_RENDERER_CLASSES": ["chatire.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["chatire.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Chatire",
    "DESCRIPTION": "Self-hosted real-time chat: the REST part of the contract.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    # Two fields are called kind.
    "ENUM_NAME_OVERRIDES": {
        "KindEnum": "chat.models.Kind",
        "DeviceKindEnum": "accounts.models.DeviceKind",
        "EntryKindEnum": "economy.models.TransferKind",
        "DrawStateEnum": ["closed", "settled"],
        "ItemStateEnum": "economy.items.ITEM_STATES",
    },
}

# --- The economy -------------------------------------------------------------

# Whether the row of its periodic task that migrating makes is enabled.
ECONOMY_LOTTERY_ENABLED = True

# --- Slow work ---------------------------------------------------------------

CELERY_BROKER_URL = AMQP_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request that hands work over never waits for a broker that is away: two
# tries of 0.3 s (the default is 4 s, and three tries more), and the sweeper does
# what was not done. Two, because beat has one producer for life, and only a
# second try gives it a fresh channel after the broker was restarted.
CELERY_BROKER_CONNECTION_TIMEOUT = 0.3
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
# kombu would sleep 2 s and connect again by itself (worker and beat have
# their own, patient way of starting).
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0}

# --- Logging -----------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "chatire.protocol.log_lines.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s request=%(request_id)s",
        },
    },
    "filters": {
        "request_id": {"()": "chatire.request_ids.RequestIdFilter"},
        "set_up_link": {"()": "chatire.set_up_links.SetUpLinkFilter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id", "set_up_link"],
        }
    },
    # Having a root handler at all also keeps django-notifs from configuring one.
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # pika prints twenty lines a failure; chat.broker says the same in one.
        "pika": {"level": "CRITICAL"},
        # django-notifs logs every context, that is: message texts, at INFO.
        "django_notifs": {"level": "WARNING"},
        # A 404 is an answer, not a warning; nginx's log has them all.
        "django.request": {"level": "ERROR"},
        # A scanner's Host header is answered with 400, and is no traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # One line a second each, for the sweeper alone.
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
