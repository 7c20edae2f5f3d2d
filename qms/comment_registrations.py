"""What comments register: files, phrases, the part of every record's page."""

from qms import comment_phrases
from qms.models.comments import CommentFile
from qms.registry import registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.views.comments import comments_of_document, comments_panel  # noqa: PLC0415 - pages need every app
    from qms.views.panels import add_document_panel, add_panel_everywhere  # noqa: PLC0415 - the same

    registry.file_links[CommentFile._meta.label_lower] = CommentFile
    registry.phrases.update(comment_phrases.OPERATIONS)
    registry.notice_phrases.update(comment_phrases.NOTICES)
    add_panel_everywhere(90, comments_panel)
    add_document_panel(90, comments_of_document)
