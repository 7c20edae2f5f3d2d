"""What the operations of a nonconformity do beyond the step itself: rounds, disputes, silence, the finding, telling."""

import datetime as dt

import pytest
from django.urls import reverse

from inspections.models import Cause, Nonconformity
from inspections.operations import corrective_action as plans
from inspections.operations import nonconformity as ncs
from inspections.workflows import NONCONFORMITY
from qms.models import Action, Notice
from qms.operations.actions import assign_action
from qms.policy import Refused
from qms.signatures import content_hash, intend
from qms.workflow import StepRefused
from tests.factories import PASSWORD, ActingForFactory, FindingFactory, save
from tests.scenes import inspection, nonconformity, sides
from tests.shared_organisation import DAY, fresh, on


def told(kind):
    """Who was told."""
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def plan_again(org, record, *, text="Không ai theo dõi"):
    """The next round's cause and action, by the manager, confirmed by the lead."""
    cause = plans.write_cause(Cause(nonconformity=record, method="sentence", text=text), by=org.manager1)
    plans.confirm_cause(cause, by=org.lead1, evidence="Sổ giao việc")
    due = DAY + dt.timedelta(days=20)
    return plans.plan_action(record, by=org.manager1, cause=cause, title="Giao việc", owner=org.owner1, due_on=due)


def with_finding(org, state, **values):
    """A minor finding, confirmed in an inspection under way, and its nonconformity in that state."""
    visit = inspection(org, "in_progress")
    finding = FindingFactory(confirmed=True, inspection=visit, **values)
    record = nonconformity(org, state, finding=finding, inspection=visit, source="finding")
    return Nonconformity.objects.get(pk=record.pk)


def test_second_round_starts_anew_and_the_first_stays_readable(org):
    record = nonconformity(org, "effectiveness_check")
    first = record.causes.get()
    was = first.history.count()

    record = ncs.report_not_effective(record, by=org.verifier1, reason="Vẫn còn hồ sơ trễ")

    assert (record.status, record.loop) == ("contained", 2)
    with pytest.raises(StepRefused) as refused:
        ncs.propose_plan(record, by=org.manager1, similar_cases="none", criterion="Không còn", check_on=DAY)
    assert len(refused.value.reasons) == 1  # no cause in this round
    link = plan_again(org, record)
    assert (link.loop, link.cause.loop) == (2, 2)
    record = ncs.propose_plan(record, by=org.manager1, similar_cases="none", criterion="Không còn", check_on=DAY)
    record = ncs.approve_plan(record, by=org.lead1, verifier=org.verifier1)
    assert [Action.objects.get(pk=link.action_id).status for link in record.corrective_actions.all()] == [
        "verified",
        "assigned",
    ]
    first.refresh_from_db()
    assert first.history.count() == was
    assert first.confirmed_by == org.inspector1


@pytest.mark.parametrize(
    "change",
    [
        lambda org, cause: plans.write_cause(cause, by=org.manager1),
        lambda org, cause: plans.confirm_cause(cause, by=org.lead1, evidence="Khác"),
        lambda org, cause: plans.drop_cause(cause, by=org.manager1, reason="Sai"),
        lambda org, cause: plans.plan_action(
            cause.nonconformity, by=org.manager1, cause=cause, title="Thêm", owner=org.owner1, due_on=DAY
        ),
    ],
    ids=["write", "confirm", "drop", "act"],
)
def test_an_earlier_round_does_not_change(org, change):
    record = nonconformity(org, "effectiveness_check")
    record = ncs.report_not_effective(record, by=org.verifier1, reason="Vẫn còn")
    cause = record.causes.get()
    before = cause.history.count(), Action.objects.count()

    with pytest.raises(StepRefused):
        change(org, cause)

    assert (cause.history.count(), Action.objects.count()) == before


