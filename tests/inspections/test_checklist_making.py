"""Checklists from every source; again adds only what is missing; a line by hand."""

import datetime as dt

import pytest

from inspections.checklist_sources import step_guidance
from inspections.models import ChecklistLine, Session
from inspections.operations.checklist_making import add_line, ensure_checklists, make_checklist
from qms.history.recording import recording
from qms.policy import Refused
from qms.step_tables import work_steps
from qms.workflow import StepRefused
from tests.factories import (
    ChecklistLineFactory,
    DocumentFactory,
    FindingFactory,
    InspectionFactory,
    IssueFactory,
    NonconformityFactory,
    SessionClauseFactory,
    SessionDocumentFactory,
    SessionFactory,
    SessionTemplateFactory,
    TemplateQuestionFactory,
    TemplateVersionFactory,
    save,
)
from tests.scenes import inspection, sides
from tests.shared_organisation import DAY

STEP = {"what": "Tiếp nhận hồ sơ", "responsible": "Bộ phận một cửa", "duration": "0.5", "result": "BM-01 Giấy hẹn"}
STEPS = [{"type": "purpose", "value": "<p>x</p>"}, {"type": "steps", "value": {"steps": [
    {"type": "item", "value": STEP | {"duration_unit": "day"}, "id": "1"},
    {"type": "item", "value": {"what": " "}, "id": "2"},
    {"type": "item", "value": {"what": "Trả kết quả", "duration": 4, "duration_unit": "hour"}, "id": "3"},
]}}]  # fmt: skip


@pytest.fixture
def visit(org):
    """A planned audit of the division."""
    return InspectionFactory(**sides(org), edition=org.edition, lead=org.lead1, starts_on=DAY + dt.timedelta(days=20))


@pytest.fixture
def session(org, visit):
    """Its session, which asks for nothing yet."""
    return SessionFactory(inspection=visit, unit=org.division)


def made(org, session):
    """The lines added by making the checklist, as the next request finds the session."""
    return make_checklist(Session.objects.get(pk=session.pk), by=org.officer1)


def test_clauses_stand_in_sections_with_a_key_each(org, session):
    clause = org.edition.clauses.get(number="10.2")
    SessionClauseFactory(record=session, clause=clause)

    lines = made(org, session)

    assert {line.origin for line in lines} == {"clause"}
    assert all(line.clause.number.startswith("10.2") for line in lines)
    assert {line.key for line in lines} == {f"c{line.clause_id}" for line in lines}
    assert made(org, session) == []


def test_line_from_before_keys_is_not_asked_twice(org, session):
    clause = org.edition.clauses.filter(auditable=True).first()
    SessionClauseFactory(record=session, clause=clause)
    ChecklistLineFactory(session=session, clause=clause)

    assert made(org, session) == []
    assert session.lines.get().ended_at is None


def issue_with_steps(org):
    document = DocumentFactory(unit=org.department, number="QT-01", title_vi="Một cửa", title_en="One-stop desk")
    return IssueFactory(document=document, approved=True, body=STEPS, effective_on=DAY)


def test_each_step_of_the_document_in_force_is_a_line(org, session):
    issue = issue_with_steps(org)
    SessionDocumentFactory(session=session, document=issue.document)
    assert made(org, session) == []
    save(session, asks_document_steps=True)

    first, last = made(org, session)

    assert [line.issue for line in (first, last)] == [issue, issue]
    assert (first.question_en, last.question_en) == ("Step 1: Tiếp nhận hồ sơ", "Step 3: Trả kết quả")
    assert [line.origin for line in (first, last)] == ["document", "document"]
    assert first.section == "QT-01 Một cửa"


def test_step_asks_for_whom_time_and_form(org):
    first, last = work_steps(issue_with_steps(org))

    asked = step_guidance(first)

    assert all(words in asked for words in ("Bộ phận một cửa", "0,5 working days", "BM-01 Giấy hẹn"))
    assert "4 working hours" in step_guidance(last)
    assert "By whom" not in step_guidance(last)


def test_template_keeps_its_conditions_beside_another(org, session):
    versions = [TemplateVersionFactory(in_force=True, template__unit=org.department) for _each in range(2)]
    for version in versions:
        TemplateQuestionFactory(template_version=version, position=1, question_type="yes_no", max_score=2)
        TemplateQuestionFactory(template_version=version, position=2, shown_after="q1", shown_when=["yes"])
        SessionTemplateFactory(session=session, template_version=version)

    lines = made(org, session)

    keys = [line.key for line in lines]
    assert len(set(keys)) == 4
    assert [line.shown_after for line in lines] == ["", keys[0], "", keys[2]]
    assert (lines[1].shown_when, lines[0].max_score, lines[0].template_question.template_version) == (
        ["yes"], 2, versions[0],
    )  # fmt: skip


