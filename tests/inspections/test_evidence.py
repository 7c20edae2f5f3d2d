"""Inspections on file: evidence asked of the unit, sent, judged; who sees what; notices, worklist, screens."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.enums import EvidenceStatus as E
from inspections.enums import InspectionMode
from inspections.evidence_workflow import EVIDENCE
from inspections.evidence_worklist import evidence_of
from inspections.models import ChecklistFile, EvidenceFile, EvidenceRequest, Inspection
from inspections.operations import evidence as operations
from qms import clock
from qms.history.recording import ReasonMissing
from qms.models import Notice
from qms.operations.files import prepare
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import (
    ChecklistLineFactory,
    InspectedUnitFactory,
    InspectionFactory,
    SessionFactory,
    TeamMemberFactory,
    save,
)
from tests.shared_organisation import fresh, people_of

DUE = dt.date(2020, 7, 22)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def on_file(org, lines=3, **values):
    """An inspection on file of the division, led by lead1 with inspector1, with so many lines in one session."""
    values = {"in_progress": True, "mode": InspectionMode.ON_FILE} | values
    made = InspectionFactory(
        unit=org.division, raised_by_unit=org.department, edition=org.edition, lead=org.lead1, **values
    )
    TeamMemberFactory(inspection=made, user=org.inspector1)
    session = SessionFactory(inspection=made, unit=org.division)
    return made, [
        ChecklistLineFactory(session=session, clause=None, question_vi=f"Câu {n}", question_en="") for n in range(lines)
    ]


def ask(org, inspection, lines, due_on=DUE):
    return operations.ask_evidence(
        inspection, [(line, f"Gửi hồ sơ của {line}") for line in lines], by=fresh(org.inspector1), due_on=due_on
    )


def pdf(name="ho-so.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def deliver(org, inspection, requests):
    sent = [operations.Delivery(one, "Đã gửi", [prepare(pdf())]) for one in requests]
    return operations.deliver_evidence(inspection, sent, by=fresh(org.manager1))


def in_state(org, state):
    """One request in that state."""
    inspection, (line,) = on_file(org, 1)
    (request,) = ask(org, inspection, [line])
    return save(EvidenceRequest.objects.get(pk=request.pk), status=state)


TABLE = {
    # step, from: (to, who, reason)
    ("deliver", "asked"): ("delivered", "manager1 officer1", False),
    ("deliver", "asked_again"): ("delivered", "manager1 officer1", False),
    ("accept", "delivered"): ("accepted", "lead1 inspector1", False),
    ("ask_again", "delivered"): ("asked_again", "lead1 inspector1", True),
}


def test_the_table_is_the_descriptions():
    told = {
        (step.name, str(source)): (str(step.to), step.reason)
        for step in EVIDENCE.transitions
        for source in step.sources
    }
    assert told == {key: (target, reason) for key, (target, _who, reason) in TABLE.items()}


@pytest.mark.parametrize("state", [str(state) for state in E])
def test_every_state_by_every_step_and_person(org, state):
    request = in_state(org, state)
    for transition in EVIDENCE.transitions:
        may = {
            name
            for name, person in people_of(org).items()
            if EVIDENCE.blockers(transition.name, request, fresh(person)).allowed
        }
        _target, who, _reason = TABLE.get((transition.name, state), ("", "", False))
        assert may == set(who.split()), transition.name


def test_asking_again_needs_its_reason_and_counts(org):
    request = in_state(org, E.DELIVERED)
    with pytest.raises(ReasonMissing):
        operations.ask_again(request, by=fresh(org.lead1), reason=" ", due_on=DUE)
    request = operations.ask_again(request, by=fresh(org.lead1), reason="Thiếu trang ký", due_on=DUE)
    assert (request.status, request.times_asked) == (E.ASKED_AGAIN, 2)
    notice = Notice.objects.get(kind="evidence_asked_again")
    assert notice.user == org.manager1
    assert notice.details["reason"] == "Thiếu trang ký"


def test_a_session_is_asked_at_once_in_few_queries_and_the_manager_told_once(org):
    inspection, lines = on_file(org, 30)
    with CaptureQueriesContext(connection) as many:
        made = ask(org, inspection, lines)
    other, few = on_file(org, 2)
    with CaptureQueriesContext(connection) as caught:
        ask(org, other, few)
    assert len(made) == 30
    assert len(many) == len(caught)
    told = Notice.objects.filter(kind="evidence_asked", record_uid=inspection.uid)
    assert [(row.user, row.details["count"], row.details["day"]) for row in told] == [
        (org.manager1, "30", "22/07/2020")
    ]
    row = made[0].history.get()
    assert (row.operation, row.history_user) == ("ask_evidence", org.inspector1)
    with pytest.raises(StepRefused, match="at least one line|ít nhất một"):
        ask(org, inspection, lines)


@pytest.mark.parametrize(
    "values", [{"mode": InspectionMode.ON_SITE}, {"report_drafted": True}, {"in_progress": False, "planned": True}]
)
def test_nothing_is_asked_on_site_or_outside_the_visit(org, values):
    inspection, lines = on_file(org, 1, **values)
    with pytest.raises(StepRefused):
        ask(org, inspection, lines)
    assert not EvidenceRequest.objects.filter(line__in=lines).exists()


def test_only_the_team_asks_and_never_for_a_past_day(org):
    inspection, lines = on_file(org, 1)
    with pytest.raises(Refused):
        operations.ask_evidence(inspection, [(lines[0], "Gửi")], by=fresh(org.officer1), due_on=DUE)
    with pytest.raises(StepRefused, match="14/07/2020"):
        ask(org, inspection, lines, due_on=dt.date(2020, 7, 14))


def test_what_is_sent_reaches_the_team_once_and_its_files_the_line_when_accepted(org):
    inspection, lines = on_file(org)
    requests = ask(org, inspection, lines)
    deliver(org, inspection, requests[:2])
    told = Notice.objects.filter(kind="evidence_delivered")
    assert {(row.user, row.details["count"]) for row in told} == {(org.lead1, "2"), (org.inspector1, "2")}
    assert EvidenceFile.objects.count() == 2
    assert not ChecklistFile.objects.filter(record__in=lines).exists()
    done = operations.accept_evidence(inspection, requests[:2], by=fresh(org.lead1))
    assert [row.status for row in done] == [E.ACCEPTED, E.ACCEPTED]
    shown = ChecklistFile.objects.filter(record__in=lines)
    assert {(one.record, one.name, one.purpose) for one in shown} == {
        (line, "ho-so.pdf", "evidence") for line in lines[:2]
    }


def test_many_are_sent_all_or_none(org):
    inspection, lines = on_file(org, 2)
    requests = ask(org, inspection, lines)
    save(EvidenceRequest.objects.get(pk=requests[1].pk), status=E.ACCEPTED)
    with pytest.raises(StepRefused):
        deliver(org, inspection, requests)
    assert EvidenceRequest.objects.get(pk=requests[0].pk).status == E.ASKED
    assert not EvidenceFile.objects.exists()
    with pytest.raises(StepRefused):
        operations.deliver_evidence(inspection, [operations.Delivery(requests[0], " ")], by=fresh(org.manager1))
    with pytest.raises(StepRefused):
        operations.deliver_evidence(inspection, [operations.Delivery(requests[0], "x")], by=fresh(org.lead1))


def test_nobody_of_the_team_sends_to_themselves(org):
    inspection, lines = on_file(org, 1)
    (request,) = ask(org, inspection, lines)
    TeamMemberFactory(inspection=inspection, user=org.officer1)
    with pytest.raises(StepRefused, match="judges what is sent|không tự gửi"):
        operations.deliver_evidence(inspection, [operations.Delivery(request, "x")], by=fresh(org.officer1))
    assert not [item for item in evidence_of(fresh(org.officer1)) if "Send" in str(item.note)]


def test_worklists_of_unit_and_team(org):
    inspection, lines = on_file(org)
    deliver(org, inspection, ask(org, inspection, lines)[:1])
    (owed,) = list(evidence_of(fresh(org.manager1)))
    assert (owed.group, owed.due, owed.url) == ("do", DUE, reverse("evidence", args=[inspection.uid]))
    assert "2" in str(owed.note)
    (look,) = list(evidence_of(fresh(org.inspector1)))
    assert "1" in str(look.note)
    assert not list(evidence_of(fresh(org.reader2)))


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def test_the_whole_way_by_the_screens(org):
    inspection, lines = on_file(org, 2)
    team, unit = signed_in(org.inspector1), signed_in(org.manager1)
    url = reverse("evidence", args=[inspection.uid])
    asking = reverse("evidence_ask", args=[inspection.uid]) + f"?session={lines[0].session.uid}"
    assert asking in team.get(url).content.decode()
    page = team.get(asking).content.decode()
    assert "Câu 1" in page
    assert 'value="2020-07-22"' in page
    typed = {f"ask-{lines[0].pk}": "on", f"text-{lines[0].pk}": "Gửi sổ", "due_on": "2020-07-01"}
    late = team.post(asking, typed)
    assert late.status_code == 400
    assert "Gửi sổ" in late.content.decode()
    assert team.post(asking, typed | {"due_on": "2020-07-22"}).status_code == 302
    (request,) = EvidenceRequest.objects.filter(line__in=lines)

    sending = reverse("evidence_deliver", args=[inspection.uid])
    assert sending in unit.get(url).content.decode()
    assert "Câu 1" not in unit.get(url).content.decode()
    assert unit.post(sending, {}).status_code == 400
    bad = SimpleUploadedFile("x.exe", b"MZ\x00\x01", "application/octet-stream")
    spoiled = unit.post(sending, {f"note-{request.pk}": "Sổ quý II", f"files-{request.pk}": bad})
    assert spoiled.status_code == 400
    assert "Sổ quý II" in spoiled.content.decode()
    assert "x.exe" in spoiled.content.decode()
    assert unit.post(sending, {f"note-{request.pk}": "Sổ quý II", f"files-{request.pk}": pdf()}).status_code == 302
    assert team.get(sending).status_code == 200

    page = team.get(url + "?state=delivered").content.decode()
    assert "Sổ quý II" in page
    again = reverse("evidence_step", args=[request.uid, "ask_again"])
    assert team.post(again, {"reason": "Thiếu tháng 6", "due_on": "2020-07-24", "version": 2}).status_code == 302
    page = unit.get(url).content.decode()
    assert "Thiếu tháng 6" in page
    assert "24/07/2020" in page
    assert unit.post(sending, {f"note-{request.pk}": "Bổ sung"}).status_code == 302
    assert (
        team.post(reverse("evidence_accept", args=[inspection.uid]), {"all": "1", "shown": request.uid}).status_code
        == 302
    )
    request.refresh_from_db()
    assert request.status == E.ACCEPTED
    assert unit.post(again, {"reason": "x", "due_on": "2020-07-24"}).status_code == 409


def test_overdue_is_marked_and_counted(org):
    inspection, lines = on_file(org, 1)
    ask(org, inspection, lines)
    with clock.at(dt.datetime(2020, 7, 23, 9, tzinfo=clock.HANOI)):
        page = signed_in(org.manager1).get(reverse("evidence", args=[inspection.uid]) + "?state=overdue")
    assert "line-late" in page.content.decode()


def test_a_unit_sees_its_own_part_only(org):
    inspection, lines = on_file(org, 1)
    InspectedUnitFactory(inspection=inspection, unit=org.sibling)
    elsewhere = SessionFactory(inspection=inspection, unit=org.sibling)
    theirs = ChecklistLineFactory(session=elsewhere, clause=None, question_vi="Chuyện của phòng bên", question_en="")
    mine, other = ask(org, inspection, [*lines, theirs])
    unit = signed_in(org.manager1)
    page = unit.get(reverse("evidence", args=[inspection.uid])).content.decode()
    assert "Câu 0" in page
    assert "Chuyện của phòng bên" not in page
    form = unit.get(reverse("evidence_deliver", args=[inspection.uid])).content.decode()
    assert f"note-{mine.pk}" in form
    assert f"note-{other.pk}" not in form
    assert unit.get(reverse("evidence_step", args=[other.uid, "accept"])).status_code == 404
    sent = [operations.Delivery(other, "", [prepare(pdf())])]
    operations.deliver_evidence(inspection, sent, by=fresh(org.manager_sibling1))
    link = EvidenceFile.objects.get()
    assert unit.get(link.get_absolute_url()).status_code == 404
    opened = signed_in(org.manager_sibling1).get(link.get_absolute_url())
    assert b"".join(opened.streaming_content) == PDF


def test_pages_ask_as_much_for_many_lines_as_for_few(org):
    counts = []
    for many in (2, 12):
        inspection, lines = on_file(org, many)
        deliver(org, inspection, ask(org, inspection, lines)[: many // 2])
        unit, team = signed_in(org.manager1), signed_in(org.lead1)
        for client, name in ((team, "evidence"), (unit, "evidence"), (unit, "evidence_deliver")):
            url = reverse(name, args=[Inspection.objects.get(pk=inspection.pk).uid])
            client.get(url)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url).status_code == 200
            counts.append(len(caught))
    assert counts[:3] == counts[3:]
