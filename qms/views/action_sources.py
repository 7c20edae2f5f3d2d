"""Where an action comes from, on its page: a review's decision, a plan's task, a meeting's conclusion, a risk..."""

import re
from typing import Any

from qms.enums import ActionKind
from qms.models.feedback import Feedback
from qms.models.management_reviews import ManagementReview
from qms.models.objectives import Objective
from qms.models.plans import CommitteeMeeting, WorkPlan
from qms.models.risks import Risk
from qms.numbering import PREFIXES
from qms.views.panels import Panel

SOURCES: dict[str, tuple[tuple[Any, str], ...]] = {
    ActionKind.REVIEW_DECISION: ((ManagementReview, "decisions__action"),),
    ActionKind.TASK: ((WorkPlan, "tasks__action"), (CommitteeMeeting, "conclusions__action")),
    ActionKind.IMPROVEMENT: ((Risk, "treatments__action"), (Objective, "plan_actions__action")),
}
"""By kind of action: records that give such actions, and the way from them to it."""
FEEDBACK_NUMBER = re.compile(rf"\b{PREFIXES['feedback']}-\d{{4}}-\S+?-\d+\b")
"""Actions because of feedback name it in their details."""


def sources_panel(action: Any, user: Any) -> Panel | None:
    """The records within reach that gave the action; nothing of others, not even that there are any."""
    found: list[Any] = []
    for model, path in SOURCES.get(action.kind, ()):
        found += model.objects.visible_to(user).filter(**{path: action})
    numbers = FEEDBACK_NUMBER.findall(action.details) if action.kind == ActionKind.IMPROVEMENT else []
    if numbers:
        found += Feedback.objects.visible_to(user).filter(number__in=numbers)
    rows = [{"record": one, "kind": _kind(one), "title": _title(one)} for one in found]
    return Panel("qms/actions/sources.html", {"rows": rows}, "top") if rows else None


def _kind(record: Any) -> str:
    name = str(record._meta.verbose_name)
    return name[:1].upper() + name[1:]


def _title(record: Any) -> str:
    texts = (getattr(record, name, "") for name in ("title", "subject", "statement"))
    return next((str(text) for text in texts if text), "")[:300]
