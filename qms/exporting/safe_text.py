"""Text that leaves in a file: it stays text, whatever a spreadsheet program would like to run."""

import re
import unicodedata

LONGEST = 32_767
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain_text(value):
    """Composed text without control characters, at most as long as a cell holds."""
    text = value if type(value) is str else str(value)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():  # most texts are: the pattern is asked only of the others
        text = CONTROL.sub("", text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def could_run(text):
    """Whether a spreadsheet program may take the text for a formula."""
    return text.startswith(RUNS) or text.lstrip(" \u00a0").startswith(RUNS)
