"""Factories of the steps of holders in a transition, and of the files that prove them."""

import datetime as dt

import factory

from qms import clock, models
from qms.enums import StepState
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_transition_programme import TransitionHolderFactory, TransitionStepFactory

__all__ = ["HolderStepFactory", "HolderStepFileFactory"]


class HolderStepFactory(TrackedFactory):
    """An open step; a trait per state."""

    class Meta:
        model = models.HolderStep

    class Params:
        in_hand = factory.Trait(state=StepState.IN_HAND, began_on=factory.LazyFunction(clock.today))
        proved = factory.Trait(
            state=StepState.PROVED,
            began_on=factory.LazyFunction(clock.today),
            proved_on=factory.LazyFunction(clock.today),
            proof={"text": "Biên bản họp"},
        )
        lost = factory.Trait(
            state=StepState.LOST,
            lost_on=factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=3)),
            proof={"lost": "Biên bản họp"},
        )

    holder = factory.SubFactory(TransitionHolderFactory, programme__running=True)
    step = factory.SubFactory(TransitionStepFactory, programme=factory.SelfAttribute("..holder.programme"))


class HolderStepFileFactory(FileLinkFactory):
    """Evidence of a step that was proved by hand."""

    class Meta:
        model = models.HolderStepFile

    record = factory.SubFactory(HolderStepFactory)
    name = "bien-ban.pdf"
