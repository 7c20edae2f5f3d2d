"""Factories of cause categories and repeats."""

import factory

from inspections import models
from inspections.enums import RepeatKind, RepeatStatus
from tests.factories_base import TrackedFactory
from tests.factories_inspections import NonconformityFactory, today
from tests.factories_qms import ActionFactory, ClauseFactory, UnitFactory, UserFactory


class CauseCategoryFactory(TrackedFactory):
    class Meta:
        model = models.CauseCategory

    unit = factory.SubFactory(UnitFactory)
    name_vi = factory.Sequence("Loại nguyên nhân {}".format)
    position = factory.Sequence(lambda number: number + 1)


class RepeatFactory(TrackedFactory):
    """A repeat in several units; a trait per status."""

    class Meta:
        model = models.Repeat

    class Params:
        proposed = factory.Trait(status=RepeatStatus.PROPOSED)
        decided = factory.Trait(decided_by=factory.SubFactory(UserFactory), decided_on=today, decision="Nhất trí")
        taken_up = factory.Trait(
            decided=True, status=RepeatStatus.TAKEN_UP, action=factory.SubFactory(ActionFactory, assigned=True)
        )
        dismissed = factory.Trait(decided=True, status=RepeatStatus.DISMISSED)

    number = factory.Sequence("LL-2020-U-{:04d}".format)
    unit = factory.SubFactory(UnitFactory)
    kind = RepeatKind.SEVERAL_UNITS
    clause = factory.SubFactory(ClauseFactory)
    found_on = today


class RepeatMemberFactory(TrackedFactory):
    class Meta:
        model = models.RepeatMember

    repeat = factory.SubFactory(RepeatFactory)
    nonconformity = factory.SubFactory(NonconformityFactory)
