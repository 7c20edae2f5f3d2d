"""What other apps say of feedback, so that its public page tells no more than it may."""

from collections.abc import Callable
from typing import Any

DEALT_WITH: list[Callable[[Any], bool]] = []
"""(feedback): whether something is under way because of it, such as a nonconformity that is still open."""


def is_dealt_with(feedback: Any) -> bool:
    """Whether the sender is told that it is being dealt with, and nothing more."""
    return any(asked(feedback) for asked in DEALT_WITH)
