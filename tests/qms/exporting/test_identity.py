"""What leaves by a kind comes back as no change, whatever it holds; every kind that comes in also leaves."""

import datetime as dt
import io

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.checklist_book.writing import write_book
from inspections.enums import Grade, NonconformityStatus
from inspections.models import FindingClause, NonconformityClause
from qms.enums import DocumentKind
from qms.exporting.csv_file import delimiter_of, write_csv
from qms.exporting.form_workbook import Heading, write_form
from qms.exporting.safe_text import plain_text
from qms.exporting.workbook import write_workbook
from qms.history.recording import recording
from qms.importing.commit import kind_called, preview, read_file
from qms.importing.register_kind import Asked
from qms.importing.text import composed
from qms.operations.criteria import load_criteria
from qms.operations.documents import create_document
from qms.registry import registry
from tests.counts import FULL
from tests.factories import ClauseFactory, CorrespondenceFactory, EditionFactory, FindingFactory, NonconformityFactory
from tests.inspections.test_views_inspections import with_lines

OWN_WAY = {"checklist": "the workbook of one inspection, below"}
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=60).filter(
    lambda text: any(letter.isalpha() for letter in text)
)
TEXT = WORDS | st.sampled_from(
    [
        "=1+1",
        "+84 24",
        "-5 hồ sơ",
        "@lãnh đạo",
        "＝SUM(A1)",
        "'nháy'",
        'dấu "kép"; chấm phẩy, phẩy',
        "hai\ndòng",
        "5.10",
        "01/02",
    ]
)
ROWS = 12  # of one file: a few long files try as much as many short ones, and cost less
DAY = st.dates(dt.date(2015, 1, 1), dt.date(2020, 7, 1))


def as_stored(text):
    """As the importer stores it."""
    return " ".join(composed(plain_text(text)).split())


def test_every_kind_that_comes_in_also_leaves():
    assert set(registry.import_kinds) - set(registry.export_kinds) == set(OWN_WAY)


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
    planned = preview(kind, read, asked)
    faults = [
        (row.number, row.verdict, row.sentence, {k: c.sentence for k, c in row.cells.items() if c.sentence})
        for row in planned.rows
        if row.verdict != "unchanged"
    ]
    assert not faults
    assert len(planned.rows) == found.count()


IN_FULL = settings(
    max_examples=2000 if FULL else 4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WAYS = st.sampled_from(["xlsx", "xlsx", "csv", "form"])
LANGUAGES = st.sampled_from(["vi", "en"])
numbers = iter(range(1, 10**9))


@pytest.fixture
def asked(organisation):
    return Asked(by=organisation.officer1, unit=organisation.department, file_name="danh-sach.xlsx")


@IN_FULL
@given(data=st.data(), way=WAYS, language=LANGUAGES)
def test_findings(organisation, asked, data, way, language):
    for _number in range(data.draw(st.integers(1, ROWS))):
        record = FindingFactory(
            unit=organisation.division, raised_by_unit=organisation.department,
            number=f"PH-2020-S1-{next(numbers):04d}", grade=data.draw(st.sampled_from(Grade.values)),
            statement=data.draw(TEXT), evidence=data.draw(TEXT | st.just("")), recorded_on=data.draw(DAY),
        )  # fmt: skip
        cite(FindingClause, record, organisation)
    with translation.override(language):
        assert_unchanged("findings", asked, way=way)


@IN_FULL
@given(data=st.data(), way=WAYS, language=LANGUAGES)
def test_nonconformities(organisation, asked, data, way, language):
    for _number in range(data.draw(st.integers(1, ROWS))):
        record = NonconformityFactory(
            unit=organisation.division, raised_by_unit=organisation.department,
            number=f"KPH-2020-S1-{next(numbers):04d}", grade=data.draw(st.sampled_from(["minor", "major"])),
            fact=data.draw(TEXT), evidence=data.draw(TEXT | st.just("")), raised_on=data.draw(DAY),
            status=data.draw(st.sampled_from([NonconformityStatus.RECORDED, NonconformityStatus.ACCEPTED])),
        )  # fmt: skip
        cite(NonconformityClause, record, organisation)
    with translation.override(language):
        assert_unchanged("nonconformities", asked, way=way)


def cite(model, record, organisation):
    clause = organisation.edition.clauses.order_by("pk")[next(numbers) % 3]
    with recording(by=organisation.officer1, operation="test"):
        model(record=record, clause=clause).save()


@IN_FULL
@given(data=st.data(), way=WAYS, language=LANGUAGES)
def test_documents(organisation, asked, data, way, language):
    for _number in range(data.draw(st.integers(1, 3))):
        create_document(
            by=organisation.officer1, number=f"QT-{next(numbers)}", unit=organisation.department,
            kind=data.draw(st.sampled_from([DocumentKind.PROCEDURE, DocumentKind.FORM])),
            title_vi=data.draw(WORDS), title_en=data.draw(WORDS | st.just("")),
            clauses=[organisation.edition.clauses.first()],
        )  # fmt: skip
    with translation.override(language):
        assert_unchanged("documents", asked, way=way)


@IN_FULL
@given(titles=st.lists(TEXT.map(as_stored).filter(bool), min_size=1, max_size=ROWS), way=WAYS, language=LANGUAGES)
def test_criteria(organisation, asked, titles, way, language):
    year = str(next(numbers))
    rows = [
        {"number": f"{place}", "position": place, "title_vi": title, "auditable": True}
        | dict.fromkeys(("max_score", "parent")) | {"question_vi": ""}
        for place, title in enumerate(titles, 1)
    ]  # fmt: skip
    load_criteria("PAR", year, "Chỉ số", rows, by=organisation.officer1)
    with translation.override(language):
        assert_unchanged(
            "criteria",
            asked,
            lambda report: report.of_edition(report.queryset(asked.by), f"PAR:{year}").order_by(*report.order),
            way,
        )


@pytest.mark.parametrize("way", ["xlsx", "csv"])
def test_tables_between_editions(organisation, asked, way):
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
