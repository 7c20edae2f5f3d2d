"""What reading registers: home items, phrases, scheduled work, parts of pages, the trail of a document."""

from django.utils.translation import gettext_lazy as _

from qms import navigation
from qms.history.timeline import relate
from qms.navigation import NavEntry
from qms.operations.reading_notices import announce_in_force, tell_newcomers
from qms.reading_phrases import NOTICES, OPERATIONS
from qms.registry import registry
from qms.views.panels import add_document_panel, add_issue_panel
from qms.work_of_reading import issues_to_read

TRAILS = [
    ("qms.document", "qms.audience", "document"),
    ("qms.document", "qms.acknowledgement", "issue__document"),
    ("qms.issue", "qms.changenote", "issue"),
    ("qms.issue", "qms.acknowledgement", "issue"),
]


def register_reading() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.views import reading_panels  # noqa: PLC0415 - views need the models of every app

    registry.phrases.update(OPERATIONS)
    registry.notice_phrases.update(NOTICES)
    registry.work_items.append(issues_to_read)
    registry.navigation.append(NavEntry(_("My reading"), "reading", "eye", 22, navigation.everybody))
    registry.ticks["announce_in_force"] = announce_in_force
    registry.ticks["tell_newcomers"] = tell_newcomers
    for label, related, field in TRAILS:
        relate(label, related, field)
    add_issue_panel(10, reading_panels.what_changed)
    add_issue_panel(20, reading_panels.confirming)
    add_issue_panel(60, reading_panels.notes_for_readers)
    add_document_panel(40, reading_panels.who_must_read)
