"""The holder's own Word templates: which form has one, trying one, putting it in place, going back to ours."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qms import policy, printing
from qms.enums import Role
from qms.forms.print_templates import EndForm, PlaceForm, TemplateForm
from qms.importing.problems import ImportRefused
from qms.importing.staging import content_of
from qms.models.imports import ImportStaging
from qms.models.organisation import Unit, nearest_holder
from qms.operations.print_templates import end_print_template
from qms.operations.trying_templates import WORD, keep_template, kept_template, put_in_place
from qms.policy import Refused, denied
from qms.printing.own_templates import own_form
from qms.printing.paths import template as template_path
from qms.reports.print_templates import form_rows, grouped_variables, title_of
from qms.views.reach import get_visible, signed_in
from qms.views.uids import uid_or_404
from qms.workflow import StepRefused

REPEATED = 422  # a form shown again with its faults


def holder_of(request: HttpRequest) -> Unit:
    """The QMS asked for, else the first of which one is the officer. Raises Refused with who can."""
    user = signed_in(request)
    if request.GET.get("unit"):
        unit = get_visible(Unit, user, uid_or_404(request.GET["unit"]))
    else:
        unit = Unit.objects.filter(pk__in=user.authority.units_as(Role.OFFICER)).order_by("pk").first()
    holder = nearest_holder(unit.pk) if unit is not None else None
    if holder is None:
        text = _("Templates of printed forms are set by a quality officer of the unit.")
        raise Refused(denied(text, _("a quality officer")))
    policy.require(user, "qms.set_print_template", holder)
    return holder


def holders(request: HttpRequest) -> list[Unit]:
    """The QMSs among which the person may choose."""
    found = {}
    for unit in signed_in(request).authority.units_as(Role.OFFICER):
        if (holder := nearest_holder(unit)) is not None:
            found[holder.pk] = holder
    return sorted(found.values(), key=lambda unit: unit.pk)


def known(form: str) -> str:
    """The name of one of our forms. Raises Http404."""
    if form not in printing.FORMS:
        raise Http404
    return form


def address(name: str, unit: Unit | None, *args: Any) -> str:
    """An address of these pages, which stay with their unit."""
    return reverse(name, args=args, query={"unit": unit.uid} if unit else {})


@require_safe
def print_templates(request: HttpRequest) -> HttpResponse:
    """Every printed form: ours, or the holder's own."""
    unit = holder_of(request)
    rows = [
        {"title": row.title, "own": row.own, "url": address("print_template", unit, row.name)}
        for row in form_rows(unit)
    ]
    context = {"title": _("Templates of printed forms"), "unit": unit, "rows": rows, "units": holders(request)}
    return render(request, "qms/print_templates/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def print_template(request: HttpRequest, form: str) -> HttpResponse:
    """One form: what stands, our template to start from, its variables, and the box for an own file."""
    unit = holder_of(request)
    if request.method != "POST":
        return shown(request, unit, known(form), TemplateForm(form_name=form))
    chosen = TemplateForm(request.POST, request.FILES, form_name=known(form))
    if not chosen.is_valid():
        return shown(request, unit, form, chosen, REPEATED)
    staging = keep_template(unit, form, chosen.content, chosen.cleaned_data["name"], by=signed_in(request))
    return redirect("print_template_file", form=form, uid=staging.uid)


def shown(
    request: HttpRequest, unit: Unit, form: str, chosen: TemplateForm, status: int = 200, end: EndForm | None = None
) -> HttpResponse:
    """The page of one form."""
    row = next(row for row in form_rows(unit) if row.name == form)
    context = {
        "title": row.title,
        "unit": unit,
        "row": row,
        "form": chosen,
        "end_form": end or EndForm(auto_id="end_%s"),
        "ours_url": address("print_template_ours", unit, form),
        "own_url": address("print_template_own", unit, form),
        "end_url": address("print_template_end", unit, form),
        "list_url": address("print_templates", unit),
        "language": get_language(),
        **grouped_variables(form, "en" if get_language() == "en" else "vi"),
    }
    return render(request, "qms/print_templates/form.html", context, status=status)


def word_file(content: bytes, name: str) -> HttpResponse:
    """A Word file as an attachment."""
    response = HttpResponse(content, content_type=WORD)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def print_template_ours(request: HttpRequest, form: str) -> HttpResponse:
    """Our template, to start from."""
    holder_of(request)
    ours = printing.FORMS[known(form)].docx_template
    assert isinstance(ours, str), "our forms name a file"
    return word_file(template_path(ours).read_bytes(), f"{form}.docx")


@require_safe
def print_template_own(request: HttpRequest, form: str) -> HttpResponse:
    """The holder's own template that stands now."""
    unit = holder_of(request)
    own = next(row.own for row in form_rows(unit) if row.name == known(form))
    if own is None:
        raise Http404
    with storages["records"].open(own.file.stored_name) as content:
        return word_file(content.read(), f"{form}-{unit.code}.docx")


@require_POST
def print_template_end(request: HttpRequest, form: str) -> HttpResponse:
    """Back to our form, with the reason."""
    unit = holder_of(request)
    end = EndForm(request.POST, auto_id="end_%s")
    if not end.is_valid():
        return shown(request, unit, known(form), TemplateForm(form_name=form), REPEATED, end)
    if end_print_template(unit, known(form), by=request.user, reason=end.cleaned_data["reason"]):
        messages.success(request, _("“%(form)s” is printed with our template again.") % {"form": title_of(form)})
    return redirect(address("print_template", unit, form))


def own_staging(request: HttpRequest, form: str, uid: UUID) -> ImportStaging:
    """A checked template that this person chose for this form. Raises Http404 or Refused."""
    staging = kept_template(uid, signed_in(request))
    if staging is None or staging.sheet != known(form):
        raise Http404
    policy.require(request.user, "qms.set_print_template", staging.unit)
    return staging


@require_http_methods(["GET", "HEAD", "POST"])
def print_template_file(request: HttpRequest, form: str, uid: UUID) -> HttpResponse:
    """A template that may be used: try it with the sample, then put it in place."""
    staging = own_staging(request, form, uid)
    place = PlaceForm(request.POST or None)
    if request.method == "POST" and place.is_valid():
        try:
            put_in_place(staging, by=request.user, reason=place.cleaned_data["reason"])
        except StepRefused as refusal:
            for reason in refusal.reasons:
                place.add_error(None, reason)
        except ImportRefused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(address("print_template", staging.unit, form))
        else:
            told = {"form": title_of(form), "name": staging.name}
            messages.success(request, _("“%(form)s” is printed with “%(name)s” from now on.") % told)
            return redirect(address("print_template", staging.unit, form))
    context = {
        "title": title_of(form),
        "staging": staging,
        "form": place,
        "form_name": form,
        "back_url": address("print_template", staging.unit, form),
    }
    return render(request, "qms/print_templates/file.html", context, status=REPEATED if place.errors else 200)


@require_safe
def print_template_sample(request: HttpRequest, form: str, uid: UUID, language: str) -> HttpResponse:
    """The chosen template filled with the form's sample, as Word."""
    staging = own_staging(request, form, uid)
    sample = printing.FORMS[form].sample
    if sample is None or language not in ("vi", "en"):
        raise Http404
    try:
        content = printing.render_docx(own_form(form, content_of(staging)), sample(language))
    except (printing.PrintingUnavailable, ImportRefused) as fault:
        messages.error(request, str(fault))
        return redirect("print_template_file", form=form, uid=uid)
    return word_file(content, f"{form}-{language}.docx")
