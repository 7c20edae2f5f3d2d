"""What the table between two editions registers."""

from qms import correspondence_phrases
from qms.looks import declare_looks
from qms.registry import registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.imports.correspondences import CorrespondencesKind  # noqa: PLC0415 - it stands on the registry

    registry.phrases.update(correspondence_phrases.OPERATIONS)
    registry.import_kinds[CorrespondencesKind.kind] = CorrespondencesKind()
    declare_looks(
        "qms.correspondence",
        {
            "equivalent": ("success", "circle-check"),
            "modified": ("info", "pencil"),
            "merged": ("info", "arrow-right"),
            "split": ("warning", "arrows-sort"),
            "withdrawn": ("danger", "ban"),
            "new": ("warning", "plus"),
        },
    )
