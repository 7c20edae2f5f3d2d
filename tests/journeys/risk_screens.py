"""Pages of risks and opportunities, of the context and of interested parties; each with who opens it."""

from django.urls import reverse

from qms.models import ContextFactor, InterestedParty, Risk
from tests.journeys.screen import Screen

DIVISION = "SLĐ-01-LĐVL"


def risk_screens():
    """Each page once."""
    yield from lists()
    yield from records()
    yield from steps()
    yield from context()


def lists():
    """The register, what is late in it, an empty one, the matrix; as of an earlier day."""
    yield Screen("risks", reverse("risks"))
    yield Screen("risks-late", f"{reverse('risks')}?show=late")
    yield Screen("risks-nothing", f"{reverse('risks')}?q=khong+co+dau")
    yield Screen("risks-reader", reverse("risks"), "reader1")
    yield Screen("risks-as-of", f"{reverse('risks')}?as_of=2020-01-31")
    yield Screen("risk-matrix", reverse("risk_matrix"))
    yield Screen("risk-matrix-one-kind", f"{reverse('risk_matrix')}?kind=opportunity", "manager1")
    yield Screen("risk-new", reverse("risk_new"), "manager1")
    yield Screen("risk-new-reader", reverse("risk_new"), "reader1", 403)


def records():
    """A treated one with reviews and actions, by officer and owner; one that is late; one closed; an opportunity."""
    treated = told()
    yield Screen("risk", treated.get_absolute_url())
    yield Screen("risk-owner", treated.get_absolute_url(), "owner1")
    yield Screen("risk-as-of", f"{treated.get_absolute_url()}?as_of=2020-01-31")
    late = Risk.objects.filter(unit__code="SLĐ-01-VP", review_due_on__lt="2020-07-15").first()
    yield Screen("risk-late", late.get_absolute_url())
    yield Screen("risk-closed", Risk.objects.filter(status="closed").first().get_absolute_url())
    yield Screen("opportunity", Risk.objects.filter(kind="opportunity", unit__code=DIVISION).get().get_absolute_url())
    yield Screen("risk-edit", reverse("risk_edit", args=[treated.uid]), "manager1")


def told():
    """The division's treated risk with the longest story."""
    return Risk.objects.filter(unit__code=DIVISION, kind="risk", reviews__isnull=False).first()


def steps():
    """Each step by who takes it; one that is not the reader's."""
    treated = told()
    for name in ("review", "plan", "attach", "hand", "close", "reopen"):
        yield Screen(f"risk-{name}", reverse("risk_step", args=[treated.uid, name]), "manager1")
    untreated = Risk.objects.filter(unit__code="SLĐ-01-NCC", status="open", kind="risk").first()
    yield Screen("risk-treat", reverse("risk_step", args=[untreated.uid, "treat"]), "manager1-ncc")
    yield Screen("risk-close-owner", reverse("risk_step", args=[treated.uid, "close"]), "owner1", 409)


def context():
    """Both lists, a record of each, forms and steps."""
    for model, name, listed in (
        (ContextFactor, "context_factor", "context_factors"),
        (InterestedParty, "interested_party", "interested_parties"),
    ):
        yield Screen(listed, reverse(listed))
        yield Screen(f"{listed}-climate", f"{reverse(listed)}?climate=true")
        yield Screen(f"{listed}-nothing", f"{reverse(listed)}?q=khong+co+dau")
        yield Screen(f"{name}-new", reverse(f"{name}_new"))
        late = model.objects.filter(unit__code="SLĐ-01", review_due_on__lt="2020-07-15").first()
        yield Screen(name, late.get_absolute_url())
        yield Screen(f"{name}-edit", reverse(f"{name}_edit", args=[late.uid]))
        for step in ("review", "end"):
            yield Screen(f"{name}-{step}", reverse(f"{name}_step", args=[late.uid, step]))
