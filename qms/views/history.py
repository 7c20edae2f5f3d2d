"""The history of everything that a person reaches, in words: searched, paged, taken away."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from qms import clock
from qms.event_phrases import about_of, event_details, event_sentence
from qms.forms.history import HistoryFilter, name_of_kind
from qms.history.homes import Reach, tracked
from qms.history.searching import (
    Asked,
    Found,
    Told,
    add_records,
    day_range,
    read_cursor,
    search,
    sentence,
    write_cursor,
)
from qms.history_reach import lines_for, may_see_history, may_verify, reach_of
from qms.models.evidence import AuditEvent
from qms.models.people import User
from qms.packing.holders import pack_address
from qms.reports.declaration import WIDTHS
from qms.views.exports import TYPES, export_report
from qms.views.reach import asked_day, signed_in
from qms.views.taking_away import with_query

MOST_TAKEN = 5000  # entries of one file
MOST_LOOKED = 100_000  # lines looked at for one file
SHOWN = 4  # changes of an entry that are seen at once


class HistoryList(View):
    """Everything that was recorded, newest first, within the person's reach."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A page of it, or the file."""
        user = signed_in(request)
        if not may_see_history(user):
            raise PermissionDenied(_("Officers, managers, top management and auditors search the history."))
        form = HistoryFilter(request.GET, user=user)
        is_clear = say_faults(request, form)
        as_of = asked_day(request)
        asked = form.asked()
        asked = Asked(asked.lines & lines_for(user) & day_range(None, as_of), asked.fields)
        reach = reach_of(user, form.cleaned_data.get("unit"))
        if is_clear and request.GET.get("export") in TYPES:
            return take_away(request, _("History"), asked, reach, as_of)
        found = search(asked, reach, read_cursor(request.GET.get("before", "")))
        add_records(found.entries)
        context = page_context(request, form, found, as_of)
        context["pack_url"] = pack_address(user)
        context["evidence_url"] = reverse("history_evidence") if may_verify(user) else ""
        return render(request, "qms/history/list.html", context)


def say_faults(request: HttpRequest, form: Any) -> bool:
    """Whether the whole filter can be followed; the page says what of it is left out, no file is made without it."""
    if form.is_valid():
        return True
    faults = {"faults": " ".join(form.faults())}
    messages.warning(request, _("A part of the filter is left out: %(faults)s") % faults)
    return False


def page_context(request: HttpRequest, form: Any, found: Found, as_of: dt.date | None) -> dict[str, Any]:
    """What pages of history have in common."""
    return {
        "form": form,
        "entries": [shown(one) for one in found.entries],
        "looked": found.looked,
        "sparse": found.sparse,
        "next_url": with_query(request, before=write_cursor(found.next)) if found.next else "",
        "first_url": with_query(request, before="") if request.GET.get("before") else "",
        "export_urls": [(label, with_query(request, before="", export=kind)) for kind, label in FILES],
        "is_filtered": any(value for name, value in request.GET.items() if name not in {"before", "as_of"}),
        "as_of": as_of,
        "as_of_offered": True,
        "as_of_query": f"?as_of={as_of.isoformat()}" if as_of else "",
    }


FILES = (("xlsx", gettext_lazy("Excel")), ("csv", "CSV"))


def of_record(entries: list[Told], record: Any) -> None:
    """Every entry belongs to the record."""
    for one in entries:
        one.home, one.record = (record._meta.label_lower, record.pk), record


def shown(one: Told) -> dict[str, Any]:
    """An entry as the page draws it."""
    if one.line.kind == AuditEvent._meta.label_lower and one.record is not None:
        return of_event(one)
    told = [sentence(change) for change in one.changes] if not one.is_new or is_part(one) else []
    return {
        "when": one.when,
        "claimed": one.claimed,
        "who": one.who,
        "text": one.text,
        "part": one.kind if is_part(one) else "",
        "kind": kind_title(one),
        "record": title_of(one.record),
        "url": address_of(one.record),
        "sentences": told[:SHOWN],
        "more": told[SHOWN:],
        "reason": one.reason,
        "version_url": version_address(one),
        "sealed": one.line.seal is not None,
    }


