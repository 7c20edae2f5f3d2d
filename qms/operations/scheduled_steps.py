"""Steps that the system takes by itself on what is ready for them."""

from collections.abc import Callable
from typing import Any

from qms.operations.people import ensure_machine_accounts
from qms.workflow import StepRefused


def take_where_ready(rows: Any, step: Callable[..., Any]) -> int:
    """Take the step on each of the rows, each in its own transaction. Returns how many were ready.

    One that is refused is left as it is: something is open still, or somebody was quicker.
    """
    taken = 0
    for record in list(rows.order_by("pk")):
        try:
            step(record, by=ensure_machine_accounts())
        except StepRefused:
            continue
        taken += 1
    return taken
