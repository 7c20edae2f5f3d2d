"""A holder on its way from ISO 9001:2008 to 9001:2015, and what stands under the old edition, for tests of clauses."""

import datetime as dt

from qms.models import Clause, Edition
from tests.factories import TransitionHolderFactory, TransitionProgrammeFactory


def holder_of(unit, leader, years=("2008", "2015"), **values):
    """The unit as a holder in a running programme of its leader."""
    old, new = (Edition.objects.get(standard__code="9001", year=year) for year in years)
    programme = TransitionProgrammeFactory(running=True, unit=leader, from_edition=old, to_edition=new)
    return TransitionHolderFactory(programme=programme, unit=unit, began_on=dt.date(2020, 1, 2), **values)


def clause(number, year="2015"):
    """A clause by its number."""
    return Clause.objects.get(edition__standard__code="9001", edition__year=year, number=number)


def leaves(holder):
    """The auditable clauses of the new edition in order."""
    return list(Clause.objects.filter(edition=holder.programme.to_edition).auditable().order_by("position"))
