"""Pages of yearly plans, of meetings of steering committees and of assigned tasks; each with who opens it."""

from django.urls import reverse

from qms.models import CommitteeMeeting, WorkPlan
from tests.journeys.screen import Screen

DEPARTMENT = "SLĐ-01"


def plan_screens():
    """Each page once."""
    yield from plans()
    yield from meetings()
    yield from tasks()


def plans():
    """The list, a plan that runs, one that is closed, as of a day, forms and steps."""
    running = WorkPlan.objects.get(unit__code=DEPARTMENT, year=2020)
    closed = WorkPlan.objects.get(unit__code=DEPARTMENT, year=2019)
    yield Screen("work-plans", reverse("work_plans"))
    yield Screen("work-plans-nothing", f"{reverse('work_plans')}?q=khong+co+dau")
    yield Screen("work-plan-new", reverse("work_plan_new"))
    yield Screen("work-plan-new-reader", reverse("work_plan_new"), "reader1", 403)
    yield Screen("work-plan", running.get_absolute_url())
    yield Screen("work-plan-owner", running.get_absolute_url(), "owner1")
    yield Screen("work-plan-as-of", f"{running.get_absolute_url()}?as_of=2020-04-15")
    yield Screen("work-plan-closed", closed.get_absolute_url())
    for name in ("add_task", "attach"):
        yield Screen(f"work-plan-{name}", reverse("work_plan_step", args=[running.uid, name]))
    yield Screen("work-plan-close", reverse("work_plan_step", args=[running.uid, "close"]), "officer1", 409)
    yield Screen("work-plan-tasks", reverse("work_plan_tasks", args=[running.uid]), "officer1", 403)


def meetings():
    """The list, one to come, one with open conclusions, forms and steps."""
    coming, open_one = (
        CommitteeMeeting.objects.get(unit__code=DEPARTMENT, status=state) for state in ("planned", "concluded")
    )
    yield Screen("committee-meetings", reverse("committee_meetings"))
    yield Screen("committee-meetings-open", f"{reverse('committee_meetings')}?show=open")
    yield Screen("committee-meeting-new", reverse("committee_meeting_new"))
    yield Screen("committee-meeting", open_one.get_absolute_url(), "head1")
    yield Screen("committee-meeting-coming", coming.get_absolute_url())
    yield Screen("committee-meeting-edit", reverse("committee_meeting_edit", args=[coming.uid]))
    yield Screen("committee-meeting-cancel", reverse("committee_meeting_step", args=[coming.uid, "cancel"]))
    yield Screen(
        "committee-meeting-hold", reverse("committee_meeting_step", args=[coming.uid, "hold"]), "officer1", 409
    )


def tasks():
    """The list with its rate, what was not done on time, an empty one, as of a day."""
    yield Screen("assigned-tasks", reverse("assigned_tasks"))
    yield Screen("assigned-tasks-late", f"{reverse('assigned_tasks')}?show=late&due_from=2020-01-01&due_to=2020-07-15")
    yield Screen("assigned-tasks-nothing", f"{reverse('assigned_tasks')}?q=khong+co+dau")
    yield Screen("assigned-tasks-as-of", f"{reverse('assigned_tasks')}?as_of=2020-04-15")
