"""Pages of objectives and their figures; each with who opens it."""

from django.urls import reverse

from qms.models import Measurement, Objective, Unit
from tests.journeys.screen import Screen

DEPARTMENT = "SLĐ-01"


def objective_screens():
    """Every page of them, as the demonstration fills it."""
    yield from lists()
    yield from records()
    yield from steps()


def lists():
    """The list, narrowed too, the tree, the table of figures, the directive's set."""
    yield Screen("objectives", reverse("objectives"))
    yield Screen("objectives-stale", f"{reverse('objectives')}?show=stale", "officer2")
    yield Screen("objectives-missed", f"{reverse('objectives')}?result=missed")
    yield Screen("objectives-nothing", f"{reverse('objectives')}?q=khong+co+dau")
    yield Screen("objectives-reader", reverse("objectives"), "reader1")
    yield Screen("objectives-as-of", f"{reverse('objectives')}?as_of=2019-07-15")
    yield Screen("objective-tree", reverse("objective_tree"))
    yield Screen("objective-new", reverse("objective_new"), "manager1")
    yield Screen("objective-new-reader", reverse("objective_new"), "reader1", 403)
    yield Screen("objectives-take", reverse("objectives_take"))
    unit = Unit.objects.get(code=DEPARTMENT)
    yield Screen("objectives-take-unit", reverse("objectives_take_unit", args=[unit.uid]), "officer1")
    yield Screen("objective-figures", reverse("objective_figures"), "officer1")
    yield Screen("objective-figures-table", f"{reverse('objective_figures')}?unit={unit.pk}&period=2020-Q2", "officer1")


def told(key):
    """The department's objective of the directive."""
    return Objective.objects.get(unit__code=DEPARTMENT, key=key)


def records():
    """Running with a miss, corrected, proposed, judged; as of a day."""
    missed = told("dossiers_on_time")
    yield Screen("objective", missed.get_absolute_url(), "officer1")
    yield Screen("objective-owner", Objective.objects.get(unit__code="SLĐ-01-LĐVL").get_absolute_url(), "owner1")
    yield Screen("objective-as-of", f"{missed.get_absolute_url()}?as_of=2019-12-31", "officer1")
    corrected = Measurement.objects.filter(replaces__isnull=False).first().objective
    yield Screen("objective-corrected", corrected.get_absolute_url(), "officer")
    yield Screen("objective-records", told("tasks_on_time").get_absolute_url(), "head1")
    proposed = Objective.objects.get(unit__code="SLĐ-01-BTXH")
    yield Screen("objective-proposed", proposed.get_absolute_url(), "head1")
    yield Screen("objective-edit", reverse("objective_edit", args=[proposed.uid]), "manager1-btxh")
    yield Screen("objective-judged", Objective.objects.filter(status="judged").first().get_absolute_url(), "officer1")


def steps():
    """The forms of the steps, open and refused."""
    running, proposed = told("dossiers_on_time"), Objective.objects.get(unit__code="SLĐ-01-BTXH")
    for name in ("measure", "from_records", "plan", "attach", "hand", "drop"):
        person = "head1" if name == "drop" else "officer1"
        yield Screen(f"objective-{name}", reverse("objective_step", args=[running.uid, name]), person)
    yield Screen("objective-judge-early", reverse("objective_step", args=[running.uid, "judge"]), "officer1", 409)
    yield Screen("objective-approve", reverse("objective_step", args=[proposed.uid, "approve"]), "head1")
    figure = Measurement.objects.filter(objective=running, ended_at=None).first()
    yield Screen("objective-correct", reverse("measurement_step", args=[figure.uid, "correct"]), "officer1")
