"""Why a file cannot be read as the Word file of a procedure."""

from django.utils.translation import gettext as _

from qms.importing.problems import ImportRefused


class NotAWordFile(ImportRefused):
    """The file cannot be read; `sentence` says what is wrong and what to do."""


def damaged(name: str) -> NotAWordFile:
    """The refusal of a file that is cut off or broken."""
    text = _("“%(name)s” is damaged or cut off. Open it in Word, save it again as .docx and choose that file.")
    return NotAWordFile(text % {"name": name})


def too_big(name: str) -> NotAWordFile:
    """The refusal of a file that would unpack to far more than a procedure holds."""
    text = _(
        "“%(name)s” unpacks to far more than a procedure holds. Copy the text into a new Word file and choose that."
    )
    return NotAWordFile(text % {"name": name})
