"""Closing what waits for its actions: once the last of them was verified or cancelled, by the system."""

from functools import partial
from typing import Any

from qms import clock
from qms.operations.scheduled_steps import take_where_ready
from qms.workflow import Workflow


def close_settled(workflow: Workflow, rows: Any) -> int:
    """Take the step `close` on each of the rows whose guards hold; each in its own transaction. Returns how many."""
    return take_where_ready(rows, partial(workflow.apply, "close", closed_on=clock.today()))
