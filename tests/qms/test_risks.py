"""Risks and opportunities: numbers, clauses by edition, treatment, reviews, actions, closing, owners, reminders."""

import datetime as dt

import pytest

from qms import clock
from qms.enums import RiskKind, RiskTreatment
from qms.history.recording import ReasonMissing
from qms.models import Action, Clause, Edition, Notice, Risk, RiskAction
from qms.operations import done_by_itself, risk_actions, risks
from qms.operations.actions import assign_task
from qms.policy import Refused
from qms.registry import registry
from qms.risk_clauses import kind_of_clause, usual_clause
from qms.risk_levels import Level, level_of, said, standing
from qms.transition.starters import starters_of
from qms.work_of_risks import context_to_review, risks_owed, risks_to_review, shown_by_context, shown_by_risks
from qms.workflow import Conflict, StepRefused
from tests import scenes
from tests.factories import ContextFactorFactory, InterestedPartyFactory, RiskClauseFactory, RiskFactory, save
from tests.shared_organisation import DAY, fresh, on


def days(count):
    return DAY + dt.timedelta(days=count)


def draft(org, **values):
    usual = {"kind": RiskKind.RISK, "unit": org.division, "statement": "Trả hồ sơ quá hạn", "likelihood": 4}
    return Risk(**(usual | {"consequence": 3, "owner": org.owner1, "review_due_on": days(180)} | values))


def review(risk, by, likelihood=2, consequence=2, **values):
    usual = {"note": "Đã xem số liệu", "next_due_on": clock.today() + dt.timedelta(days=90)}
    return risks.review_risk(risk, by=fresh(by), likelihood=likelihood, consequence=consequence, **(usual | values))


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


@pytest.mark.parametrize(
    ("score", "level"),
    [(1, "low"), (4, "low"), (5, "medium"), (9, "medium"), (10, "high"), (16, "high"), (20, "very_high")],
)
def test_levels_begin_and_end_where_they_are_said_to(score, level):
    assert level_of(score) == Level(level)


def test_recording_numbers_each_kind_and_tells_the_owner(org):
    clause = Clause.objects.filter(edition=org.edition).first()
    first = risks.record_risk(draft(org), by=org.manager1, clauses=[clause])
    chance = risks.record_risk(draft(org, kind=RiskKind.OPPORTUNITY), by=org.manager1)

    assert first.number.startswith("RR-2020-S1A-")
    assert chance.number.startswith("CH-2020-S1A-")
    assert (first.recorded_by, first.recorded_on, first.status) == (org.manager1, DAY, "open")
    assert [one.clause for one in first.clause_references.all()] == [clause]
    assert told("risk_given") == {"owner1"}
    with pytest.raises(Refused):
        risks.record_risk(draft(org, unit=org.division2), by=fresh(org.manager1))


def test_the_edition_says_which_clause_a_kind_belongs_to():
    editions = {}
    for year, numbers in {"2015": ("6.1.2",), "2026": ("6.1.2", "6.1.3")}.items():
        edition = Edition.objects.filter(standard__code="9001", year=year).select_related("standard").first()
        if edition is None:
            pytest.skip("the editions are not loaded")
        editions[year] = {number: Clause.objects.get(edition=edition, number=number) for number in numbers}
        for kind, number in ((RiskKind.RISK, "6.1.2"), (RiskKind.OPPORTUNITY, numbers[-1])):
            assert usual_clause(edition, kind).number == number
    assert kind_of_clause(editions["2026"]["6.1.3"]) == "opportunity"
    assert kind_of_clause(editions["2026"]["6.1.2"]) == "risk"
    assert kind_of_clause(editions["2015"]["6.1.2"]) == "risk"


REFUSED = [
    ({"treatment": ""}, "Choose what is done"),
    ({"treatment": "pursue"}, "does not fit"),
    ({"treatment_note": "  "}, "Say what is done"),
    ({"residual_likelihood": None}, "Give likelihood"),
    ({"residual_likelihood": 5}, "does not make a risk greater"),
    ({"treatment": "accept", "residual_likelihood": 1}, "Left as it is"),
]


@pytest.mark.parametrize(("wrong", "why"), REFUSED, ids=[why for _wrong, why in REFUSED])
def test_a_treatment_is_chosen_told_and_leaves_a_level(org, wrong, why):
    risk = scenes.risk(org, "open")
    given = {"treatment": "reduce", "treatment_note": "x", "residual_likelihood": 2, "residual_consequence": 3}

    with pytest.raises(StepRefused) as refused:
        risks.treat_risk(risk, by=org.manager1, **(given | wrong))

    assert why in str(refused.value)
    risk.refresh_from_db()
    assert (risk.status, risk.treatment, risk.residual_likelihood) == ("open", "", None)


