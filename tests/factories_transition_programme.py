"""Factories of transition programmes, their steps, deadlines and holders, and of documents kept as they are."""

import datetime as dt

import factory

from qms import clock, models
from qms.enums import Obligation, TransitionGroup, TransitionStatus
from tests.factories_base import TrackedFactory
from tests.factories_qms import DocumentFactory, EditionFactory, UnitFactory, UserFactory

__all__ = [
    "KeptDocumentFactory",
    "TransitionDeadlineFactory",
    "TransitionHolderFactory",
    "TransitionProgrammeFactory",
    "TransitionStepFactory",
]


class TransitionProgrammeFactory(TrackedFactory):
    """A draft without steps."""

    class Meta:
        model = models.TransitionProgramme

    class Params:
        running = factory.Trait(
            status=TransitionStatus.RUNNING,
            approved_by=factory.SubFactory(UserFactory),
            approved_on=factory.LazyFunction(clock.today),
        )
        closed = factory.Trait(
            status=TransitionStatus.CLOSED,
            approved_by=factory.SubFactory(UserFactory),
            approved_on=factory.LazyFunction(clock.today),
            closed_on=factory.LazyFunction(clock.today),
        )

    unit = factory.SubFactory(UnitFactory)
    from_edition = factory.SubFactory(EditionFactory)
    to_edition = factory.SubFactory(EditionFactory)
    title_vi = factory.Sequence("Chương trình chuyển đổi {}".format)
    starts_on = factory.LazyFunction(clock.today)
    prepared_by = factory.SubFactory(UserFactory)


class TransitionStepFactory(TrackedFactory):
    """A step proved by hand."""

    class Meta:
        model = models.TransitionStep

    programme = factory.SubFactory(TransitionProgrammeFactory)
    key = factory.Sequence("step-{}".format)
    position = factory.Sequence(lambda number: number + 1)
    title_vi = factory.Sequence("Bước {}".format)


class TransitionDeadlineFactory(TrackedFactory):
    """A deadline for everybody, half a year from now."""

    class Meta:
        model = models.TransitionDeadline

    programme = factory.SubFactory(TransitionProgrammeFactory)
    name_vi = "Thời hạn của Bộ"
    wording = "trước 31/12/2020"
    last_day = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=168))
    decision = "Chỉ thị 02/CT-LĐTBXH"


class TransitionHolderFactory(TrackedFactory):
    """An obliged holder that moves."""

    class Meta:
        model = models.TransitionHolder

    programme = factory.SubFactory(TransitionProgrammeFactory)
    unit = factory.SubFactory(UnitFactory)
    group = TransitionGroup.MOVING
    obligation = Obligation.OBLIGED
    began_on = factory.LazyFunction(clock.today)


class KeptDocumentFactory(TrackedFactory):
    """A document that stays as it is."""

    class Meta:
        model = models.KeptDocument

    programme = factory.SubFactory(TransitionProgrammeFactory)
    document = factory.SubFactory(DocumentFactory)
    reason = "Không viện dẫn phiên bản nào."
    decided_by = factory.SubFactory(UserFactory)
    decided_on = factory.LazyFunction(clock.today)
