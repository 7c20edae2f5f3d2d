"""What of inspections follows to another edition: what is open. What is concluded, closed or in force stays."""

import pytest
from django.apps import apps

from inspections.enums import InspectionKind
from inspections.models import SessionClause, TemplateQuestion
from inspections.operations.finding import change_finding
from inspections.operations.programme import plan_visit
from inspections.programme_versions import content_hash, content_of
from qms import clock
from qms.history.chain import hashed_fields
from qms.operations.transition_runs import undo_run
from qms.registry import registry
from tests.factories import (
    FindingClauseFactory,
    FindingFactory,
    InspectionFactory,
    IssueFactory,
    NonconformityClauseFactory,
    NonconformityFactory,
    ProgrammeClauseFactory,
    ProgrammeFactory,
    ProgrammeLineFactory,
    SessionClauseFactory,
    SessionFactory,
    TemplateQuestionFactory,
)
from tests.factories_risks import RiskClauseFactory, RiskFactory
from tests.qms.moves import moving

pytestmark = pytest.mark.django_db


@pytest.fixture
def move(organisation):
    return moving(organisation)


def document(move, **state):
    made = move.document("6.3")
    if state:
        IssueFactory(document=made, **state)
    return made


def risk(move, **state):
    made = RiskFactory(unit=move.made.division, **state)
    RiskClauseFactory(record=made, clause=move.old("6.3"))
    return made


def finding(move, inspected, **state):
    inspection = InspectionFactory(unit=move.made.division, edition=move.programme.from_edition, **{inspected: True})
    made = FindingFactory(inspection=inspection, unit=move.made.division, **state)
    FindingClauseFactory(record=made, clause=move.old("6.3"))
    return made


def nonconformity(move, **state):
    made = NonconformityFactory(unit=move.made.division, **state)
    NonconformityClauseFactory(record=made, clause=move.old("6.3"))
    return made


def session(move, inspected, **state):
    inspection = InspectionFactory(unit=move.made.division, edition=move.programme.from_edition, **{inspected: True})
    made = SessionFactory(inspection=inspection, unit=move.made.division, **state)
    SessionClauseFactory(record=made, clause=move.old("6.3"))
    return made


def visit(move, year, **state):
    programme = ProgrammeFactory(unit=move.made.department, year=year, edition=move.programme.from_edition, **state)
    made = ProgrammeLineFactory(programme=programme, unit=move.made.division)
    ProgrammeClauseFactory(record=made, clause=move.old("6.3"))
    return made


def question(move, **state):
    made = TemplateQuestionFactory(
        clause=move.old("6.3"), template_version__template__unit=move.made.department, **state
    )
    return made


THIS_YEAR = clock.today().year
CASES = [
    (document, {}, True),
    (document, {"approved": True}, True),
    (document, {"approved": True, "status": "withdrawn", "withdrawn_on": clock.today()}, False),
    (risk, {}, True),
    (risk, {"status": "closed"}, False),
    (finding, {"inspected": "in_progress", "confirmed": True}, True),
    (finding, {"inspected": "concluded", "confirmed": True}, False),
    (finding, {"inspected": "in_progress", "closed": True}, False),
    (nonconformity, {"in_progress": True}, True),
    (nonconformity, {"closed": True}, False),
    (nonconformity, {"withdrawn": True}, False),
    (session, {"inspected": "planned"}, True),
    (session, {"inspected": "concluded"}, False),
    (session, {"inspected": "closed"}, False),
    (session, {"inspected": "cancelled"}, False),
    (session, {"inspected": "planned", "ended_at": clock.now()}, False),
    (visit, {"year": THIS_YEAR, "approved": True}, True),
    (visit, {"year": THIS_YEAR + 1}, True),
    (visit, {"year": THIS_YEAR - 1}, False),
    (visit, {"year": THIS_YEAR, "closed": True, "kind": InspectionKind.SUPERIOR}, False),
    (question, {"template_version__in_force": True}, True),
    (question, {}, False),
    (question, {"template_version__superseded": True}, False),
    (question, {"template_version__in_force": True, "ended_at": clock.now()}, False),
]


