"""A line that the team adds to a checklist by hand."""

from django.utils.translation import gettext_lazy as _

from inspections.models import ChecklistLine
from qms.forms.records import RecordForm
from qms.models.standards import Clause


class LineForm(RecordForm):
    """One more question for a session that was not held; it is answered as conforming or not."""

    class Meta(RecordForm.Meta):
        model = ChecklistLine
        fields = ("session", "question_vi", "clause", "written_as", "guidance")
        labels = {"session": _("Session")}

    def restrict(self) -> None:
        inspection = self.instance.session.inspection
        sessions = inspection.sessions.filter(ended_at=None, held_at=None).select_related("unit")
        self.fields["session"].queryset = sessions
        listed = list(sessions[:2])
        if len(listed) == 1:
            self.initial["session"] = listed[0].pk
        if inspection.edition_id is None:
            del self.fields["clause"]
        else:
            del self.fields["written_as"]
            self.fields["clause"].queryset = Clause.objects.filter(edition_id=inspection.edition_id).order_by(
                "position"
            )
