"""Six divisions in two days, nine inspectors, one report: until conclusion a manager sees the own division's part.

Whatever lies in the part of a division holds that division's mark, so that a page is judged by the marks on it.
"""

import datetime as dt
import re
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from inspections.enums import MeetingKind
from inspections.models import Inspection
from inspections.operations import meeting as meetings
from inspections.parts_seen import units_seen
from qms import clock
from qms.enums import Role
from tests.factories import (
    ActingForFactory,
    ChecklistFileFactory,
    ChecklistLineFactory,
    EvidenceRequestFactory,
    FindingFactory,
    IndependenceOverruleFactory,
    InspectedUnitFactory,
    InspectionFactory,
    InspectionFileFactory,
    NonconformityFactory,
    SessionFactory,
    SessionInspectorFactory,
    TeamMemberFactory,
    UnitFactory,
    UserFactory,
    save,
)
from tests.shared_organisation import DAY, fresh, on

MARKS = ("KHA", "KHB", "KHC", "KHD", "KHE", "KHG")
WHOLE = "CHUNGDOAN"
"""Stands in what tells of all units: conclusion, minutes."""
SECOND_DAY = DAY + dt.timedelta(days=1)


def mark(index):
    return f"MAT{MARKS[index]}"


@pytest.fixture
def visit(org, built):
    """What was built, with the inspection as it stands in the test."""
    return SimpleNamespace(**vars(built) | {"inspection": Inspection.objects.get(pk=built.inspection.pk)})


@pytest.fixture(scope="module")
def built(shared_organisation, django_db_blocker):
    """The audit with its report sent; the divisions, their managers, the inspectors."""
    with django_db_blocker.unblock():
        return build(shared_organisation)


def build(org):
    made = SimpleNamespace(org=org)
    made.units = [UnitFactory(code=f"S1-{name}", parent=org.department) for name in MARKS]
    made.managers = [UserFactory(role=Role.MANAGER, unit=unit) for unit in made.units]
    made.inspection = InspectionFactory(
        with_unit=True, unit=made.units[0], raised_by_unit=org.department, edition=org.edition, lead=org.lead1,
        mode="on_file", starts_on=DAY, ends_on=SECOND_DAY, conclusion=WHOLE, strengths=WHOLE, unit_comment=mark(0),
    )  # fmt: skip
    made.team = [org.inspector1, *(UserFactory(role=Role.INSPECTOR, unit=org.sibling) for _number in range(7))]
    for person in made.team:
        TeamMemberFactory(inspection=made.inspection, user=person)
    made.parts = [_part(made, index) for index in range(len(MARKS))]
    _meetings(made)
    made.file = InspectionFileFactory(record=made.inspection, name=WHOLE)
    return made


def _part(made, index):
    """Everything of one division."""
    unit, own, inspection = made.units[index], mark(index), made.inspection
    inspector = [made.org.lead1, *made.team][index]
    values = {"inspection": inspection, "unit": unit}
    if index:
        InspectedUnitFactory(**values, comment=own, commented_on=DAY)
    session = SessionFactory(**values, day=(DAY, SECOND_DAY)[index % 2], topic=own, representative=own)
    SessionInspectorFactory(session=session, user=inspector)
    line = ChecklistLineFactory(session=session, result="conforming", note=own, question_vi=own, question_en=own)
    finding = FindingFactory(**values, confirmed=True, statement=own, line=line)
    nonconformity = NonconformityFactory(**values, raised_by_unit=made.org.department, fact=own, finding=finding)
    IndependenceOverruleFactory(inspection=inspection, user=inspector, decided_by=made.org.head1, reason=own)
    file = ChecklistFileFactory(record=line, name=own)
    evidence = EvidenceRequestFactory(line=line, text=own)
    return SimpleNamespace(
        session=session, line=line, finding=finding, nonconformity=nonconformity, file=file, evidence=evidence
    )


def _meetings(made):
    """The opening, at which somebody of each division was; held while the visit was under way."""
    status = made.inspection.status
    save(made.inspection, status="in_progress")
    present = [meetings.Attendee(mark(index), unit=unit) for index, unit in enumerate(made.units)]
    opening = meetings.Meeting(inspection=made.inspection, kind=MeetingKind.OPENING, held_on=DAY, minutes=WHOLE)
    meetings.record_meeting(opening, by=made.org.lead1, attendance=present)
    save(made.inspection, status=status)


def signed_in(user):
    client = Client(raise_request_exception=True)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def text_of(response):
    assert response.status_code == 200, (response.status_code, response.content[:300])
    if "wordprocessing" in response["Content-Type"]:
        body = Document(BytesIO(response.content)).element.body
        return " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    return b"".join(response).decode() if response.streaming else response.content.decode()


def marks_on(client, address):
    return set(re.findall(rf"MATKH[A-G]|{WHOLE}", text_of(client.get(address))))


