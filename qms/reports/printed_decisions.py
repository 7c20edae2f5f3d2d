"""A decision over documents as its printed form takes it: the annex lists each document with its hash."""

from typing import Any

from django.utils.translation import gettext as _

from qms.enums import DecisionAct, DecisionStatus
from qms.printing import document_contexts as contexts
from qms.reports.printed_parts import language, letterhead, mark, signed


def decision_context(decision: Any) -> contexts.Decision:
    """The decision with its annex; a draft is stamped as one."""
    items = decision.items.filter(ended_at=None).select_related("issue__document", "replacement")
    listed = list(items.defer("issue__body", "issue__body_html", "issue__body_text").order_by("act", "pk"))
    acts = {item.act for item in listed}
    day = decision.decided_on
    return contexts.Decision(
        letterhead=letterhead(decision, decision.unit, day),
        mark=mark(decision),
        language=language(),
        purpose=acts.pop() if len(acts) == 1 else "approve",  # the same words
        draft=decision.status != DecisionStatus.SIGNED,
        subject=decision.subject,
        authority=decision.signatory.position if decision.signatory_id else "",
        grounds=_grounds(decision.grounds),
        articles=_articles(listed),
        rows=tuple(_row(item, decision) for item in listed),
        signatures=tuple(signed(decision)),
    )


def _grounds(text: str) -> tuple[str, ...]:
    """Each line, beginning as grounds begin on paper."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if language() == "en":
        return tuple(lines)
    return tuple(line if line.lower().startswith(("căn cứ", "theo")) else f"Căn cứ {line}" for line in lines)


def _articles(items: list[Any]) -> tuple[str, ...]:
    """A decision that does several things says each with its documents; else the form words the usual articles."""
    if len({item.act for item in items}) < 2:
        return ()
    said = []
    for act, label in DecisionAct.choices:
        numbers = [item.issue.document.number for item in items if item.act == act]
        if numbers:
            said.append(_("%(act)s: %(documents)s.") % {"act": label, "documents": ", ".join(numbers)})
    return tuple(said)


def _row(item: Any, decision: Any) -> contexts.AnnexRow:
    issue = item.issue
    note = _("Replaced by %(document)s") % {"document": item.replacement} if item.replacement_id else ""
    declared = item.act == DecisionAct.DECLARE
    return contexts.AnnexRow(
        number=issue.document.number,
        title=issue.title,
        issue=issue.numbers,
        effective_on=issue.effective_on if declared else decision.effective_on,
        hash=item.content_hash or issue.content_hash,
        note=note,
    )
