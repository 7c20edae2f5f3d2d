"""The factories themselves: one for each tracked model, each state reachable."""

import pytest

from inspections.enums import FindingStatus, InspectionStatus, NonconformityStatus
from qms.enums import ActionStatus, DecisionStatus, IssueStatus
from qms.history.checks import tracked_models
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    FindingFactory,
    InspectionFactory,
    IssueFactory,
    NonconformityFactory,
    factories,
)

pytestmark = pytest.mark.django_db

STATES = [
    (ActionFactory, ActionStatus),
    (IssueFactory, IssueStatus),
    (DecisionFactory, DecisionStatus),
    (InspectionFactory, InspectionStatus),
    (FindingFactory, FindingStatus),
    (NonconformityFactory, NonconformityStatus),
]


def test_every_tracked_model_has_a_factory():
    missing = [model._meta.label for model in tracked_models() if model not in factories()]

    assert missing == []


@pytest.mark.parametrize(
    ("made", "state"), [(made, state) for made, states in STATES for state in states], ids=lambda value: str(value)
)
def test_factory_makes_each_state(made, state):
    traits = {} if state == "draft" and made in (IssueFactory, DecisionFactory) else {state.value: True}

    record = made(**traits)

    assert record.status == state
    assert type(record).objects.get(pk=record.pk).status == state


def test_organisation_stands(organisation):
    assert organisation.manager1.role_assignments.get().unit == organisation.division
    assert organisation.department2.holdings.count() == 1