def test_a_cause_of_another_nonconformity_is_refused(org):
    other = nonconformity(org, "contained").causes.get()

    with pytest.raises(StepRefused):
        plans.plan_action(
            nonconformity(org, "contained"), by=org.manager1, cause=other, title="Nhầm", owner=org.owner1, due_on=DAY
        )


def test_who_rewrote_a_cause_does_not_confirm_it(org):
    record = nonconformity(org, "contained")
    cause = plans.write_cause(Cause(nonconformity=record, method="sentence", text="Thiếu người"), by=org.reader1)
    cause.text = "Không giao việc"
    cause = plans.write_cause(cause, by=org.manager1)

    for writer in (org.reader1, org.manager1):
        with pytest.raises(Refused):
            plans.confirm_cause(cause, by=writer, evidence="Sổ")
    with pytest.raises(StepRefused):
        plans.confirm_cause(cause, by=org.lead1, evidence=" ")
    assert plans.confirm_cause(cause, by=org.lead1, evidence="Sổ").confirmed_by == org.lead1


def test_a_changed_cause_is_confirmed_again(org):
    cause = nonconformity(org, "contained").causes.get()

    cause = plans.write_cause(cause, by=org.manager1)

    assert cause.confirmed_by is None


def test_a_changed_plan_can_be_changed_before_it_is_approved(org):
    record = nonconformity(org, "in_progress")
    record = ncs.change_plan(record, by=org.manager1, reason="Thêm việc")
    link = plan_again(org, record)
    unconfirmed = plans.write_cause(Cause(nonconformity=record, method="sentence", text="Nữa"), by=org.manager1)
    with pytest.raises(StepRefused) as refused:
        ncs.approve_plan(record, by=org.lead1, verifier=org.verifier1)
    assert len(refused.value.reasons) == 2  # a cause unconfirmed and without an action
    plans.drop_cause(unconfirmed, by=org.manager1, reason="Thừa")

    ncs.approve_plan(record, by=org.lead1, verifier=org.verifier1)

    link.action.refresh_from_db()
    assert (link.action.status, link.action.approver) == ("assigned", org.lead1)


def test_dispute_tells_the_heads_and_is_settled_as_accepted(org):
    record = with_finding(org, "recorded")
    record = ncs.dispute(record, by=org.manager1, reason="Đã gia hạn")
    assert told("nonconformity_disputed") == {"lead1", "head1"}

    record = ncs.settle(record, by=org.head1, reason="Gia hạn không hợp lệ", settled_as="accepted", grade="major")

    record.finding.refresh_from_db()
    assert (record.status, record.grade, record.original_grade) == ("accepted", "major", "minor")
    assert (record.finding.status, record.finding.grade, record.finding.original_grade) == (
        "answered",
        "major",
        "minor",
    )
    assert record.settlement == "Gia hạn không hợp lệ"
    assert told("dispute_settled") == {"manager1", "lead1"}


def test_dispute_is_settled_as_withdrawn_and_the_finding_ends(org):
    record = with_finding(org, "disputed")

    record = ncs.settle(record, by=org.head1, reason="Đúng là đã gia hạn", settled_as="withdrawn")

    record.finding.refresh_from_db()
    assert (record.status, record.closed_on, record.finding.status) == ("withdrawn", DAY, "closed")


def test_dispute_is_settled_back_to_an_observation_that_the_unit_answers(org):
    record = with_finding(org, "disputed")

    record = ncs.settle(
        record, by=org.head1, reason="Chỉ là một trường hợp", settled_as="withdrawn", grade="observation"
    )

    record.finding.refresh_from_db()
    assert record.status == "withdrawn"
    assert (record.finding.grade, record.finding.original_grade) == ("observation", "minor")
    assert (record.finding.status, record.finding.answer_due_on) == ("confirmed", dt.date(2020, 7, 29))


