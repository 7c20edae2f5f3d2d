"""Settings of the tests: fast password hashing, plain static files, everything else as it runs."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("QMS_DATA_DIR", tempfile.mkdtemp(prefix="qms-test-"))

from .base import *  # noqa: E402, F403
from .base import DATA_DIR, STORAGES  # noqa: E402

DEBUG = False
LANGUAGE_CODE = "en"  # sentences are compared by their message ids; journeys choose their language by cookie
SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-only-for-tests"  # noqa: S105 - no secret
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
IMPORT_READS_APART = False  # a process for each file only where a test is about it
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEST_TEMPLATE_DIR = Path(os.environ.get("QMS_TEST_TEMPLATES", Path(tempfile.gettempdir()) / "qms-test-templates"))
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)
