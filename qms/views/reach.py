"""Finding what a person may see; what they may not see is not found."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qms import clock
from qms.history.as_of import instance_of, visible_as_of

EARLIEST = dt.date(1990, 1, 1)


def get_visible(model: Any, user: Any, uid: Any, *related: str, rows: Any = None) -> Any:
    """The record of that uid within reach (or among `rows`). Raises Http404, the same for absent and unseen."""
    found = model.objects.visible_to(user) if rows is None else rows
    record = (found.select_related(*related) if related else found).filter(uid=uid).first()
    if record is None:
        raise Http404
    return record


def get_visible_as_of(model: Any, user: Any, uid: Any, day: dt.date, *related: str) -> Any:
    """The record as it had been recorded by the end of the day, within reach. Raises Http404."""
    rows = visible_as_of(model, user, day).filter(uid=uid)
    row = (rows.select_related(*related) if related else rows).first()
    if row is None:
        raise Http404
    return instance_of(row, model)


def asked_day(request: HttpRequest) -> dt.date | None:
    """The day of `?as_of=`, None for today. Anything that is no past day is ignored with a message."""
    text = request.GET.get("as_of", "").strip()
    if not text:
        return None
    day = read_day(text)
    if day is None or not EARLIEST <= day <= clock.today():
        messages.warning(request, _("«%(text)s» is not a past day; today is shown.") % {"text": text[:40]})
        return None
    return None if day == clock.today() else day


def read_day(text: str) -> dt.date | None:
    """A day written 2019-12-31 or 31/12/2019."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
