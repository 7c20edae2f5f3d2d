"""What a file cannot tell by itself and a person is asked."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Question:
    """`name` is the key in said["answers"]; `choices` are (value, label), none where a number is typed.

    `where` are addresses of columns or cells; `answer` is what stands for it now; `needed` says that rows are
    refused until it is answered.
    """

    name: str
    sentence: str
    choices: list[tuple[Any, str]] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    answer: Any = None
    needed: bool = False

    def plain(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        return {
            "name": self.name,
            "sentence": str(self.sentence),
            "choices": [[value, str(label)] for value, label in self.choices],
            "where": list(self.where),
            "answer": self.answer,
            "needed": self.needed,
        }
