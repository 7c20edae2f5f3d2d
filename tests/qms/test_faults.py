"""A database that is gone, locked or full and a disk that is full: a page that says so, and nothing half done."""

import datetime as dt
import errno
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.history import sealing
from qms.models import StoredFile, TrailEntry, User
from qms.operations.files import store_file
from tests.backup_scene import home, system
from tests.factories import PASSWORD, UserFactory

__all__ = ["home", "system"]

pytestmark = pytest.mark.transactional
SQLITE = "sqlite" in os.environ.get("DATABASE_URL", "sqlite")
only_sqlite = pytest.mark.skipif(not SQLITE, reason="SQLite's own fault")


def browser():
    """A client that gets the page of a fault instead of the fault."""
    return Client(raise_request_exception=False)


def sign_in(client):
    return client.post(reverse("login"), {"username": "somebody", "password": PASSWORD})


def assert_told(answer):
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "nothing is half written" in answer.content.decode()


@pytest.fixture
def somebody(system):
    return UserFactory(username="somebody")


@pytest.fixture
def gone(monkeypatch):
    """Nobody answers where the database was."""
    at = connections["default"].settings_dict
    connections.close_all()
    elsewhere = {"NAME": "/nowhere/at/all.sqlite3"} if SQLITE else {"HOST": "127.0.0.1", "PORT": "1"}
    with monkeypatch.context() as patch:
        for name, value in elsewhere.items():
            patch.setitem(at, name, value)
        yield
    connections.close_all()


def test_a_database_that_is_gone_is_told_by_page_program_and_probe(somebody, gone):
    client = browser()
    assert_told(sign_in(client))
    client.cookies["sessionid"] = "of somebody who was signed in"
    answer = client.get("/api/v1/field/inspections")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/json")
    probe = browser()
    assert (probe.get("/readyz").status_code, probe.get("/readyz").content) == (503, b"database")
    assert probe.get("/healthz").status_code == 200


@only_sqlite
def test_a_locked_database_is_waited_for_and_then_told_and_works_again(somebody, monkeypatch):
    options = connections["default"].settings_dict["OPTIONS"]
    connections.close_all()
    monkeypatch.setitem(options, "timeout", 0.2)
    client = browser()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_told(sign_in(client))
    assert sign_in(client).status_code == 302
    connections.close_all()


@only_sqlite
def test_a_full_database_is_told_and_works_again(somebody):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    before = TrailEntry.objects.count()
    answers = (sign_in(browser()) for _attempt in range(100))
    assert_told(next(answer for answer in answers if answer.status_code != 302))
    connections.close_all()
    assert sign_in(browser()).status_code == 302
    assert TrailEntry.objects.count() > before


class Full(ContentFile):
    """Content that meets the end of the disk half-way."""

    def chunks(self, chunk_size=None):
        yield b"half of "
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_no_half_file_and_no_record(system, monkeypatch):
    monkeypatch.setattr("qms.operations.files.ContentFile", Full)
    with pytest.raises(OSError, match="No space"):
        store_file(b"half of a file", "application/pdf", by=system)

    assert [path for path in Path(storages["records"].location).rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.filter(size=14).exists()
    monkeypatch.undo()
    stored = store_file(b"half of a file", "application/pdf", by=system)
    with storages["records"].open(stored.stored_name) as content:
        assert content.read() == b"half of a file"


def test_a_full_disk_is_told_as_a_page(somebody, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.contrib.auth.views.LoginView.dispatch", full)
    assert_told(sign_in(browser()))


def test_half_a_file_of_an_older_crash_is_made_whole(system):
    whole = b"%PDF-1.4 " + b"minutes " * 99
    digest = hashlib.sha256(whole).hexdigest()
    place = Path(storages["records"].path(f"{digest[:2]}/{digest}"))
    place.parent.mkdir(parents=True)
    place.write_bytes(whole[:5])

    store_file(whole, "application/pdf", by=system)

    assert place.read_bytes() == whole


def test_probe_says_when_the_seals_are_missing_or_late(home, system):
    UserFactory(username="somebody")
    sealing.seal_now()
    assert browser().get("/readyz").content == b"ok"
    with clock.at(clock.now() - dt.timedelta(seconds=400)):
        UserFactory(username="late")
    late = browser().get("/readyz")
    assert late.status_code == 200
    assert late.content.startswith(b"ok, but unsealed for 40")
    for path in Path(storages["seals"].location).iterdir():
        path.unlink()
    missing = browser().get("/readyz")
    assert (missing.status_code, missing.content) == (503, b"seal store")
    assert User.objects.filter(username="late").exists()
