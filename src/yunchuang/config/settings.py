"""All settings of the service. What may be set from outside is read through ``env`` and told in docs/settings.md."""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path

from yunchuang.config import env
from yunchuang.config.logs import logging_for

PACKAGE = Path(__file__).resolve().parents[1]
REPOSITORY = PACKAGE.parents[1]
IN_REPOSITORY = (REPOSITORY / "pyproject.toml").is_file()

MODE = env.choice("YUNCHUANG_MODE", "demo", ["demo", "production"])
DEMO = MODE == "demo"
DEBUG = env.flag("YUNCHUANG_DEBUG")
DATA = Path(env.text("YUNCHUANG_DATA", "var" if IN_REPOSITORY else "yunchuang-data"))
if not DATA.is_absolute():
    DATA = (REPOSITORY if IN_REPOSITORY else Path.cwd()) / DATA


def _kept_secret() -> str:
    """The demo's own secret, made at the first start and kept in the data folder."""
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another process of the demo was first
    return path.read_text().strip()


if DEMO:
    SECRET_KEY = env.text("YUNCHUANG_SECRET_KEY") or _kept_secret()
    ALLOWED_HOSTS = env.words("YUNCHUANG_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
else:
    SECRET_KEY = env.required("YUNCHUANG_SECRET_KEY", "sessions are signed with it; any 50 random characters")
    ALLOWED_HOSTS = env.required("YUNCHUANG_ALLOWED_HOSTS", "name the hosts that are served").split(",")

# --- who speaks to us --------------------------------------------------------------------------

HTTPS = env.flag("YUNCHUANG_HTTPS", default=not DEMO)
if env.flag("YUNCHUANG_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.number("YUNCHUANG_HSTS_SECONDS", 0)  # never with a self-made certificate
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_TRUSTED_ORIGINS = env.words("YUNCHUANG_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# where people reach us: stands in messages that carry a link
SITE = env.text("YUNCHUANG_SITE").rstrip("/") or (
    f"{'https' if HTTPS else 'http'}://127.0.0.1:{env.number('PORT', 8000, least=1, most=65535)}" if DEMO else ""
)
AUTHORITY_CERTIFICATE = env.text("YUNCHUANG_AUTHORITY_CERTIFICATE")  # offered at /authority.crt when set

# --- parts -------------------------------------------------------------------------------------

APPS = [
    "ratings",
    "calls",
    "certificates",
    "readings",
    "materials",
    "forms",
    "cases",
    "tickets",
    "uploads",
    "visits",
    "consultations",
    "catalog",
    "places",
    "people",
    "journal",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "procrastinate.contrib.django",
    *(f"yunchuang.apps.{name}" for name in APPS),
    "yunchuang.web.common",
    "yunchuang.config",
]
MIDDLEWARE = [
    "yunchuang.web.common.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
PAGE_THREADS = env.number("YUNCHUANG_PAGE_THREADS", 4, least=1)  # of a web process; more only take turns
ROOT_URLCONF = "yunchuang.config.urls"
ASGI_APPLICATION = "yunchuang.config.asgi.application"
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "citizen:sign-in"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(PACKAGE.glob("web/*/templates")),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                *(["yunchuang.web.common.context.page"] if find_spec("yunchuang.web.common.context") else []),
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# --- records -----------------------------------------------------------------------------------

_kept_url = DATA / "postgres.url"  # written by the embedded server while it runs
DATABASE_URL = env.text("DATABASE_URL") or (
    _kept_url.read_text().strip() if _kept_url.exists() else "postgresql://yunchuang@127.0.0.1:5432/yunchuang"
)
DATABASES = {"default": env.database(DATABASE_URL)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # or the first page after the database's return is an error
DATABASES["default"]["OPTIONS"] |= {
    "connect_timeout": 2,
    "pool": {
        "min_size": 1,
        "max_size": env.number("YUNCHUANG_POOL_SIZE", 40, least=2),
        "timeout": 2,  # seconds a page waits for a connection before it says 503
        "reconnect_timeout": 1,  # give up fast and ask anew at the next page: back-off would prolong an outage
    },
}

# --- files -------------------------------------------------------------------------------------

MEDIA_ROOT = DATA / "files"  # private: served by views that check the row, never by address
MEDIA_URL = ""
# files on their way, in pieces; shared by every web process and worker, as the store is
UPLOADS_FOLDER = Path(env.text("YUNCHUANG_UPLOADS_FOLDER") or DATA / "uploads")
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
_hashed = env.choice("YUNCHUANG_STATIC", "plain" if DEMO else "hashed", ["plain", "hashed"]) == "hashed"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "yunchuang.web.common.static_files.HashedStatic"
        if _hashed
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not _hashed

# --- words and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [REPOSITORY / "locale" if IN_REPOSITORY else PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- the rest ----------------------------------------------------------------------------------

LOGGING = logging_for(env.choice("YUNCHUANG_LOG", "text", ["text", "json"]), debug=DEBUG)
PROCRASTINATE_IMPORT_PATHS = ["yunchuang.jobs"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_URL = env.text("LANGUAGE_URL")  # an OpenAI-compatible address that may put answers into other words
LANGUAGE_KEY = env.text("LANGUAGE_KEY")
LANGUAGE_MODEL = env.text("LANGUAGE_MODEL")

CLAMAV = env.text("CLAMAV")  # unix:/path/of/clamd.sock or host:port; without it nothing is scanned

# Which maker stands behind each port (see config/wiring.py).
ADAPTERS = {
    "calendar": env.text("YUNCHUANG_CALENDAR", "chinese"),
    "language": env.text("YUNCHUANG_LANGUAGE", "openai" if LANGUAGE_URL else "guide"),
    "documents": env.text("YUNCHUANG_DOCUMENTS", "office"),
    "jobs": env.text("YUNCHUANG_JOBS", "procrastinate"),
    "media": env.text("YUNCHUANG_MEDIA", "peer"),
    "messages": env.text("YUNCHUANG_MESSAGES", "console"),
    "ocr": env.text("YUNCHUANG_OCR", "rapidocr"),
    "pages": env.text("YUNCHUANG_PAGES", "folder"),
    "papers": env.text("YUNCHUANG_PAPERS", "typst"),
    "scanner": env.text("YUNCHUANG_SCANNER", "clamav" if CLAMAV else "off"),
    "seals": env.text("YUNCHUANG_SEALS", "self_made"),
    "spreadsheets": env.text("YUNCHUANG_SPREADSHEETS", "openpyxl"),
    "uploads": env.text("YUNCHUANG_UPLOADS", "inspector"),
    "idcheck": env.text("YUNCHUANG_IDCHECK", "stdnum"),
}
OFFICE = env.choice("YUNCHUANG_OFFICE", "auto", ["auto", "off"])  # LibreOffice, where it is installed
ICE_SERVERS = env.words("YUNCHUANG_ICE_SERVERS")  # stun:host:port or turn:host:port
TURN_SECRET = env.text("YUNCHUANG_TURN_SECRET")  # coturn's static-auth-secret: people get passwords that end
SMS_URL = env.text("YUNCHUANG_SMS_URL")  # with YUNCHUANG_MESSAGES=sms_http
SMS_TOKEN = env.text("YUNCHUANG_SMS_TOKEN")
DEMO_PASSWORDS = env.choice("YUNCHUANG_DEMO_PASSWORDS", "fixed", ["fixed", "random"])
CONSULTING_BODY = env.text("YUNCHUANG_CONSULTING_BODY", "centre")  # code of the body that is asked when no other fits
READING = env.choice("READING", "on", ["on", "off"]) == "on"  # whether papers that are handed in are read
PLACES = env.words("YUNCHUANG_PLACES")  # districts with their city, as authorities near by are named
KIOSK_PLACE = env.text("YUNCHUANG_KIOSK_PLACE")  # whose terminal this is, shown on every screen of the kiosk door