@pytest.mark.parametrize(
    ("settled_as", "grade"),
    [("closed", ""), ("", ""), ("accepted", "observation"), ("withdrawn", "major"), ("accepted", "huge")],
)
def test_a_settlement_that_means_nothing_is_refused(org, settled_as, grade):
    record = with_finding(org, "disputed")

    with pytest.raises(StepRefused):
        ncs.settle(record, by=org.head1, reason="Vì", settled_as=settled_as, grade=grade)

    record.refresh_from_db()
    assert record.status == "disputed"


def test_who_raised_it_does_not_settle(org):
    record = nonconformity(org, "disputed", raised_by=org.head1)

    with pytest.raises(StepRefused) as refused:
        ncs.settle(record, by=org.head1, reason="Vì", settled_as="accepted")

    assert refused.value.who


# 2 September is a holiday; in 2020 it is a Wednesday
RAISED = dt.date(2020, 8, 31)
LAST = dt.date(2020, 9, 8)  # Tue 1, Thu 3, Fri 4, Mon 7, Tue 8


def recorded_before_the_holiday(org):
    with on(RAISED):
        draft = Nonconformity(
            source="own_report", **sides(org), grade="minor", requirement="8.5.1", fact="Trễ hạn", evidence="Hồ sơ 1"
        )
        return ncs.record_nonconformity(draft, by=org.officer1)


def test_silence_counts_working_days_round_the_holiday(org):
    record = recorded_before_the_holiday(org)
    assert record.answer_due_on == LAST
    with on(LAST):
        assert ncs.accept_all_silent() == 0
    Notice.objects.all().delete()

    with on(LAST + dt.timedelta(days=1)):
        assert ncs.accept_all_silent() == 1
        assert ncs.accept_all_silent() == 0

    record.refresh_from_db()
    row = record.history.get(operation="nonconformity.accept")
    assert (record.status, record.accepted_by_silence) == ("accepted", True)
    assert (row.history_user.username, bool(row.history_change_reason)) == ("system", True)
    assert told("nonconformity_silent") == {"manager1", "head1"}


def test_dispute_is_open_until_the_last_working_day(org):
    record = recorded_before_the_holiday(org)
    with on(LAST + dt.timedelta(days=1)), pytest.raises(StepRefused) as refused:
        ncs.dispute(record, by=fresh(org.manager1), reason="Không đúng")
    assert "08/09/2020" in refused.value.reasons[0]

    with on(LAST):
        assert ncs.dispute(record, by=fresh(org.manager1), reason="Không đúng").status == "disputed"


def test_one_that_cannot_be_accepted_does_not_keep_the_others_waiting(org):
    bad = nonconformity(org, "recorded", answer_due_on=DAY - dt.timedelta(days=1), fact=" ")
    good = nonconformity(org, "recorded", answer_due_on=DAY - dt.timedelta(days=1))

    assert ncs.accept_all_silent() == 1

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, good.status) == ("recorded", "accepted")


def test_brought_in_records_are_not_accepted_by_silence(org):
    nonconformity(org, "recorded", answer_due_on=DAY - dt.timedelta(days=1), brought_in=True)

    assert ncs.accept_all_silent() == 0


def test_a_step_marks_a_brought_in_record_as_moved_here(org):
    record = nonconformity(org, "recorded", brought_in=True, fact="")

    assert ncs.accept(record, by=org.manager1).moved_here


def test_closing_closes_finding_and_inspection_by_themselves(org):
    visit = inspection(org, "concluded")
    finding = FindingFactory(answered=True, inspection=visit, answer_kind="", answer_text="")
    record = nonconformity(org, "effectiveness_check", finding=finding, inspection=visit)
    signature = intend(org.verifier1, PASSWORD, shown_hash=content_hash(record))

    record = ncs.confirm_effective(record, by=org.verifier1, effect_evidence="Sổ quý III", signature=signature)

    visit.refresh_from_db()
    finding.refresh_from_db()
    assert (record.status, record.closed_on, finding.status, visit.status) == ("closed", DAY, "closed", "closed")
    assert visit.history.latest("sequence").history_user.username == "system"
    assert "verifier1" not in told("nonconformity_closed")
    assert {"manager1", "lead1", "reader1"} <= told("nonconformity_closed")


