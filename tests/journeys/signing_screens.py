"""Pages of one's own account and of signing; each with who opens it."""

from django.urls import reverse

from inspections.models import Programme
from qms.models import Decision
from tests.journeys.screen import Screen


def signing_screens():
    """Each page once."""
    for name in ("password_change", "second_factor", "second_factor_end"):
        yield Screen(f"signing-{name}", reverse(name), "head1")
    draft = Programme.objects.filter(status="draft", unit__code="SLĐ-01").get()
    yield Screen("signing-programme", reverse("programme_step", args=[draft.uid, "approve"]), "head1")
    signed = Programme.objects.filter(status="approved", unit__code="SLĐ-01").order_by("pk").first()
    yield Screen("signing-panel", reverse("programme", args=[signed.uid]))
    decided = Decision.objects.filter(status="signed").order_by("pk").first()
    yield Screen("signing-panel-decision", decided.get_absolute_url())
