"""Every list, board and matrix of the product leaves as a file that two readers understand alike."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from inspections.models import ChecklistTemplate, Inspection
from qms.exporting.of_unit import rows_of_unit
from qms.exporting.workbook import write_workbook
from qms.importing.commit import read_file
from qms.importing.register_kind import Asked
from qms.models import Disposal, Document, Edition, TransitionHolder, TransitionProgramme, Unit, User
from qms.registry import registry
from qms.reports.declaration import has_field
from qms.views.clause_tables import ClauseTable
from qms.views.register import RegisterView

OTHERS = {"template_ranking", "transition_board", "history", "duty_heat"}
"""Lists that are no registers."""
ADMINISTRATORS = {"units", "people"}
NO_FILES = {"reading_remind": "a choice of people to remind", "paper_copies_print": "the form itself"}
NARROWED = {"history": {"until": "2019-12-31"}}
"""Long lists, narrowed."""


def walk(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns)
        elif pattern.name not in NO_FILES:
            own = getattr(pattern.callback, "view_class", None)
            if pattern.name in OTHERS or (own and issubclass(own, RegisterView | ClauseTable)):
                yield pattern.name


LISTS = sorted(set(walk(get_resolver().url_patterns)))


def args_of(name, officer):
    """The uids of a record of the demonstration for addresses that name one."""
    old, new = (Edition.objects.get(standard__code="9001", year=year) for year in ("2008", "2015"))
    records = {
        "readers": lambda: Document.objects.visible_to(officer),
        "disposal_items": lambda: Disposal.objects.visible_to(officer),
        "clause_decisions": lambda: TransitionProgramme.objects.visible_to(officer),
        "transition_runs": lambda: TransitionProgramme.objects.visible_to(officer),
        "transition_board": lambda: TransitionProgramme.objects.visible_to(officer),
        "clause_works": lambda: TransitionHolder.objects.visible_to(officer),
        "holder_comparison": lambda: TransitionHolder.objects.visible_to(officer),
        "inspection_follow_up": lambda: Inspection.objects.visible_to(officer).filter(findings__isnull=False),
        "template_ranking": lambda: ChecklistTemplate.objects.visible_to(officer),
    }
    if name == "correspondence":
        return [old.uid, new.uid]
    if name not in records:
        return []
    found = records[name]().order_by("pk").first()
    return None if found is None else [found.uid]


@pytest.mark.parametrize("name", LISTS)
def test_list_leaves_alike_for_two_readers(demonstration, name):
    client, officer = signed_in("officer1")
    args = args_of(name, officer)
    assert args is not None, f"the demonstration has nothing for {name}"
    address = reverse(name, args=args)
    page = client.get(address)
    assert "export=xlsx" in page.content.decode(), "the page offers no file"
    asked = NARROWED.get(name, {})
    content = taken(client, address, asked | {"export": "xlsx"})
    header, *rows = read_openpyxl(content)
    assert read_calamine(content) == [header, *rows]
    assert all(header)
    text = taken(client, address, asked | {"export": "csv"}).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert [len(line) for line in lines] == [len(header)] * len(lines)
    assert lines[0] == header
    assert len(lines) == 1 + len(rows) or name == "history"  # which grows by what is taken from it
    about = provenance(content)
    with translation.override("vi"):
        assert about[translation.gettext("Rows")] == str(len(rows))
        assert about[translation.gettext("Taken by")] == officer.get_full_name()


def signed_in(username):
    client, user = Client(), User.objects.get(username=username)
    client.force_login(user)
    client.cookies["django_language"] = "vi"
    return client, user


def taken(client, address, asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def plain(value):
    """A value as both readers tell it."""
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - cells are naive
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def read_openpyxl(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    return whole([[plain(value) for value in row] for row in sheet.iter_rows(values_only=True)])


def read_calamine(content):
    rows = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return whole([[plain(value) for value in row] for row in rows])


def whole(rows):
    """Rows with anything in them, all of one length."""
    width = len(rows[0])
    return [(row + [None] * width)[:width] for row in rows if any(value is not None for value in row)]


def provenance(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    return {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}


@pytest.mark.parametrize("name", sorted(set(registry.import_kinds) & set(registry.export_kinds) - {"criteria"}))
def test_what_a_holder_has_comes_back_as_no_change(demonstration, name):
    """By every kind that comes in and leaves, whoever registered it."""
    officer, unit = User.objects.get(username="officer1"), Unit.objects.get(code="SLĐ-01")
    if name in ADMINISTRATORS:
        officer = User.objects.get(username="admin")
    report, kind = registry.export_kinds[name](), registry.import_kinds[name]
    rows = report.queryset(officer, None)
    if has_field(report.model, "unit"):
        rows = rows_of_unit(report, rows, unit)
    file = io.BytesIO()
    count = write_workbook(
        file, str(report.title), report.export_columns(), report.cells(rows.order_by(*report.order), None), {}
    )
    assert count, f"the demonstration has nothing for {name}"
    planned = kind.plan(
        read_file(kind, file.getvalue(), f"{name}.xlsx"), Asked(by=officer, unit=unit, file_name=f"{name}.xlsx")
    )
    wrong = [
        (row.number, row.verdict, row.sentence, cells_said(row)) for row in planned.rows if row.verdict != "unchanged"
    ]
    assert wrong == []
    assert len(planned.rows) == count


def cells_said(row):
    return {name: cell.sentence for name, cell in row.cells.items() if cell.sentence}
