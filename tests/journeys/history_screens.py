"""Pages of history and its proofs; each with who opens it."""

from django.urls import reverse

from inspections.models import Inspection
from qms.models import Action, Document, User
from tests.journeys.screen import Screen

DIVISION = "SLĐ-01-LĐVL"


def history_screens():
    """Each page once."""
    history = reverse("history")
    yield Screen("history", history)
    yield Screen("history-administrator", history, "admin")
    yield Screen("history-manager", f"{history}?kind=qms.action&field=h%E1%BA%A1n", "manager1")
    yield Screen("history-nothing", f"{history}?until=2001-01-01")
    yield Screen("history-as-of", f"{history}?as_of=2020-03-31")
    yield Screen("history-refused", history, "owner1", 403)
    yield from records()
    yield Screen("history-evidence", reverse("history_evidence"), "auditor")
    yield Screen("history-evidence-administrator", reverse("history_evidence"), "admin")


def records():
    """One record's history, its versions, two of them, its proof."""
    action = Action.objects.filter(unit__code=DIVISION, version__gte=4).order_by("pk").first()
    names = ["qms.action", action.uid]
    yield Screen("history-action", reverse("history_record", args=names))
    yield Screen("history-action-owner", f"{reverse('history_record', args=names)}?until=2001-01-01")
    yield Screen("history-action-version", reverse("history_version", args=[*names, 3]))
    yield Screen("history-action-compare", f"{reverse('history_compare', args=names)}?old=1&new=4")
    found = f"{reverse('history_evidence')}?q={action.number}"
    yield Screen("history-evidence-found", found)
    document = Document.objects.filter(unit__code__startswith="SLĐ-01", page__isnull=False).order_by("pk").first()
    yield Screen("history-document", reverse("history_record", args=["qms.document", document.uid]))
    visit = Inspection.objects.filter(unit__code__startswith="SLĐ-01", status="closed").order_by("pk").first()
    yield Screen("history-inspection", reverse("history_record", args=["inspections.inspection", visit.uid]), "lead1")
    person = User.objects.get(username="officer1")
    yield Screen("history-person", reverse("history_record", args=["qms.user", person.uid]), "admin")
