"""What every page shows round its content; asked of the database only when drawn."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from qms import clock
from qms.navigation import links
from qms.registry import registry


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, banners and the number of unread notices."""
    context: dict[str, Any] = {"demo_today": clock.today() if settings.QMS_DEMO else None}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context | {"nav": [], "unread_notices": 0}
    return context | {
        "nav": SimpleLazyObject(lambda: links(registry.navigation, user, request.path)),
        "unread_notices": SimpleLazyObject(lambda: user.notices.filter(read_at=None).count()),
    }
