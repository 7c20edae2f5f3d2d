"""Bringing a register in: choosing the file, what it lists and whose it is; one's own files with where they stand."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qms import policy
from qms.enums import Role
from qms.forms.imports import ImportForm, kinds_of
from qms.import_enums import StagingState
from qms.importing.problems import ImportRefused
from qms.importing.staging import stage
from qms.models.imports import ImportStaging
from qms.models.organisation import Unit
from qms.registry import registry
from qms.views.import_files import own_files, state_look

FILES = 20  # one's own files on a page


def imports(request: HttpRequest) -> HttpResponse:
    """The form that takes a file, and the files that this person chose."""
    policy.require(request.user, "qms.open_imports")
    if request.method != "POST":
        return chooser(request, ImportForm(user=request.user, initial=asked(request)))
    form = ImportForm(request.POST, request.FILES, user=request.user)
    staging = staged(form, request.user) if form.is_valid() else None
    if staging is None:
        return chooser(request, form, 400)
    return redirect("import_preview", uid=staging.uid)


def asked(request: HttpRequest) -> dict[str, str]:
    """A kind that a link asks for."""
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in registry.import_kinds else {}


def staged(form: ImportForm, user: Any) -> ImportStaging | None:
    """The file, kept; or None with the sentence on the form."""
    chosen = form.cleaned_data
    upload, unit = chosen["file"], chosen["unit"]
    kind = registry.import_kinds[chosen["kind"]]
    policy.require(user, kind.permission, unit)
    if upload.size > settings.FILE_UPLOAD_MAX_BYTES:
        form.add_error("file", _("%(name)s is larger than 25 MB. Split the list.") % {"name": upload.name})
        return None
    name = str(upload.name).replace("\\", "/").rpartition("/")[2]
    try:
        return stage(
            upload.read(),
            name,
            by=user,
            kind=kind.kind,
            unit=unit if kind.needs_unit else None,
            sheet=chosen["sheet"],
            edition=chosen["edition"].code if chosen["edition"] else "",
        )
    except ImportRefused as refusal:
        about_it = "" if name in refusal.sentence else f"{name}: "
        form.add_error("file", f"{about_it}{refusal.sentence}")
        return None


def chooser(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    """The page of the form."""
    shown = own_files(request).exclude(state=StagingState.DROPPED, rows_total=0)
    page = Paginator(shown, FILES).get_page(request.GET.get("page"))
    context = {
        "title": _("Import"),
        "intro": _(
            "Bring a register in from a workbook. You see what would happen to each row before anything is kept."
        ),
        "form": form,
        "submit_label": _("Read the file"),
        "page_obj": page,
        "files": [told(staging) for staging in page.object_list],
        "templates": templates(request.user),
    }
    return render(request, "qms/imports/choose.html", context, status=status)


def told(staging: ImportStaging) -> dict[str, Any]:
    """A file as the list shows it."""
    return {"staging": staging, "kind": registry.import_kinds[staging.kind].label, "state": state_look(staging)}


def templates(user: Any) -> list[tuple[str, str]]:
    """(kind, address) of the workbooks that can be taken away to be filled in, with the codes of one's own unit."""
    unit = next(iter(user.authority.units_as(Role.OFFICER)), None)
    code = Unit.objects.filter(pk=unit).values_list("code", flat=True).first() if unit else None
    query = f"?{urlencode({'unit': code})}" if code else ""
    return [(label, reverse("import_template", args=[name]) + query) for name, label in kinds_of(user)]
