"""What makes an action such as "update the risk" done by itself: a review after the action was given."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.enums import RiskStatus
from qms.looks import status_look
from qms.models.actions import Action
from qms.models.risks import Risk, RiskReview
from qms.registry import Closer
from qms.views.panels import Panel

SHOWN = 20  # rows of a panel


def risks_to_update(user: Any) -> Any:
    """Risks and opportunities within reach that are not closed."""
    rows = Risk.objects.visible_to(user).filter(status__in=[RiskStatus.OPEN, RiskStatus.TREATED], ended_at=None)
    return rows.order_by("number")


def reviewed_since(risk: Risk, moment: dt.datetime) -> tuple[dt.date, str] | None:
    """The first review of it that was recorded after the moment."""
    after = RiskReview.history.filter(risk_id=risk.pk, history_type="+", history_date__gte=moment)
    review = RiskReview.objects.filter(pk__in=after.values("id")).select_related("reviewed_by").order_by("pk").first()
    if review is None:
        return None
    text = _("%(number)s was reviewed on %(day)s by %(person)s.")
    told = {"number": risk.number, "day": review.reviewed_on.strftime("%d/%m/%Y"), "person": review.reviewed_by}
    return review.reviewed_on, text % told


def risk_name(risk: Risk) -> str:
    """Number and what may happen."""
    return f"{risk.number} {risk.statement[:100]}"


RISK_UPDATED = Closer(gettext_lazy("A risk or an opportunity is reviewed"), risks_to_update, reviewed_since, risk_name)


def actions_waiting(risk: Any, user: Any) -> Panel | None:
    """Open actions, of those that the person reaches, that wait for the risk's review."""
    rows = Action.objects.open().visible_to(user).select_related("owner").order_by("due_on", "pk")
    rows = rows.filter(waits_for_kind=Risk._meta.label_lower, waits_for_uid=risk.uid, ended_at=None)
    listed = [{"row": one, "status": status_look(one)} for one in rows[:SHOWN]]
    return Panel("qms/risks/waiting.html", {"rows": listed}, "rest") if listed else None
