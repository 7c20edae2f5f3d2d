"""What authors, reviewers and approvers should look at in an issue on its way: warnings, none of which stops it."""

from qms.enums import IssueStatus
from qms.registry import registry
from qms.views.panels import Panel, Shown


def warnings_of(shown: Shown) -> Panel | None:
    """Above the text, for the document's own side, while there is something to look at."""
    if not shown.own_side or shown.record.status not in IssueStatus.under_way() or registry.workshop is None:
        return None
    found = registry.workshop.warnings(shown.record)
    return Panel("qms/issues/warnings.html", {"warnings": found}, place="top") if found else None
