"""What the gap assessment shows on the pages of actions, holders in a transition, and documents."""

from typing import Any

from django.urls import reverse

from qms.document_story import holders_of
from qms.enums import ActionKind, ClauseJudgement
from qms.models.clause_work import ClauseWork, ClauseWorkAction
from qms.models.standards import Clause
from qms.transition.clause_picture import GAPS
from qms.views.clause_holders import is_on_side
from qms.views.panels import Panel, Shown


def gap_of_action(action: Any, user: Any) -> Panel | None:
    """The gap that the action closes; its page is for the holder's own side."""
    if action.kind != ActionKind.IMPROVEMENT:
        return None
    rows = ClauseWorkAction.objects.filter(action=action)
    link = rows.select_related("work__clause__edition", "work__holder__unit").first()
    if link is None:
        return None
    context = {"work": link.work, "url": link.work.get_absolute_url() if is_on_side(user, link.work.holder) else ""}
    return Panel("qms/clause_works/gap_of_action.html", context, "top")


def clauses_of_holder(holder: Any, user: Any) -> Panel | None:
    """How far the holder's gap assessment is, for its own side."""
    if not is_on_side(user, holder):
        return None
    edition_id = holder.programme.to_edition_id
    judged = list(ClauseWork.objects.filter(holder=holder).values_list("judgement", flat=True))
    context = {
        "all": Clause.objects.filter(edition_id=edition_id).auditable().count(),
        "judged": len(judged),
        "gaps": sum(one in GAPS for one in judged),
        "excluded": judged.count(ClauseJudgement.NOT_APPLICABLE),
        "url": reverse("clause_works", args=[holder.uid]),
    }
    return Panel("qms/clause_works/of_holder.html", context, "main")


def became_of_document(shown: Shown) -> Panel | None:
    """The way to what became of the document, where its QMS takes part in a transition."""
    if shown.as_of or not shown.own_side or not holders_of(shown.record).exists():
        return None
    url = reverse("document_became", args=[shown.record.uid])
    return Panel("qms/clause_works/became_link.html", {"url": url}, "rest")