def is_part(one: Told) -> bool:
    """Whether the change is of something that hangs on the record."""
    return one.home is None or one.home[0] != one.line.kind


def of_event(one: Told) -> dict[str, Any]:
    """An event beside the changes of records as the page draws it."""
    event = one.record
    return {
        "when": event.at,
        "who": one.who if event.person_id else _("nobody known"),
        "text": event_sentence(event),
        "kind": _("Event"),
        "record": about_of(event) if event.about_uid else "",
        "url": "",
        "sentences": [f"{label}: {value}" for label, value in event_details(event)],
        "more": [],
        "reason": "",
        "version_url": version_address(one),
        "sealed": one.line.seal is not None,
    }


def kind_title(one: Told) -> str:
    """What kind of record it belongs to, also where its name rests on what was recorded after the day shown."""
    if one.record is not None:
        return kind_name(type(one.record))
    return kind_name(tracked()[one.home[0]]) if one.home else ""


def kind_name(model: Any) -> str:
    """What one record of a model is called."""
    given = str(model._meta.original_attrs.get("verbose_name") or name_of_kind(model._meta.label_lower, model))
    return given[:1].upper() + given[1:]


def title_of(record: Any) -> str:
    """Number and title of a record."""
    if record is None:
        return ""
    number, title = str(getattr(record, "number", "") or ""), str(getattr(record, "title", "") or record)
    return title if not number or number in title else f"{number} {title}"


def address_of(record: Any) -> str:
    """The record's page, empty where it has none."""
    if record is None:
        return ""
    if isinstance(record, User):
        return reverse("person", args=[record.uid])
    try:
        return str(record.get_absolute_url()) if hasattr(record, "get_absolute_url") else ""
    except NoReverseMatch:
        return ""


def version_address(one: Told) -> str:
    """The permanent address of the version that the entry made."""
    uid = one.row.get("uid")
    return reverse("history_version", args=[one.line.kind, uid, one.row["sequence"]]) if uid else ""


class HistoryFile:
    """Entries of history as a file: columns and rows, as exports take them."""

    name = "history"
    columns = (
        (gettext_lazy("Recorded at"), "datetime"),
        (gettext_lazy("Done by"), "text"),
        (gettext_lazy("What was done"), "text"),
        (gettext_lazy("Kind of record"), "text"),
        (gettext_lazy("Record"), "text"),
        (gettext_lazy("Changes"), "text"),
        (gettext_lazy("Reason"), "text"),
        (gettext_lazy("Happened"), "datetime"),
        (gettext_lazy("Part"), "text"),
        (gettext_lazy("Row"), "integer"),
        (gettext_lazy("Seal"), "integer"),
    )

    def __init__(self, title: str) -> None:
        self.title = title

    def export_columns(self) -> list[tuple[str, str, int]]:
        """Headers, kinds and widths."""
        return [(str(header), kind, WIDTHS[kind]) for header, kind in self.columns]

    def cells(self, entries: list[Told], as_of: dt.date | None) -> Iterator[list[Any]]:
        """A row for each entry."""
        for one in entries:
            told = shown(one)
            claimed = one.claimed.astimezone(clock.HANOI) if one.claimed else None
            changes = "; ".join([*told["sentences"], *told["more"]])
            yield [
                one.when.astimezone(clock.HANOI), told["who"], told["text"], told["kind"], told["record"], changes,
                one.reason, claimed, told.get("part", ""), one.row["sequence"], one.line.seal,
            ]  # fmt: skip


def take_away(
    request: HttpRequest,
    title: str,
    asked: Asked,
    reach: Reach | None,
    as_of: dt.date | None,
    part: Any = None,
    of: Any = None,
) -> HttpResponseBase:
    """What the filter leaves as a file, newest first; the title says where it was cut. `of`: a record's own history."""
    found = search(asked, reach, page=MOST_TAKEN, most=MOST_LOOKED, part=part)
    if of is None:
        add_records(found.entries)
    else:
        of_record(found.entries, of)
    if found.next:
        words = {"title": title, "count": len(found.entries)}
        title = _("%(title)s, only the newest %(count)d: narrow the filter") % words
    return export_report(request, HistoryFile(title), found.entries, request.GET["export"], as_of)  # type: ignore[arg-type]
