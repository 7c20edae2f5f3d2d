"""Pages of feedback, inside and for everybody; each with who opens it."""

from django.urls import reverse

from qms.models import Feedback
from tests.journeys.screen import Screen


def feedback_screens():
    """Each page once."""
    yield from everybodys()
    yield from inside()
    yield from steps()


def everybodys():
    """The form and the page of a code: answered, waiting, unknown."""
    form, follow = reverse("public_feedback"), reverse("public_feedback_follow")
    yield Screen("public-feedback", form, "")
    yield Screen("public-feedback-follow", follow, "")
    for status in ("closed", "assigned", "forwarded"):
        yield Screen(f"public-feedback-{status}", f"{follow}?code={of(status).code}", "")
    yield Screen("public-feedback-new", f"{follow}?code={of('received').code}&new=1", "")
    yield Screen("public-feedback-unknown", f"{follow}?code=ABCDEFGHJK", "", 404)


def inside():
    """The register, what is late, an empty one; a record by who sees the sender and who does not."""
    listed, record = reverse("feedback_list"), of("closed").get_absolute_url()
    yield Screen("feedback-list", listed)
    yield Screen("feedback-late", f"{listed}?show=late", "manager1")
    yield Screen("feedback-nothing", f"{listed}?q=khong+co+dau")
    yield Screen("feedback-as-of", f"{listed}?as_of=2020-05-31")
    yield Screen("feedback", record)
    yield Screen("feedback-manager", record, "manager1")
    yield Screen("feedback-record-as-of", f"{record}?as_of=2020-04-30")
    yield Screen("feedback-handler", of("assigned").get_absolute_url(), "owner1")
    yield Screen("feedback-new", reverse("feedback_new"))
    yield Screen("feedback-new-reader", reverse("feedback_new"), "reader1", 403)


def steps():
    """Each step by who takes it; one that is not the reader's."""
    for status, names in (
        ("received", ("assign", "move", "forward", "refuse")),
        ("closed", ("reopen", "sender", "plan", "attach")),
        ("answered", ("close",)),
        ("assigned", ("hand",)),
    ):
        for name in names:
            yield Screen(f"feedback-{name}", reverse("feedback_step", args=[of(status).uid, name]))
    proposed = of("answer_proposed").uid
    yield Screen("feedback-propose", reverse("feedback_step", args=[of("assigned").uid, "propose"]), "owner1")
    yield Screen("feedback-approve", reverse("feedback_step", args=[proposed, "approve"]), "manager1")
    yield Screen("feedback-return", reverse("feedback_step", args=[proposed, "return"]), "manager1")
    yield Screen("feedback-approve-writer", reverse("feedback_step", args=[proposed, "approve"]), "owner1", 409)


def of(status):
    """The first of the division in the state, else of its department."""
    rows = Feedback.objects.filter(status=status).order_by("id")
    return rows.filter(unit__code="SLĐ-01-LĐVL").first() or rows.first()
