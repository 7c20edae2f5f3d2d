"""Factories of checklist templates."""

import factory

from inspections import models
from inspections.enums import TemplateStatus
from qms import clock
from tests.factories_base import ClauseReferenceFactory, TrackedFactory
from tests.factories_inspections import SessionFactory
from tests.factories_qms import UnitFactory, UserFactory


class ChecklistTemplateFactory(TrackedFactory):
    class Meta:
        model = models.ChecklistTemplate

    number = factory.Sequence("MKT-2020-U-{:04d}".format)
    unit = factory.SubFactory(UnitFactory)
    title_vi = "Kiểm tra bộ phận một cửa"
    title_en = "One-stop counter check"
    prepared_by = factory.SubFactory(UserFactory)


class TemplateVersionFactory(TrackedFactory):
    """A draft; `in_force=True` is published, and so is its template."""

    class Meta:
        model = models.TemplateVersion

    class Params:
        in_force = factory.Trait(
            status=TemplateStatus.IN_FORCE,
            summary="Lần đầu",
            published_by=factory.SubFactory(UserFactory),
            published_on=factory.LazyFunction(clock.today),
        )
        superseded = factory.Trait(in_force=True, status=TemplateStatus.SUPERSEDED)
        withdrawn = factory.Trait(in_force=True, status=TemplateStatus.WITHDRAWN)

    template = factory.SubFactory(ChecklistTemplateFactory, status=factory.SelfAttribute("..status"))
    number = 1


class TemplateQuestionFactory(TrackedFactory):
    class Meta:
        model = models.TemplateQuestion

    template_version = factory.SubFactory(TemplateVersionFactory)
    position = factory.Sequence(lambda number: number + 1)
    key = factory.LazyAttribute(lambda question: f"q{question.position}")
    question_vi = "Hồ sơ có giấy hẹn trả kết quả không?"
    question_en = "Is there an appointment slip for the dossier?"


class TemplateQuestionClauseFactory(ClauseReferenceFactory):
    """A clause of another edition beside the question."""

    class Meta:
        model = models.TemplateQuestionClause

    record = factory.SubFactory(TemplateQuestionFactory)


class SessionTemplateFactory(TrackedFactory):
    class Meta:
        model = models.SessionTemplate

    session = factory.SubFactory(SessionFactory)
    template_version = factory.SubFactory(TemplateVersionFactory, in_force=True)
