"""A declaration of conformity as its printed form takes it."""

from typing import Any

from qms.enums import DeclarationStatus
from qms.models.documents import HEAVY
from qms.models.standards import in_language
from qms.printing.declaration_form import Declaration, Exclusion
from qms.printing.document_contexts import AnnexRow
from qms.reports.printed_parts import language, letterhead, mark, signed


def declaration_context(declaration: Any) -> Declaration:
    """The declaration with its scope, what does not apply, and its annex; a draft says so."""
    rows = declaration.documents.filter(ended_at=None).select_related("document", "issue")
    return Declaration(
        letterhead=letterhead(declaration, declaration.unit, declaration.signed_on),
        mark=mark(declaration, content_hash=declaration.content_hash),
        language=language(),
        draft=declaration.status in (DeclarationStatus.DRAFTED, DeclarationStatus.GIVEN_UP),
        unit=declaration.unit.name,
        edition=str(declaration.edition),
        scope=declaration.scope,
        place=declaration.place,
        decision=declaration.decision_number,
        effective_on=declaration.effective_on,
        why=declaration.why,
        exclusions=tuple(_exclusion(one) for one in declaration.exclusions),
        rows=tuple(_row(row) for row in rows.defer(*(f"issue__{name}" for name in HEAVY))),
        signatures=tuple(signed(declaration)),
    )


def _exclusion(one: dict[str, str]) -> Exclusion:
    title = in_language(one.get("title_vi", ""), one.get("title_en", ""))
    return Exclusion(clause=f"{one['number']} {title}".strip(), reason=one["reason"])


def _row(row: Any) -> AnnexRow:
    issue = row.issue
    return AnnexRow(
        number=row.document.number,
        title=row.document.title,
        issue=issue.numbers if issue else "",
        effective_on=issue.effective_on if issue else None,
        hash=issue.content_hash if issue else "",
    )
