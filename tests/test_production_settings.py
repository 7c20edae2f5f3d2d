"""Production settings refuse to start on anything unsafe (threat 44), and say every fault with its way out."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from qms.config.production_checks import require_safe

SAFE = {
    "debug": False,
    "secret_key": "k3y-" * 12,
    "allowed_hosts": ["qms.example.org"],
    "clock_offset_seconds": 0,
    "demo": False,
}
UNSAFE = [
    ("debug", True, "DEBUG is on"),
    ("secret_key", "", "QMS_SECRET_KEY"),
    ("secret_key", "short", "QMS_SECRET_KEY"),
    ("secret_key", "django-insecure-" + "x" * 50, "QMS_SECRET_KEY"),
    ("secret_key", "changeme" + "x" * 50, "QMS_SECRET_KEY"),
    ("allowed_hosts", [], "QMS_ALLOWED_HOSTS"),
    ("allowed_hosts", ["*"], "QMS_ALLOWED_HOSTS"),
    ("clock_offset_seconds", -1, "clock"),
    ("demo", True, "demo"),
]


def test_safe_settings_pass():
    require_safe(**SAFE)


@pytest.mark.parametrize(("name", "value", "words"), UNSAFE)
def test_each_unsafe_setting_is_refused_with_its_way_out(name, value, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        require_safe(**SAFE | {name: value})


def test_every_fault_is_said_at_once():
    with pytest.raises(ImproperlyConfigured) as caught:
        require_safe(debug=True, secret_key="", allowed_hosts=[], clock_offset_seconds=5, demo=True)

    assert str(caught.value).count("\n- ") == 4


def start(tmp_path, **given):
    """Load the production settings in a process of their own and check them."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("QMS_") and key != "DATABASE_URL"}
    env |= {"DJANGO_SETTINGS_MODULE": "qms.config.settings.production", "QMS_DATA_DIR": str(tmp_path)} | given
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "ERROR"],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


GIVEN = {"QMS_SECRET_KEY": "k3y-" * 12, "QMS_ALLOWED_HOSTS": "qms.example.org"}


def test_installation_starts_with_key_and_hosts(tmp_path):
    done = start(tmp_path, **GIVEN)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "given",
    [
        {},
        GIVEN | {"QMS_DEBUG": "1"},
        GIVEN | {"QMS_SECRET_KEY": "test"},
        GIVEN | {"QMS_ALLOWED_HOSTS": ""},
        GIVEN | {"QMS_CLOCK_OFFSET_SECONDS": "-1000"},
    ],
)
def test_installation_does_not_start_unsafe(tmp_path, given):
    done = start(tmp_path, **given)

    assert done.returncode != 0
    assert "Refusing to start" in done.stderr


def test_installation_does_not_start_on_a_demo(tmp_path):
    (tmp_path / "demo.json").write_text('{"clock_offset_seconds": 0}')

    assert "Refusing to start" in start(tmp_path, **GIVEN).stderr
