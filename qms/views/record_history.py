"""One record's history: all of it, each version at its own address, any two side by side, and what proves them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from qms.forms.history import RecordHistoryFilter
from qms.history import proofs, seal_files, seals
from qms.history import versions as told_versions
from qms.history.canonical import FORMAT, chain_text
from qms.history.homes import WHOLE, Reach, is_home, tracked, trail_of
from qms.history.seal_files import SealStoreFault
from qms.history.searching import Asked, Found, day_range, read_cursor, search, trail
from qms.history.timeline import further_entries, who_did
from qms.models.people import User
from qms.phrases import operation_phrase
from qms.views.exports import TYPES
from qms.views.history import address_of, of_record, page_context, say_faults, take_away, title_of
from qms.views.reach import asked_day, signed_in

MOST_CHOICES = 500  # versions that a list of choices holds
NEVER_REACHED = 10**9  # versions of one record; a database cannot be asked for every number that an address can hold


class Opened:
    """A record whose history the person may read: the record, and the part of it where that is not the whole."""

    def __init__(self, user: User, kind: str, uid: Any) -> None:
        model = tracked().get(kind)
        record = model.objects.filter(uid=uid).order_by().first() if model is not None else None
        if record is None:
            raise Http404
        self.kind, self.record, self.user = kind, record, user
        self.part = self._part(model)

    def _part(self, model: Any) -> Any:
        """What of the record the person is told. Raises Http404 for one that they do not reach."""
        if self.kind in WHOLE and is_home(model):
            part = WHOLE[self.kind].part(self.record, self.user)
            if part is None and not WHOLE[self.kind].rows(self.user).filter(pk=self.record.pk).exists():
                part = False
        else:
            part = None if self.record.pk in Reach(self.user).homes(self.kind, [self.record.pk]) else False
        if part is False:
            raise Http404
        return part

    @property
    def title(self) -> str:
        """What people call it."""
        return title_of(self.record)

    @property
    def url(self) -> str:
        """The address of its history."""
        return reverse("history_record", args=[self.kind, self.record.uid])

    def at(self, sequence: int) -> told_versions.Version:
        """One of its versions. Raises Http404 for one that is not there."""
        found = told_versions.versions(self.record, [sequence], self.part) if sequence < NEVER_REACHED else {}
        if sequence not in found:
            raise Http404
        return found[sequence]

    def context(self) -> dict[str, Any]:
        """What its pages have in common."""
        return {"record_title": self.title, "record_url": address_of(self.record), "history_url": self.url}


class RecordHistory(View):
    """Everything that was recorded of one record and of what hangs on it, newest first."""

    def get(self, request: HttpRequest, kind: str, uid: Any) -> HttpResponseBase:
        """A page of it, or the file."""
        opened = Opened(signed_in(request), kind, uid)
        form = RecordHistoryFilter(request.GET)
        is_clear = say_faults(request, form)
        as_of = asked_day(request)
        asked = form.asked()
        lines = asked.lines & trail_of(opened.record, opened.user) & day_range(None, as_of)
        asked = Asked(lines, asked.fields)
        title = _("History of %(record)s") % {"record": opened.title}
        if is_clear and request.GET.get("export") in TYPES:
            return take_away(request, title, asked, None, as_of, part=opened.part, of=opened.record)
        after = read_cursor(request.GET.get("before", ""))
        found = search(asked, None, after, part=opened.part)
        of_record(found.entries, opened.record)
        context = page_context(request, form, found, as_of) | opened.context()
        if opened.part is None:
            more = [one for one in further_entries(opened.record, as_of) if form.keeps(one)]
            context["entries"] = with_further(context["entries"], more, found, after)
        context |= {"title": title, "choices": choices_of(opened), "compare_url": f"{opened.url}compare/"}
        return render(request, "qms/history/record.html", context)


def with_further(entries: list[dict[str, Any]], more: list[Any], found: Found, after: Any) -> list[dict[str, Any]]:
    """The page's entries with what other apps tell of the record between its first and last moment."""
    if after is not None:
        more = [one for one in more if one.when < after[0]]
    if found.next is not None:
        more = [one for one in more if one.when >= found.next[0]]
    shown = [
        {"when": one.when, "claimed": one.claimed, "who": one.who, "text": one.text, "reason": one.reason,
         "sentences": [], "more": [], "beside": True}
        for one in more
    ]  # fmt: skip
    return sorted([*entries, *shown], key=lambda entry: entry["when"], reverse=True)


def choices_of(opened: Opened) -> list[tuple[int, Any]]:
    """The record's own versions by number and moment, newest first."""
    rows = type(opened.record).history.model.objects.filter(id=opened.record.pk).order_by("-sequence")
    return list(rows.values_list("sequence", "history_date")[:MOST_CHOICES])


