"""Screens of findings: list, recording from a line, confirming, answering, regrading."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.enums import FindingStatus, Grade
from inspections.models import Finding
from qms import clock
from qms.models import Action
from tests.factories import (
    ChecklistLineFactory,
    FindingFactory,
    InspectionFactory,
    SessionFactory,
    SessionInspectorFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(url)
    assert response.status_code == 200, response.content[:400]
    return len(caught)


def visit(org):
    inspection = InspectionFactory(
        in_progress=True, unit=org.division, raised_by_unit=org.department, edition=org.edition, lead=org.lead1
    )
    TeamMemberFactory(inspection=inspection, user=org.inspector1)
    return inspection


def line_of(org, inspection):
    session = SessionFactory(inspection=inspection)
    SessionInspectorFactory(session=session, user=org.inspector1)
    clause = org.edition.clauses.get(number="8.5.1")
    return ChecklistLineFactory(session=session, clause=clause, note="Hồ sơ 12 trễ hạn")


def step_of(finding, name):
    return reverse("finding_step", args=[finding.uid, name])


def typed(org, **values):
    return {
        "unit": org.division.pk,
        "grade": "minor",
        "statement": "Hai hồ sơ trễ hạn.",
        "requirement": "8.5.1",
        "evidence": "Hồ sơ 12 và 31",
        "recorded_on": clock.today().isoformat(),
    } | values


def test_list_asks_as_often_for_three_rows_as_for_fifty(organisation):
    client = signed_in(organisation.officer1)
    inspection = visit(organisation)
    for _number in range(3):
        FindingFactory(inspection=inspection)
    three = queries(client, reverse("findings"))
    for _number in range(47):
        FindingFactory(inspection=inspection, confirmed=True)
    assert queries(client, reverse("findings")) == three <= 10


def test_finding_is_recorded_from_a_line(organisation):
    inspection = visit(organisation)
    line = line_of(organisation, inspection)
    client = signed_in(organisation.inspector1)
    url = f"{reverse('finding_new')}?line={line.uid}"
    form = client.get(url).context["form"]
    assert form["clauses"].value() == [line.clause_id]
    assert "8.5.1" in form["requirement"].value()
    assert form["evidence"].value() == "Hồ sơ 12 trễ hạn"
    wrong = client.post(url, typed(organisation, evidence="", statement="typed words"))
    assert wrong.status_code == 200
    assert "typed words" in wrong.content.decode()
    answer = client.post(url, typed(organisation, clauses=[line.clause_id]))
    assert answer.status_code == 302, answer.context["form"].errors
    finding = Finding.objects.get()
    assert finding.line == line
    assert finding.recorded_by == organisation.inspector1
    page = client.get(finding.get_absolute_url()).content.decode()
    assert "8.5.1" in page
    assert reverse("finding_edit", args=[finding.uid]) in page
    conduct = client.get(reverse("inspection_conduct", args=[inspection.uid])).content.decode()
    assert finding.number in conduct


def test_draft_is_changed_and_a_confirmed_one_is_not(organisation):
    finding = FindingFactory(inspection=visit(organisation))
    client = signed_in(organisation.inspector1)
    url = reverse("finding_edit", args=[finding.uid])
    assert client.get(url).status_code == 200
    clause = organisation.edition.clauses.get(number="8.5.1")
    change = typed(organisation, statement="Ba hồ sơ", clauses=[clause.pk], version=finding.version)
    assert client.post(url, change).status_code == 302
    finding.refresh_from_db()
    assert finding.statement == "Ba hồ sơ"
    assert finding.clause_references.filter(ended_at=None).count() == 1
    assert client.post(url, change | {"clauses": [], "version": finding.version}).status_code == 302
    assert finding.clause_references.filter(ended_at=None).count() == 0
    finding.refresh_from_db()
    lead = signed_in(organisation.lead1)
    assert lead.post(step_of(finding, "confirm"), {"version": finding.version}).status_code == 302
    finding.refresh_from_db()
    refused = client.post(url, typed(organisation, statement="typed words", version=finding.version))
    assert refused.status_code == 409
    assert "typed words" in refused.content.decode()
    page = lead.get(finding.get_absolute_url()).content.decode()
    assert finding.nonconformity.number in page


def test_unit_answers_an_observation_with_an_improvement(organisation):
    finding = FindingFactory(inspection=visit(organisation), observation=True, confirmed=True)
    url = step_of(finding, "answer")
    assert signed_in(organisation.lead1).get(url).status_code == 409
    manager = signed_in(organisation.manager1)
    assert manager.get(url).status_code == 200
    words = {"answer_kind": "improvement", "answer_text": "Sửa biểu mẫu", "version": finding.version}
    wrong = manager.post(url, words)
    assert wrong.status_code == 200
    assert "Name who does the improvement." in wrong.content.decode()
    due = (clock.today() + dt.timedelta(days=20)).isoformat()
    answer = manager.post(url, words | {"owner": organisation.owner1.pk, "due_on": due})
    assert answer.status_code == 302, answer.context["form"].errors
    finding.refresh_from_db()
    assert finding.status == FindingStatus.ANSWERED
    action = Action.objects.get()
    assert action.owner == organisation.owner1
    lead = signed_in(organisation.lead1)
    assert action.number in lead.get(finding.get_absolute_url()).content.decode()
    assert lead.get(step_of(finding, "close")).status_code == 409


def test_not_taken_up_with_reasons_and_closed(organisation):
    finding = FindingFactory(inspection=visit(organisation), observation=True, confirmed=True)
    words = {"answer_kind": "not_taken_up", "answer_text": "Đã có phần mềm", "version": finding.version}
    assert signed_in(organisation.manager1).post(step_of(finding, "answer"), words).status_code == 302
    lead = signed_in(organisation.lead1)
    assert lead.post(step_of(finding, "close"), {}).status_code == 302
    finding.refresh_from_db()
    assert finding.status == FindingStatus.CLOSED


def test_lead_regrades_and_both_grades_are_shown(organisation):
    finding = FindingFactory(inspection=visit(organisation))
    lead = signed_in(organisation.lead1)
    regrade = {"grade": "observation", "reason": "Không hệ thống", "version": finding.version}
    assert lead.post(step_of(finding, "regrade"), regrade).status_code == 302
    finding.refresh_from_db()
    assert finding.grade == Grade.OBSERVATION
    page = lead.get(finding.get_absolute_url()).content.decode()
    assert "First graded" in page
    assert "Minor nonconformity" in page
    assert lead.post(step_of(finding, "withdraw"), {}).status_code == 200
    assert lead.post(step_of(finding, "withdraw"), {"reason": "Nhầm hồ sơ"}).status_code == 302


def test_stranger_finds_nothing(organisation):
    inspection = visit(organisation)
    finding = FindingFactory(inspection=inspection)
    line = line_of(organisation, inspection)
    client = signed_in(organisation.officer2)
    for url in (
        finding.get_absolute_url(),
        reverse("finding", args=[uuid.uuid4()]),
        reverse("finding_edit", args=[finding.uid]),
        step_of(finding, "confirm"),
        f"{reverse('finding_new')}?line={line.uid}",
        f"{reverse('finding_new')}?inspection={inspection.uid}",
        f"{reverse('finding_new')}?inspection=nonsense",
        reverse("finding_new"),
    ):
        assert client.get(url).status_code == 404, url
    assert finding.get_absolute_url() not in client.get(reverse("findings"), {"q": finding.number}).content.decode()


def test_manager_records_nothing_and_is_told_who_does(organisation):
    inspection = visit(organisation)
    page = signed_in(organisation.manager1).get(f"{reverse('finding_new')}?inspection={inspection.uid}")
    assert page.status_code == 403
    assert "team" in page.content.decode()
