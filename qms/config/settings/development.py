"""The embedded installation that quickstart makes: local, with the demo's clock."""

import json
import os

from qms.config.secret import installation_secret

from .base import *  # noqa: F403
from .base import DATA_DIR

DEBUG = os.environ.get("QMS_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("QMS_SECRET_KEY") or installation_secret(DATA_DIR)
ALLOWED_HOSTS = os.environ.get("QMS_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

if not os.environ.get("QMS_MAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

_demo_file = DATA_DIR / "demo.json"
if _demo_file.exists():
    _demo = json.loads(_demo_file.read_text())
    QMS_DEMO = True
    QMS_CLOCK_OFFSET_SECONDS = _demo["clock_offset_seconds"]
