"""A form that is sent twice makes one record: its key leads to what the first made."""

import uuid
from collections.abc import Callable
from typing import Any

from qms import clock
from qms.models.reminding import Submission


class SentBefore(Exception):
    """The same form by the same person was saved already; `url` is where it led."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def read_key(text: str) -> uuid.UUID | None:
    """The key that a form carried; None where it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def led_to(key: uuid.UUID | None, by: Any) -> str:
    """Where the form of that key led, empty when it was not saved."""
    return Submission.objects.filter(key=key, user=by).values_list("url", flat=True).first() or "" if key else ""


def make_once(key: uuid.UUID | None, make: Callable[[], Any], url_of: Callable[[Any], str], *, by: Any) -> Any:
    """Make it and keep where it led, in the transaction of the caller. Raises SentBefore for a key seen before.

    A second request with the key waits at its row until the first has ended.
    """
    if key is None:
        return make()
    kept, is_first = Submission.objects.get_or_create(key=key, user=by, defaults={"url": "", "created_at": clock.now()})
    if not is_first:
        raise SentBefore(kept.url)
    made = make()
    kept.url = url_of(made)
    kept.save(update_fields=["url"])
    return made
