"""What every page shows round its content; asked of the database only when drawn."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Value
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from qms import clock
from qms.history.later import later_said
from qms.history.standing import day_shown, present
from qms.models.system import Notice
from qms.navigation import links
from qms.prepared import prepared_rows
from qms.registry import registry
from qms.views.as_of_doors import is_shut, only_today


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, banners and the number of unread notices."""
    with present():
        context: dict[str, Any] = {"demo_today": clock.today() if settings.QMS_DEMO else None}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context | {"nav": [], "unread_notices": 0}
    day = day_shown()
    if day is not None:
        context |= {"day_shown": day, "as_of": day, "as_of_query": f"?as_of={day.isoformat()}"}
        context["later_said"] = SimpleLazyObject(lambda: later_said(user))
    match = request.resolver_match
    context["looks_back"] = match is not None and only_today(match) is None and not is_shut(match)
    return context | {
        "nav": SimpleLazyObject(lambda: links(registry.navigation, user, request.path)),
        "unread_notices": SimpleLazyObject(lambda: prepared_rows(_unread, user=user.pk)[0][0]),
    }


def _unread(user: int) -> Any:
    unread = Notice.objects.filter(user_id=user, read_at=None).order_by()
    return unread.annotate(all=Value(1)).values("all").annotate(count=Count("*")).values_list("count")
