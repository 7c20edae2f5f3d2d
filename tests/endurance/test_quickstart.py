"""The first command of a fresh clone, as a newcomer runs it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QMS_", "DJANGO_", "DATABASE_"))}
    return kept | {"QMS_DATA_DIR": str(home)}


def manage(home, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(home), capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """The folder that quickstart filled, what it printed, and how many seconds it took."""
    home = tmp_path_factory.mktemp("installation")
    began = time.monotonic()
    done = manage(home, "quickstart", "--no-server")
    return home, done, time.monotonic() - began


@pytest.fixture
def home(installation):
    return installation[0]


def test_quickstart_sets_up_and_prints_the_accounts(installation):
    home, done, seconds = installation
    assert done.returncode == 0, done.stderr
    assert seconds < 60
    for username in ("officer1", "lead1", "inspector1", "manager1", "owner1", "verifier1", "officer2", "admin"):
        assert f"  {username} " in done.stdout
    assert (home / "demo-password").read_text()[:16] in done.stdout


def test_interrupted_quickstart_begins_anew(tmp_path):
    """Whatever moment it is killed at, the next one ends in a whole demonstration."""
    command = [sys.executable, "manage.py", "quickstart", "--no-server"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as first:
        for line in first.stdout:
            if line.startswith("organisation:"):
                break
        first.kill()
    done = manage(tmp_path, "quickstart", "--no-server")
    assert done.returncode == 0, done.stderr
    assert "records:" in done.stdout


def test_quickstart_again_keeps_what_is_there(home):
    clock = (home / "demo.json").read_text()
    done = manage(home, "quickstart", "--no-server")
    assert done.returncode == 0, done.stderr
    assert "records:" not in done.stdout
    assert (home / "demo.json").read_text() == clock


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, seconds=30):
    for _attempt in range(seconds * 5):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return answer.status
        except OSError:
            time.sleep(0.2)
    return None


def test_serve_answers_and_ends_on_a_signal(home):
    """Also where no styles were collected yet, as after a restore on an empty machine."""
    port = free_port()
    shutil.rmtree(home / "static")
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(home))
    try:
        assert wait_for(f"http://127.0.0.1:{port}/") == 200
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_taken_port_is_refused_at_once(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = manage(home, "quickstart", "--port", port)
    assert done.returncode == 2
    assert port in done.stderr


def test_production_refuses_the_demonstration(home):
    production = environment(home) | {"DJANGO_SETTINGS_MODULE": "qms.config.settings.production"}
    done = subprocess.run(
        [sys.executable, "manage.py", "quickstart", "--no-server"],
        cwd=ROOT,
        env=production,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
