"""Factories of decisions on clauses, their targets, and runs of a transition."""

import factory

from qms import clock, models
from qms.enums import RunKind
from tests.factories_base import TrackedFactory
from tests.factories_qms import ClauseFactory, UserFactory
from tests.factories_transition_programme import TransitionProgrammeFactory

__all__ = ["ClauseDecisionFactory", "DecisionTargetFactory", "TransitionRunFactory"]


class ClauseDecisionFactory(TrackedFactory):
    """A standing decision for all kinds of records, without targets."""

    class Meta:
        model = models.ClauseDecision

    programme = factory.SubFactory(TransitionProgrammeFactory)
    unit = factory.SelfAttribute("programme.unit")
    from_clause = factory.SubFactory(ClauseFactory, edition=factory.SelfAttribute("..programme.from_edition"))
    decided_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyFunction(clock.now)


class DecisionTargetFactory(TrackedFactory):
    """A clause that a decision names."""

    class Meta:
        model = models.DecisionTarget

    decision = factory.SubFactory(ClauseDecisionFactory)
    clause = factory.SubFactory(ClauseFactory, edition=factory.SelfAttribute("..decision.programme.to_edition"))


class TransitionRunFactory(TrackedFactory):
    """A run that has begun."""

    class Meta:
        model = models.TransitionRun

    programme = factory.SubFactory(TransitionProgrammeFactory)
    unit = factory.SelfAttribute("programme.unit")
    kind = RunKind.APPLY
    made_by = factory.SubFactory(UserFactory)
    began_at = factory.LazyFunction(clock.now)
