"""Yearly plans, meetings of steering committees, assigned tasks: what their operations do, and what they refuse."""

import datetime as dt

import pytest

from qms.history.recording import ReasonMissing
from qms.measured_queries import counted
from qms.models import Action, CommitteeMeeting, Notice, PlanTask, WorkPlan
from qms.operations import actions, committee_meetings, plan_tasks, work_plans
from qms.operations.committee_meetings import ConclusionDraft
from qms.operations.plan_tasks import TaskDraft
from qms.policy import Refused
from qms.reports.work_plans import plan_on_time, tasks_of
from qms.signatures import SignatureIntent, content_hash
from qms.work_of_plans import plan_work
from qms.workflow import Conflict, StepRefused
from tests import scenes
from tests.factories import WorkPlanFactory, save
from tests.shared_organisation import DAY, fresh, on


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def drafted(org, **values):
    usual = {"unit": org.department, "year": 2020, "kind": "reform", "title": "Kế hoạch năm 2020"}
    return work_plans.draft_plan(WorkPlan(**(usual | values)), by=org.officer1)


def task(org, title="Rà soát thủ tục", due=dt.date(2020, 9, 30), **values):
    return TaskDraft(**({"group": "procedures", "title": title, "unit": org.division, "owner": org.owner1,
                         "due_on": due} | values))  # fmt: skip


def signing(person, record):
    shown = type(record).objects.get(pk=record.pk)
    return SignatureIntent(person, content_hash(shown), dt.datetime(2020, 7, 15, 2, tzinfo=dt.UTC))


def approved(org, plan, number="12/QĐ-S1"):
    plan = WorkPlan.objects.get(pk=plan.pk)
    return work_plans.approve_plan(plan, by=org.head1, decision_number=number, signature=signing(org.head1, plan))


def with_tasks(org, *tasks, **values):
    plan = drafted(org, **values)
    plan_tasks.write_plan_tasks(plan, by=org.officer1, tasks=tasks)
    return WorkPlan.objects.get(pk=plan.pk)


def finish(action, day, by):
    with on(day):
        action = actions.start_action(Action.objects.get(pk=action.pk), by=action.owner)
        action = actions.report_done(action, by=action.owner, evidence="Báo cáo", done_on=day)
        return actions.verify_action(action, by=by)


def test_a_plan_is_numbered_told_and_stands_once_a_year(org):
    plan = drafted(org)

    assert plan.number.startswith("KH-2020-S1-")
    assert (plan.status, plan.prepared_by, told("plan_drafted")) == ("draft", org.officer1, {"head1"})
    with pytest.raises(StepRefused, match=plan.number):
        drafted(org, title="Lần nữa")
    work_plans.abandon_plan(plan, by=org.officer1, reason="Làm lại")
    assert drafted(org, title="Làm lại").number != plan.number
    with pytest.raises(Refused):
        work_plans.draft_plan(WorkPlan(unit=org.department2, year=2020, kind="qms", title="X"), by=fresh(org.officer1))


def test_tasks_are_written_in_the_order_of_their_fields_and_rewritten(org):
    plan = with_tasks(org, task(org, "Phần mềm", group="modernisation"), task(org))
    first, second = plan_tasks.standing_tasks(plan)
    assert (first.title, second.title) == ("Rà soát thủ tục", "Phần mềm")
    assert WorkPlan.objects.visible_to(fresh(org.owner1)).filter(pk=plan.pk).exists()

    kept = task(org, "Rà soát, đơn giản hóa", uid=first.uid, owner=org.manager1)
    plan_tasks.write_plan_tasks(plan, by=org.officer1, tasks=[kept], version=plan.version)

    assert [row.title for row in plan_tasks.standing_tasks(plan)] == ["Rà soát, đơn giản hóa"]
    assert PlanTask.objects.get(pk=second.pk).ended_at is not None
    assert first.history.first().operation == "write_plan_tasks"
    assert not WorkPlan.objects.visible_to(fresh(org.owner1)).filter(pk=plan.pk).exists()


