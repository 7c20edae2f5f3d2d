"""Factories of risks and opportunities, of the context, and of interested parties."""

import datetime as dt

import factory

from qms import clock, models
from qms.enums import ContextKind, ContextSubject, RiskKind, RiskStatus, RiskTreatment
from tests.factories_base import ClauseReferenceFactory, FileLinkFactory, TrackedFactory
from tests.factories_qms import ActionFactory, UnitFactory, UserFactory

__all__ = [
    "ContextFactorFactory",
    "InterestedPartyFactory",
    "RiskActionFactory",
    "RiskClauseFactory",
    "RiskFactory",
    "RiskFileFactory",
    "RiskReviewFactory",
]


class RiskFactory(TrackedFactory):
    """A high risk (4 x 3), open, looked at again in half a year."""

    class Meta:
        model = models.Risk

    class Params:
        opportunity = factory.Trait(kind=RiskKind.OPPORTUNITY, number=factory.Sequence("CH-2020-U-{:04d}".format))
        treated = factory.Trait(
            status=RiskStatus.TREATED,
            treatment=RiskTreatment.REDUCE,
            treatment_note="Bố trí người thẩm định dự phòng",
            residual_likelihood=2,
            residual_consequence=3,
        )
        closed = factory.Trait(
            status=RiskStatus.CLOSED, closed_on=factory.LazyFunction(clock.today), review_due_on=None
        )

    number = factory.Sequence("RR-2020-U-{:04d}".format)
    kind = RiskKind.RISK
    unit = factory.SubFactory(UnitFactory)
    statement = "Hồ sơ trả quá hạn vào các tháng cao điểm"
    likelihood, consequence = 4, 3
    owner = factory.SubFactory(UserFactory)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_on = factory.LazyFunction(clock.today)
    review_due_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=180))


class RiskClauseFactory(ClauseReferenceFactory):
    class Meta:
        model = models.RiskClause

    record = factory.SubFactory(RiskFactory)


class RiskFileFactory(FileLinkFactory):
    class Meta:
        model = models.RiskFile

    record = factory.SubFactory(RiskFactory)


class RiskReviewFactory(TrackedFactory):
    class Meta:
        model = models.RiskReview

    risk = factory.SubFactory(RiskFactory)
    likelihood, consequence = 3, 3
    note = "Đã xem số liệu sáu tháng"
    reviewed_by = factory.SelfAttribute("risk.owner")
    reviewed_on = factory.LazyFunction(clock.today)


class RiskActionFactory(TrackedFactory):
    class Meta:
        model = models.RiskAction

    risk = factory.SubFactory(RiskFactory)
    action = factory.SubFactory(ActionFactory, assigned=True)


class ContextFactorFactory(TrackedFactory):
    class Meta:
        model = models.ContextFactor

    unit = factory.SubFactory(UnitFactory)
    kind = ContextKind.EXTERNAL
    subject = ContextSubject.POLICY
    statement = "Quy định về giấy phép lao động thay đổi nhiều lần trong năm"
    recorded_by = factory.SubFactory(UserFactory)
    reviewed_on = factory.LazyFunction(clock.today)
    review_due_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=365))


class InterestedPartyFactory(TrackedFactory):
    class Meta:
        model = models.InterestedParty

    unit = factory.SubFactory(UnitFactory)
    name = "Người lao động"
    needs = "Được giải quyết trợ cấp đúng hạn"
    recorded_by = factory.SubFactory(UserFactory)
    reviewed_on = factory.LazyFunction(clock.today)
    review_due_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=365))
