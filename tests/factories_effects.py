"""Factories of judgements of effect."""

import factory

from inspections import models
from inspections.enums import EffectVerdict
from tests.factories_base import TrackedFactory
from tests.factories_inspections import NonconformityFactory, today


class EffectCheckFactory(TrackedFactory):
    """A judgement by sample that found the criterion met."""

    class Meta:
        model = models.EffectCheck

    nonconformity = factory.SubFactory(NonconformityFactory, effectiveness_check=True)
    loop = factory.SelfAttribute("nonconformity.loop")
    judged_by = factory.SelfAttribute("nonconformity.verifier")
    judged_on = today
    criterion = factory.SelfAttribute("nonconformity.criterion")
    examined, of, failed = 20, 120, 0
    evidence = "Sổ theo dõi hồ sơ quý III"
    verdict = EffectVerdict.EFFECTIVE
