"""Pages of procedures' monthly figures and of nonconforming outputs; each with who opens it."""

from django.urls import reverse

from qms.models import Document, NonconformingOutput, ProcedureFigure, Unit
from tests.journeys.screen import Screen

DIVISION = "SLĐ-01-LĐVL"


def output_screens():
    """Each page once."""
    yield from figures()
    yield from outputs()
    yield from steps()


def figures():
    """The list with its sums, narrowed, empty, the table of a month, a record with a correction, as of a day."""
    listed, month = reverse("procedure_figures"), reverse("procedure_figures_month")
    yield Screen("procedure-figures", listed, "officer1")
    yield Screen("procedure-figures-silent", f"{listed}?show=silent")
    yield Screen("procedure-figures-nothing", f"{listed}?q=khong+co+dau")
    yield Screen("procedure-figures-as-of", f"{listed}?as_of=2019-12-31", "officer1")
    yield Screen("procedure-month", month, "manager1")
    unit = Unit.objects.get(code=DIVISION)
    yield Screen("procedure-month-table", f"{month}?unit={unit.pk}&month=06/2020", "manager1")
    yield Screen("procedure-month-reader", month, "reader1", 403)
    corrected = ProcedureFigure.objects.filter(version__gt=1).first() or ProcedureFigure.objects.first()
    yield Screen("procedure-figure", corrected.get_absolute_url(), "officer1")
    for step in ("correct", "withdraw"):
        yield Screen(
            f"procedure-figure-{step}", reverse("procedure_figure_step", args=[corrected.uid, step]), "officer1"
        )
    document = Document.objects.filter(publication_dates__isnull=False, unit__code__startswith="SLĐ-01").first()
    yield Screen("procedure-published", reverse("document", args=[document.uid]), "officer1")
    yield Screen("publication", reverse("publication_step", args=[document.uid, "publication"]), "officer1")


def outputs():
    """The register, narrowed, empty; one decided and repeated, closed, withdrawn, waiting; recording."""
    yield Screen("outputs", reverse("outputs"), "officer1")
    yield Screen("outputs-repeated", f"{reverse('outputs')}?show=repeated", "manager1")
    yield Screen("outputs-nothing", f"{reverse('outputs')}?q=khong+co+dau")
    yield Screen("outputs-as-of", f"{reverse('outputs')}?as_of=2020-03-31", "officer1")
    yield Screen("output", told("decided").get_absolute_url(), "officer1")
    for state in ("closed", "withdrawn", "recorded"):
        yield Screen(f"output-{state}", told(state).get_absolute_url(), "officer1")
    yield Screen("output-new", reverse("output_new"), "manager1")
    yield Screen("output-new-reader", reverse("output_new"), "reader1", 403)
    yield Screen("output-edit", reverse("output_edit", args=[told("recorded").uid]), "officer1")


def told(state):
    """The newest of the department in a state."""
    return NonconformingOutput.objects.filter(status=state, unit__code__startswith="SLĐ-01").order_by("-pk").first()


def steps():
    """The forms of the steps, open and refused."""
    for name, state in (("decide", "recorded"), ("close", "decided"), ("withdraw", "decided"), ("attach", "decided")):
        yield Screen(f"output-{name}", reverse("output_step", args=[told(state).uid, name]), "officer1")
    yield Screen("output-close-early", reverse("output_step", args=[told("recorded").uid, "close"]), "officer1", 409)
