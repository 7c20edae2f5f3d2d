"""Every lifecycle: every state by every step."""

import pytest

from qms.workflow import WORKFLOWS
from tests import lifecycle_checks as checks
from tests.lifecycle_rows import ROWS
from tests.shared_organisation import org, shared_organisation

__all__ = ["org", "shared_organisation"]

NAMES = (
    "programme", "inspection", "finding", "nonconformity", "issue", "decision", "action", "extension",
    "changerequest", "papercopy", "repeat", "templateversion", "risk", "transition", "declaration",
    "periodic_report", "consolidation",
    "disposal", "feedback", "objective", "output", "workplan", "committee", "training", "management_review",
)  # fmt: skip
OPEN = checks.cells(NAMES, open_ones=True)
REASONED = [cell for cell in OPEN if cell.values[1].reason]
SIGNED = [cell for cell in OPEN if cell.values[1].signed]


@pytest.mark.parametrize("name", NAMES)
def test_table_says_what_the_description_says(name):
    told = {(row.step, row.source, row.target, row.reason, row.signed) for row in ROWS[name]}

    assert checks.edges_of(name) == told


@pytest.mark.parametrize("name", NAMES)
def test_every_step_has_label_and_rule(name):
    from qms.policy import RULES  # noqa: PLC0415 - declared when apps are ready

    for transition in WORKFLOWS[name].transitions:
        assert str(transition.label)
        assert transition.permission in RULES
        assert not transition.signed or str(transition.meaning)


@pytest.mark.parametrize(("name", "state", "step"), checks.cells(NAMES, open_ones=False))
def test_shut_elsewhere(org, name, state, step):
    checks.check_shut(org, name, state, step)


@pytest.mark.parametrize(("name", "row"), OPEN)
def test_open_to_the_right_person(org, name, row):
    checks.check_open(org, name, row)


@pytest.mark.parametrize(("name", "row"), OPEN)
def test_open_to_nobody_else(org, name, row):
    checks.check_people(org, name, row)


@pytest.mark.parametrize(("name", "row"), REASONED)
def test_asks_for_its_reason(org, name, row):
    checks.check_reason(org, name, row)


@pytest.mark.parametrize(("name", "row"), SIGNED)
def test_asks_for_its_signature(org, name, row):
    checks.check_signature(org, name, row)


@pytest.mark.parametrize(("name", "row"), OPEN)
def test_second_click_is_refused(org, name, row):
    checks.check_second_click(org, name, row)
