"""Factories of what stands frozen: versions of programmes and of reports; and the clauses of a planned visit."""

import factory

from inspections import models
from tests.factories_base import ClauseReferenceFactory, TrackedFactory
from tests.factories_inspections import InspectionFactory, ProgrammeFactory, ProgrammeLineFactory, today
from tests.factories_qms import UserFactory


class ProgrammeClauseFactory(ClauseReferenceFactory):
    class Meta:
        model = models.ProgrammeClause

    record = factory.SubFactory(ProgrammeLineFactory)


class ProgrammeVersionFactory(TrackedFactory):
    class Meta:
        model = models.ProgrammeVersion

    programme = factory.SubFactory(ProgrammeFactory, approved=True)
    number = factory.Sequence(lambda number: number + 1)
    content = factory.LazyFunction(dict)
    content_hash = "0" * 64
    approved_by = factory.SubFactory(UserFactory)
    approved_on = today


class ReportVersionFactory(TrackedFactory):
    class Meta:
        model = models.ReportVersion

    inspection = factory.SubFactory(InspectionFactory, with_unit=True)
    number = factory.Sequence(lambda number: number + 1)
    facts = factory.LazyFunction(dict)
    content_hash = "0" * 64
    concluded_by = factory.SubFactory(UserFactory)
    concluded_on = today
