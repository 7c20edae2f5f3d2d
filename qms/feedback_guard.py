"""Keeping machines out of the public form without asking anybody else: time, one use, a field nobody sees, a rate.

What counts tries by address keeps a digest of it for the hour, in memory only; nothing of it is stored with a record.
"""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.policy import Text
from qms.sign_in_events import address_of

SALT = "qms.feedback.form"
QUICKEST = 4  # seconds in which nobody fills in the form
LONGEST = 24 * 3600  # seconds for which a form that was opened can be sent
HOUR = 3600
MOST_SENT = 6  # in an hour from one address
MOST_ASKED = 40  # codes asked for in an hour from one address

TOO_QUICK = _("This was sent very quickly. Look it over once more and send it again.")
TOO_OLD = _("This form was open too long. Send it again: what you typed is kept.")
TOO_MANY = _("Much was sent from your connection in a short time. Try again in an hour, or bring it to the counter.")


@dataclass(frozen=True)
class Opened:
    """A form that was opened: when, and the key that makes it good for one sending."""

    at: float
    key: uuid.UUID


def new_token() -> str:
    """A token for a form that is opened now."""
    return signing.dumps({"at": clock.now().timestamp(), "key": str(uuid.uuid4())}, salt=SALT)


def read_token(text: str) -> Opened | None:
    """What the token says; None where it is none of ours."""
    try:
        told = signing.loads(text, salt=SALT)
        return Opened(float(told["at"]), uuid.UUID(told["key"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def token_fault(opened: Opened | None) -> Text | None:
    """Why a form cannot be taken yet, or any more."""
    if opened is None:
        return TOO_OLD
    age = clock.now().timestamp() - opened.at
    if age < QUICKEST:
        return TOO_QUICK
    return TOO_OLD if age > LONGEST else None


def is_too_many(request: Any, what: str, most: int) -> bool:
    """Count one more try from this address; whether there are too many this hour."""
    digest = salted_hmac(SALT, address_of(request), algorithm="sha256").hexdigest()
    key = f"feedback:{what}:{hashlib.sha256(digest.encode()).hexdigest()[:32]}"
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it ran out between the two
        cache.set(key, 1, HOUR)
        return False
