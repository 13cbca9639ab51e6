"""Django's settings; the operator's wishes come from the environment.

`docs/reference/settings.md` lists every variable. Without any, this is a safe
installation on SQLite that answers on localhost only.
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from grandis import __version__
from grandis.hub import environment, log, sqlite

sqlite.use_bundled_sqlite()

HUB = Path(__file__).parent

# --- What the operator says ------------------------------------------------

#: Everything that must survive: database, files, secrets.
DATA = Path(environment.text("GRANDIS_DATA") or "var").absolute()
DEBUG = environment.flag("GRANDIS_DEBUG")
#: A demo offers its accounts on the sign-in page; nothing real belongs in it.
DEMO = environment.flag("GRANDIS_DEMO")
#: Where browsers find this installation. Passkeys refuse an IP address.
ADDRESS = environment.text("GRANDIS_ADDRESS", "http://localhost:8000").rstrip("/")
HOST = ADDRESS.partition("//")[2].partition(":")[0].partition("/")[0]
#: Names of the machine itself.
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
SECURE = ADDRESS.startswith("https://")
SECRET_KEY = environment.secret("GRANDIS_SECRET_KEY", DATA / "secret.key")
DATABASES = {"default": environment.database("GRANDIS_DATABASE", DATA / "hub.sqlite3")}
JOURNAL_KEY = Path(environment.text("GRANDIS_JOURNAL_KEY") or DATA / "journal.key")
#: The name that signs checkpoints (C2SP tlog-checkpoint calls it the origin).
JOURNAL_ORIGIN = environment.text("GRANDIS_JOURNAL_ORIGIN", f"{HOST}/journal")
#: The scheduler that helps the worker with large plans, like tcp://10.0.0.5:8786.
DASK = environment.text("GRANDIS_DASK")
DEFAULT_FROM_EMAIL = environment.text("GRANDIS_MAIL_FROM", f"grandis@{HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
_mail = environment.mail("GRANDIS_MAIL")
EMAIL_BACKEND = _mail.pop("EMAIL_BACKEND")
EMAIL_FILE_PATH = DATA / "mail"
globals().update(_mail)

# --- The house -------------------------------------------------------------

INSTALLED_APPS = [
    "grandis.hub.ui",
    "grandis.hub.core",
    "grandis.hub.members",
    "grandis.hub.market",
    "grandis.hub.chains",
    "grandis.hub.api",
    "grandis.hub.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "grandis.hub.api.middleware.InterfaceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "grandis.hub.core.middleware.NameMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "grandis.hub.core.middleware.ViewerMiddleware",
]
ROOT_URLCONF = "grandis.hub.urls"
WSGI_APPLICATION = "grandis.hub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "csp.context_processors.nonce",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "grandis.hub.core.context.viewer",
            ],
        },
    }
]
FORM_RENDERER = "grandis.hub.ui.forms.Renderer"
CACHES = {
    # Rate limits count over all processes, so they need one memory for all.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "ENQUEUE_ON_COMMIT": True,
    }
}

# --- People ----------------------------------------------------------------

AUTH_USER_MODEL = "core.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "core:start"
LOGOUT_REDIRECT_URL = "core:start"
ACCOUNT_ADAPTER = "grandis.hub.core.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Grandis"
MFA_TOTP_TOLERANCE = 1  # the code before and the code after: RFC 6238, section 5.2
USERSESSIONS_TRACK_ACTIVITY = False

# --- Languages and time ----------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("lt", _("Lithuanian")), ("da", _("Danish"))]
LOCALE_PATHS = [HUB / "locale"]
FORMAT_MODULE_PATH = ["grandis.hub.ui.formats"]
LANGUAGE_COOKIE_NAME = "grandis_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Europe/Vilnius"

# --- Files -----------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o600
#: The command that looks for viruses in a file that somebody sent.
SCANNER = environment.text("GRANDIS_SCANNER")

# --- Security --------------------------------------------------------------

ALLOWED_HOSTS = [HOST, *environment.words("GRANDIS_HOSTS")]
if HOST in LOOPBACK:
    ALLOWED_HOSTS += LOOPBACK
CSRF_TRUSTED_ORIGINS = [ADDRESS]
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "grandis.hub.core.views.errors.csrf_failed"
SECURE_SSL_REDIRECT = SECURE and environment.flag("GRANDIS_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
if environment.flag("GRANDIS_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # HSTS is the host's own
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
VERSION = __version__

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "filters": {
        "of_visitors": {
            "()": "django.utils.log.CallbackFilter",
            "callback": log.tell_visitors_mistakes_in_a_line,
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["of_visitors"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"grandis": {"level": "INFO"}},
}
