"""Warnings that an author sees: each rule on plain facts, and all of them on a document of the organisation."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.checks import (
    body_of,
    dead_legal_bases,
    left_editions,
    over_limit,
    overdue_review,
    unknown_clauses,
    unknown_codes,
    warnings,
)
from cms.known import Known
from cms.mentions import Mentions, mentions, words
from cms.publishing import stream
from cms.sections import body_from
from qms import clock
from qms.enums import DocumentKind, ExternalStatus, IssueStatus
from qms.models import Citation, Edition
from qms.operations.documents import submit_issue
from tests.cms.conftest import SECTIONS
from tests.factories import ClauseFactory, DocumentClauseFactory, DocumentFactory, EditionFactory, IssueFactory

DAY = dt.date(2020, 7, 15)


def steps(*days, limit=None):
    """A body with steps of so many days."""
    rows = [{"what": "a", "responsible": "b", "duration": time, "duration_unit": "day"} for time in days]
    return body_from({"steps": rows, "time_limit_days": limit})


@pytest.mark.parametrize(("times", "limit", "told"), [((2, 3), 5, 0), ((2, 4), 5, 1), ((2, 4), None, 0), ((), 0, 0)])
def test_steps_over_the_limit(times, limit, told):
    assert len(list(over_limit(steps(*times, limit=limit), None))) == told


def test_steps_over_the_limit_name_the_total_before_and_after():
    (warning,) = over_limit(steps("7.5", 5, limit=10), steps(4, 4, limit=10))

    assert warning.section == "steps"
    assert [word.strip("().;,") for word in warning.text.split() if word[:1].isdigit() or word[1:2].isdigit()] == [
        "12.5", "8", "10",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "own", "told"),
    [
        ("in_force", False, ""),
        ("withdrawn", False, "withdrawn"),
        ("withdrawn", True, "withdrawn"),
        ("waiting", False, "not in force yet"),
        ("waiting", True, ""),
        (None, False, "not in the register"),
        (None, True, ""),
    ],
)
def test_codes_that_cannot_be_worked_by(state, own, told):
    known = Known(states={"bm-01": state} if state else {})
    named = Mentions(codes={"BM-01": "steps"}, own_forms={"bm-01"} if own else set())

    found = list(unknown_codes(named, known))

    assert [warning.section for warning in found] == (["steps"] if told else [])
    assert all(told in warning.text and "BM-01" in warning.text for warning in found)


def test_own_number_and_forms_that_others_list_are_known():
    known = Known(number="qt-31", listed_forms={"bm-02-qt-01"})

    assert not list(unknown_codes(Mentions(codes={"QT-31": "scope", "BM-02-QT-01": "steps"}), known))


def test_clauses_that_do_not_exist():
    known = Known(years={"9001:2015": True}, clauses={("9001:2015", "7.5")}, written_clauses=[("9001:2015", "7.9")])
    named = Mentions(clauses={("9001:2015", "7.5"): "scope", ("9001:2015", "8.9"): "scope", ("14001:2015", "1"): "a"})

    found = {(warning.section, warning.text.split()[1]) for warning in unknown_clauses(named, known)}

    assert found == {("clauses", "7.9"), ("scope", "8.9")}


YEARS = {"9001:2008": True, "9001:2015": True, "9001:2026": False}


@pytest.mark.parametrize(
    ("named", "cited", "sections"),
    [
        ({"9001:2008": "references"}, set(), ["references"]),
        ({"9001:2015": "references"}, {"9001:2015"}, []),
        ({}, {"9001:2008"}, ["clauses"]),
        ({}, {"9001:2008", "9001:2015"}, []),
        ({"14001:2004": "scope"}, {"14001:2004"}, []),
    ],
)
def test_editions_being_left(named, cited, sections):
    found = list(left_editions(Mentions(editions=named), Known(years=YEARS, cited_editions=cited)))

    assert [warning.section for warning in found] == sections
    assert all("9001:2008" in warning.text and "9001:2015" in warning.text for warning in found)


@pytest.mark.parametrize(
    ("status", "by", "told"),
    [
        (ExternalStatus.IN_FORCE, "", ""),
        ("", "", ""),
        (ExternalStatus.EXPIRED, "", "out of force"),
        (ExternalStatus.REPLACED, "", "out of force"),
        (ExternalStatus.REPLACED, "61/2018/NĐ-CP", "replaced by 61/2018/NĐ-CP"),
    ],
)
def test_legal_bases_out_of_force(status, by, told):
    named = Mentions(legal={"110/2004/NĐ-CP": "administrative"})

    found = list(dead_legal_bases(named, Known(legal={"110/2004/nđ-cp": (status, by)})))

    assert bool(found) == bool(told)
    assert all(told in warning.text and warning.section == "administrative" for warning in found)


@pytest.mark.parametrize(("due", "told"), [(None, 0), (DAY, 0), (DAY + dt.timedelta(1), 0), (DAY - dt.timedelta(1), 1)])
def test_review_is_past(due, told):
    found = list(overdue_review(due, DAY))

    assert len(found) == told
    assert all("14/07/2020" in warning.text for warning in found)


def test_mentions_keep_the_section_that_names_first():
    sections = SECTIONS | {
        "references": ["QT-05 Kiểm soát tài liệu", "SỔ-01 Sổ tay", "Luật 01/2011/QH13"],
        "scope": "<p>Theo <b>điều 7.5</b> của TCVN ISO 9001:2008 và QT-05</p>",
        "forms": [{"code": "BM-01 ", "name": "Phiếu"}],
    }

    found = mentions(body_from(sections))

    assert found.codes == {"QT-05": "scope", "SỔ-01": "references", "BM-01": "forms"}
    assert (found.legal, found.editions) == ({"01/2011/QH13": "references"}, {"9001:2008": "scope"})
    assert found.clauses == {("9001:2008", "7.5"): "scope"}
    assert found.own_forms == {"bm-01"}


def test_nothing_is_read_across_two_cells():
    assert mentions([{"type": "forms", "value": [{"code": "QT", "name": "05"}]}]).codes == {}
    assert words([{"id": "QT-01", "type": "item", "value": "a<b>b</b>"}]).split() == ["a", "b"]


@pytest.fixture(autouse=True)
def _day():
    """A day on which 9001:2015 is the edition in use."""
    with clock.at(dt.datetime.combine(DAY, dt.time(9), clock.HANOI)):
        yield


@pytest.fixture
def written(draft):
    """Put sections on the draft's page and read its warnings back by section."""

    def saved(**sections):
        draft.page.body = stream(body_from(SECTIONS | {"references": []} | sections))
        draft.page.save_revision(clean=False)
        return [(warning.section, warning.text) for warning in warnings(draft.issue)]

    return saved