def beside(record):
    """The standing reference of a record to the new clause."""
    kinds = registry.moving_kinds.values()
    (model,) = {one.model for one in kinds if one.model._meta.get_field("record").related_model is type(record)}
    return model.objects.filter(record_id=record.pk, clause__edition__year="2015", ended_at=None)


def test_what_is_open_follows_and_the_rest_stays(move):
    made = [(make(move, **state), make.__name__, state, moves) for make, state, moves in CASES]
    run = move.apply().run
    found = [(name, state, beside(record).count() == 1) for record, name, state, _moves in made]
    assert found == [(name, state, moves) for _record, name, state, moves in made]
    undo_run(run, by=move.made.officer, reason="Vì nhầm.")
    assert not any(beside(record).exists() for record, *_ in made)


def rows_of(model):
    """Every row in full."""
    return set(model._base_manager.values_list()) if model._meta.model_name != "importstaging" else set()


GROW = {"clausemove", "transitionrun", "recordspan", "trailentry", "participation"}


def test_nothing_that_stands_is_touched_to_the_byte(move):
    """Everything of every kind in every state: only new rows come, of references, of the ledger, of their history."""
    for make, state, _moves in CASES:
        make(move, **state)
    models = [one for one in apps.get_models() if not one._meta.proxy and not hasattr(one, "tracked_fields")]
    models = [one for one in models if one._meta.app_label in ("qms", "inspections", "cms")]
    plain = [one for one in models if all(field.get_internal_type() != "JSONField" for field in one._meta.fields)]
    before = {one: rows_of(one) for one in plain}
    written = {one: one._base_manager.count() for one in models}
    assert move.apply().changed
    references = {kind.model._meta.model_name for kind in registry.moving_kinds.values()}
    for model in models:
        grows = model._meta.model_name in GROW | references or model._meta.model_name.startswith("historical")
        assert grows or model._base_manager.count() == written[model], model
        if model in before:
            assert before[model] <= rows_of(model), model


def test_template_questions_move_on_from_the_references_beside_them(move):
    made = question(move, template_version__in_force=True)
    before = [getattr(made, field.attname) for field in hashed_fields(TemplateQuestion)]
    assert move.apply().run.counts["made"] == 1
    onwards = moving(move.made, "2015", "2026")
    assert onwards.apply().run.counts["made"] == 1
    beside = made.clause_references.order_by("pk").values_list("clause__edition__year", "clause__number")
    assert list(beside) == [("2015", "7.1.3"), ("2026", "7.1.3")]
    made.refresh_from_db()
    assert [getattr(made, field.attname) for field in hashed_fields(TemplateQuestion)] == before


def test_an_approved_programme_reads_as_it_was_signed(move):
    line = visit(move, THIS_YEAR, approved=True)
    before = content_hash(content_of(line.programme))
    move.apply()
    assert content_hash(content_of(line.programme)) == before


def test_editing_a_record_leaves_what_lies_beside_its_edition(move):
    line = visit(move, THIS_YEAR, prepared_by=move.made.officer1)
    record = finding(move, "in_progress", draft=True, recorded_by=move.made.lead1)
    move.apply()
    plan_visit(line, by=move.made.officer1, clauses=[move.old("6.4")])
    change_finding(record, by=record.inspection.lead, clauses=[move.old("6.4")])
    for one in (line, record):
        standing = one.clause_references.filter(ended_at=None).order_by("clause__number")
        assert [row.clause.number for row in standing] == ["6.4", "7.1.3"]


def test_references_know_their_record_s_page(move):
    for make, state, moves in CASES:
        if moves:
            make(move, **state)
    for kind in registry.moving_kinds.values():
        for reference in kind.moving():
            assert kind.url(reference).startswith("/")
    assert SessionClause.objects.exists()
