"""Recording the opening and the closing meeting of a visit."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from inspections.enums import MeetingKind
from inspections.forms.meeting import MeetingForm
from inspections.models import Inspection, Meeting
from inspections.operations import meeting as operations
from qms import clock, policy
from qms.policy import Refused, denied
from qms.views.editing import FormView
from qms.views.reach import get_visible
from qms.workflow import check_version

TITLES = {MeetingKind.OPENING: _("Opening meeting"), MeetingKind.CLOSING: _("Closing meeting")}


def find_meeting(user: Any, uid: Any, kind: str) -> Meeting:
    """The meeting of an inspection within reach; one that is not recorded yet is not saved. Raises Http404."""
    if kind not in MeetingKind.values:
        raise Http404
    inspection = get_visible(Inspection, user, uid, "unit", "raised_by_unit", "lead")
    recorded = inspection.meetings.filter(kind=kind).select_related("chaired_by").first()
    if recorded is not None:
        recorded.inspection = inspection
        return recorded
    return Meeting(inspection=inspection, kind=kind, held_on=_usual_day(inspection, kind), chaired_by=inspection.lead)


def _usual_day(inspection: Inspection, kind: str) -> Any:
    if kind == MeetingKind.OPENING:
        return inspection.starts_on
    return inspection.closing_meeting_on or max(inspection.starts_on, min(inspection.ends_on, clock.today()))


class MeetingEdit(FormView):
    """Record a meeting, or change it."""

    form_class = MeetingForm
    intro = _("Tick who was there; whom the product does not know is named with position and unit.")

    def get_instance(self) -> Any:
        return find_meeting(self.request.user, self.kwargs["uid"], self.kwargs["meeting"])

    def check(self) -> None:
        """The lead records; the team notes attendance of what is recorded."""
        permission = "inspections.record_attendance" if self.record.pk else "inspections.record_meeting"
        policy.require(self.request.user, permission, self.record)
        fault = operations.fault_of_state(self.record)
        if fault:
            raise Refused(denied(fault, _("the lead")))

    def get_title(self) -> str:
        return str(TITLES[MeetingKind(self.record.kind)])

    def context(self, form: Any) -> dict[str, Any]:
        further = {"title": _("Further people present"), "formset": form.further}
        return super().context(form) | {"formsets": [further]}

    def save(self, form: Any) -> Any:
        user, attendance = self.request.user, form.attendance()
        if self.record.pk:
            locked = Meeting.objects.locked().get(pk=self.record.pk)
            check_version(locked, form.cleaned_data.get("version"))
        if not policy.may(user, "inspections.record_meeting", self.record):
            return operations.record_attendance(form.instance, attendance, by=user)
        if self.record.pk:
            return operations.change_meeting(form.instance, by=user, attendance=attendance)
        return operations.record_meeting(form.instance, by=user, attendance=attendance)

    def cancel_url(self) -> str:
        return self.record.inspection.get_absolute_url()

    def address(self, result: Any) -> str:
        return f"{result.inspection.get_absolute_url()}#visit-papers"
