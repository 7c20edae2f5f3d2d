"""Declarations of conformity: list, page, drafting, signing, publishing, printing."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qms import policy, printing
from qms.declaration_workflow import DECLARATION
from qms.declared_changes import changes_since
from qms.enums import DeclarationStatus
from qms.forms import declarations as forms
from qms.history.timeline import Entry
from qms.models.declarations import Declaration, DeclarationDocument, DeclarationFile
from qms.operations import declarations as operations
from qms.operations.print_templates import form_for
from qms.policy import Refused, denied
from qms.reports.decisions import standing_then
from qms.reports.declarations import DeclarationReport, prepares_declarations
from qms.reports.printed_declarations import declaration_context
from qms.views.decision_rows import told_together
from qms.views.editing import CreateView, EditView
from qms.views.printing import answer, found
from qms.views.record import RecordView
from qms.views.register import RegisterView
from qms.views.steps import StepSpec, StepView
from qms.views.uids import uid_or_404
from qms.workflow import Step

BESIDE = partial(StepSpec, permission="qms.prepare_declaration", tone="secondary")
STEPS = {
    "sign": StepSpec(
        operations.sign_declaration,
        forms.SignDeclarationForm,
        effects=[
            gettext_lazy("The declaration before it of the same standard is replaced from its day on."),
            gettext_lazy("The step “declared” of the move to this edition is proved while it is in force."),
        ],
    ),
    "give_up": StepSpec(operations.give_up_declaration),
    "withdraw": StepSpec(
        operations.withdraw_declaration,
        forms.WithdrawDeclarationForm,
        effects=[gettext_lazy("Its public page then says that it was withdrawn.")],
    ),
    "refresh": BESIDE(
        operations.refresh_declaration,
        label=gettext_lazy("Take over the documents in force"),
        effects=[gettext_lazy("The annex and the clauses that do not apply become those of today.")],
    ),
    "annex": BESIDE(operations.choose_annex, forms.AnnexForm, label=gettext_lazy("Choose the annex"), reason=True),
    "publish": BESIDE(
        operations.publish_declaration,
        label=gettext_lazy("Publish"),
        tone="primary",
        effects=[gettext_lazy("Everybody can read it without an account.")],
    ),
    "unpublish": BESIDE(
        operations.unpublish_declaration, label=gettext_lazy("Close to the public"), reason=True, tone="danger"
    ),
    "original": BESIDE(
        operations.attach_original, forms.OriginalDeclarationForm, label=gettext_lazy("Attach the signed original")
    ),
}


class DeclarationList(RegisterView):
    """All declarations within reach."""

    report = DeclarationReport


class DeclarationRecord(RecordView):
    """One declaration with its scope and annex, and what has changed since."""

    beside_specs = STEPS
    model = Declaration
    related = ("unit", "edition__standard", "signatory", "prepared_by", "replaced_by")
    workflow = DECLARATION
    template_name = "qms/declarations/record.html"
    fact_fields = (
        "edition", "unit", "decision_number", "signatory", "signed_on", "effective_on", "published_on",
        "withdrawn_on", "replaced_by", "prepared_by", "why",
    )  # fmt: skip

    def title(self, record: Any) -> str:
        return str(record.edition)

    def steps(self, record: Any) -> list[Step]:
        """The lifecycle's steps, and what is beside it; giving it up stands last."""
        beside = [self.beside(record, name) for name in self.besides(record)]
        return sorted(super().steps(record) + beside, key=lambda step: step.tone == "danger")

    def besides(self, record: Any) -> tuple[str, ...]:
        """Steps beside the lifecycle that make sense now."""
        if record.status == DeclarationStatus.DRAFTED:
            return ("refresh", "annex")
        if record.status == DeclarationStatus.GIVEN_UP:
            return ()
        return ("unpublish" if record.published_on else "publish", "original")

    def record_actions(self, record: Any) -> list[tuple[Any, str]]:
        actions = super().record_actions(record)
        editable = record.status == DeclarationStatus.DRAFTED
        if editable and policy.may(self.request.user, "qms.prepare_declaration", record):
            actions.insert(0, (_("Edit"), reverse("declaration_edit", args=[record.uid])))
        return actions

    def print_urls(self, record: Any) -> list[tuple[str, str]]:
        kinds = (("Word", "docx"), ("PDF", "pdf"))
        return [(name, reverse("declaration_print", args=[record.uid, kind])) for name, kind in kinds]

    def timeline(self, record: Any, as_of: Any) -> list[Entry]:
        """The documents of the annex came in one act and are told in one entry."""
        return told_together(super().timeline(record, as_of))

    def more(self, record: Any) -> dict[str, Any]:
        rows = standing_then(DeclarationDocument, self.as_of).filter(declaration_id=record.pk)
        files = standing_then(DeclarationFile, self.as_of).filter(record_id=record.pk)
        standing = record.status == DeclarationStatus.SIGNED and not self.as_of
        return {
            "annex": list(
                rows.select_related("document", "issue").defer("issue__body", "issue__body_html", "issue__body_text")
            ),
            "originals": list(files.select_related("file", "added_by").order_by("pk")),
            "changes": changes_since(record) if standing else [],
            "anew_url": reverse("declaration_new") + f"?unit={record.unit.uid}&after={record.uid}",
            "may_declare": bool(policy.may(self.request.user, "qms.prepare_declaration", record)),
            "public_url": reverse("public_declaration", args=[record.uid]) if record.published_on else "",
        }


class DeclarationStep(StepView):
    """Steps of a declaration."""

    model = Declaration
    related = ("unit", "edition__standard")
    workflow = DECLARATION
    steps = STEPS


class DeclarationNew(CreateView):
    """A new declaration; ?after= starts with the words of the one before."""

    model = Declaration
    form_class = forms.DeclarationForm
    title = gettext_lazy("Draft a declaration")
    submit_label = gettext_lazy("Save the draft")
    operation = staticmethod(operations.prepare_declaration)

    def check(self) -> None:
        if not prepares_declarations(self.request.user):
            raise Refused(denied(_("Declarations are prepared by a quality officer."), _("a quality officer")))

    def blank(self) -> Any:
        """Empty, or with unit, edition, scope and places of the declaration that the address names."""
        uid = self.request.GET.get("after", "")
        seen = Declaration.objects.visible_to(self.request.user)
        before = seen.filter(uid=uid_or_404(uid)).first() if uid else None
        if before is None:
            return Declaration()
        return Declaration(unit=before.unit, edition=before.edition, scope=before.scope, place=before.place)

    def cancel_url(self) -> str:
        return reverse("declarations")


class DeclarationEdit(EditView):
    """Scope, places and reason of a draft."""

    model = Declaration
    related = ("unit", "edition__standard")
    form_class = forms.EditDeclarationForm
    permission = "qms.prepare_declaration"
    title = gettext_lazy("Edit the declaration")

    def save(self, form: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in forms.WORDS}
        return operations.edit_declaration(self.record, by=self.request.user, **values)


@require_safe
def declaration_print(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The declaration with its scope and annex as Word or PDF."""
    related = ("unit__parent", "edition__standard", "signatory")
    declaration = found(request, Declaration, uid, kind, *related)
    form = form_for(printing.DECLARATION, declaration.unit_id)
    return answer(request, declaration, form, declaration_context, kind)
