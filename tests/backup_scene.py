"""An installation with a data folder of its own, its backup and restore as commands, and an empty machine."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from qms.models import User


@pytest.fixture
def home(settings, tmp_path, db):
    """An installation with a data folder of its own."""
    folder = tmp_path / "var"
    folder.mkdir()
    settings.DATA_DIR = folder
    settings.MEDIA_ROOT = folder / "media"
    before = {alias: storages[alias]._location for alias in ("records", "default")}
    lie_at(storages["records"], folder / "files")
    yield folder
    for alias, place in before.items():
        lie_at(storages[alias], place)


def lie_at(store, folder):
    """Point a storage at another folder."""
    store._location = folder
    for name in ("base_location", "location"):
        store.__dict__.pop(name, None)


@pytest.fixture
def system(home):
    return User.objects.get(username="system")


def run(*arguments):
    """Exit code, what was told, what was complained of."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def refused(*arguments):
    with pytest.raises(CommandError) as fault:
        run(*arguments)
    assert fault.value.returncode == 2
    return str(fault.value)


def empty_machine():
    """What a new machine holds: a database without tables, no files, no seals."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    else:
        connections.close_all()
        Path(connection.settings_dict["NAME"]).unlink()
    for alias in ("records", "seals", "default"):
        lie_at(storages[alias], Path(storages[alias].location).with_name(f"new-{alias}"))
