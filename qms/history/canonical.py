"""The text that a history row is hashed over: the same for the same facts, on any database."""

import datetime as dt
import hashlib
import json
import unicodedata
from decimal import Decimal
from typing import Any
from uuid import UUID

FORMAT = 1
"""Number of the way of writing below; a later way gets the next number and both stay readable."""

UNHASHED = frozenset(
    {
        "id",
        "version",
        "head_hash",
        "search_text",
        "sort_key",
        "password",
        "last_login",
        "totp_secret",
        "last_step",
        "bytes_gone_at",
    }
)
"""Fields outside the text: keys of this database, derived columns, and what no history may hold."""


def plain(value: Any) -> Any:
    """A JSON value for a field's value. Raises TypeError for what has no plain form (such as F('x') + 1)."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", str(value))
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} is not a plain value")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def dump(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, characters outside ASCII as they are."""
    return _encode(value)


def chain_text(**entry: Any) -> str:
    """Canonical JSON of one history entry."""
    return dump(entry)


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
