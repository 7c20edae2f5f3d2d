"""Factories of judgements of clauses, their files, and actions of gaps."""

import factory

from qms import clock, models
from qms.enums import ClauseJudgement
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_qms import ActionFactory, ClauseFactory, UserFactory
from tests.factories_transition_programme import TransitionHolderFactory

__all__ = ["ClauseWorkActionFactory", "ClauseWorkFactory", "ClauseWorkFileFactory"]


class ClauseWorkFactory(TrackedFactory):
    """A clause of the new edition that conforms; a trait per other judgement."""

    class Meta:
        model = models.ClauseWork

    class Params:
        partly = factory.Trait(judgement=ClauseJudgement.PARTLY, statement="Chưa xem xét lại trong năm.")
        not_met = factory.Trait(judgement=ClauseJudgement.NOT_CONFORMING, statement="Chưa có.")
        not_applicable = factory.Trait(judgement=ClauseJudgement.NOT_APPLICABLE, reason="Sở không thiết kế dịch vụ.")

    holder = factory.SubFactory(TransitionHolderFactory)
    unit = factory.SelfAttribute("holder.unit")
    clause = factory.SubFactory(ClauseFactory, edition=factory.SelfAttribute("..holder.programme.to_edition"))
    judgement = ClauseJudgement.CONFORMING
    judged_by = factory.SubFactory(UserFactory)
    judged_on = factory.LazyFunction(clock.today)


class ClauseWorkFileFactory(FileLinkFactory):
    class Meta:
        model = models.ClauseWorkFile

    record = factory.SubFactory(ClauseWorkFactory)


class ClauseWorkActionFactory(TrackedFactory):
    class Meta:
        model = models.ClauseWorkAction

    work = factory.SubFactory(ClauseWorkFactory, partly=True)
    action = factory.SubFactory(ActionFactory, assigned=True)
