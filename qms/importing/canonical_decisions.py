"""One hash over a plan and what was decided on it."""

import json
from hashlib import sha256
from typing import Any


def decisions_digest(plan: str, decisions: dict[str, Any]) -> str:
    """The order in which somebody decided does not matter."""
    told = json.dumps(decisions, sort_keys=True, ensure_ascii=False)
    return sha256(f"{plan}\n{told}".encode()).hexdigest()