def told(found):
    """The first words that the warnings name."""
    return {(section, text.split()[0]) for section, text in found}


@pytest.mark.django_db
def test_draft_without_fault_has_no_warning(written):
    assert written() == []


@pytest.mark.django_db
def test_documents_are_looked_up_within_the_own_system(written, draft):
    org = draft.org
    for number, unit, state in (
        ("QT-05", org.sibling, "approved"), ("QT-06", org.department, "withdrawn"), ("QT-07", org.division, ""),
        ("QT-08", org.department2, "approved"), ("QT-09", org.ministry, "approved"),
    ):  # fmt: skip
        document = DocumentFactory(number=number, unit=unit)
        if state:
            IssueFactory(document=document, **{state: True}, content_hash="0" * 64)

    found = written(references=[f"QT-0{place} Quy trình" for place in range(5, 10)], scope="Như QT-31.")

    assert told(found) == {("references", f"QT-0{place}") for place in range(6, 10)}
    ends = {text.split()[0]: text.split(".")[0] for _section, text in found}
    assert ("withdrawn" in ends["QT-06"], "not in force" in ends["QT-07"]) == (True, True)
    assert "not in the register" in ends["QT-08"]


@pytest.mark.django_db
def test_forms_that_another_document_in_force_lists_exist(written, draft):
    rows = [{"what": "a", "responsible": "b", "result": "BM-02-QT-01, BM-03-QT-01"}]
    assert told(written(steps=rows)) == {("steps", "BM-02-QT-01"), ("steps", "BM-03-QT-01")}
    approved = {"approved": True, "content_hash": "0" * 64}
    other = IssueFactory(document__unit=draft.org.department, **approved)
    Citation.objects.create(issue=other, position=1, kind="form", code="BM-02-QT-01")
    for issue, kind in (
        (IssueFactory(document__unit=draft.org.department2, **approved), "form"),
        (IssueFactory(document__unit=draft.org.department), "form"),
        (IssueFactory(document=draft.document, issue_number="00", **approved), "form"),
        (other, "document"),
    ):
        Citation.objects.create(issue=issue, position=9, kind=kind, code="BM-03-QT-01")

    assert told(written(steps=rows)) == {("steps", "BM-03-QT-01")}


