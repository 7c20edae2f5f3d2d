"""What history registers: events of signing in, words of operations, its pages in the navigation."""

from django.utils.translation import gettext_lazy as _

from qms import event_phrases, history_json_words, sign_in_events
from qms.history.homes import INSIDE
from qms.history_reach import declare_histories, may_see_history
from qms.navigation import NavEntry
from qms.registry import registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.operations import verifying  # noqa: F401, PLC0415 - its job is registered; jobs stand on models

    sign_in_events.connect()
    registry.phrases.update(event_phrases.OPERATIONS)
    declare_histories()
    history_json_words.register()
    INSIDE["qms.document"] = [("qms.issue", "document")]
    registry.navigation.append(NavEntry(_("History"), "history", "history", 88, may_see_history))