def doors(visit):
    """Every address that tells of the whole inspection, with what tells of a unit on it."""
    uid = visit.inspection.uid
    return {
        "record": reverse("inspection", args=[uid]),
        "conduct": reverse("inspection_conduct", args=[uid]),
        "plan": reverse("visit_plan_print", args=[uid, "docx"]),
        "notice": reverse("visit_notice_print", args=[uid, "docx"]),
        "minutes": reverse("meeting_print", args=[uid, "opening", "docx"]),
        "report page": reverse("inspection_report", args=[uid]),
        "report": reverse("inspection_print", args=[uid, "docx"]),
        "follow-up": reverse("inspection_follow_up", args=[uid]),
        "evidence": reverse("evidence", args=[uid]),
        "findings": reverse("findings"),
        "nonconformities": reverse("nonconformities"),
        "findings sought": f"{reverse('findings')}?q=MAT",
        "export": f"{reverse('inspections')}?export=csv",
        "all history": reverse("history"),
        "history": reverse("history_record", args=["inspections.inspection", uid]),
        "history taken away": f"{reverse('history_record', args=['inspections.inspection', uid])}?export=csv",
        "versions": reverse("history_compare", args=["inspections.inspection", uid]),
        "version": reverse("history_version", args=["inspections.inspection", uid, 1]),
    }


TELLING = ("record", "conduct", "plan", "notice", "minutes", "report", "evidence", "findings", "nonconformities")
"""Doors on which the own part must stand; the others need only be silent about the rest."""


@pytest.mark.parametrize("index", [0, 3])
def test_a_manager_sees_their_part_alone_through_every_door(visit, index):
    client = signed_in(visit.managers[index])
    for name, address in doors(visit).items():
        seen = marks_on(client, address)
        assert seen <= {mark(index)}, name
        assert seen == {mark(index)} or name not in TELLING, name
    with on(SECOND_DAY):
        past = marks_on(client, f"{doors(visit)['record']}?as_of={DAY:%Y-%m-%d}")
    assert past == {mark(index)}


@pytest.mark.parametrize("index", [0, 3])
def test_rows_and_files_of_another_division_are_not_found(visit, index):
    client, other = signed_in(visit.managers[index]), visit.parts[index - 1]
    addresses = [
        other.file.get_absolute_url(),
        visit.file.get_absolute_url(),
        reverse("session_edit", args=[other.session.uid]),
        reverse("session_step", args=[other.session.uid, "drop"]),
        reverse("finding", args=[other.finding.uid]),
        reverse("nonconformity", args=[other.nonconformity.uid]),
        reverse("checklist_line", args=[other.line.uid]),
        reverse("evidence_step", args=[other.evidence.uid, "deliver"]),
    ]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    answered = client.post(reverse("checklist_answer", args=[other.line.uid]), {"result": "conforming"})
    assert answered.status_code == 404
    own = visit.parts[index]
    response = client.get(own.file.get_absolute_url())
    assert b"missing from the storage" in response.content  # reached: only the bytes were never written


def test_who_answers_for_the_whole_sees_the_whole(visit):
    org = visit.org
    deputy = UserFactory()
    ActingForFactory(deputy=deputy, principal=org.lead1)
    for person in (org.lead1, deputy, visit.team[7], org.officer1, org.head1):
        assert units_seen(visit.inspection, fresh(person)) is None, person
    everything = {mark(index) for index in range(6)} | {WHOLE}
    assert marks_on(signed_in(org.inspector1), reverse("inspection", args=[visit.inspection.uid])) == everything


def test_reach_over_several_units_is_the_sum_of_their_parts(visit):
    person = UserFactory(role=Role.MANAGER, unit=visit.units[1])
    ActingForFactory(deputy=person, principal=visit.managers[2])

    assert units_seen(visit.inspection, fresh(person)) == {visit.units[1].pk, visit.units[2].pk}


def test_an_inspection_of_one_unit_has_no_parts(visit):
    for row in visit.inspection.inspected_units.all():
        save(row, ended_at=clock.now())

    assert units_seen(visit.inspection, fresh(visit.managers[0])) is None


def test_once_concluded_every_manager_sees_the_whole(visit):
    everything = {mark(index) for index in range(6)} | {WHOLE}
    save(visit.inspection, status="concluded")
    client = signed_in(visit.managers[3])
    for name in ("record", "conduct", "plan", "minutes"):
        assert everything - marks_on(client, doors(visit)[name]) <= {WHOLE}, name
    assert WHOLE in marks_on(client, doors(visit)["record"])
    assert client.get(visit.parts[0].file.get_absolute_url()).content.count(b"missing from the storage") == 1

    save(Inspection.objects.get(pk=visit.inspection.pk), status="report_drafted")  # reopened
    assert marks_on(client, doors(visit)["record"]) == {mark(3)}