@pytest.mark.django_db
def test_legal_basis_out_of_force_is_told(written, draft):
    unit = draft.org.department
    law = {"kind": DocumentKind.EXTERNAL, "unit": unit, "external_status": ExternalStatus.REPLACED}
    DocumentFactory(number="31/2013/NĐ-CP", replaced_by="131/2021/NĐ-CP", **law)
    DocumentFactory(number="TL-02", external_ref="110/2004/NĐ-CP", **law)
    DocumentFactory(number="01/2011/QH13", **law | {"external_status": ExternalStatus.IN_FORCE})
    basis = [{"number": number, "title": "Văn bản"} for number in ("31/2013/NĐ-CP", "01/2011/QH13", "5/2020/TT-X")]

    found = written(administrative={"legal_basis": basis}, references=["Nghị định 110/2004/NĐ-CP về văn thư"])

    assert told(found) == {("administrative", "31/2013/NĐ-CP"), ("references", "110/2004/NĐ-CP")}


@pytest.mark.django_db
def test_clauses_and_editions_are_told(written, draft):
    org = draft.org
    old = Edition.objects.filter(standard=org.edition.standard, year="2008").first()
    old = old or EditionFactory(standard=org.edition.standard, year="2008", published_on=dt.date(2008, 11, 15))
    if not old.clauses.exists():
        ClauseFactory(edition=old, number="4.2.3", position=1)

    text = "Theo điều 4.2.3 và 4.2.77 của TCVN ISO 9001:2008; điều 99.1 ISO 9001:2015."
    found = [(section, words[1]) for section, words in ((name, text.split()) for name, text in written(scope=text))]

    assert sorted(found) == [("scope", "4.2.77"), ("scope", "99.1"), ("scope", "text")]


@pytest.mark.django_db
def test_clause_that_was_never_found_is_told(written, draft):
    DocumentClauseFactory(record=draft.document, clause=None, written_as="9001:2015 7.77")
    DocumentClauseFactory(record=draft.document, clause=None, written_as="14001:2015 7.77")

    ((section, text),) = written()

    assert (section, "7.77" in text, "9001:2015" in text) == ("clauses", True, True)


@pytest.mark.django_db
def test_frozen_issue_is_read_from_its_own_content(written, draft):
    written(references=["QT-90 Không có"])
    issue = submit_issue(draft.issue, by=draft.org.officer1)
    draft.page.body = stream([])
    draft.page.save_revision(clean=False)

    assert issue.status == IssueStatus.IN_REVIEW
    assert told((warning.section, warning.text) for warning in warnings(issue)) == {("references", "QT-90")}
    assert body_of(issue) == issue.body


@pytest.mark.django_db
def test_total_before_is_that_of_the_issue_in_force(written, draft):
    IssueFactory(document=draft.document, approved=True, body=steps(4), content_hash="0" * 64, issue_number="00")

    ((_section, text),) = written(steps=[{"what": "a", "responsible": "b", "duration": Decimal("6.5")}])

    assert "6.5 working days (4 in the issue in force)" in text


@pytest.mark.django_db
def test_overdue_review_of_the_document_is_told(written, draft):
    draft.issue.document.review_due_on = clock.today() - dt.timedelta(days=1)

    ((section, _text),) = written()

    assert section == "review"


@pytest.mark.django_db
def test_warnings_cost_the_same_for_any_number_of_citations(written, draft):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            warnings(draft.issue)
        return len(caught)

    law = [{"number": "31/2013/NĐ-CP", "title": "a"}]
    written(references=["QT-90 a"], scope="điều 7.5 ISO 9001:2015", administrative={"legal_basis": law})
    few = queries()
    many = [f"QT-{place} a" for place in range(100, 160)]
    clauses = " ".join(f"điều 7.{place} ISO 9001:2015." for place in range(1, 30))
    written(references=many, scope=clauses, administrative={"legal_basis": law * 20})

    assert queries() == few <= 10
