"""Opening and closing meeting: who records them and when, attendance, one closing day; inspected units named again."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from inspections.enums import MeetingKind
from inspections.models import Meeting
from inspections.operations import inspection as inspections
from inspections.operations import meeting as operations
from inspections.operations.inspected_units import name_units
from inspections.operations.meeting import Attendee
from qms import clock
from qms.models import Notice
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import InspectedUnitFactory, SessionFactory, save
from tests.scenes import inspection
from tests.shared_organisation import DAY

ALLOWED = {
    "opening": {"notified", "in_progress", "report_drafted"},
    "closing": {"in_progress", "report_drafted"},
}
STATES = ("planned", "notified", "in_progress", "report_drafted", "with_unit", "concluded")


def a_meeting(made, kind=MeetingKind.OPENING, **values):
    return Meeting(inspection=made, kind=kind, **({"held_on": made.starts_on} | values))


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ALLOWED)
def test_a_meeting_is_recorded_in_its_states(org, kind, state):
    made = inspection(org, state)
    if state in ALLOWED[kind]:
        assert operations.record_meeting(a_meeting(made, kind), by=org.lead1).pk
        return
    with pytest.raises(StepRefused):
        operations.record_meeting(a_meeting(made, kind), by=org.lead1)
    assert not made.meetings.exists()


def test_the_lead_records_and_the_team_notes_attendance(org):
    made = inspection(org, "in_progress")
    for other in (org.inspector1, org.manager1, org.officer1):
        with pytest.raises(Refused):
            operations.record_meeting(a_meeting(made), by=other)
    meeting = operations.record_meeting(a_meeting(made), by=org.lead1)

    operations.record_attendance(meeting, [Attendee("Khách mời")], by=org.inspector1)

    assert [row.name for row in meeting.attendance.all()] == ["Khách mời"]
    for other in (org.manager1, org.officer1):
        with pytest.raises(Refused):
            operations.record_attendance(meeting, [], by=other)


def test_attendance_ends_and_comes_back_as_one_row(org):
    made = inspection(org, "in_progress")
    manager = Attendee("Trưởng phòng", unit=org.division, user=org.manager1)
    guest = Attendee("Khách mời", "Chuyên viên", org.division)
    meeting = operations.record_meeting(a_meeting(made), by=org.lead1, attendance=[manager, guest])
    operations.change_meeting(meeting, by=org.lead1, attendance=[manager])
    (left,) = meeting.attendance.exclude(ended_at=None)
    assert (left.name, left.history.count()) == ("Khách mời", 2)

    operations.change_meeting(meeting, by=org.lead1, attendance=[manager, guest])

    assert meeting.attendance.count() == meeting.attendance.filter(ended_at=None).count() == 2
    assert meeting.attendance.get(user=org.manager1).history.count() == 1


def test_the_closing_meeting_has_one_day(org):
    made = inspection(org, "in_progress")
    save(made, starts_on=DAY - dt.timedelta(days=1))
    closing = operations.record_meeting(a_meeting(made, "closing", held_on=DAY), by=org.lead1)
    made.refresh_from_db()
    assert made.closing_meeting_on == DAY

    made = inspections.end_visit(made, by=org.lead1, closing_meeting_on=DAY - dt.timedelta(days=1))
    closing.refresh_from_db()
    assert closing.held_on == made.closing_meeting_on == DAY - dt.timedelta(days=1)

    closing.held_on, closing.inspection = DAY, made
    operations.change_meeting(closing, by=org.lead1)
    made.refresh_from_db()
    assert made.closing_meeting_on == DAY


def test_ending_the_visit_makes_the_closing_meeting(org):
    made = inspections.end_visit(inspection(org, "in_progress"), by=org.lead1, closing_meeting_on=DAY)

    closing = made.meetings.get()
    assert (closing.kind, closing.held_on, closing.chaired_by) == ("closing", DAY, org.lead1)


def test_days_that_cannot_be(org):
    made = inspection(org, "in_progress")
    for kind, days in (("opening", -1), ("opening", 1), ("closing", -1), ("closing", 1)):
        with pytest.raises(StepRefused):
            operations.record_meeting(a_meeting(made, kind, held_on=DAY + dt.timedelta(days=days)), by=org.lead1)


def test_a_postponed_visit_takes_its_opening_along(org):
    made = inspection(org, "notified")
    operations.record_meeting(a_meeting(made), by=org.lead1)
    later = DAY + dt.timedelta(days=10)
    made = inspections.postpone(made, by=org.lead1, reason="Bão", starts_on=later, ends_on=later)

    assert made.meetings.get().held_on == later


def test_the_form_records_what_was_ticked_and_typed(org):
    made = inspection(org, "in_progress")
    client, address = signed_in(org.lead1), reverse("meeting", args=[made.uid, "opening"])
    page = client.get(address).content.decode()
    assert str(org.manager1) in page  # who answers for the unit is offered
    typed = {
        "held_on": DAY.isoformat(), "from_time": "08:00", "to_time": "08:30", "place": "Phòng họp 1",
        "present": [org.manager1.pk, org.inspector1.pk], "minutes": "Nhất trí.", "further-TOTAL_FORMS": 3,
        "further-INITIAL_FORMS": 0, "further-0-name": "Khách mời", "further-0-position": "Chuyên viên",
        "further-0-unit": org.division.pk,
    }  # fmt: skip
    refused = client.post(address, typed | {"to_time": "07:00", "further-1-position": "Ai đó"}).content.decode()
    assert "It ends before it begins." in refused
    assert "Give the name" in refused
    assert "Khách mời" in refused
    assert client.post(address, typed).status_code == 302

    meeting = made.meetings.get()
    assert sorted(meeting.attendance.values_list("user_id", "unit_id"), key=str) == sorted(
        [(org.manager1.pk, org.division.pk), (org.inspector1.pk, org.sibling.pk), (None, org.division.pk)], key=str
    )
    shown = client.get(reverse("inspection", args=[made.uid])).content.decode()
    assert "Khách mời" in shown
    assert "Nhất trí." in shown


def test_the_team_gets_the_attendance_alone_and_others_nothing(org):
    made = inspection(org, "in_progress")
    address = reverse("meeting", args=[made.uid, "opening"])
    assert signed_in(org.inspector1).get(address).status_code == 403
    operations.record_meeting(a_meeting(made, minutes="Đã nói"), by=org.lead1)
    form = signed_in(org.inspector1).get(address).content.decode()

    assert 'name="present"' in form
    assert 'name="minutes"' not in form
    posted = {"present": [], "minutes": "Đổi", "held_on": "1999-01-01", "further-TOTAL_FORMS": 0}
    assert signed_in(org.inspector1).post(address, posted | {"further-INITIAL_FORMS": 0}).status_code == 302
    assert made.meetings.get().minutes == "Đã nói"
    assert signed_in(org.manager1).get(address).status_code == 403
    assert signed_in(org.officer2).get(address).status_code == 404


def test_units_are_named_again_and_told(org):
    made = inspection(org, "notified")
    name_units(made, [org.section], by=org.lead1)
    assert Notice.objects.filter(kind="inspection_units_changed", user=org.manager1).count() == 1
    SessionFactory(inspection=made, unit=org.section)
    with pytest.raises(StepRefused) as refused:
        name_units(made, [], by=org.lead1)
    assert org.section.name in str(refused.value.reasons[0])
    for session in made.sessions.filter(unit=org.section):
        save(session, ended_at=clock.now())

    name_units(made, [], by=org.lead1)

    assert not made.inspected_units.filter(ended_at=None).exists()
    name_units(made, [org.section], by=org.lead1)
    assert made.inspected_units.count() == 1  # the row comes back


def test_units_stay_once_the_visit_began(org):
    made = inspection(org, "in_progress")
    InspectedUnitFactory(inspection=made, unit=org.section)
    with pytest.raises(StepRefused):
        name_units(made, [], by=org.lead1)
    with pytest.raises(Refused):
        name_units(made, [], by=org.manager1)
