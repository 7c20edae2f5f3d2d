"""The code by which a sender follows their feedback: random, easy to read aloud, not to be guessed."""

import re
import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without 0 and O, 1 and I, which look alike."""

LENGTH = 10  # of 32 signs: 50 bits


def new_code() -> str:
    """A code never seen before, but for one chance in a thousand million million."""
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


def read_code(text: str) -> str:
    """The code as it is kept, whatever was typed between and around its letters."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())[: 2 * LENGTH]


def shown_code(code: str) -> str:
    """In two groups, as it is read aloud."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
