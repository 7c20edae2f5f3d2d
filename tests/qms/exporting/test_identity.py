"""What leaves by a kind comes back as no change, whatever it holds; every kind that comes in also leaves."""

import datetime as dt
import io

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.checklist_book.writing import write_book
from qms.exporting.csv_file import delimiter_of, write_csv
from qms.exporting.form_workbook import Heading, write_form
from qms.exporting.workbook import write_workbook
from qms.importing.commit import kind_called, preview, read_file
from qms.importing.register_kind import Asked
from qms.registry import registry
from tests.counts import FULL
from tests.factories import ClauseFactory, CorrespondenceFactory, EditionFactory, ProgrammeLineFactory
from tests.inspections.test_views_inspections import with_lines
from tests.qms.exporting.made_records import MAKERS, ROWS, shared

OWN_WAY = {"checklist": "the workbook of one inspection, below"}
PAIRS = {"correspondences": "below: a table says of two editions what they say of each other"}
ADMINISTRATORS = {"units": "admin", "people": "admin"}


def test_every_kind_that_comes_in_also_leaves_and_is_tried():
    assert set(registry.import_kinds) - set(registry.export_kinds) == set(OWN_WAY)
    assert set(registry.import_kinds) == {*MAKERS, *OWN_WAY, *PAIRS}


def written(report, rows, way):
    """The rows of a report as a file of the kind."""
    file = io.BytesIO()
    columns, cells = report.export_columns(), report.cells(rows, None)
    if way == "xlsx":
        write_workbook(file, str(report.title), columns, cells, {"Filter": "none"})
    elif way == "form":
        write_form(file, Heading(str(report.title), None, "", dt.date(2020, 7, 15)), columns, cells, {})
    else:
        headers = [header for header, _kind, _width in columns]
        write_csv(file, headers, cells, delimiter=delimiter_of(translation.get_language()))
    return file.getvalue(), f"danh-sach.{'csv' if way == 'csv' else 'xlsx'}"


def assert_unchanged(name, asked, rows=None, way="xlsx"):
    """Out and in again: every row unchanged."""
    report, kind = registry.export_kinds[name](), kind_called(name)
    found = report.queryset(asked.by, None).order_by(*report.order) if rows is None else rows(report)
    content, file_name = written(report, found, way)
    read = read_file(kind, content, file_name)
    assert not read.left_out
    planned = preview(kind, read, asked)
    faults = [
        (row.number, row.verdict, row.sentence, {k: c.sentence for k, c in row.cells.items() if c.sentence})
        for row in planned.rows
        if row.verdict != "unchanged"
    ]
    assert not faults
    assert len(planned.rows) == found.count()


@pytest.mark.parametrize("name", sorted(MAKERS))
@settings(
    max_examples=2000 if FULL else 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), way=st.sampled_from(["xlsx", "xlsx", "csv", "form"]), language=st.sampled_from(["vi", "en"]))
def test_what_leaves_comes_back_as_no_change(common, name, data, way, language):
    """Each example is taken back: the next one finds what stood before, not the rows of all others too."""
    by = getattr(common.organisation, ADMINISTRATORS.get(name, "officer1"))
    asked = Asked(by=by, unit=common.organisation.department, file_name="danh-sach.xlsx")
    with transaction.atomic():
        rows = MAKERS[name](data.draw, common, data.draw(st.integers(1, ROWS)))
        with translation.override(language):
            assert_unchanged(name, asked, rows, way)
        transaction.set_rollback(True)


@pytest.fixture
def common(organisation):
    return shared(organisation)


def test_two_visits_of_a_unit_in_a_month_are_two_rows(common):
    """In whatever order they are listed, each row means the visit with its topics."""
    for scope in ("Kiểm soát tài liệu", "", "Đào tạo"):
        ProgrammeLineFactory(programme=common.programme, unit=common.units[0], month=5, scope=scope)
    asked = Asked(by=common.organisation.officer1, unit=common.organisation.department, file_name="danh-sach.xlsx")
    assert_unchanged("programme", asked, lambda report: report.queryset(asked.by, None).order_by("scope"))


@pytest.mark.parametrize("way", ["xlsx", "csv"])
def test_tables_between_editions(organisation, way):
    pair = [organisation.edition.clauses.order_by("pk")[place] for place in (0, 1)]
    later = EditionFactory(year="2099", standard=organisation.edition.standard)
    other = ClauseFactory(edition=later, number="5.10")
    CorrespondenceFactory(from_clause=pair[0], to_clause=other, note_vi="=1+1; hai", note_en="-x")
    CorrespondenceFactory(from_clause=pair[1], to_clause=other, relation="modified", change_degree="major")
    assert_unchanged("correspondences", Asked(by=organisation.officer), way=way)


def test_checklist_of_an_inspection(org):
    """It leaves in its own layout, a sheet for each session."""
    inspection, _session, _lines = with_lines(org, count=3)
    read = read_file(kind_called("checklist"), write_book(inspection, by=org.lead), "phieu.xlsx")
    planned = kind_called("checklist").plan(read, Asked(by=inspection.lead, unit=inspection.unit))
    assert {row.verdict for row in planned.rows} == {"unchanged"}
    assert len(planned.rows) == 3
