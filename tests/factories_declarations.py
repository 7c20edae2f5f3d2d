"""Factories of declarations of conformity."""

import factory

from qms import clock, models
from qms.enums import DeclarationStatus
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_documents import DocumentFactory
from tests.factories_qms import EditionFactory, UnitFactory, UserFactory


class DeclarationFactory(TrackedFactory):
    """A draft; signed: signed today by somebody, in force from today."""

    class Meta:
        model = models.Declaration

    class Params:
        signed = factory.Trait(
            status=DeclarationStatus.SIGNED,
            signatory=factory.SubFactory(UserFactory),
            signed_on=factory.LazyFunction(clock.today),
            effective_on=factory.LazyFunction(clock.today),
            decision_number="7/QĐ-SLĐ",
        )

        given_up = factory.Trait(status=DeclarationStatus.GIVEN_UP)
        replaced = factory.Trait(signed=True, status=DeclarationStatus.REPLACED)
        withdrawn = factory.Trait(
            signed=True, status=DeclarationStatus.WITHDRAWN, withdrawn_on=factory.LazyFunction(clock.today)
        )

    number = factory.Sequence("CB-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    edition = factory.SubFactory(EditionFactory)
    scope = "Giải quyết thủ tục hành chính"
    status = DeclarationStatus.DRAFTED
    prepared_by = factory.SubFactory(UserFactory)


class DeclarationDocumentFactory(TrackedFactory):
    """A document of the annex."""

    class Meta:
        model = models.DeclarationDocument

    declaration = factory.SubFactory(DeclarationFactory)
    document = factory.SubFactory(DocumentFactory, unit=factory.SelfAttribute("..declaration.unit"))


class DeclarationFileFactory(FileLinkFactory):
    """The signed original."""

    class Meta:
        model = models.DeclarationFile

    record = factory.SubFactory(DeclarationFactory)
    name = "ban-cong-bo.pdf"
    purpose = "original"
