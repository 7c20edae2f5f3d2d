"""Change requests (phiếu yêu cầu sửa đổi): any reader asks; an issue answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.enums import ChangeKind, ChangeRequestStatus
from qms.models.actions import Action
from qms.models.documents import Document, Issue
from qms.models.files import FileLink
from qms.models.reach import Reachable


class ChangeRequest(Reachable):
    """A request for a new document, a change or a withdrawal, linked to the issue that answers it."""

    SEARCH_FIELDS = ("number", "title", "why", "proposal")
    SPAN = {"unit_id": "unit_id", "status": "status", "owner_id": "asked_by_id", "due": "wanted_on"}

    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    kind = models.CharField(_("asks for"), max_length=20, choices=ChangeKind.choices, default=ChangeKind.CHANGE)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="change_requests", verbose_name=_("document")
    )
    title = models.CharField(_("title"), max_length=300)
    why = models.TextField(_("reason for the change"))
    proposal = models.TextField(_("proposed content"), blank=True)
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="change_requests", verbose_name=_("unit"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_on = models.DateField(_("asked on"))
    wanted_on = models.DateField(_("wanted by"), null=True, blank=True)
    status = models.CharField(max_length=20, choices=ChangeRequestStatus.choices, default=ChangeRequestStatus.ASKED)
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("endorsed by")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handled by")
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="change_requests", verbose_name=_("answered by")
    )
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="change_requests", verbose_name=_("action")
    )

    class Meta(Reachable.Meta):
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.NEW) | Q(document__isnull=False), name="change_request_names_document"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("change_request", args=[self.uid])

    def participants(self) -> dict[str, set[int]]:
        return {"asker": {self.asked_by_id}, "handler": {self.handler_id} if self.handler_id else set()}


class ChangeRequestFile(FileLink):
    """What comes with a change request."""

    record = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="file_links")

    class Meta(FileLink.Meta):
        verbose_name = _("file of a change request")
