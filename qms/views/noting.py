"""What leaves the product is noted: lists taken away as files, forms printed. Noting never stops the answer."""

import datetime as dt
import hashlib
from typing import Any

from django.db import models
from django.http import HttpRequest

from qms.evidence_enums import EventKind
from qms.operations.events import note_quietly

LEFT_OUT = {"export", "print", "page", "as_of", "sort"}
"""Parameters of an address that are no filter."""


def filter_text(request: HttpRequest) -> str:
    """The filters of the address as a line."""
    told = [
        f"{name} = {', '.join(given)}" for name, given in request.GET.lists() if name not in LEFT_OUT and any(given)
    ]
    return "; ".join(told)


def note_export(
    request: HttpRequest, title: Any, file: Any, *, kind: str, rows: int | None = None, as_of: dt.date | None = None
) -> None:
    """A list left as a file: which, as which kind, with how many rows, and the hash of the file. Rewinds the file."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    details = {"format": kind, "rows": rows, "filter": filter_text(request), "as_of": as_of, "sha256": digest}
    _note(request, EventKind.EXPORTED, title=str(title), details=details)


def note_print(request: HttpRequest, record: Any, title: str, content: bytes, *, kind: str) -> None:
    """A form was printed: of which record or list, as which kind, and the hash of the file."""
    details = {"format": kind, "filter": filter_text(request), "as_of": request.GET.get("as_of", "")[:10]}
    details["sha256"] = hashlib.sha256(content).hexdigest()
    about = record if isinstance(record, models.Model) and hasattr(record, "uid") else None
    _note(request, EventKind.PRINTED, about=about, title="" if about is not None else title, details=details)


def _note(request: HttpRequest, kind: str, *, title: str, details: dict[str, Any], about: Any = None) -> None:
    if request.method == "HEAD" or not request.user.is_authenticated:
        return  # nothing left, or what anybody may fetch
    note_quietly(kind, by=request.user, about=about, about_title=title, details=details)
