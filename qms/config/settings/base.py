"""What is true everywhere; the other settings hold differences only. Secrets come from the environment."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from qms.config.databases import databases
from qms.config.seal_store import seal_storage

BASE_DIR = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("QMS_DATA_DIR", BASE_DIR / "var")).resolve()

INSTALLED_APPS = [
    "inspections",
    "cms",
    "qms",
    "wagtail.contrib.forms",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "simple_history",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "qms.views.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "qms.views.doors.SessionsMiddleware",
    "qms.views.doors.SignInRequiredMiddleware",
    "cms.doors.AdminDoorsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qms.views.as_of.AsOfMiddleware",
    "qms.views.number_links.NumberLinks",
    "qms.views.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qms.config.urls"
WSGI_APPLICATION = "qms.config.wsgi.application"
ASGI_APPLICATION = "qms.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qms.views.context.shell",
            ],
            "builtins": ["qms.templatetags.house"],
        },
    },
]

DATABASES = databases(os.environ.get("DATABASE_URL", ""), DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "qms.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "qms.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "qms" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["qms.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "records": {
        "BACKEND": "qms.config.whole_files.WholeFileStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "base_url": None},
    },
    "seals": seal_storage(DATA_DIR),
    "staticfiles": {"BACKEND": "qms.config.static_files.HashedModulesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # run by `serve`, or by `db_worker`
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes
FILE_UPLOAD_MAX_BYTES = 25 * 1024 * 1024

WAGTAIL_SITE_NAME = "QMS"
WAGTAILADMIN_BASE_URL = os.environ.get("QMS_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "login"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 0  # each keystroke pause would become part of the trail
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.finishing.keep_unpublished"
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_NOTIFICATION_USE_HTML = False

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # without QMS_MAIL_HOST mails wait
EMAIL_HOST = os.environ.get("QMS_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("QMS_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("QMS_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("QMS_MAIL_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("QMS_MAIL_SECURITY", "starttls") == "ssl"
EMAIL_USE_TLS = os.environ.get("QMS_MAIL_SECURITY", "starttls") == "starttls"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("QMS_MAIL_FROM", "qms@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

QMS_BASE_URL = os.environ.get("QMS_BASE_URL", "http://127.0.0.1:8000")
QMS_CLOCK_OFFSET_SECONDS = 0
QMS_DEMO = False
QMS_FEEDBACK_DAYS = int(os.environ.get("QMS_FEEDBACK_DAYS", "15"))  # working days in which feedback is answered
QMS_TICK_SECONDS = float(os.environ.get("QMS_TICK_SECONDS", "60"))  # how often `serve` runs `tick`

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # seconds
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/cms/",),  # Wagtail's own pages carry inline script
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("QMS_LOG_LEVEL", "WARNING")},
}