def test_what_is_accepted_keeps_its_level_and_high_ones_are_the_managers(org):
    risk = scenes.risk(org, "open")  # 4 x 3 = 12
    accept = {"treatment": RiskTreatment.ACCEPT, "treatment_note": "Xác suất thấp"}
    for person in (org.owner1, org.officer1):
        with pytest.raises(StepRefused) as refused:
            risks.treat_risk(risk, by=fresh(person), **accept)
        assert "accepted by the unit's manager" in str(refused.value)

    treated = risks.treat_risk(risk, by=org.manager1, **accept)

    assert (treated.status, standing(treated)) == ("treated", (4, 3))
    low = save(scenes.risk(org, "open"), likelihood=3)
    assert risks.treat_risk(low, by=fresh(org.owner1), **accept).status == "treated"


def test_a_review_moves_the_level_that_counts_now_and_keeps_each(org):
    open_one, treated = scenes.risk(org, "open"), scenes.risk(org, "treated")

    review(open_one, org.owner1, 5, 3)
    review(treated, org.officer1, 1, 2)

    for risk in (open_one, treated):
        risk.refresh_from_db()
        assert risk.review_due_on == days(90)
    assert (open_one.likelihood, open_one.residual_likelihood) == (5, None)
    assert (treated.likelihood, standing(treated)) == (4, (1, 2))
    kept = treated.reviews.get()
    assert (kept.reviewed_by, kept.reviewed_on, kept.next_due_on) == (org.officer1, DAY, days(90))
    assert said("risk", standing(treated)) == "Low (1 × 2 = 2): rare, minor harm"


def test_a_review_is_refused_with_its_reason(org):
    risk, closed = scenes.risk(org, "open"), scenes.risk(org, "closed")
    for record, values, why in (
        (risk, {"note": " "}, "Say what was looked at"),
        (risk, {"next_due_on": DAY}, "after today"),
        (closed, {}, "open it again"),
    ):
        with pytest.raises(StepRefused, match=why):
            review(record, org.manager1, **values)
    with pytest.raises(Conflict):
        review(risk, org.manager1, version=risk.version - 1)
    with pytest.raises(Refused):
        review(risk, org.verifier1)
    assert not risk.reviews.exists()


def test_closing_and_opening_again_keep_the_reason_and_begin_anew(org):
    risk = scenes.risk(org, "treated")
    with pytest.raises(ReasonMissing):
        risks.close_risk(risk, by=org.manager1, reason=" ")

    closed = risks.close_risk(risk, by=org.manager1, reason="Quá trình đã dừng")
    assert (closed.closed_on, closed.review_due_on) == (DAY, None)
    again = risks.reopen_risk(
        closed, by=org.officer1, reason="Nhận lại nhiệm vụ", likelihood=3, consequence=5, review_due_on=days(30)
    )

    assert (again.status, again.treatment, again.residual_likelihood, again.closed_on) == ("open", "", None, None)
    assert (standing(again), again.review_due_on) == ((3, 5), days(30))
    assert again.history.filter(operation="risk.close").get().history_change_reason == "Quá trình đã dừng"
    assert told("risk_closed") == told("risk_opened_again") == {"owner1"}


def test_an_action_is_planned_in_one_step_and_once(org):
    risk = scenes.risk(org, "open")
    plan = {"title": "Hướng dẫn người dự phòng", "owner": org.owner1, "due_on": days(20)}

    action = risk_actions.plan_risk_action(risk, by=org.manager1, **plan)
    again = risk_actions.plan_risk_action(risk, by=org.manager1, **plan)

    assert action == again
    assert [one.action for one in RiskAction.objects.filter(risk=risk)] == [action]
    assert (action.status, action.kind, action.unit, action.owner) == (
        "assigned", "improvement", org.division, org.owner1,
    )  # fmt: skip
    assert told("action_assigned") == {"owner1"}
    with pytest.raises(Refused):
        risk_actions.plan_risk_action(risk, by=fresh(org.owner1), **plan)
    with pytest.raises(StepRefused, match="is past"):
        risk_actions.plan_risk_action(risk, by=fresh(org.manager1), **(plan | {"due_on": days(-1)}))
    with pytest.raises(StepRefused, match="closed"):
        risk_actions.plan_risk_action(scenes.risk(org, "closed"), by=fresh(org.manager1), **plan)


def test_an_action_that_waits_for_a_risk_is_done_by_its_review(org):
    risk = scenes.risk(org, "open")
    review(risk, org.owner1)
    with on(days(1)):
        waiting = risk_actions.plan_risk_action(
            risk, by=fresh(org.manager1), title="Cập nhật rủi ro", owner=org.owner1, due_on=days(20), update=True
        )
        other = risk_actions.plan_risk_action(
            risk, by=fresh(org.manager1), title="Việc khác", owner=org.owner1, due_on=days(20)
        )
        assert done_by_itself.close_what_happened() == 0  # the review before it does not count
    with on(days(2)):
        review(risk, org.officer1)
        assert done_by_itself.close_what_happened() == 0  # done already, with the review itself

    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.status, waiting.done_on, other.status) == ("done", days(2), "assigned")
    assert risk.number in waiting.evidence
    assert "17/07/2020" in waiting.evidence


