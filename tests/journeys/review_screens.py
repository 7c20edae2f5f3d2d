"""Pages of management reviews, each with who opens it."""

from django.urls import reverse

from qms.models import ManagementReview
from tests.journeys.screen import Screen


def review_screens():
    """Each page once."""
    yield Screen("reviews", reverse("reviews"))
    yield Screen("reviews-open-decisions", f"{reverse('reviews')}?show=open_decisions", "head1")
    yield Screen("reviews-nothing", f"{reverse('reviews')}?q=khong+co+dau")
    yield Screen("reviews-as-of", f"{reverse('reviews')}?as_of=2019-12-31")
    yield Screen("review-new", reverse("review_new"))
    yield Screen("review-new-reader", reverse("review_new"), "reader1", 403)
    yield from records()


def records():
    """The closed one, the one with an overdue decision, the planned one with its preview and its steps."""
    closed, signed, planned = (
        ManagementReview.objects.filter(unit__code="SLĐ-01", status=state).get()
        for state in ("closed", "signed", "planned")
    )
    yield Screen("review-closed", closed.get_absolute_url())
    yield Screen("review", signed.get_absolute_url(), "head1")
    yield Screen("review-as-of", f"{signed.get_absolute_url()}?as_of=2020-01-31")
    yield Screen("review-planned", planned.get_absolute_url())
    yield Screen("review-preview", reverse("review_preview", args=[planned.uid]))
    yield Screen("review-edit", reverse("review_edit", args=[planned.uid]))
    for step, status in (("freeze", 200), ("cancel", 200), ("attach", 200), ("hold", 409), ("sign", 409)):
        yield Screen(f"review-{step}", reverse("review_step", args=[planned.uid, step]), "officer1", status)
    item = planned.inputs.filter(ended_at=None).first()
    yield Screen("review-item", reverse("review_input_step", args=[item.uid, "write"]))
    decision = signed.decisions.first()
    yield Screen("review-decision-over", reverse("review_decision_step", args=[decision.uid, "edit"]), "officer1", 409)