@require_safe
def version(request: HttpRequest, kind: str, uid: Any, sequence: int) -> HttpResponse:
    """One version: what it says, who made it when and why, its hash, the seal over it."""
    opened = Opened(signed_in(request), kind, uid)
    found = opened.at(sequence)
    row = found.row
    last = type(opened.record).history.model.objects.filter(id=opened.record.pk).order_by("-sequence")
    line = trail(Asked()).filter(kind=kind, record_id=opened.record.pk, history_id=row["history_id"]).first()
    context = opened.context() | {
        "title": _("Version %(number)d of %(record)s") % {"number": sequence, "record": opened.title},
        "version": found,
        "who": who_did(row, found.names),
        "text": operation_phrase(row["operation"], new=row["history_type"] == "+"),
        "facts": found.facts(),
        "row": row,
        "seal": line.seal if line else None,
        "last": last.values_list("sequence", flat=True).first(),
        "earlier_url": version_url(opened, sequence - 1) if sequence > 1 else "",
        "compare_url": f"{opened.url}compare/?old={sequence - 1}&new={sequence}" if sequence > 1 else "",
        "proof_url": reverse("history_proof", args=[kind, uid, sequence]) if opened.part is None else "",
        "whole": opened.part is None,
    }
    context["later_url"] = version_url(opened, sequence + 1) if sequence < (context["last"] or 0) else ""
    return render(request, "qms/history/version.html", context)


def version_url(opened: Opened, sequence: int) -> str:
    """The permanent address of a version."""
    return reverse("history_version", args=[opened.kind, opened.record.uid, sequence])


@require_safe
def compare(request: HttpRequest, kind: str, uid: Any) -> HttpResponse:
    """Two versions side by side: the last and the one before, or those asked for."""
    opened = Opened(signed_in(request), kind, uid)
    choices = choices_of(opened)
    numbers = [number for number, _moment in choices]
    new = asked_number(request, "new", numbers, numbers[0])
    old = asked_number(request, "old", numbers, max(new - 1, numbers[-1]))
    found = told_versions.versions(opened.record, [old, new], opened.part)
    if old not in found or new not in found:
        raise Http404
    sides = told_versions.side_by_side(found[old], found[new])
    context = opened.context() | {
        "title": _("Two versions of %(record)s") % {"record": opened.title},
        "choices": choices,
        "old": found[old],
        "new": found[new],
        "changed": [side for side in sides if side.changed],
        "same": [side for side in sides if not side.changed],
        "old_url": version_url(opened, old),
        "new_url": version_url(opened, new),
        "compare_url": f"{opened.url}compare/",
    }
    return render(request, "qms/history/compare.html", context)


def asked_number(request: HttpRequest, name: str, numbers: list[int], usual: int) -> int:
    """A version's number from the address; anything else is the usual one."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 and int(text) in numbers else usual


@require_safe
def proof(request: HttpRequest, kind: str, uid: Any, sequence: int) -> HttpResponse:
    """The row, those after it up to the sealed head, the proof that the head is under its seal, and the seal's header.

    Only for who reads the whole record: a row's text holds every field.
    """
    opened = Opened(signed_in(request), kind, uid)
    opened.at(sequence)
    if opened.part is not None:
        raise Http404
    try:
        told = proof_file(opened, sequence)
    except SealStoreFault as fault:
        back = version_url(opened, sequence)
        return render(request, "qms/generic/unprintable.html", {"reason": str(fault), "back": back}, status=503)
    response = HttpResponse(chain_text(**told), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="proof-{uid}-{sequence}.json"'
    return response


def proof_file(opened: Opened, sequence: int) -> dict[str, Any]:
    """What the file holds; without a proof where no seal covers the row yet."""
    rows = type(opened.record).history.model.objects.filter(id=opened.record.pk)
    number = seal_over(opened, rows, sequence)
    under = trail(Asked()).filter(kind=opened.kind, record_id=opened.record.pk, seal=number)
    sealed = rows.filter(history_id__in=under.order_by().values("history_id")).order_by("-sequence")
    head = sealed.values_list("sequence", flat=True).first() if number else None
    shown = rows.filter(sequence__gte=sequence, sequence__lte=head or sequence).order_by("sequence")
    found = proofs.proof_of(opened.kind, opened.record.uid, head) if head else None
    return {
        "format": FORMAT,
        "kind": opened.kind,
        "uid": str(opened.record.uid),
        "rows": list(shown.values("sequence", "previous_hash", "row_hash", "chain_text")),
        "proof": found,
        "seal": seal_files.read(seals.Store(), found["seal"]).header if found else None,
    }


def seal_over(opened: Opened, rows: Any, sequence: int) -> int | None:
    """The number of the seal that covers a row, None while none does."""
    row = rows.filter(sequence=sequence).values("history_id")
    line = trail(Asked()).filter(kind=opened.kind, record_id=opened.record.pk, history_id__in=row).first()
    return line.seal if line else None
