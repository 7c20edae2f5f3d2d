"""Declarations of conformity: draft, annex, sign, publish, withdraw."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.declaration_workflow import DECLARATION
from qms.declared_changes import documents_of
from qms.enums import DeclarationStatus, Role
from qms.events import announce
from qms.history import bulk, canonical
from qms.history.recording import operation, recording
from qms.models.declarations import Declaration, DeclarationDocument, DeclarationFile
from qms.models.documents import Document, Issue
from qms.models.organisation import QMSHolding
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.files import attach_files
from qms.operations.issue_steps import people_over
from qms.signatures import SignatureIntent
from qms.transition.exclusions import exclusions
from qms.workflow import StepRefused, check_version

ORIGINAL = "original"
"""The purpose of the file that is the signed original."""


@operation("prepare_declaration")
def prepare_declaration(declaration: Declaration, *, by: Any) -> Declaration:
    """Draft a declaration with all the holder's documents in force as its annex.

    Raises Refused, StepRefused where the unit holds no QMS or another draft for the edition is open.
    """
    declaration.prepared_by = by
    policy.require(by, "qms.prepare_declaration", declaration)
    _check_place(declaration)
    declaration.number = next_number("declaration", declaration.unit)
    declaration.exclusions = exclusions(declaration.unit, declaration.edition)
    declaration.full_clean(exclude=["search_text"])
    declaration.save()
    _write_annex(declaration, documents_of(declaration.unit))
    return declaration


def _check_place(declaration: Declaration) -> None:
    today = clock.today()
    holds = QMSHolding.objects.filter(unit=declaration.unit, valid_from__lte=today)
    if not holds.exclude(valid_to__lt=today).exists():
        raise StepRefused([_("%(unit)s holds no QMS of its own: its holder declares.") % {"unit": declaration.unit}])
    drafts = Declaration.objects.filter(unit=declaration.unit, edition=declaration.edition)
    open_one = drafts.filter(status=DeclarationStatus.DRAFTED).exclude(pk=declaration.pk).first()
    if open_one is not None:
        raise StepRefused(
            [_("%(number)s is a draft for the same edition: go on with it.") % {"number": open_one.number}]
        )


def _write_annex(declaration: Declaration, documents: Iterable[Document]) -> None:
    """The annex becomes exactly these documents: others end, new ones are added."""
    wanted = list(documents)
    issues = dict(
        Issue.objects.effective_on(clock.today()).filter(document__in=wanted).values_list("document_id", "pk")
    )
    standing = {row.document_id: row for row in declaration.documents.all()}
    keys = {document.pk for document in wanted}
    new, kept = [], []
    for position, document in enumerate(wanted):
        row = standing.get(document.pk)
        values = (position, issues.get(document.pk), None)
        if row is None:
            row = DeclarationDocument(declaration=declaration, document=document)
            new.append(row)
        elif (row.position, row.issue_id, row.ended_at) != values:
            kept.append(row)
        row.position, row.issue_id, row.ended_at = values
    gone = [row for key, row in standing.items() if key not in keys and row.ended_at is None]
    for row in gone:
        row.ended_at = clock.now()
    bulk.create(new)
    bulk.update(kept, ["position", "issue", "ended_at"])
    bulk.update(gone, ["ended_at"])


@operation("edit_declaration")
def edit_declaration(declaration: Declaration, *, by: Any, version: int | None = None, **values: Any) -> Declaration:
    """Change scope, places or why it is declared anew of a draft."""
    declaration = _draft(declaration, by, version)
    for name in ("scope", "place", "why", "decision_number"):
        if name in values:
            setattr(declaration, name, values[name].strip())
    declaration.full_clean(exclude=["search_text"])
    declaration.save()
    return declaration


@operation("refresh_declaration")
def refresh_declaration(declaration: Declaration, *, by: Any, version: int | None = None) -> Declaration:
    """Take over the documents now in force and the clauses that now do not apply."""
    declaration = _draft(declaration, by, version)
    declaration.exclusions = exclusions(declaration.unit, declaration.edition)
    declaration.save()
    _write_annex(declaration, documents_of(declaration.unit))
    return declaration


@operation("choose_annex", reason_required=True)
def choose_annex(
    declaration: Declaration, *, by: Any, documents: Iterable[Document], version: int | None = None
) -> Declaration:
    """Keep only these documents in the annex of a draft."""
    declaration = _draft(declaration, by, version)
    _write_annex(declaration, documents)
    return declaration


def _draft(declaration: Declaration, by: Any, version: int | None) -> Declaration:
    declaration = Declaration.objects.locked().select_related(None).get(pk=declaration.pk)
    check_version(declaration, version)
    policy.require(by, "qms.prepare_declaration", declaration)
    if declaration.status != DeclarationStatus.DRAFTED:
        state = declaration.get_status_display()
        raise StepRefused([_("It is «%(state)s» and no longer changed.") % {"state": state}])
    return declaration


@transaction.atomic
def sign_declaration(
    declaration: Declaration,
    *,
    by: Any,
    signature: SignatureIntent | None = None,
    signed_on: dt.date | None = None,
    effective_on: dt.date | None = None,
    **common: Any,
) -> Declaration:
    """Sign it; the declaration before it of the same standard is replaced from its day on."""
    signed_on = signed_on or clock.today()
    declaration = DECLARATION.apply(
        "sign",
        declaration,
        by=by,
        signature=signature,
        signatory=by,
        signed_on=signed_on,
        effective_on=effective_on or signed_on,
        content_hash=hash_of(declaration),
        **common,
    )
    _replace_earlier(declaration, by=by)
    announce("transition_work_done", by=by)
    told = [*people_over(declaration.unit_id, Role.OFFICER), declaration.prepared_by]
    notify("declaration_signed", about=declaration, to=told, by=by, edition=str(declaration.edition))
    return declaration


def hash_of(declaration: Declaration) -> str:
    """SHA-256 over the text, the exclusions and the annex of a declaration."""
    facts = {"scope": declaration.scope, "place": declaration.place, "exclusions": declaration.exclusions}
    text = canonical.chain_text(uid=str(declaration.uid), **facts, **declaration.signed_facts())
    return canonical.digest(text)


def _replace_earlier(declaration: Declaration, *, by: Any) -> None:
    earlier = Declaration.objects.locked().filter(unit=declaration.unit, status=DeclarationStatus.SIGNED)
    same = earlier.filter(edition__standard=declaration.edition.standard_id).exclude(pk=declaration.pk)
    with recording(by=by, operation="declaration.replace", reason=declaration.number):
        for one in same.select_related(None):
            one.status, one.replaced_by = DeclarationStatus.REPLACED, declaration
            one.save()


@transaction.atomic
def withdraw_declaration(
    declaration: Declaration, *, by: Any, withdrawn_on: dt.date | None = None, reason: str = "", **common: Any
) -> Declaration:
    """Take it back from a day on; the public page then says so."""
    day = withdrawn_on or clock.today()
    declaration = DECLARATION.apply("withdraw", declaration, by=by, reason=reason, withdrawn_on=day, **common)
    announce("transition_work_done", by=by)
    return declaration


def give_up_declaration(declaration: Declaration, *, by: Any, reason: str = "", **common: Any) -> Declaration:
    """Give a draft up."""
    return DECLARATION.apply("give_up", declaration, by=by, reason=reason, **common)


@operation("publish_declaration")
def publish_declaration(declaration: Declaration, *, by: Any, version: int | None = None) -> Declaration:
    """Open it to everybody under the public pages, as the Decision 19/2014/QĐ-TTg asks."""
    declaration = _signed(declaration, by, version)
    if declaration.published_on is not None:
        raise StepRefused([_("It is published already.")])
    declaration.published_on = clock.today()
    declaration.save()
    return declaration


@operation("unpublish_declaration", reason_required=True)
def unpublish_declaration(declaration: Declaration, *, by: Any, version: int | None = None) -> Declaration:
    """Close it to the public."""
    declaration = _signed(declaration, by, version)
    if declaration.published_on is None:
        raise StepRefused([_("It is not public.")])
    declaration.published_on = None
    declaration.save()
    return declaration


@operation("attach_declaration")
def attach_original(
    declaration: Declaration, *, by: Any, scan: list[tuple[bytes, str, str]], version: int | None = None
) -> list[DeclarationFile]:
    """Attach the scan of the signed paper."""
    declaration = _signed(declaration, by, version)
    return attach_files(DeclarationFile, declaration, scan, by=by, purpose=ORIGINAL)


def _signed(declaration: Declaration, by: Any, version: int | None) -> Declaration:
    declaration = Declaration.objects.locked().select_related(None).get(pk=declaration.pk)
    check_version(declaration, version)
    policy.require(by, "qms.prepare_declaration", declaration)
    if declaration.status in (DeclarationStatus.DRAFTED, DeclarationStatus.GIVEN_UP):
        raise StepRefused([_("Sign the declaration first.")])
    return declaration
