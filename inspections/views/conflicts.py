"""An answer that was sent while another one came to stand: both shown, and the team says which one stands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from inspections.answer_words import answer_in_words
from inspections.enums import ConflictStatus
from inspections.models import AnswerConflict, Inspection
from inspections.operations.conflicts import SENT, STANDING, settle_conflict
from inspections.parts_seen import require_part
from qms import policy
from qms.views.reach import signed_in


class ConflictChoice(View):
    """Both answers beside each other, each with its button."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the sent answer within reach, or 404."""
        super().setup(request, *args, **kwargs)
        rows = AnswerConflict.objects.select_related("line__session__inspection", "line__answered_by", "sent_by")
        found = rows.filter(uid=kwargs["uid"]).first()
        if found is None or Inspection.objects.reached(request.user, found.line.session.inspection.uid) is None:
            raise Http404
        self.conflict, self.inspection = found, found.line.session.inspection
        require_part(self.inspection, request.user, found.line.session.unit_id)

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Both answers."""
        decision = policy.may(request.user, "inspections.answer_checklist", self.inspection)
        conflict = self.conflict
        context = {
            "conflict": conflict,
            "line": conflict.line,
            "inspection": self.inspection,
            "is_open": conflict.status == ConflictStatus.OPEN,
            "decision": decision,
            "answers": [
                _shown(STANDING, self.conflict.line, self.conflict),
                _shown(SENT, self.conflict, self.conflict),
            ],
        }
        return render(request, "inspections/conflict.html", context)

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Let the chosen one stand; refusals have their own page."""
        keep = request.POST.get("keep", "")
        if keep not in (SENT, STANDING):
            return self.get(request, uid)
        settle_conflict(self.conflict, by=signed_in(request), keep=keep)
        messages.success(request, _("The chosen answer stands; the other one stays in the history."))
        return HttpResponseRedirect(self.inspection.get_absolute_url())


def _shown(keep: str, answer: Any, conflict: AnswerConflict) -> dict[str, Any]:
    """An answer as the page shows it."""
    sent = keep == SENT
    return {
        "keep": keep,
        "who": conflict.sent_by if sent else conflict.line.answered_by,
        "when": conflict.made_at if sent else conflict.line.answered_at,
        "result": answer.get_result_display(),
        "value": answer_in_words(conflict.line, answer.value),
        "score": answer.score,
        "note": answer.note,
        "is_sent": sent,
    }
