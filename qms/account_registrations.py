"""What one's own account and signatures register."""

from qms import account_phrases
from qms.history.timeline import relate
from qms.registry import registry
from qms.views.panels import add_issue_panel, add_panel_everywhere
from qms.views.signature_panels import signatures_panel, signatures_panel_of_issue


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.phrases.update(account_phrases.OPERATIONS)
    registry.notice_phrases.update(account_phrases.NOTICES)
    relate("qms.user", "qms.secondfactor", "person")
    add_panel_everywhere(40, signatures_panel)
    add_issue_panel(60, signatures_panel_of_issue)
