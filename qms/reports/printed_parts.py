"""What the printed forms of all records share: language, letterhead, marks, electronic signatures."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qms.history.standing import moment_of_reading
from qms.printing import contexts
from qms.signatures import signatures_of


def language() -> contexts.Language:
    """The document's language: the reader's."""
    return "en" if get_language() == "en" else "vi"


def letterhead(record: Any, unit: Any, day: Any) -> contexts.Letterhead:
    """The unit that issues, the body above it, the number, place and day."""
    superior = unit.superior_text or (unit.parent.name if unit.parent_id else "")
    return contexts.Letterhead(unit=unit.name, superior=superior, number=record.number, place=unit.place, day=day)


def mark(record: Any, *, content_hash: str = "") -> contexts.PrintMark:
    """State, moment and address of this copy; where a brought-in record comes from."""
    source = ""
    if getattr(record, "brought_in", False):
        row = _("row %(row)s") % {"row": record.source_row} if record.source_row else ""
        source = ", ".join(filter(None, [record.source_file, row, record.external_ref])) or _("source not named")
    return contexts.PrintMark(
        status=record.get_status_display(),
        printed_at=moment_of_reading(),
        url=settings.QMS_BASE_URL.rstrip("/") + record.get_absolute_url(),
        brought_in=source,
        content_hash=content_hash,
    )


def signed(record: Any) -> list[contexts.Signature]:
    """Every electronic signature on the record, the latest last."""
    return signed_rows(signatures_of(record))


def signed_rows(rows: Any) -> list[contexts.Signature]:
    """These signatures, in their order."""
    return [
        contexts.Signature(
            heading=heading_of(row),
            name=row.name,
            meaning=row.meaning_shown,
            signed_at=row.signed_at,
            hash=row.content_hash,
        )
        for row in rows
    ]


def heading_of(row: Any) -> str:
    """The title of who signed, after whom they signed for and in which form."""
    title = (row.title_en if language() == "en" else "") or row.title_vi or _("Signed by")
    if row.on_behalf_of_id:
        return f"{row.acting_form} {row.on_behalf_of.position or row.on_behalf_of}\n{title}"
    return title
