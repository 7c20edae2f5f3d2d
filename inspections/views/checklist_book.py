"""The checklist of an inspection as a workbook: take it out, bring it back, compare, decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_safe

from inspections.checklist_book.comparing import SHEET, STANDING, Compared
from inspections.checklist_book.staged import compare_staged, stage_book, write_staged
from inspections.checklist_book.writing import write_book
from inspections.models import Inspection
from inspections.parts_seen import units_seen
from inspections.views.checklist import may_answer
from qms import policy
from qms.importing.problems import ImportRefused
from qms.models.imports import ImportStaging
from qms.views.exports import TYPES
from qms.views.reach import get_visible
from qms.workflow import StepRefused

KEEP = "keep-"
TONES = {"write": "info", "unchanged": "neutral", "conflict": "warning", "keep": "neutral", "reject": "danger"}


class BookForm(forms.Form):
    """The filled workbook."""

    file = forms.FileField(
        label=gettext_lazy("Filled workbook"),
        help_text=gettext_lazy("The file that was taken out here, saved as .xlsx, up to 25 MB."),
    )

    def clean_file(self) -> Any:
        """No larger than a file may be."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.FILE_UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("%(name)s is larger than 25 MB. Attach a smaller file."), params={"name": upload.name}
            )
        return upload


def found(request: HttpRequest, uid: Any) -> Inspection:
    """The inspection within reach. Raises Http404."""
    return get_visible(Inspection, request.user, uid, "unit", "lead", "edition")


@require_safe
def checklist_book_out(request: HttpRequest, uid: Any) -> HttpResponse:
    """The workbook as a file, of the part of the inspection that the person sees."""
    inspection = found(request, uid)
    content = write_book(inspection, by=request.user, units=units_seen(inspection, request.user))
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="checklist-{inspection.uid}.xlsx"'
    return response


class Book(View):
    """Take the workbook out; bring a filled one back."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """The page with both."""
        return self.show(request, found(request, uid), BookForm())

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        """Keep the file and go to its comparison."""
        inspection = found(request, uid)
        policy.require(request.user, "inspections.answer_checklist", inspection)
        form = BookForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            name = str(upload.name).replace("\\", "/").rpartition("/")[2]
            try:
                staging = stage_book(inspection, upload.read(), name, by=request.user)
                return redirect("checklist_book_compare", uid=inspection.uid, file=staging.uid)
            except ImportRefused as refusal:
                form.add_error("file", refusal.sentence)
        return self.show(request, inspection, form, 400)

    def show(self, request: HttpRequest, inspection: Inspection, form: BookForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "inspection": inspection,
            "form": form,
            "may_answer": may_answer(request.user, inspection),
            "why_not": policy.may(request.user, "inspections.answer_checklist", inspection),
        }
        return render(request, "inspections/checklist_book.html", context, status=status)


class Comparison(View):
    """What the sheet says against what stands here, row by row; where both changed, a person decides."""

    def get(self, request: HttpRequest, uid: Any, file: Any) -> HttpResponse:
        """The comparison; nothing has been written."""
        return self.show(request, found(request, uid), self.kept(request, file), {})

    def post(self, request: HttpRequest, uid: Any, file: Any) -> HttpResponse:
        """Write the file as decided; what was decided stays when it is refused."""
        inspection, kept = found(request, uid), self.kept(request, file)
        decisions = {
            name.removeprefix(KEEP): str(value)
            for name, value in request.POST.items()
            if name.startswith(KEEP) and value in (SHEET, STANDING)
        }
        try:
            written = write_staged(inspection, kept, decisions, by=request.user)
        except (StepRefused, ImportRefused) as refusal:
            reasons = refusal.reasons if isinstance(refusal, StepRefused) else [refusal.sentence]
            return self.show(request, inspection, kept, decisions, reasons, 409)
        if written is not None:
            messages.success(request, _("%(count)d answers were written.") % {"count": written})
        return redirect("inspection_conduct", uid=inspection.uid)

    def kept(self, request: HttpRequest, uid: Any) -> ImportStaging:
        """A file that this person chose, and that waits. Raises Http404."""
        mine = ImportStaging.objects.filter(user_id=request.user.pk, committed_at=None)  # type: ignore[misc]
        return get_object_or_404(mine, uid=uid)

    def show(
        self,
        request: HttpRequest,
        inspection: Inspection,
        kept: ImportStaging,
        decisions: dict[str, str],
        reasons: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page, with the decisions taken so far."""
        policy.require(request.user, "inspections.answer_checklist", inspection)
        try:
            rows = compare_staged(inspection, kept, decisions)
        except ImportRefused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("checklist_book", uid=inspection.uid)
        counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in TONES}
        context = {
            "inspection": inspection,
            "staging": kept,
            "reasons": reasons or [],
            "counts": [(name, label, counts[name], TONES[name]) for name, label in labels().items()],
            "changes": [told(row, decisions) for row in rows if row.verdict != "unchanged" or row.sentence],
            "rejected": counts["reject"],
            "writes": counts["write"] + counts["conflict"] + counts["keep"],
        }
        return render(request, "inspections/checklist_book_compare.html", context, status=status)


def labels() -> dict[str, str]:
    """What the verdicts are called."""
    return {
        "write": _("To be written"),
        "conflict": _("To decide"),
        "keep": _("Set aside"),
        "unchanged": _("Unchanged"),
        "reject": _("Wrong"),
    }


def told(row: Compared, decisions: dict[str, str]) -> dict[str, Any]:
    """A row as the page tells it."""
    uid = str(row.line.uid) if row.line is not None else ""
    return {
        "place": f"{row.row.sheet}!{row.row.number}",
        "question": row.line.question if row.line is not None else "",
        "clause": (str(row.line.clause) if row.line.clause else row.line.written_as) if row.line is not None else "",
        "verdict": row.verdict,
        "label": labels()[row.verdict],
        "tone": TONES[row.verdict],
        "sentence": row.sentence,
        "faults": [(row.row.addresses.get(name, ""), sentence) for name, sentence in row.book.faults.items()],
        "name": f"{KEEP}{uid}",
        "decides": row.verdict in ("conflict", "keep") or uid in decisions,
        "decided": decisions.get(uid, ""),
        **row.spoken,
    }
