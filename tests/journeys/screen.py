"""One page that is looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """A page: what it is called, where it is, who opens it, and which answer is right."""

    name: str
    path: str
    username: str = "officer1"
    status: int = 200
