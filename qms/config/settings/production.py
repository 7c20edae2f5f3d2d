"""An installation that counts: refuses to start on anything unsafe (see qms/config/production_checks.py)."""

import os

from qms.config.production_checks import require_safe

from .base import *  # noqa: F403
from .base import DATA_DIR

DEBUG = os.environ.get("QMS_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("QMS_SECRET_KEY", "")
ALLOWED_HOSTS = [host for host in os.environ.get("QMS_ALLOWED_HOSTS", "").split(",") if host]
QMS_CLOCK_OFFSET_SECONDS = int(os.environ.get("QMS_CLOCK_OFFSET_SECONDS", "0"))
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("QMS_TRUSTED_ORIGINS", "").split(",") if origin]

SECURE_SSL_REDIRECT = os.environ.get("QMS_SSL_REDIRECT", "1") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

require_safe(
    debug=DEBUG,
    secret_key=SECRET_KEY,
    allowed_hosts=ALLOWED_HOSTS,
    clock_offset_seconds=QMS_CLOCK_OFFSET_SECONDS,
    demo=(DATA_DIR / "demo.json").exists(),
)