def test_inspection_waits_for_its_last_nonconformity(org):
    visit = inspection(org, "concluded")
    nonconformity(org, "accepted", inspection=visit)
    record = nonconformity(org, "accepted", inspection=visit)

    ncs.withdraw(record, by=org.lead1, reason="Ghi nhầm")

    visit.refresh_from_db()
    assert visit.status == "concluded"


def test_approval_stands_or_falls_with_the_assignment_of_every_action(org):
    """The approver owns an action: nobody assigns their own, so nothing of the approval stays."""
    record = nonconformity(org, "plan_proposed")
    save(record.corrective_actions.get().action, owner=org.lead1)

    with pytest.raises(StepRefused):
        ncs.approve_plan(record, by=org.lead1, verifier=org.verifier1)

    record.refresh_from_db()
    assert record.status == "plan_proposed"


def test_no_action_of_a_plan_is_assigned_before_the_plan_is_approved(org):
    record = nonconformity(org, "plan_proposed")
    planned = record.corrective_actions.get().action
    save(planned, approver=None)

    with pytest.raises(StepRefused, match="assigned when the plan is approved"):
        assign_action(planned, by=org.officer1)

    ncs.approve_plan(record, by=org.lead1, verifier=org.verifier1)
    planned.refresh_from_db()
    assert (planned.status, planned.approver) == ("assigned", org.lead1)


def test_an_action_leads_to_what_gave_it_for_who_reaches_that(org, client):
    record = nonconformity(org, "in_progress")
    action = record.corrective_actions.get().action
    assert action.owner == org.owner1  # a reader: named on the action alone
    for person, told in ((org.officer1, True), (org.owner1, False)):
        client.force_login(person)
        page = client.get(reverse("action", args=[action.uid]))
        assert page.status_code == 200
        assert (record.number in page.content.decode()) is told


def test_the_proposer_does_not_approve_through_a_deputy(org):
    record = nonconformity(org, "plan_proposed")
    ActingForFactory(deputy=org.officer1, principal=org.manager1)

    with pytest.raises(StepRefused) as refused:
        ncs.approve_plan(record, by=fresh(org.officer1), verifier=org.verifier1)

    assert refused.value.who


def test_the_verifier_is_not_the_deputy_of_who_did_it(org):
    record = nonconformity(org, "plan_proposed")
    ActingForFactory(deputy=org.verifier1, principal=org.owner1)

    with pytest.raises(StepRefused):
        ncs.approve_plan(record, by=org.lead1, verifier=fresh(org.verifier1))


def test_not_yet_proven_names_the_next_day(org):
    record = nonconformity(org, "effectiveness_check")
    with pytest.raises(StepRefused):
        ncs.report_not_yet_proven(record, by=org.verifier1, reason="Thiếu số liệu", check_on=DAY)

    record = ncs.report_not_yet_proven(
        record, by=org.verifier1, reason="Thiếu số liệu", check_on=DAY + dt.timedelta(days=30)
    )
    record = ncs.report_implemented(record, by=org.manager1)

    assert not NONCONFORMITY.blockers("effective", record, org.verifier1).allowed
    with on(DAY + dt.timedelta(days=30)):
        assert NONCONFORMITY.blockers("effective", record, fresh(org.verifier1)).allowed


def test_withdrawal_takes_two(org):
    record = nonconformity(org, "accepted", withdrawal_asked_by=None)
    with pytest.raises(StepRefused):
        ncs.withdraw(record, by=org.lead1, reason="Nhầm")
    record = ncs.ask_withdrawal(record, by=org.officer1, reason="Ghi nhầm đơn vị")
    assert told("withdrawal_asked") == {"lead1", "head1"}
    with pytest.raises(StepRefused):
        ncs.withdraw(record, by=org.officer1, reason="Nhầm")

    assert ncs.withdraw(record, by=org.lead1, reason="Nhầm").status == "withdrawn"
