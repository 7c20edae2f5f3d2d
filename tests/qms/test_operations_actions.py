"""Actions: who is told, what an action keeps, and the ladder of more time."""

import datetime as dt

import pytest

from qms.history.recording import ReasonMissing
from qms.models import Action, ActionExtension, Notice
from qms.operations import actions
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import ActingForFactory, save
from tests.scenes import action
from tests.shared_organisation import DAY, fresh, on


def told(kind):
    """Who was told."""
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def days(count):
    """So many days after the original due day."""
    return DAY + dt.timedelta(days=30 + count)


def more_time(org, owed, count, *, decider=None):
    """Asked by the owner, endorsed by the manager, granted."""
    extension = actions.ask_extension(owed, by=org.owner1, to_day=days(count), reason="Chờ kinh phí")
    extension = actions.endorse_extension(extension, by=org.manager1)
    return actions.grant_extension(extension, by=decider or org.lead1)


def test_a_task_is_numbered_assigned_and_told(org):
    made = actions.assign_task(by=org.manager1, unit=org.division, owner=org.owner1, title="Lập sổ", due_on=DAY)

    assert (made.status, made.original_due_on, made.assigned_by) == ("assigned", DAY, org.manager1)
    assert made.number == "HĐ-2020-S1A-0001"
    assert told("action_assigned") == {"owner1"}
    assert Action.objects.visible_to(fresh(org.owner1)).filter(pk=made.pk).exists()
    with pytest.raises(Refused):
        actions.assign_task(by=org.owner1, unit=org.division, owner=org.owner1, title="Lập sổ", due_on=DAY)


def test_many_proposed_at_once_are_numbered_in_order(org):
    drafts = [
        Action(kind="task", title=f"Việc {count}", owner=org.owner1, assigned_by=org.manager1, unit=unit,
               raised_by_unit=unit, due_on=DAY)
        for count, unit in enumerate([org.division, org.sibling, org.division])
    ]  # fmt: skip

    made = actions.propose_actions(drafts, by=org.manager1)

    assert [row.number for row in made] == ["HĐ-2020-S1A-0001", "HĐ-2020-S1B-0001", "HĐ-2020-S1A-0002"]
    assert all(row.history.count() == 1 for row in made)
    assert Action.objects.visible_to(fresh(org.owner1)).count() == 3


def test_done_needs_evidence(org):
    owed = action(org, "in_progress")
    with pytest.raises(StepRefused):
        actions.report_done(owed, by=org.owner1, evidence="  ")

    owed = actions.report_done(owed, by=org.owner1, evidence="Biên bản")

    assert (owed.status, owed.done_on) == ("done", DAY)
    assert told("action_done") == {"manager1", "lead1"}


def test_returned_with_a_new_day_keeps_the_first(org):
    owed = action(org, "done")

    owed = actions.return_action(owed, by=org.lead1, reason="Thiếu chữ ký", due_on=days(5))

    assert (owed.status, owed.due_on, owed.original_due_on) == ("in_progress", days(5), days(0))
    assert told("action_returned") == {"owner1"}


def test_another_owner_takes_over_with_the_reach(org):
    owed = action(org, "in_progress")

    owed = actions.reassign_action(owed, by=org.manager1, reason="Nghỉ phép", owner=org.verifier1)

    assert told("action_assigned") == {"owner1", "verifier1"}
    assert Action.objects.visible_to(fresh(org.verifier1)).filter(pk=owed.pk).exists()
    assert not Action.objects.visible_to(fresh(org.owner1)).filter(pk=owed.pk).exists()


def test_helpers_reach_it_and_never_verify(org):
    owed = action(org, "in_progress")
    actions.name_helpers(owed, [org.officer1, org.reader1], by=org.manager1)
    actions.name_helpers(owed, [org.officer1, org.verifier1], by=org.manager1)
    assert owed.helpers.count() == 3
    assert set(owed.helpers.filter(ended_at=None).values_list("user__username", flat=True)) == {"officer1", "verifier1"}
    assert Action.objects.visible_to(fresh(org.verifier1)).filter(pk=owed.pk).exists()
    with pytest.raises(StepRefused, match="owns it already"):
        actions.name_helpers(owed, [org.officer1, org.verifier1, org.owner1], by=org.manager1)
    owed = actions.report_done(Action.objects.get(pk=owed.pk), by=org.owner1, evidence="Biên bản")

    with pytest.raises(StepRefused) as refused:
        actions.verify_action(owed, by=org.officer1)

    assert refused.value.who
    assert actions.verify_action(owed, by=org.lead1).verified_by == org.lead1


def test_ladder_moves_the_day_and_keeps_every_move(org):
    owed = action(org, "in_progress")
    extension = more_time(org, owed, 10)

    owed.refresh_from_db()
    assert (owed.due_on, owed.original_due_on) == (days(10), days(0))
    assert (extension.from_day, extension.to_day, extension.why) == (days(0), days(10), "Chờ kinh phí")
    assert (extension.endorsed_by, extension.decided_by, extension.decided_on) == (org.manager1, org.lead1, DAY)
    assert owed.history.latest("sequence").operation == "move_due_day"
    assert told("extension_granted") == {"owner1"}