def test_what_does_not_fit_is_refused_with_every_reason(org):
    plan = drafted(org)
    late = task(org, "Sang năm", dt.date(2021, 1, 5), starts_on=dt.date(2021, 2, 1))
    elsewhere = task(org, "Nơi khác", unit=org.department2)

    with pytest.raises(StepRefused) as refused:
        plan_tasks.write_plan_tasks(plan, by=org.officer1, tasks=[late, elsewhere])

    assert len(refused.value.reasons) == 4
    assert not plan.tasks.exists()
    with pytest.raises(Conflict):
        plan_tasks.write_plan_tasks(plan, by=org.officer1, tasks=[task(org)], version=plan.version + 1)
    with pytest.raises(Refused):
        plan_tasks.write_plan_tasks(plan, by=org.manager1, tasks=[task(org)])


def test_on_approval_each_task_is_its_owners_action_by_the_decision(org):
    plan = approved(org, with_tasks(org, task(org, result="Quyết định", resources="20 triệu"), task(org, "Hai")))

    first = Action.objects.get(plan_task__plan=plan, title="Rà soát thủ tục")
    assert (first.kind, first.status, first.unit, first.owner) == ("task", "assigned", org.division, org.owner1)
    assert (first.document_number, first.document_day, first.document_signatory) == ("12/QĐ-S1", DAY, str(org.head1))
    assert (first.raised_by_unit, first.approver, first.due_on) == (org.department, org.head1, dt.date(2020, 9, 30))
    assert "Quyết định" in first.details
    assert (told("action_assigned"), told("plan_approved")) == ({"owner1"}, {"officer1"})
    with pytest.raises(StepRefused, match="only in the draft"):
        plan_tasks.write_plan_tasks(plan, by=org.officer1, tasks=[])


def test_a_task_is_added_after_approval_with_its_reason(org):
    plan = approved(org, with_tasks(org, task(org)))

    with pytest.raises(ReasonMissing):
        plan_tasks.add_plan_task(plan, by=org.officer1, task=task(org, "Thêm"))
    with pytest.raises(StepRefused, match="past"):
        plan_tasks.add_plan_task(plan, by=org.officer1, task=task(org, "Thêm", dt.date(2020, 7, 1)), reason="Chỉ đạo")
    row = plan_tasks.add_plan_task(plan, by=org.officer1, task=task(org, "Thêm"), reason="Chỉ đạo")
    again = plan_tasks.add_plan_task(plan, by=org.officer1, task=task(org, "Thêm"), reason="Chỉ đạo")

    assert (again.pk, row.action.status, row.action.document_signatory) == (row.pk, "assigned", str(org.head1))
    assert row.history.first().history_change_reason == "Chỉ đạo"


def test_last_years_unfinished_task_is_brought_over_and_keeps_its_action(org):
    with on(dt.date(2019, 1, 10)):
        old = approved(org, with_tasks(org, task(org, "Phần mềm", dt.date(2019, 9, 30)),
                                       task(org, "Xong", dt.date(2019, 6, 28)), year=2019))  # fmt: skip
    action = Action.objects.get(plan_task__plan=old, title="Phần mềm")
    finish(Action.objects.get(plan_task__plan=old, title="Xong"), dt.date(2019, 6, 20), org.officer1)
    plan = drafted(org)

    plan = plan_tasks.bring_over_tasks(plan, by=org.officer1, due_on=dt.date(2020, 8, 31))
    assert [row.title for row in plan_tasks.standing_tasks(plan)] == ["Phần mềm"]
    with pytest.raises(StepRefused, match="Nothing unfinished"):
        plan_tasks.bring_over_tasks(plan, by=org.officer1, due_on=dt.date(2020, 8, 31))
    plan = approved(org, plan)

    action.refresh_from_db()
    assert (plan.tasks.get().action, old.tasks.get(title="Phần mềm").action) == (action, None)
    assert (action.due_on, action.original_due_on) == (dt.date(2020, 8, 31), dt.date(2019, 9, 30))
    assert action.extensions.get().why == f"Taken over into {plan.number}."
    assert Action.objects.filter(title="Phần mềm").count() == 1
    rate = plan_on_time(old, tasks_of([old])[old.pk])
    assert (rate.done, rate.due) == (1, 2)


