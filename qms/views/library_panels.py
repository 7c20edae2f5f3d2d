"""Parts of a document's page that the library brings: who names it, where it is public."""

from django.conf import settings
from django.urls import reverse

from qms import clock
from qms.models.documents import HEAVY, Issue
from qms.models.readable import readable_issues
from qms.views.panels import Panel, Shown

MOST = 100  # documents


def cited_by(shown: Shown) -> Panel | None:
    """Documents in force whose text names this one by its number, as far as the person may read them."""
    naming = Issue.objects.effective_on(clock.today()).filter(citations__code=shown.record.number)
    naming = naming.filter(pk__in=readable_issues(shown.user).values("pk")).exclude(document_id=shown.record.pk)
    issues = naming.distinct().select_related("document").defer(*HEAVY).order_by("document__number", "pk")
    listed = list(issues[:MOST])
    if not listed and not shown.record.is_external:
        return None
    return Panel("qms/documents/cited_by.html", {"citing": listed}, place="rest")


def public_address(shown: Shown) -> Panel | None:
    """Where everybody finds it, for its own side."""
    document = shown.record
    if document.public_since is None or not shown.own_side:
        return None
    path = reverse("public_document", args=[document.public_slug])
    context = {"path": path, "url": settings.QMS_BASE_URL.rstrip("/") + path, "shows": shown.in_force is not None}
    return Panel("qms/documents/public_address.html", context, place="rest")
