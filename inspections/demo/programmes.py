"""The programmes that the demonstration's visits belong to."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from inspections.demo.book import Book
from inspections.demo.cast import Cast
from inspections.demo.plot import Visit
from inspections.enums import InspectionKind, ProgrammeStatus
from inspections.models import Programme, ProgrammeClause, ProgrammeLine
from inspections.workflows import PROGRAMME
from qms.calendar import add_working_days
from qms.demo.days import moment, office_hour
from qms.demo.stage import Stage
from qms.history.past import Chapter, Tale

TITLES = {
    InspectionKind.INTERNAL: "Chương trình đánh giá nội bộ năm {year}",
    InspectionKind.SUPERIOR: "Chương trình kiểm tra của Bộ năm {year}",
    InspectionKind.EXTERNAL: "Chương trình đánh giá của tổ chức chứng nhận năm {year}",
}


def _holder(visit: Visit) -> str:
    """A superior's checks stand in the programme of the head, whoever sends them."""
    return visit.cast if visit.kind == InspectionKind.INTERNAL else "BLĐTBXH"


def tell_programmes(stage: Stage, book: Book, parts: dict[str, Cast], visits: Iterable[Visit]) -> dict[int, Tale]:
    """Tell one programme for each holder, year and kind. Returns the programme line of each visit, by its place."""
    groups: dict[tuple[str, int, str], list[tuple[int, Visit]]] = defaultdict(list)
    for place, visit in enumerate(visits):
        groups[(_holder(visit), visit.first.year, visit.kind)].append((place, visit))
    lines: dict[int, Tale] = {}
    for (code, year, kind), own in groups.items():
        programme = _programme(stage, book, parts[code], year, kind, edition=own[0][1].edition)
        for place, visit in own:
            lines[place] = _lines(stage, book, programme, visit)
    _draft(stage, book, parts["SLĐ-01"])
    return lines


def _programme(stage: Stage, book: Book, part: Cast, year: int, kind: str, *, edition: str) -> Tale:
    prepared = office_hour(dt.date(year - 1, 12, 10), stage.chance)
    tale = book.tell(
        Programme,
        prepared,
        part.officer,
        "plan_programme",
        unit=part.holder,
        year=year,
        kind=kind,
        title=TITLES[InspectionKind(kind)].format(year=year),
        edition=stage.editions[edition],
        basis="Chỉ thị 02/CT-LĐTBXH; kết quả đánh giá năm trước; các thay đổi về tổ chức.",
        prepared_by=part.officer,
    )
    approved = office_hour(add_working_days(prepared.date(), 8), stage.chance)
    changes = {"status": ProgrammeStatus.APPROVED, "approved_by": part.head, "approved_on": approved.date()}
    meaning = PROGRAMME["approve"].in_english
    tale.chapters.append(Chapter(approved, part.head, "programme.approve", changes, signed=meaning))
    if year < 2020:
        closed = office_hour(dt.date(year + 1, 1, 14), stage.chance)
        tale.chapters.append(Chapter(closed, part.officer, "programme.close", {"status": ProgrammeStatus.CLOSED}))
    return tale


def _lines(stage: Stage, book: Book, programme: Tale, visit: Visit) -> Tale:
    """A line for each unit that the visit means to see; the inspection hangs on the first."""
    first = programme.chapters[0]
    units = list(dict.fromkeys(meeting.unit for meeting in visit.meetings)) or [visit.cast]
    tales = [
        book.tell(
            ProgrammeLine,
            first.at + dt.timedelta(hours=1),
            first.by,
            "plan_visit",
            programme=programme.record,
            unit=stage.units[code],
            month=visit.first.month,
            lead=stage.people[visit.lead],
        )
        for code in units
    ]
    for code, tale in zip(units, tales, strict=True):
        _cite(stage, book, tale, visit.edition, _clauses(visit, code))
    return tales[0]


def _clauses(visit: Visit, code: str) -> list[str]:
    return [number for meeting in visit.meetings if meeting.unit == code for number in meeting.clauses]


def _cite(stage: Stage, book: Book, line: Tale, edition: str, numbers: Iterable[str]) -> None:
    first = line.chapters[0]
    for number in dict.fromkeys(numbers):
        clause = stage.clauses[edition, number]
        book.tell(ProgrammeClause, first.at, first.by, "plan_visit", record=line.record, clause=clause)


def _draft(stage: Stage, book: Book, part: Cast) -> None:
    """A draft that waits for the head's signature."""
    at = moment(dt.date(2020, 7, 10), 14, 20)
    tale = book.tell(
        Programme,
        at,
        part.officer,
        "plan_programme",
        unit=part.holder,
        year=2020,
        kind=InspectionKind.EXTERNAL,
        title=TITLES[InspectionKind.EXTERNAL].format(year=2020),
        edition=stage.editions["2015"],
        basis="Hợp đồng chứng nhận; đánh giá trước khi công bố theo TCVN ISO 9001:2015.",
        prepared_by=part.officer,
    )
    later: Any = at + dt.timedelta(minutes=20)
    for code, month in (("SLĐ-01-VP", 11), ("SLĐ-01-LĐVL", 11), ("SLĐ-01-NCC", 11)):
        line = book.tell(
            ProgrammeLine,
            later,
            part.officer,
            "plan_visit",
            programme=tale.record,
            unit=stage.units[code],
            month=month,
        )
        _cite(stage, book, line, "2015", ("4", "5", "6", "7", "8", "9", "10"))
