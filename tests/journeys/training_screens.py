"""Pages of competences and of trainings; each with who opens it."""

from django.urls import reverse

from qms.models import Training, Unit
from tests.journeys.screen import Screen

DEPARTMENT = "SLĐ-01"


def training_screens():
    """Each page once."""
    unit = Unit.objects.get(code=DEPARTMENT)
    yield Screen("competences", reverse("competences"))
    yield Screen("competences-expiring", f"{reverse('competences')}?state=expiring", "officer1")
    yield Screen("competences-nothing", f"{reverse('competences')}?q=khong+co+dau")
    yield Screen("competences-reader", reverse("competences"), "reader1")
    yield Screen("competence-matrix", f"{reverse('competence_matrix')}?unit={unit.pk}", "officer1")
    yield Screen("trainings", reverse("trainings"))
    yield Screen("trainings-mine", f"{reverse('trainings')}?show=mine", "reader1")
    yield Screen("trainings-nothing", f"{reverse('trainings')}?q=khong+co+dau")
    yield Screen("trainings-needed", f"{reverse('trainings_needed')}?unit={unit.pk}", "officer1")
    yield Screen("trainings-needed-reader", reverse("trainings_needed"), "reader1", 403)
    yield Screen("training-new", reverse("training_new"), "officer1")
    yield from records()


def records():
    """One of each state, as of a day, forms and steps."""
    of = Training.objects.filter(unit__code=DEPARTMENT).order_by("pk")
    judged, held, planned = (of.filter(status=status).last() for status in ("judged", "held", "planned"))
    yield Screen("training-judged", judged.get_absolute_url(), "officer1")
    yield Screen("training-as-of", f"{judged.get_absolute_url()}?as_of=2019-09-30", "officer1")
    yield Screen("training-named", held.get_absolute_url(), "reader1")
    yield Screen("training-edit", reverse("training_edit", args=[planned.uid]), "officer1")
    for one, name in ((planned, "planned"), (held, "held")):
        yield Screen(f"training-{name}", one.get_absolute_url(), "officer1")
        yield Screen(f"training-people-{name}", reverse("training_people", args=[one.uid]), "officer1")
    for one, name in ((planned, "hold"), (planned, "cancel"), (planned, "attach"), (held, "judge")):
        yield Screen(f"training-{name}", reverse("training_step", args=[one.uid, name]), "officer1")
    yield Screen("training-hold-reader", reverse("training_step", args=[planned.uid, "hold"]), "reader1", 409)
