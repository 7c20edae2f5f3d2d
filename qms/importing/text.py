"""Text as it is compared: composed, without accents, case and punctuation."""

import re
import unicodedata

PUNCTUATION = re.compile(r"[^\w%#&/]+|_")
SLASH = re.compile(r"\s*/\s*")
ZERO_WIDTH = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def composed(text):
    """NFC, Unix line ends, no invisible characters; what people see stays as it is."""
    if text.isascii():
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    text = text.replace("\u00a0", " ")
    text = ZERO_WIDTH.sub("", text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text):
    """For comparing: "Điều khoản (ISO)" and "dieu khoan iso" are the same."""
    plain = str(text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).replace("đ", "d").replace("Đ", "D")
        plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = " ".join(PUNCTUATION.sub(" ", plain.casefold()).split())
    return SLASH.sub("/", plain) if "/" in plain else plain


def is_blank(value):
    """None, empty text and text of blanks only; zero is not blank."""
    return value is None or (isinstance(value, str) and not value.strip())
