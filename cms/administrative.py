"""The parts in which an administrative procedure is drawn, in the order of the state framework model."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.durations import shown
from qms.enums import OnlineLevel, ProcedureLevel

LINES = "cms/frozen/lines.html"
Drawn = tuple[str, Any, Any]
"""Template, value, heading."""


def parts_of(value: Mapping[str, Any]) -> Iterator[Drawn]:
    """What identifies the procedure, then its legal basis, dossier, sets, time, place and fee, as far as given."""
    facts = [fact for fact in _facts(value) if fact[1]]
    if facts:
        yield "cms/frozen/facts.html", facts, ""
    if value["legal_basis"] or value["conditions"]:
        title = _("Legal basis") if value["legal_basis"] else _("Requirements and conditions")
        yield "cms/frozen/legal_basis.html", value, title
    if value["dossier"]:
        yield "cms/frozen/dossier.html", value["dossier"], _("The dossier")
    for title, lines in _lines(value):
        given = [line for line in lines if line]
        if given:
            yield LINES, given, title


def _lines(value: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield _("Number of sets of the dossier"), [_sets(value["sets"])]
    yield _("Time limit"), [_days(value["time_limit_days"]), value["time_limit_note"]]
    yield _("Where the dossier is handed in and the result is given out"), [value["place"]]
    yield _("Fee"), [value["fee"]]


def _sets(count: int | None) -> str:
    if not count:
        return ""
    return ngettext("%(count)s set", "%(count)s sets", count) % {"count": f"{count:02d}"}


def _days(days: Any) -> str:
    if days is None:
        return ""
    return _("%(days)s working days") % {"days": shown(days)}


def _facts(value: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    yield _("Code of the administrative procedure"), value["code"]
    yield _("Field"), value["field"]
    yield _("Level at which it is carried out"), dict(ProcedureLevel.choices).get(value["level"], "")
    yield _("Who may apply"), value["audience"]
    yield _("Level of the online service"), dict(OnlineLevel.choices).get(value["online_level"], "")
    yield _("Public post"), _("Dossiers and results may go by public post") if value["post_channel"] else ""
    yield _("Decision that announced the procedure"), _decision(value["decision_number"], value["decided_on"])
    yield _("Published on"), _day(value["published_on"])


def _decision(number: str | None, day: Any) -> str:
    if number and day:
        return _("%(number)s of %(day)s") % {"number": number, "day": _day(day)}
    return number or _day(day)


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
