"""The Word file that a new document is made from: named in the address, kept for this person."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cms.word.keeping import kept, reread
from cms.word.reading import WordReading
from qms.enums import DocumentKind
from qms.importing.problems import ImportRefused
from qms.models import ImportStaging


@dataclass(frozen=True)
class WordSource:
    """A kept file and what it holds."""

    staging: ImportStaging
    reading: WordReading

    @property
    def facts(self) -> dict[str, Any]:
        """What the form of a new document starts with."""
        return {
            "kind": DocumentKind.PROCEDURE,
            "number": self.reading.number[:40],
            "title_vi": self.reading.title_vi,
        }

    @property
    def told(self) -> str:
        text = _("From “%(file)s”: look at what was filled in. The contents come next, before they are saved.")
        return text % {"file": self.staging.name}


def word_source(request: Any) -> WordSource | None:
    """The file, or None where none is named, it is another person's or no longer kept."""
    try:
        staging = kept(UUID(request.GET.get("file", "")), request.user)
        return WordSource(staging, reread(staging)) if staging else None
    except (ValueError, ImportRefused):
        return None