def test_a_plan_closes_with_what_the_year_came_to(org):
    plan = approved(org, with_tasks(org, task(org)))
    with pytest.raises(StepRefused, match="year is not over"):
        work_plans.close_plan(plan, by=org.officer1, conclusion="Đạt")
    with on(dt.date(2021, 1, 8)):
        assert [one.number for one in plan_work(fresh(org.officer1))] == [plan.number]
        with pytest.raises(StepRefused, match="came to"):
            work_plans.close_plan(plan, by=org.officer1, conclusion=" ")
        closed = work_plans.close_plan(plan, by=org.officer1, conclusion="Đạt 90 %")
    assert (closed.status, closed.closed_on, closed.conclusion) == ("closed", dt.date(2021, 1, 8), "Đạt 90 %")
    assert Action.objects.get(plan_task__plan=plan).status == "assigned"


def test_an_abandoned_plan_cancels_what_is_not_done(org):
    plan = approved(org, with_tasks(org, task(org), task(org, "Xong")))
    done = finish(Action.objects.get(plan_task__plan=plan, title="Xong"), DAY, org.officer1)

    work_plans.abandon_plan(plan, by=org.head1, reason="Sáp nhập đơn vị")

    assert Action.objects.get(pk=done.pk).status == "verified"
    left = Action.objects.get(plan_task__plan=plan, title="Rà soát thủ tục")
    assert left.status == "cancelled"
    assert "Sáp nhập" in left.history.first().history_change_reason


def test_who_leaves_hands_on_a_task_of_a_draft(org):
    plan = with_tasks(org, task(org))
    row = plan_tasks.owned_in_drafts(org.owner1).get()

    assert plan_tasks.hand_faults(row, org.owner1, org.reader2, org.officer1)
    plan_tasks.hand_plan_task(row, by=org.officer1, owner=org.manager1, reason="Chuyển công tác")

    assert not plan_tasks.owned_in_drafts(org.owner1).exists()
    assert plan.tasks.get().owner == org.manager1


def held(org, *conclusions):
    meeting = scenes.committee(org, "planned")
    meeting = committee_meetings.hold_meeting(meeting, by=org.officer1, minutes="Đã họp", present="Ban chỉ đạo")
    committee_meetings.write_conclusions(meeting, by=org.officer1, conclusions=conclusions)
    return CommitteeMeeting.objects.get(pk=meeting.pk)


def given(org, text="Hoàn thành kiểm kê", due=dt.date(2020, 8, 31)):
    return ConclusionDraft(text, org.division, org.owner1, due)


def concluded(org, meeting):
    return committee_meetings.conclude_meeting(
        meeting, by=org.head1, notice_number="7/TB-BCĐ", signature=signing(org.head1, meeting)
    )


def test_conclusions_become_tasks_when_the_chair_signs_and_the_last_one_closes_the_meeting(org):
    meeting = held(org, given(org), ConclusionDraft("Nghiêm túc thực hiện"))
    assert [one.note for one in plan_work(fresh(org.head1))] == ["Sign the notice of conclusions"]

    meeting = concluded(org, meeting)

    action = Action.objects.get(meeting_conclusion__meeting=meeting)
    assert (action.kind, action.title, action.document_number) == ("task", "Hoàn thành kiểm kê", "7/TB-BCĐ")
    assert (action.document_signatory, told("meeting_concluded")) == (str(org.head1), {"officer1"})
    assert committee_meetings.close_concluded() == 0
    finish(action, DAY, org.officer1)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.closed_on) == ("closed", DAY)
    with pytest.raises(StepRefused, match="conclusions are written"):
        committee_meetings.write_conclusions(meeting, by=org.officer1, conclusions=[])