def test_a_task_may_wait_for_a_risk_within_reach_alone(org):
    mine, theirs = scenes.risk(org, "open"), RiskFactory(unit=org.division2)
    offered = registry.closers["qms.risk"].candidates(fresh(org.manager1))
    assert (mine in offered, theirs in offered) == (True, False)
    assert scenes.risk(org, "closed") not in registry.closers["qms.risk"].candidates(fresh(org.manager1))
    task = {"unit": org.division, "owner": org.owner1, "title": "Cập nhật", "due_on": days(9)}
    assert assign_task(by=fresh(org.manager1), **task, waits_for=("qms.risk", mine.uid)).waits_for_uid == mine.uid
    with pytest.raises(StepRefused):
        assign_task(by=fresh(org.manager1), **task, waits_for=("qms.risk", theirs.uid))
    assert Action.objects.filter(waits_for_kind="qms.risk").count() == 1


def test_risks_of_somebody_who_leaves_pass_to_another(org):
    risk, closed = scenes.risk(org, "open"), scenes.risk(org, "closed")
    handover = registry.handovers["risk"]

    assert list(handover.open(org.owner1)) == [risk]
    assert closed.status == "closed"
    assert handover.faults(risk, org.owner1, org.reader2, fresh(org.manager1))
    assert handover.faults(risk, org.owner1, org.reader1, fresh(org.owner1))
    assert handover.faults(risk, org.owner1, org.reader1, fresh(org.manager1)) == []
    handover.take(risk, org.owner1, org.reader1, by=fresh(org.manager1), reason="Chuyển công tác")

    risk.refresh_from_db()
    assert risk.owner == org.reader1
    assert Risk.objects.visible_to(fresh(org.reader1)).filter(pk=risk.pk).exists()
    assert not Risk.objects.visible_to(fresh(org.owner1)).filter(pk=risk.pk).exists()


def test_readers_and_other_departments_see_none(org):
    risk = save(scenes.risk(org, "open"), owner=org.manager1)
    seen = {
        name
        for name in ("reader1", "reader2", "officer2", "inspector", "officer1", "manager1", "lead1")
        if Risk.objects.visible_to(fresh(getattr(org, name))).filter(pk=risk.pk).exists()
    }
    assert seen == {"officer1", "manager1", "lead1"}


def test_reviews_that_come_are_work_and_are_reminded_of(org):
    soon = save(scenes.risk(org, "treated"), review_due_on=days(20))
    later, closed = scenes.risk(org, "open"), scenes.risk(org, "closed")
    factor = ContextFactorFactory(unit=org.division, review_due_on=days(-3))

    assert [item.url for item in risks_to_review(fresh(org.owner1))] == [soon.get_absolute_url()]
    assert not list(risks_to_review(fresh(org.manager1)))
    assert [item.due for item in context_to_review(fresh(org.manager1))] == [days(-3)]
    assert factor.ended_at is None
    owed = list(risks_owed(DAY, days(400)))
    assert {one.record.pk for one in owed} == {soon.pk, later.pk}
    assert closed.pk not in {one.record.pk for one in owed}
    assert {one.owner_id for one in owed} == {org.owner1.pk}


def test_records_show_how_the_holder_stands_to_the_clauses(org):
    clause = Clause.objects.filter(edition=org.edition).first()
    for unit in (org.division, org.department2):
        RiskClauseFactory(record=RiskFactory(unit=unit), clause=clause)
    ContextFactorFactory(unit=org.department)
    InterestedPartyFactory(unit=org.department2)
    holder = type("Holder", (), {"unit_id": org.department.pk})

    (of_risks,) = shown_by_risks(holder, [org.edition])
    of_context = list(shown_by_context(holder, [org.edition]))

    assert (of_risks.clause_id, of_risks.text) == (clause.pk, "1 risk or opportunity")
    numbers = set(Clause.objects.filter(pk__in=[one.clause_id for one in of_context]).values_list("number", flat=True))
    assert numbers == {"4.1"}


def test_clauses_of_a_new_edition_lead_to_their_forms_and_count_what_stands(org):
    RiskFactory(unit=org.division)
    RiskFactory(unit=org.department, opportunity=True)
    RiskFactory(unit=org.department2)
    ContextFactorFactory(unit=org.section)
    edition = Edition.objects.get(standard__code="9001", year="2026")
    programme = type("Programme", (), {"to_edition_id": edition.pk})
    holder = type("Holder", (), {"unit_id": org.department.pk, "programme": programme})
    found = {
        number: starters_of(
            holder, Clause.objects.select_related("edition__standard").get(edition=edition, number=number)
        )
        for number in ("4.1", "4.2", "6.1.2", "6.1.3")
    }

    assert {number: [one["count"] for one in told] for number, told in found.items()} == {
        "4.1": [1], "4.2": [0], "6.1.2": [2], "6.1.3": [1],
    }  # fmt: skip
    assert found["6.1.3"][0]["url"].endswith(f"?unit={org.department.pk}&edition={edition.pk}&kind=opportunity")