def nonconformities(org):
    """Open, closed lately, closed long ago, withdrawn, of another unit, and told by nobody to this side."""
    closed = {"closed": True, "planned": False}
    known = {
        "open": NonconformityFactory(accepted=True, **sides(org)),
        "lately": NonconformityFactory(**closed, **sides(org), closed_on=DAY - dt.timedelta(days=700)),
    }
    NonconformityFactory(**closed, **sides(org), closed_on=DAY - dt.timedelta(days=800))
    NonconformityFactory(withdrawn=True, **sides(org))
    NonconformityFactory(accepted=True, unit=org.sibling, raised_by_unit=org.department)
    return known


def test_open_and_lately_closed_nonconformities_are_asked_again(org, session):
    known = nonconformities(org)
    assert made(org, session) == []
    save(session, asks_nonconformities=True)

    lines = made(org, session)

    assert {line.nonconformity for line in lines} == set(known.values())
    types = {line.nonconformity: line.question_type for line in lines}
    assert (types[known["open"]], types[known["lately"]]) == ("conformity", "yes_no")
    assert made(org, session) == []


def test_superior_is_not_told_what_the_unit_found_by_itself(org):
    NonconformityFactory(accepted=True, **sides(org))
    own = NonconformityFactory(accepted=True, unit=org.division, raised_by_unit=org.inspectorate)
    check = InspectionFactory(unit=org.division, raised_by_unit=org.inspectorate, lead=org.lead, superior=True)
    session = SessionFactory(inspection=check, unit=org.division, asks_nonconformities=True)

    lines = make_checklist(session, by=org.lead)

    assert [line.nonconformity for line in lines] == [own]


def last_time(org, days, status="concluded"):
    """An earlier audit of the division with one line of each result."""
    before = InspectionFactory(
        **{status: True}, **sides(org), edition=org.edition, lead=org.lead1, starts_on=DAY - dt.timedelta(days=days)
    )
    session = SessionFactory(inspection=before, unit=org.division)
    results = ("conforming", "not_conforming", "not_examined")
    lines = {one: ChecklistLineFactory(session=session, result=one, note="Đã xem", position=1) for one in results}
    return before, lines


def test_last_concluded_inspection_is_asked_again(org, session):
    last_time(org, 300)
    last_time(org, 10, "with_unit")
    before, lines = last_time(org, 90)
    advice = FindingFactory(inspection=before, observation=True, answered=True, statement="Thiếu biển chỉ dẫn")
    save(session, asks_last_inspection=True)

    again = made(org, session)

    assert {line.earlier_line for line in again} == {lines["not_conforming"], lines["not_examined"], None}
    assert {line.origin for line in again} == {"last_inspection"}
    assert before.number in again[0].guidance
    assert advice.number in again[-1].question_vi


def test_nonconformity_is_asked_once_whichever_source_names_it(org, session):
    before, lines = last_time(org, 90)
    finding = FindingFactory(inspection=before, line=lines["not_conforming"])
    NonconformityFactory(accepted=True, **sides(org), finding=finding, inspection=before)
    save(session, asks_last_inspection=True, asks_nonconformities=True)

    again = made(org, session)

    assert sorted(line.origin for line in again) == ["last_inspection", "nonconformity"]


def test_unanswered_lines_end_with_their_source_and_answered_ones_stay(org, session):
    version = TemplateVersionFactory(in_force=True)
    for place in (1, 2):
        TemplateQuestionFactory(template_version=version, position=place)
    taken = SessionTemplateFactory(session=session, template_version=version)
    answered, _left = made(org, session)
    with recording(by=org.lead1, operation="test"):
        save(answered, result="conforming")
        hand = ChecklistLine(session=session, origin="hand", key="h1", question_vi="Tự hỏi", position=9)
        hand.save()
    save(taken, ended_at="2020-07-15T00:00:00Z")

    assert made(org, session) == []

    assert set(session.lines.filter(ended_at=None)) == {answered, hand}


def test_all_sessions_are_made_in_as_many_queries_as_one(org, visit, django_assert_max_num_queries):
    clause = org.edition.clauses.get(number="10.2")
    for _each in range(6):
        SessionClauseFactory(record=SessionFactory(inspection=visit, unit=org.division), clause=clause)

    with django_assert_max_num_queries(30):
        count = ensure_checklists(visit, by=org.officer1)

    assert count == 6 * ChecklistLine.objects.filter(session=visit.sessions.first()).count() > 0
    assert ensure_checklists(visit, by=org.officer1) == 0


def test_team_adds_a_line_during_the_visit_and_nobody_else(org):
    under_way = inspection(org, "in_progress")
    session = under_way.sessions.get()

    line = add_line(ChecklistLine(session=session, question_vi="Có quạt không?"), by=org.inspector1)

    assert (line.origin, line.position > session.lines.first().position) == ("hand", True)
    with pytest.raises(Refused):
        add_line(ChecklistLine(session=session, question_vi="Khác"), by=org.manager1)
    save(session, held_at="2020-07-15T00:00:00Z")
    with pytest.raises(StepRefused):
        add_line(ChecklistLine(session=session, question_vi="Khác"), by=org.inspector1)
    planned = inspection(org, "planned").sessions.get()
    with pytest.raises(StepRefused):
        add_line(ChecklistLine(session=planned, question_vi="Khác"), by=org.lead1)
