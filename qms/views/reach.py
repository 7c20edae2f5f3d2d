"""Finding what a person may see; what they may not see is not found."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qms import clock
from qms.history.standing import day_shown
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.reach import Reachable
from qms.prepared import by_key, prepared_records

EARLIEST = dt.date(1990, 1, 1)


def signed_in(request: HttpRequest) -> User:
    """The person behind a request to a page that only people signed in get to."""
    return cast(User, request.user)


def get_visible(model: Any, user: Any, uid: Any, *related: str, rows: Any = None) -> Any:
    """The record of that uid within reach (or among `rows`). Raises Http404, the same for absent and unseen."""
    if rows is None and issubclass(model, Reachable):
        found = prepared_records(_of_uid(model), uid=uid) if isinstance(uid, UUID) else None
        record = model.objects.reached(user, uid) if found is None else model.objects.if_reached(user, *found[:1])
    else:
        found = model.objects.visible_to(user) if rows is None else rows
        record = found.filter(uid=uid).order_by().first()
    if record is None:
        raise Http404
    return with_related(record, related)


@cache
def _of_uid(model: Any) -> Any:
    return lambda uid: model.objects.filter(uid=uid).order_by()


def with_related(record: Any, paths: Iterable[str]) -> Any:
    """Fetch what the paths name, one query for each kind of record: joins of five people are slow to write."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    names = {path.partition("__")[0] for path in paths}
    keys = [one for one in record._meta.concrete_fields if one.name in names]
    for key in keys:
        wanted[key.related_model].add(getattr(record, key.attname))
    deeper: dict[Any, set[str]] = defaultdict(set)
    for path in paths:
        name, _separator, rest = path.partition("__")
        if rest:
            deeper[record._meta.get_field(name).related_model].add(rest)
    found = {model: _fetched(model, values - {None}, deeper[model]) for model, values in wanted.items()}
    for key in keys:
        value = getattr(record, key.attname)
        if value is not None and value in found[key.related_model]:
            record._state.fields_cache[key.cache_name] = found[key.related_model][value]
        elif value is not None and key.null:
            record._state.fields_cache[key.cache_name] = None  # recorded after the day that is looked at
    return record


def _fetched(model: Any, keys: set[Any], deeper: set[str]) -> dict[Any, Any]:
    return by_key(model, keys, tuple(sorted(deeper)), "_base_manager") if keys else {}


def links_to(user: Any, records: Iterable[Any]) -> list[tuple[str, str]]:
    """(words, address) of those of the records that the person may open."""
    return [(str(one), one.get_absolute_url()) for one in records if one is not None and _opens(user, one)]


def _opens(user: Any, record: Any) -> bool:
    if isinstance(record, Reachable):
        return type(record).objects.if_reached(user, record) is not None
    if isinstance(record, Unit) and _below(user.authority, record):
        return True
    return bool(type(record).objects.visible_to(user).filter(pk=record.pk).exists())


def _below(authority: Any, unit: Unit) -> bool:
    """Whether it lies in the person's own system: known without asking, where the rules asked for it before."""
    return bool((authority.all_units | authority.holders) & authority.ancestors_inside(unit.pk))


def asked_day(request: HttpRequest) -> dt.date | None:
    """The day of `?as_of=`, None for today. Anything that is no past day is ignored with a message."""
    shown = day_shown()
    if shown is not None:
        return shown
    text = request.GET.get("as_of", "").strip()
    if not text:
        return None
    day = clock.read_day(text)
    if day is None or not EARLIEST <= day <= clock.today():
        messages.warning(request, _("«%(text)s» is not a past day; today is shown.") % {"text": text[:40]})
        return None
    return None if day == clock.today() else day
