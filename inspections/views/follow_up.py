"""The follow-up of an inspection: its findings with what answers them, until all is closed."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import NonconformityStatus
from inspections.models import Inspection, Nonconformity
from inspections.reports.follow_up import FollowUpReport
from qms.reports.declaration import Report
from qms.views.reach import get_visible
from qms.views.register import RegisterView


class FollowUp(RegisterView):
    """The findings of one inspection within reach, filtered, sorted and exported as other lists are."""

    template_name = "inspections/follow_up.html"

    def get_report(self) -> Report:
        """The report of this inspection."""
        user = self.request.user
        self.inspection = get_visible(Inspection, user, self.kwargs["uid"])
        return FollowUpReport(self.inspection, user)

    def more(self, report: Report, context: dict[str, Any]) -> dict[str, Any]:
        """How far it has come, and the way back."""
        user = self.request.user
        further = Nonconformity.objects.visible_to(user).filter(inspection=self.inspection, finding=None, ended_at=None)
        alone = list(further.exclude(status=NonconformityStatus.WITHDRAWN).select_related("unit").order_by("pk"))
        done = report.progress(report.queryset(user))  # type: ignore[attr-defined]
        done["all"] += len(alone)
        done["closed"] += sum(one.status == NonconformityStatus.CLOSED for one in alone)
        title = _("Follow-up of %(number)s") % {"number": self.inspection.number}
        return {"title": title, "progress": done, "inspection": self.inspection, "alone": alone}
