"""How the evidence stands: seals, what none covers yet, the last verification, proofs; for auditors first."""

import tempfile
import uuid
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_safe

from qms import clock
from qms.event_phrases import VERDICTS
from qms.evidence_enums import EventKind
from qms.history import seals
from qms.history.homes import is_home, tracked, whole_rows
from qms.history.seal_files import SealStoreFault
from qms.history_reach import OF_ADMINISTRATION, may_see_history, may_verify, reads_records
from qms.models.evidence import AuditEvent, Seal, TrailEntry
from qms.operations.verifying import MEANINGS, start_verification
from qms.packing.holders import pack_address
from qms.views.history import address_of, kind_name, title_of
from qms.views.noting import note_export
from qms.views.reach import signed_in
from qms.workflow import StepRefused

LATE_SECONDS = 300  # a head without a seal for longer is a fault of the installation
MOST_FOUND = 20  # records of a number
SEALS_SHOWN = 10


class CopyForm(forms.Form):
    """A copy of the seals that was kept elsewhere."""

    copy = forms.FileField(
        label=gettext_lazy("Copy of the seals (ZIP)"),
        required=False,
        help_text=gettext_lazy("As it was downloaded here and kept elsewhere. Without it our own seals are used."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )


class EvidencePage(View):
    """The state of seals and verification; verifying starts here."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        require_verifier(request)
        return self.page(request, CopyForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Verify now, in the background."""
        require_verifier(request)
        form = CopyForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return redirect("job", start_verification(by=signed_in(request), copy=form.cleaned_data["copy"]).uid)
            except ValidationError as fault:
                form.add_error("copy", fault)
            except StepRefused as refusal:
                form.add_error(None, str(refusal))
        return self.page(request, form, status=422)

    def page(self, request: HttpRequest, form: CopyForm, status: int = 200) -> HttpResponse:
        """What the template takes."""
        user = signed_in(request)
        asked = request.GET.get("q", "").strip()[:80]
        context = state() | {
            "form": form,
            "asked": asked,
            "found": records_called(asked, user) if asked else [],
            "pack_url": pack_address(user),
            "history_url": reverse("history") if may_see_history(user) else "",
            "meanings": [(str(label).capitalize(), str(MEANINGS[name])) for name, label in VERDICTS.items()],
        }
        return render(request, "qms/history/evidence.html", context, status=status)


def require_verifier(request: HttpRequest) -> None:
    """Raise PermissionDenied for who does not verify."""
    if not may_verify(signed_in(request)):
        raise PermissionDenied(_("Quality officers, auditors, top management and administrators verify the history."))


def state() -> dict[str, Any]:
    """Seals, the oldest head that none covers, the last verification; whether the store of seals agrees."""
    oldest = TrailEntry.objects.filter(seal=None).order_by("id").values_list("recorded_at", flat=True).first()
    waiting = TrailEntry.objects.filter(seal=None).order_by().values("pk")[: MOST_WAITING + 1].count()
    age = int((clock.now() - oldest).total_seconds()) if oldest else 0
    return {
        "last": Seal.objects.order_by("-number").first(),
        "seal_rows": list(Seal.objects.order_by("-number")[:SEALS_SHOWN]),
        "store_fault": store_fault(),
        "oldest": oldest,
        "age_minutes": age // 60,
        "is_late": age > LATE_SECONDS,
        "waiting": min(waiting, MOST_WAITING),
        "many_waiting": waiting > MOST_WAITING,
        "verified": verified(),
    }


MOST_WAITING = 1000  # unsealed rows that are counted


def store_fault() -> str:
    """What speaks against the store of seals, or nothing."""
    try:
        seals.check()
    except SealStoreFault as fault:
        return str(fault)
    return ""


def verified() -> dict[str, Any] | None:
    """The last verification: who, when, verdict."""
    event = AuditEvent.objects.filter(kind=EventKind.VERIFIED).select_related("person").order_by("-pk").first()
    if event is None:
        return None
    verdict = event.details.get("verdict", "")
    tones = {
        "proven": ("success", "shield-check"),
        "consistent": ("info", "check"),
        "broken": ("danger", "alert-triangle"),
    }
    tone, icon = tones.get(verdict, ("neutral", "help"))
    return {
        "event": event,
        "label": str(VERDICTS.get(verdict, verdict)).capitalize(),
        "meaning": str(MEANINGS.get(verdict, "")),
        "tone": tone,
        "icon": icon,
        "details": event.details,
    }


def records_called(text: str, user: Any) -> list[dict[str, str]]:
    """Records of that number, code or identifier whose history the person reads: to their history and proofs."""
    found: list[dict[str, str]] = []
    key = as_uid(text)
    for label, model in tracked().items():
        if not is_home(model) or (not reads_records(user) and label not in OF_ADMINISTRATION):
            continue
        names = {one.name for one in model._meta.concrete_fields}
        column = "uid" if key else next((name for name in ("number", "code", "username") if name in names), "")
        if not column or label == "qms.auditevent":
            continue
        asked: dict[str, Any] = {"uid": key} if key else {f"{column}__iexact": text}
        rows = whole_rows(model, user).filter(**asked)
        found += [
            {"kind": kind_name(model), "title": title_of(record), "url": address_of(record),
             "history_url": reverse("history_record", args=[label, record.uid])}
            for record in rows[: MOST_FOUND - len(found)]
        ]  # fmt: skip
    return found


def as_uid(text: str) -> uuid.UUID | None:
    """The text as a record's identifier, None where it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_safe
def seals_copy(request: HttpRequest) -> HttpResponseBase:
    """All seals as a ZIP, to be kept elsewhere. They tell kinds and identifiers of records, no content."""
    require_verifier(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        count = seals.write_copy(file)
    except (SealStoreFault, OSError) as fault:
        file.close()
        told = {"reason": str(fault), "back": reverse("history_evidence")}
        return render(request, "qms/generic/unprintable.html", told, status=503)
    note_export(request, _("Copy of the seals"), file, kind="zip", rows=count)
    day = clock.today().isoformat()
    return FileResponse(file, as_attachment=True, filename=f"seals-{day}.zip", content_type="application/zip")
