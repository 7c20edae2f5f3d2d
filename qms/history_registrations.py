"""What history registers: events of signing in, words of operations, its pages in the navigation."""

from django.utils.translation import gettext_lazy as _

from qms import event_phrases, sign_in_events
from qms.history_reach import may_see_history
from qms.navigation import NavEntry
from qms.registry import registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    sign_in_events.connect()
    registry.phrases.update(event_phrases.OPERATIONS)
    registry.navigation.append(NavEntry(_("History"), "history", "clock", 95, may_see_history))
