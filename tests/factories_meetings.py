"""Factories of the meetings of a visit."""

import factory

from inspections import models
from inspections.enums import MeetingKind
from tests.factories_base import TrackedFactory
from tests.factories_inspections import InspectionFactory


class MeetingFactory(TrackedFactory):
    """The opening meeting on the first day."""

    class Meta:
        model = models.Meeting

    inspection = factory.SubFactory(InspectionFactory, in_progress=True)
    kind = MeetingKind.OPENING
    held_on = factory.SelfAttribute("inspection.starts_on")


class AttendanceFactory(TrackedFactory):
    class Meta:
        model = models.Attendance

    meeting = factory.SubFactory(MeetingFactory)
    name = "Trưởng phòng được đánh giá"
