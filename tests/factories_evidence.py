"""Factories of events, second factors, retention rules, disposals and imports."""

import factory

from qms import clock, models
from qms.evidence_enums import DisposalStatus, EventKind
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_qms import UnitFactory, UserFactory


class AuditEventFactory(TrackedFactory):
    """Somebody signed in."""

    class Meta:
        model = models.AuditEvent

    kind = EventKind.SIGNED_IN
    person = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    at = factory.LazyFunction(clock.now)


class SecondFactorFactory(TrackedFactory):
    """A confirmed second factor."""

    class Meta:
        model = models.SecondFactor

    person = factory.SubFactory(UserFactory)
    totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    confirmed_at = factory.LazyFunction(clock.now)


class RetentionRuleFactory(TrackedFactory):
    """Findings are kept five years."""

    class Meta:
        model = models.RetentionRule

    unit = factory.SubFactory(UnitFactory)
    kind = "inspections.finding"
    years = 5
    basis = "QT-02"


class DisposalFactory(TrackedFactory):
    """A draft; traits lead on."""

    class Meta:
        model = models.Disposal

    class Params:
        submitted = factory.Trait(status=DisposalStatus.SUBMITTED)
        approved = factory.Trait(
            status=DisposalStatus.APPROVED,
            approved_by=factory.SubFactory(UserFactory),
            approved_on=factory.LazyFunction(clock.today),
        )
        carried_out = factory.Trait(
            approved=True, status=DisposalStatus.CARRIED_OUT, carried_out_at=factory.LazyFunction(clock.now)
        )
        cancelled = factory.Trait(status=DisposalStatus.CANCELLED)

    number = factory.Sequence("TH-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    title = "Hồ sơ đánh giá nội bộ năm 2010"
    reason = "Hết thời hạn lưu"
    prepared_by = factory.SubFactory(UserFactory)


class DisposalItemFactory(TrackedFactory):
    """One record whose period is over."""

    class Meta:
        model = models.DisposalItem

    disposal = factory.SubFactory(DisposalFactory)
    kind = "inspections.finding"
    record_id = factory.Sequence(int)
    record_uid = factory.Faker("uuid4")
    number = factory.Sequence("PH-2010-X-{:04}".format)
    title = "Thiếu chữ ký"


class DisposalFileFactory(FileLinkFactory):
    """The signed decision."""

    class Meta:
        model = models.DisposalFile

    record = factory.SubFactory(DisposalFactory)
    name = "quyet-dinh-tieu-huy.pdf"
    purpose = "original"


class ImportRunFactory(TrackedFactory):
    """A register of one row that was brought in."""

    class Meta:
        model = models.ImportRun

    kind = "findings"
    unit = factory.SubFactory(UnitFactory)
    name = "so-theo-doi.xlsx"
    sha256 = "0" * 64
    brought_by = factory.SubFactory(UserFactory)
    brought_at = factory.LazyFunction(clock.now)
    rows = 1
    created = 1
