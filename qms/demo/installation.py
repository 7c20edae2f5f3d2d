"""The demonstration's own installation: its clock, and the one password of its accounts."""

import datetime as dt
import json
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from qms.demo.days import offset_seconds

CLOCK_FILE = "demo.json"
PASSWORD_FILE = "demo-password"  # noqa: S105 - the name of a file


def start_clock(folder: Path) -> dt.timedelta:
    """Set the demonstration's clock for this process and, by a file in the data folder, for every later one.

    A clock that runs already is left alone.
    """
    path = folder / CLOCK_FILE
    if path.exists():
        offset = int(json.loads(path.read_text())["clock_offset_seconds"])
    else:
        offset = offset_seconds(timezone.now())
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"clock_offset_seconds": offset}))
        os.replace(part, path)
    settings.QMS_CLOCK_OFFSET_SECONDS = offset
    settings.QMS_DEMO = True
    return dt.timedelta(seconds=offset)


def reset_clock(folder: Path) -> None:
    """Forget a clock whose demonstration was never finished, so that the next one begins on its own day."""
    (folder / CLOCK_FILE).unlink(missing_ok=True)
