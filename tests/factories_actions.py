"""Factories of work on actions: steps, notes of progress, templates."""

import factory

from qms import clock, models
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_qms import ActionFactory, UnitFactory, UserFactory

__all__ = ["ActionNoteFactory", "ActionNoteFileFactory", "ActionStepFactory", "ActionTemplateFactory"]


class ActionStepFactory(TrackedFactory):
    class Meta:
        model = models.ActionStep

    action = factory.SubFactory(ActionFactory, in_progress=True)
    position = factory.Sequence(lambda number: number + 1)
    text = factory.Sequence("Bước {}".format)


class ActionNoteFactory(TrackedFactory):
    class Meta:
        model = models.ActionNote

    action = factory.SubFactory(ActionFactory, in_progress=True)
    made_by = factory.SubFactory(UserFactory)
    text = "Đã soạn xong dự thảo"
    made_at = factory.LazyFunction(clock.now)


class ActionNoteFileFactory(FileLinkFactory):
    class Meta:
        model = models.ActionNoteFile

    record = factory.SubFactory(ActionNoteFactory)


class ActionTemplateFactory(TrackedFactory):
    class Meta:
        model = models.ActionTemplate

    unit = factory.SubFactory(UnitFactory)
    title_vi = factory.Sequence("Tập huấn lại {}".format)
    details = "Mời chuyên gia"
    steps = "Lập kế hoạch\nTổ chức\nĐánh giá"
    days = 20
