"""Pages by which nonconformities and actions get closed; each with who opens it."""

from django.urls import reverse

from inspections.models import Cause, EffectCheck, Nonconformity
from qms.models import Action, ActionExtension, User
from qms.models.action_work import ActionLink, ActionSeries, ActionStep, ActionTemplate
from qms.models.comments import Comment
from qms.models.reminding import DecidedDay
from qms.operations.action_links import token_of
from tests.journeys.screen import Screen

DIVISION = "SLĐ-01-LĐVL"


def closing_screens():
    """Each page once."""
    yield from boards()
    yield from many()
    yield from work()
    yield from duties()
    yield from by_link()
    yield from comments()
    yield from causes()
    yield from organisation()


def boards():
    """By state and by day; what a record may move to."""
    for name in ("actions_board", "nonconformities_board", "actions_calendar"):
        yield Screen(f"closing-{name}", reverse(name))
    yield Screen("closing-calendar-owner", f"{reverse('actions_calendar')}?month=2020-08", "owner1")
    yield Screen("closing-calendar-no-month", f"{reverse('actions_calendar')}?month=abc")
    yield Screen("closing-board-manager", reverse("actions_board"), "manager1")
    problem = Nonconformity.objects.filter(unit__code=DIVISION, status="in_progress").first()
    yield Screen("closing-moves-nonconformity", reverse("nonconformity_moves", args=[problem.uid]), "manager1")
    action = Action.objects.filter(unit__code=DIVISION, status="in_progress").order_by("pk").first()
    yield Screen("closing-moves-action", reverse("action_moves", args=[action.uid]), "owner1")


def many():
    """What is done to many actions at once, before anything is ticked and with some."""
    actions = Action.objects.filter(unit__code=DIVISION, status__in=["assigned", "in_progress"]).order_by("pk")[:3]
    yield Screen("closing-all-ticked", f"{reverse('actions')}?tick=all", "manager1")
    ticked = "&".join(f"pick={action.uid}" for action in actions)
    for name, who in (("actions_reassign", "manager1"), ("actions_more_time", "officer1")):
        yield Screen(f"closing-{name}-none", reverse(name), who)
        yield Screen(f"closing-{name}", f"{reverse(name)}?{ticked}", who)


def work():
    """Actions with steps, notes, moved days, a document that gave them; templates; handing over."""
    moved = ActionExtension.objects.filter(status="refused").latest("pk").action
    yield Screen("closing-action-moved", moved.get_absolute_url(), "owner1")
    yield Screen("closing-action-moved-officer", moved.get_absolute_url())
    for name in ("add_step", "note", "extension", "done"):
        yield Screen(f"closing-action-{name}", f"{moved.get_absolute_url()}steps/{name}/", "owner1")
    step = ActionStep.objects.filter(action=moved, done_on=None).first()
    for name in ("tick", "rename", "end"):
        yield Screen(f"closing-line-{name}", reverse("action_line_step", args=[step.uid, name]), "owner1")
    waiting = Action.objects.filter(waits_for_kind="qms.document").latest("pk")
    yield Screen("closing-action-waiting", waiting.get_absolute_url(), "owner1")
    given = Action.objects.exclude(document_number="").latest("pk")
    yield Screen("closing-action-by-document", given.get_absolute_url(), given.owner.username)
    yield from templates()


def templates():
    """Kept by the officer; read by others."""
    yield Screen("closing-templates", reverse("action_templates"))
    yield Screen("closing-templates-reader", reverse("action_templates"), "reader1")
    yield Screen("closing-template-new", reverse("action_template_new"))
    template = ActionTemplate.objects.filter(ended_at=None).first()
    yield Screen("closing-template-edit", reverse("action_template_edit", args=[template.uid]))
    yield Screen("closing-template-end", reverse("action_template_step", args=[template.uid, "end"]))


def duties():
    """Recurring duties, the table by period."""
    yield Screen("closing-duties", reverse("duties"))
    yield Screen("closing-duties-nothing", f"{reverse('duties')}?q=khong+co+dau")
    yield Screen("closing-duty-heat", reverse("duty_heat"))
    yield Screen("closing-duty-heat-owner", reverse("duty_heat"), "owner1")
    yield Screen("closing-duty-new", reverse("duty_new"), "manager1")
    series = ActionSeries.objects.filter(unit__code=DIVISION).first()
    yield Screen("closing-duty", series.get_absolute_url(), "owner1")
    yield Screen("closing-duty-edit", reverse("duty_edit", args=[series.uid]), "manager1")
    yield Screen("closing-duty-end", reverse("duty_step", args=[series.uid, "end"]), "manager1")


def by_link():
    """Asking somebody without an account, and what they see."""
    link = ActionLink.objects.filter(revoked_at=None).first()
    yield Screen("closing-link-action", link.action.get_absolute_url())
    yield Screen("closing-link-new", reverse("action_new_by_link"))
    asked = Action.objects.filter(unit__code=DIVISION, status="assigned").exclude(owner=None).first()
    yield Screen("closing-link-ask", reverse("action_by_link", args=[asked.uid, "ask"]), "manager1")
    for name in ("send", "revoke"):
        yield Screen(f"closing-link-{name}", reverse("action_link_step", args=[link.uid, name]))
    yield Screen("closing-by-link", reverse("by_link", args=[token_of(link)]), "")
    yield Screen("closing-by-link-closed", reverse("by_link", args=["khong-mo"]), "", 404)


def comments():
    """On a record, all of them, taking one's own back; going to a number."""
    comment = Comment.objects.filter(made_by__username="manager1").latest("pk")
    problem = Nonconformity.objects.get(uid=comment.record_uid)
    yield Screen("closing-commented", problem.get_absolute_url(), "manager1")
    yield Screen("closing-comments", reverse("comments", args=[comment.record_kind, comment.record_uid]), "lead1")
    yield Screen("closing-comment-back", reverse("comment_step", args=[comment.uid, "take_back"]), "manager1")
    yield Screen("closing-go", reverse("go"))
    yield Screen("closing-go-nothing", f"{reverse('go')}?q=khong-co", "officer1", 404)


def causes():
    """Confirming and refusing; an effect judged by a sample, and one whose day has not come."""
    open_one = Cause.objects.filter(confirmed_by=None, ended_at=None, nonconformity__unit__code__startswith="SLĐ-01")
    for cause in open_one.filter(nonconformity__status__in=["contained", "plan_proposed"])[:1]:
        for name in ("confirm", "refuse"):
            yield Screen(f"closing-cause-{name}", reverse("cause_step", args=[cause.uid, name]), "lead1")
    judged = EffectCheck.objects.exclude(examined=None).latest("pk")
    yield Screen("closing-judged", judged.nonconformity.get_absolute_url())
    due = Nonconformity.objects.filter(status="effectiveness_check", unit__code__startswith="SLĐ-01").first()
    yield Screen("closing-judge-early", f"{due.get_absolute_url()}steps/effective/", due.verifier.username, 409)


def organisation():
    """Handing over, deputies, a decided day."""
    owner = User.objects.get(username="owner1")
    yield Screen("closing-hand-over", reverse("hand_over", args=[owner.uid]), "manager1")
    yield Screen("closing-deputy", reverse("person_deputy", args=[owner.uid]), "owner1")
    day = DecidedDay.objects.filter(ended_at=None).first()
    yield Screen("closing-days", f"{reverse('days')}?year=2020", "officer1")
    yield Screen("closing-day-edit", reverse("day_edit", args=[day.uid]), "admin")
    yield Screen("closing-day-end", reverse("day_step", args=[day.uid, "end"]), "admin")