def test_more_time_cannot_be_granted_before_it_is_endorsed(org):
    extension = actions.ask_extension(action(org, "in_progress"), by=org.owner1, to_day=days(5), reason="Chờ")

    with pytest.raises(StepRefused):
        actions.grant_extension(extension, by=org.lead1)


@pytest.mark.parametrize(("count", "by_approver"), [(30, True), (31, False)])
def test_over_thirty_days_top_management_decides(org, count, by_approver):
    owed = action(org, "in_progress")
    if by_approver:
        assert more_time(org, owed, count).status == "granted"
        return

    with pytest.raises(StepRefused) as refused:
        more_time(org, owed, count)

    assert refused.value.who
    extension = ActionExtension.objects.get()
    assert actions.grant_extension(extension, by=org.head1).status == "granted"


def test_a_second_time_top_management_decides(org):
    owed = action(org, "in_progress")
    more_time(org, owed, 5)
    owed.refresh_from_db()
    with pytest.raises(StepRefused):
        more_time(org, owed, 6)

    assert actions.grant_extension(ActionExtension.objects.latest("pk"), by=org.head1).status == "granted"


def test_a_refused_request_does_not_count_as_the_first(org):
    owed = action(org, "in_progress")
    extension = actions.ask_extension(owed, by=org.owner1, to_day=days(5), reason="Chờ")
    with pytest.raises(ReasonMissing):
        actions.refuse_extension(extension, by=org.lead1, reason=" ")
    extension = actions.refuse_extension(extension, by=org.lead1, reason="Đủ thời gian")
    assert extension.decision_note == "Đủ thời gian"
    assert told("extension_refused") == {"owner1"}

    assert more_time(org, owed, 5).status == "granted"


def test_thirty_days_count_from_the_first_day_also_after_a_return(org):
    owed = actions.return_action(action(org, "done"), by=org.lead1, reason="Thiếu", due_on=days(20))

    with pytest.raises(StepRefused):
        more_time(org, owed, 31)


def test_also_late_more_time_may_be_asked_for(org):
    owed = action(org, "in_progress")
    with on(days(3)):
        assert owed.is_overdue
        extension = actions.ask_extension(owed, by=fresh(org.owner1), to_day=days(10), reason="Trễ")

    assert (extension.asked_on, extension.from_day) == (days(3), days(0))


@pytest.mark.parametrize("state", ["proposed", "done", "verified", "cancelled"])
def test_more_time_only_while_it_is_owed(org, state):
    with pytest.raises(StepRefused):
        actions.ask_extension(action(org, state), by=org.owner1, to_day=days(10), reason="Chờ")


def test_only_one_request_at_a_time_and_only_forward(org):
    owed = action(org, "in_progress")
    with pytest.raises(StepRefused):
        actions.ask_extension(owed, by=org.owner1, to_day=days(0), reason="Chờ")
    with pytest.raises(ReasonMissing):
        actions.ask_extension(owed, by=org.owner1, to_day=days(1), reason="")
    with pytest.raises(Refused):
        actions.ask_extension(owed, by=org.manager1, to_day=days(1), reason="Chờ")
    actions.ask_extension(owed, by=org.owner1, to_day=days(1), reason="Chờ")

    with pytest.raises(StepRefused) as refused:
        actions.ask_extension(owed, by=org.owner1, to_day=days(0), reason="Chờ")

    assert len(refused.value.reasons) == 2


def test_nothing_moves_once_the_action_is_done(org):
    owed = action(org, "in_progress")
    extension = actions.ask_extension(owed, by=org.owner1, to_day=days(10), reason="Chờ")
    extension = actions.endorse_extension(extension, by=org.manager1)
    actions.report_done(Action.objects.get(pk=owed.pk), by=org.owner1, evidence="Xong")

    with pytest.raises(StepRefused):
        actions.grant_extension(extension, by=org.lead1)

    owed.refresh_from_db()
    assert owed.due_on == days(0)
    assert actions.refuse_extension(extension, by=org.lead1, reason="Đã xong").status == "refused"


def test_asker_and_deputy_count_as_one_on_the_ladder(org):
    owed = action(org, "in_progress")
    extension = actions.ask_extension(owed, by=org.owner1, to_day=days(10), reason="Chờ")
    ActingForFactory(deputy=org.owner1, principal=org.manager1)

    with pytest.raises(StepRefused):
        actions.endorse_extension(extension, by=fresh(org.manager1))


def test_a_task_without_a_plan_is_extended_and_cancelled_by_who_assigned_it(org):
    owed = save(action(org, "in_progress"), approver=None)
    assert more_time(org, owed, 5, decider=org.manager1).decided_by == org.manager1
    owed.refresh_from_db()

    assert actions.cancel_action(owed, by=org.manager1, reason="Không cần nữa").status == "cancelled"
