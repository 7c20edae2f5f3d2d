"""Factories of versions of a correspondence, and of successions of units."""

import factory

from qms import clock, models
from qms.enums import SuccessionKind
from qms.operations.organisation import rebuild_paths
from tests.factories_base import LONG_AGO, TrackedFactory
from tests.factories_qms import EditionFactory, UnitFactory, UserFactory

__all__ = ["CorrespondenceVersionFactory", "UnitSuccessionFactory"]


class CorrespondenceVersionFactory(TrackedFactory):
    class Meta:
        model = models.CorrespondenceVersion

    from_edition = factory.SubFactory(EditionFactory)
    to_edition = factory.SubFactory(EditionFactory)
    number = 1
    made_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(clock.now)
    digest = "0" * 64


class UnitSuccessionFactory(TrackedFactory):
    class Meta:
        model = models.UnitSuccession

    unit = factory.SubFactory(UnitFactory)
    successor = factory.SubFactory(UnitFactory)
    kind = SuccessionKind.RENAMED
    on_day = LONG_AGO
    basis = "Nghị định 01"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        rebuild_paths()
        return row
