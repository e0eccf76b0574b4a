"""Django's settings, all from the environment. `healthlib.environment` reads and judges it; this says what follows."""

from typing import Any

import django_stubs_ext
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from healthlib import environment

# Lets `ModelAdmin[Draft]` and its like stand in code; does nothing else.
django_stubs_ext.monkeypatch()

BASE_DIR = environment.BASE_DIR

# ---- What this library is, and where -----------------------------------------------------------------------------
ORIGIN = environment.public_origin()
PUBLIC_ORIGIN = ORIGIN.text
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.allowed_hosts(ORIGIN)
DEMO = environment.switch("DEMO")
DEBUG = environment.debug(ORIGIN)

ROOT_URLCONF = "healthlib.urls"
WSGI_APPLICATION = "healthlib.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "record",
    "people",
    "articles",
    "reviews",
    "reversion",
    "markdownx",
    "allauth",
    "allauth.account",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "healthlib.apps.LibraryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# No RevisionMiddleware: it commits on errors. No LocaleMiddleware: a public page is the same for everyone.
MIDDLEWARE = [
    # Before all that belongs to pages: sheets, scripts and fonts need none of a page's headers.
    "healthlib.static_serving.StaticFiles",
    # Next, so that even a refused host gets these headers, and a probe that names no host of ours is answered.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "healthlib.health.answer_probes",
    "healthlib.proxies.believe_trusted_proxies",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "healthlib.decoding.RefuseBrokenText",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["healthlib.templates.Loader", "django.template.loaders.app_directories.Loader"],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "healthlib.context.library",
            ],
            "libraries": {"humanize": "django.contrib.humanize.templatetags.humanize"},
        },
    },
]

# ---- Rows ----------------------------------------------------------------------------------------------------------
# No ATOMIC_REQUESTS: on SQLite every atomic block takes the write lock, and a verb opens its own.
DATABASES = {"default": environment.database()}
CACHES = {"default": environment.cache()}

# ---- Words and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
FORMAT_MODULE_PATH = "healthlib.formats"
USE_TZ = True
TIME_ZONE = "UTC"

# ---- People --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
INVITATION_DAYS = 7

LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
LOGOUT_REDIRECT_URL = reverse_lazy("account_login")

ACCOUNT_ADAPTER = "people.adapter.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = str
# Counted in the shared cache, so that all processes count together. "prove_password" is asked for with a signature.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "prove_password": "5/300s/user",
    "accept_invitation": "20/m/ip",
}

# ---- The record ----------------------------------------------------------------------------------------------------
RECORD_KEY = environment.record_key()
HEAD_RECIPIENTS = environment.head_recipients()

# ---- The way to the reader -----------------------------------------------------------------------------------------
TRUSTED_PROXIES = environment.trusted_proxies()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = ORIGIN.is_secure
# Probes come from inside, by plain http.
SECURE_REDIRECT_EXEMPT = [r"^health/(live|ready)$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if ORIGIN.is_secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ORIGIN.is_secure
SECURE_HSTS_PRELOAD = ORIGIN.is_secure
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]
X_FRAME_OPTIONS = "DENY"

# With https the browser itself holds the cookies to this host, by their prefix.
_prefix = "__Host-" if ORIGIN.is_secure else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
SESSION_COOKIE_SECURE = ORIGIN.is_secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = ORIGIN.is_secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "healthlib.errors.stale_form"

# One constant header for every page, the admin included: no inline script or style anywhere, hence no nonce. What isn't
# named (objects, frames, workers, manifests) comes from nowhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ---- Files ---------------------------------------------------------------------------------------------------------
MEDIA_ROOT = environment.folder("MEDIA_ROOT", default=BASE_DIR / "var" / "media")
MEDIA_URL = "/media/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "healthlib.static_files.LibraryStaticFiles"
    },
}

# Only our own pages show our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# The editor posts to our own views: these ask for permission, and the upload re-encodes.
MARKDOWNX_URLS_PATH = "/admin/markdown/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/markdown/upload/"
MARKDOWNX_SERVER_CALL_LATENCY = 400

# ---- E-mail and log ------------------------------------------------------------------------------------------------
_mail = environment.mail(ORIGIN, demo=DEMO)
EMAIL_BACKEND = _mail.backend
EMAIL_HOST = _mail.host
EMAIL_PORT = _mail.port
EMAIL_HOST_USER = _mail.user
EMAIL_HOST_PASSWORD = _mail.password
EMAIL_USE_TLS = _mail.starttls
EMAIL_USE_SSL = _mail.tls
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.sender

_PLAIN = "{asctime} {levelname} {name}: {message}"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": _PLAIN, "style": "{"},
        "one_line": {"()": "healthlib.log.OneLine", "format": _PLAIN, "style": "{"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "refused": {"class": "logging.StreamHandler", "formatter": "one_line"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What a visitor did wrong (400, 403, 404) is told to the visitor; the access log counts it. Ours are errors.
        "django.request": {"level": "ERROR"},
        # Hosts and forms that may be forged: worth a line, and anyone can send thousands.
        "django.security": {"handlers": ["refused"], "propagate": False},
    },
}