def test_a_cancelled_last_action_closes_it_by_the_tick_and_one_without_actions_closes_at_once(org):
    meeting = concluded(org, held(org, given(org)))
    actions.cancel_action(Action.objects.get(meeting_conclusion__meeting=meeting), by=org.head1, reason="Đổi")
    assert committee_meetings.close_concluded() == 1
    assert concluded(org, held(org, ConclusionDraft("Tiếp tục thực hiện"))).status == "closed"


def test_an_owner_without_a_day_or_a_day_before_the_meeting_is_refused(org):
    wrong = [ConclusionDraft("Ai", owner=org.owner1), given(org, "Trước họp", dt.date(2020, 6, 1)),
             ConclusionDraft("Nơi khác", org.department2, org.reader2, dt.date(2020, 8, 1))]  # fmt: skip
    with pytest.raises(StepRefused) as refused:
        held(org, *wrong)
    assert len(refused.value.reasons) == 3


def test_the_next_meeting_lists_what_is_left_and_its_owner_is_told(org):
    concluded(org, held(org, given(org)))
    Notice.objects.all().delete()

    following = committee_meetings.call_meeting(
        CommitteeMeeting(unit=org.department, committee="Ban chỉ đạo", title="Quý III", chair=org.head1,
                         held_on=dt.date(2020, 9, 30)), by=org.officer1, invited=[org.manager1])  # fmt: skip

    assert [row.text for row in committee_meetings.unfinished_before(following)] == ["Hoàn thành kiểm kê"]
    assert told("meeting_called") == {"head1", "owner1", "manager1"}
    moved = CommitteeMeeting.objects.get(pk=following.pk)
    moved.held_on = dt.date(2020, 10, 2)
    committee_meetings.edit_meeting(moved, by=org.officer1)
    assert told("meeting_moved") == {"head1"}
    with pytest.raises(StepRefused, match="has not come"):
        committee_meetings.hold_meeting(following, by=org.officer1, minutes="Sớm")
    committee_meetings.cancel_meeting(following, by=org.officer1, reason="Hoãn")
    assert told("meeting_cancelled") == {"head1", "owner1"}


def test_the_plans_rate_is_what_the_declared_query_counts(org):
    plan = with_tasks(org, *(task(org, f"Việc {month}", dt.date(2020, month, 20)) for month in range(2, 10)))
    plan = approved(org, plan)
    rows = list(Action.objects.filter(plan_task__plan=plan).order_by("due_on"))
    for action, day in zip(
        rows[:4], (dt.date(2020, 2, 20), dt.date(2020, 3, 2), dt.date(2020, 5, 4), DAY), strict=True
    ):
        save(action, status="done", evidence="Báo cáo", done_on=day)
    save(rows[4], status="cancelled")

    rate = plan_on_time(plan, tasks_of([plan])[plan.pk])
    declared = counted("tasks_on_time", [org.department.pk], dt.date(2020, 1, 1), dt.date(2020, 12, 31), DAY)

    assert (rate.done, rate.due, rate.late) == (2, 4, 2)
    found = declared[org.department.pk]
    assert (found.numerator, found.denominator) == (rate.done, rate.due)
    assert plan_on_time(WorkPlanFactory(), []) is None


def test_a_plan_waits_for_top_management_that_did_not_prepare_it(org):
    plan = scenes.workplan(org, "draft")
    assert [one.number for one in plan_work(fresh(org.head1))] == [plan.number]
    assert not list(plan_work(fresh(org.reader1)))
    save(plan, prepared_by=org.head1)
    assert not list(plan_work(fresh(org.head1)))
