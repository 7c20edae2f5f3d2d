"""Screens of inspections: list, plan, sessions, steps, conducting; reach, query counts, refusals that keep words."""

import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from inspections.enums import AnswerResult, InspectionStatus
from inspections.models import ChecklistLine, IndependenceOverrule, Inspection, Session
from qms import clock
from qms.models import Signature
from qms.signatures import content_hash
from tests.factories import (
    PASSWORD,
    ChecklistLineFactory,
    DocumentFactory,
    FindingFactory,
    InspectionFactory,
    IssueFactory,
    SessionClauseFactory,
    SessionDocumentFactory,
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


def inspection_of(org, **traits):
    values = {
        "unit": org.division,
        "raised_by_unit": org.department,
        "edition": org.edition,
        "lead": org.lead1,
    }
    return InspectionFactory(**(values | traits))


def with_lines(org, count=2, **traits):
    """An inspection under way with a session of inspector1 and open lines."""
    inspection = inspection_of(org, in_progress=True, **traits)
    TeamMemberFactory(inspection=inspection, user=org.inspector1)
    session = SessionFactory(inspection=inspection)
    SessionInspectorFactory(session=session, user=org.inspector1)
    clauses = list(org.edition.clauses.auditable()[:count])
    SessionClauseFactory(record=session, clause=clauses[0])
    lines = [ChecklistLineFactory(session=session, clause=clause) for clause in clauses]
    return inspection, session, lines


def ready(org, **traits):
    """An inspection with one session of its lead on one clause."""
    inspection = inspection_of(org, **traits)
    session = SessionFactory(inspection=inspection)
    SessionInspectorFactory(session=session, user=inspection.lead)
    SessionClauseFactory(record=session, clause=org.edition.clauses.get(number="8.5.1"))
    return inspection


def step_of(inspection, name):
    return reverse("inspection_step", args=[inspection.uid, name])


def plan(org, **values):
    day = (clock.today() + dt.timedelta(days=20)).isoformat()
    return {
        "kind": "internal",
        "mode": "on_site",
        "title": "Đánh giá nội bộ",
        "raised_by_unit": org.department.pk,
        "unit": org.division.pk,
        "edition": org.edition.pk,
        "starts_on": day,
        "ends_on": day,
        "lead": org.lead1.pk,
        "team": [org.inspector1.pk],
    } | values


def test_list_asks_as_often_for_three_rows_as_for_fifty(organisation):
    client = signed_in(organisation.officer1)
    for _number in range(3):
        inspection_of(organisation)
    three = queries(client, reverse("inspections"))
    for _number in range(47):
        inspection_of(organisation)
    assert queries(client, reverse("inspections")) == three <= 10


def test_list_keeps_standing_with_nonsense(organisation):
    inspection_of(organisation)
    client = signed_in(organisation.officer1)
    for name in ("inspections", "programmes", "findings"):
        for query in (
            "sort=nonsense", "sort=-starts_on,number", "page=x", "as_of=31/31/2020", "status=nonsense", "unit=abc",
            "q=%00", "year=99999999999999999999", "show=mine", "show=open", "show=nobody", "starts_from=32/13/2020",
        ):  # fmt: skip
            assert client.get(reverse(name) + "?" + query).status_code == 200, (name, query)


def test_list_leaves_as_workbook_and_reads_as_of_a_day(organisation):
    inspection = inspection_of(organisation)
    client = signed_in(organisation.officer1)
    for name in ("inspections", "programmes", "findings"):
        book = client.get(reverse(name), {"export": "xlsx"})
        assert b"".join(book.streaming_content)[:2] == b"PK"
        yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
        for show in ("", "mine", "open"):
            assert client.get(reverse(name), {"as_of": yesterday, "show": show}).status_code == 200
    assert client.get(inspection.get_absolute_url(), {"as_of": yesterday}).status_code == 404


def test_record_asks_as_often_with_more_sessions_and_findings(organisation):
    client = signed_in(organisation.lead1)
    inspection, session, _lines = with_lines(organisation)
    FindingFactory(inspection=inspection)
    one = queries(client, inspection.get_absolute_url())
    conduct = queries(client, reverse("inspection_conduct", args=[inspection.uid]))
    for _number in range(4):
        FindingFactory(inspection=inspection)
        more = SessionFactory(inspection=inspection)
        SessionInspectorFactory(session=more, user=organisation.lead1)
        ChecklistLineFactory(session=more, clause=organisation.edition.clauses.auditable()[3])
    assert queries(client, reverse("inspection_conduct", args=[inspection.uid])) == conduct
    assert conduct <= 20
    assert queries(client, inspection.get_absolute_url()) <= one


def test_officer_plans_an_inspection_with_team_and_further_unit(organisation):
    client = signed_in(organisation.officer1)
    assert client.get(reverse("inspection_new")).status_code == 200
    answer = client.post(reverse("inspection_new"), plan(organisation, units=[organisation.sibling.pk]))
    assert answer.status_code == 302, answer.context["form"].errors
    inspection = Inspection.objects.get()
    page = client.get(inspection.get_absolute_url()).content.decode()
    assert str(organisation.inspector1) in page
    assert organisation.sibling.name in page


def test_internal_audit_of_another_system_is_refused_in_words(organisation):
    client = signed_in(organisation.officer)
    typed = plan(
        organisation,
        raised_by_unit=organisation.ministry.pk,
        unit=organisation.division2.pk,
        lead=organisation.lead.pk,
        team=[],
        title="typed words",
    )
    page = client.post(reverse("inspection_new"), typed)
    assert page.status_code == 200
    assert "another quality management system" in page.content.decode()
    assert "typed words" in page.content.decode()
    assert client.post(reverse("inspection_new"), typed | {"kind": "superior"}).status_code == 302
    inspection = Inspection.objects.get()
    assert signed_in(organisation.lead).get(inspection.get_absolute_url()).status_code == 200
    assert signed_in(organisation.inspector).get(inspection.get_absolute_url()).status_code == 404


def test_unseen_unit_is_an_invalid_choice(organisation):
    page = signed_in(organisation.officer1).post(
        reverse("inspection_new"), plan(organisation, unit=organisation.division2.pk)
    )
    assert page.status_code == 200
    assert not Inspection.objects.exists()


def test_plan_is_changed_and_a_stale_one_keeps_what_was_typed(organisation):
    client = signed_in(organisation.officer1)
    inspection = inspection_of(organisation)
    url = reverse("inspection_edit", args=[inspection.uid])
    assert client.get(url).status_code == 200
    stale = client.post(url, plan(organisation, title="typed words", version=inspection.version - 1))
    assert stale.status_code == 409
    assert "typed words" in stale.content.decode()
    assert client.post(url, plan(organisation, title="New", version=inspection.version)).status_code == 302
    inspection.refresh_from_db()
    assert inspection.title == "New"
    assert list(inspection.team.values_list("user_id", flat=True)) == [organisation.inspector1.pk]


def test_session_offers_who_may_go_and_makes_the_checklist(organisation):
    client = signed_in(organisation.officer1)
    inspection = inspection_of(organisation)
    url = reverse("session_new", args=[inspection.uid])
    page = client.get(url).content.decode()
    assert str(organisation.inspector1) in page
    clause = organisation.edition.clauses.get(number="8.5")
    typed = {
        "unit": organisation.division.pk,
        "day": inspection.starts_on.isoformat(),
        "from_time": "08:00",
        "to_time": "07:00",
        "inspectors": [organisation.inspector1.pk],
        "clauses": [clause.pk],
        "topic": "typed words",
    }
    wrong = client.post(url, typed)
    assert wrong.status_code == 200
    text = wrong.content.decode()
    assert "ends before it begins" in text
    assert f'value="{clause.pk}" checked' in text
    assert client.post(url, typed | {"to_time": "11:00"}).status_code == 302
    session = Session.objects.get()
    lines = session.lines.filter(ended_at=None).count()
    assert lines > 1
    assert f"0/{lines}" in client.get(inspection.get_absolute_url()).content.decode()
    edit = reverse("session_edit", args=[session.uid])
    fewer = organisation.edition.clauses.get(number="8.5.1")
    change = typed | {"to_time": "11:00", "clauses": [fewer.pk], "version": session.version}
    assert client.post(edit, change).status_code == 302
    assert session.lines.filter(ended_at=None).count() == 1
    drop = reverse("session_step", args=[session.uid, "drop"])
    assert client.post(drop, {"reason": "Đổi lịch"}).status_code == 302
    assert client.get(edit).status_code == 404


def test_session_says_who_is_not_free_and_top_management_overrules(organisation):
    inspection = inspection_of(organisation, unit=organisation.sibling, lead=organisation.lead1)
    session = SessionFactory(inspection=inspection)
    SessionInspectorFactory(session=session, user=organisation.inspector1)
    page = signed_in(organisation.officer1).get(reverse("session_edit", args=[session.uid])).content.decode()
    assert "not free" in page
    url = step_of(inspection, "overrule")
    assert signed_in(organisation.lead1).get(url).status_code == 409
    head = signed_in(organisation.head1)
    assert step_of(inspection, "overrule") in head.get(inspection.get_absolute_url()).content.decode()
    typed = {"inspector": organisation.inspector1.pk, "reason": "Không còn ai khác"}
    assert head.post(url, typed).status_code == 302
    assert IndependenceOverrule.objects.get().reason == "Không còn ai khác"
    assert "Không còn ai khác" in head.get(inspection.get_absolute_url()).content.decode()


def test_whole_way_by_the_screens(organisation):
    inspection = ready(organisation)
    lead = signed_in(organisation.lead1)

    def step(client, name, **typed):
        inspection.refresh_from_db()
        client.get(step_of(inspection, name))
        return client.post(step_of(inspection, name), typed | {"version": inspection.version})

    late = step(lead, "notify")
    assert late.status_code == 409
    assert "reason" in late.content.decode()
    assert step(lead, "notify", reason="Theo yêu cầu của đơn vị").status_code == 302
    assert step(lead, "start").status_code == 302
    session = inspection.sessions.get()
    line = ChecklistLineFactory(session=session, clause=organisation.edition.clauses.auditable()[0])
    refused = step(lead, "end_visit", closing_meeting_on=clock.today().isoformat(), ended_early_reason="typed words")
    assert refused.status_code == 409
    assert "typed words" in refused.content.decode()
    assert step(lead, "not_examined", reason="Hết giờ").status_code == 302
    line.refresh_from_db()
    assert line.result == AnswerResult.NOT_EXAMINED
    assert step(lead, "end_visit", closing_meeting_on=clock.today().isoformat()).status_code == 302
    assert step(lead, "send").status_code == 409
    assert step(lead, "report", conclusion="Hệ thống phù hợp.", strengths="").status_code == 302
    assert step(lead, "send").status_code == 302
    assert step(signed_in(organisation.manager1), "comment", unit_comment="Nhất trí").status_code == 302
    inspection.refresh_from_db()
    assert step(lead, "conclude", shown=content_hash(inspection), password="wrong").status_code == 200
    assert step(lead, "conclude", shown=content_hash(inspection), password=PASSWORD).status_code == 302
    inspection.refresh_from_db()
    assert inspection.status == InspectionStatus.CLOSED
    head = signed_in(organisation.head1)
    shown = content_hash(inspection)
    assert step(head, "reopen", reason="Thiếu phát hiện", shown=shown, password=PASSWORD).status_code == 302
    assert Signature.objects.count() == 2
    page = lead.get(inspection.get_absolute_url()).content.decode()
    for told in ("Unit notified", "Visit started", "Report sent to the unit", "The unit commented", "Signed:"):
        assert told in page, told


def test_postponing_and_changing_the_team_take_their_values(organisation):
    inspection = ready(organisation, notified=True)
    lead = signed_in(organisation.lead1)
    team = {"team": [organisation.inspector1.pk], "reason": "Ốm", "version": inspection.version}
    assert lead.post(step_of(inspection, "change_team"), team).status_code == 302
    inspection.refresh_from_db()
    later = (clock.today() + dt.timedelta(days=30)).isoformat()
    typed = {"starts_on": later, "ends_on": later, "reason": "Bão", "version": inspection.version}
    assert lead.post(step_of(inspection, "postpone"), typed | {"ends_on": "2001-01-01"}).status_code == 200
    assert lead.post(step_of(inspection, "postpone"), typed).status_code == 302
    inspection.refresh_from_db()
    assert inspection.status == InspectionStatus.PLANNED
    assert inspection.sessions.get().day.isoformat() == later
    assert lead.post(step_of(inspection, "cancel"), {"reason": "Thôi"}).status_code == 302


def photo():
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "JPEG")
    return SimpleUploadedFile("ho-so.jpg", content.getvalue(), "image/jpeg")


def test_lines_are_answered_without_script_and_with_a_photo(organisation):
    inspection, _session, (first, second) = with_lines(organisation)
    client = signed_in(organisation.inspector1)
    page = client.get(reverse("inspection_conduct", args=[inspection.uid])).content.decode()
    assert "0/2" in page
    assert f'href="#line-{first.pk}"' in page
    url = reverse("checklist_answer", args=[first.uid])
    typed = {"result": "not_conforming", "note": "Thiếu hồ sơ", "version": first.version, "files": photo()}
    answer = client.post(url, typed)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#line-{first.pk}")
    page = client.get(reverse("inspection_conduct", args=[inspection.uid])).content.decode()
    assert "1/2" in page
    assert "<img" in page
    assert f"?line={first.uid}" in page
    assert f'href="#line-{second.pk}"' in page


def test_refused_answer_keeps_what_was_typed(organisation):
    inspection, _session, (first, second) = with_lines(organisation)
    client = signed_in(organisation.inspector1)
    url = reverse("checklist_answer", args=[first.uid])
    no_reason = client.post(url, {"result": "not_examined", "note": "", "version": first.version})
    assert no_reason.status_code == 409
    no_result = client.post(url, {"note": "typed words"})
    assert no_result.status_code == 400
    assert "typed words" in no_result.content.decode()
    stale = client.post(url, {"result": "conforming", "note": "typed words", "version": first.version + 5})
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "typed words" in text
    assert f'name="version" value="{first.version}"' in text
    script = client.post(url, {"note": "typed words"}, headers={"HX-Request": "true"})
    assert script.status_code == 200
    assert "typed words" in script.content.decode()
    assert "<html" not in script.content.decode()
    first.refresh_from_db()
    assert first.result == ""


def test_script_gets_the_card_and_the_progress(organisation):
    _inspection, _session, (first, second) = with_lines(organisation)
    client = signed_in(organisation.inspector1)
    url = reverse("checklist_answer", args=[first.uid])
    card = client.post(url, {"result": "conforming", "version": first.version}, headers={"HX-Request": "true"})
    text = card.content.decode()
    assert card.status_code == 200
    assert f'id="line-{first.pk}"' in text
    assert 'hx-swap-oob="true"' in text
    assert "1/2" in text
    assert f'href="#line-{second.pk}"' in text


def test_documents_of_a_session_lead_to_their_issue_in_force(organisation):
    inspection, session, _lines = with_lines(organisation)
    document = DocumentFactory(unit=organisation.department)
    issue = IssueFactory(document=document, approved=True)
    without = DocumentFactory(unit=organisation.department)
    SessionDocumentFactory(session=session, document=document)
    SessionDocumentFactory(session=session, document=without)
    client = signed_in(organisation.lead1)
    for url in (inspection.get_absolute_url(), reverse("inspection_conduct", args=[inspection.uid])):
        page = client.get(url).content.decode()
        assert f'href="{issue.get_absolute_url()}"' in page
        assert str(without) in page
    offered = client.get(reverse("session_edit", args=[session.uid])).context["form"].fields["documents"].queryset
    assert set(offered) == {document, without}
    assert (
        document
        in client.get(reverse("session_new", args=[inspection.uid])).context["form"].fields["documents"].queryset
    )


def test_start_makes_the_checklists_that_are_missing(organisation):
    inspection = ready(organisation, notified=True)
    typed = {"version": inspection.version}
    assert signed_in(organisation.lead1).post(step_of(inspection, "start"), typed).status_code == 302
    assert inspection.sessions.get().lines.count() == 1


def test_record_as_of_an_earlier_day_shows_what_stood_then(organisation, settings):
    inspection = ready(organisation)
    finding = FindingFactory(inspection=inspection)
    settings.QMS_CLOCK_OFFSET_SECONDS = 3 * 86400
    day = (clock.today() - dt.timedelta(days=2)).isoformat()
    client = signed_in(organisation.lead1)
    for record in (inspection, finding):
        page = client.get(record.get_absolute_url(), {"as_of": day})
        assert page.status_code == 200
        assert "Next steps" not in page.content.decode()
    assert inspection.get_absolute_url() in client.get(reverse("inspections"), {"as_of": day}).content.decode()


def test_session_is_marked_as_held(organisation):
    _inspection, session, lines = with_lines(organisation)
    url = reverse("session_step", args=[session.uid, "held"])
    assert signed_in(organisation.manager1).get(url).status_code == 409
    assert signed_in(organisation.inspector1).post(url, {}).status_code == 302
    session.refresh_from_db()
    assert session.held_at is not None


def test_manager_of_the_unit_reads_the_checklist_and_answers_nothing(organisation):
    inspection, _session, (first, _second) = with_lines(organisation)
    client = signed_in(organisation.manager1)
    page = client.get(reverse("inspection_conduct", args=[inspection.uid]))
    assert page.status_code == 200
    assert 'name="result"' not in page.content.decode()
    url = reverse("checklist_answer", args=[first.uid])
    assert client.post(url, {"result": "conforming"}).status_code == 403
    first.refresh_from_db()
    assert first.result == ""


def test_lead_confirms_all_findings(organisation):
    inspection, _session, _lines = with_lines(organisation)
    FindingFactory(inspection=inspection)
    FindingFactory(inspection=inspection, observation=True)
    url = step_of(inspection, "confirm_findings")
    assert signed_in(organisation.inspector1).get(url).status_code == 409
    lead = signed_in(organisation.lead1)
    assert url in lead.get(inspection.get_absolute_url()).content.decode()
    assert lead.post(url, {}).status_code == 302
    assert not inspection.findings.filter(status="draft").exists()
    assert inspection.nonconformities.count() == 1


def test_stranger_finds_nothing(organisation):
    inspection, session, (first, _second) = with_lines(organisation)
    client = signed_in(organisation.officer2)
    for url in (
        inspection.get_absolute_url(),
        reverse("inspection", args=[uuid.uuid4()]),
        reverse("inspection_edit", args=[inspection.uid]),
        reverse("inspection_conduct", args=[inspection.uid]),
        reverse("session_new", args=[inspection.uid]),
        reverse("session_edit", args=[session.uid]),
        reverse("session_step", args=[session.uid, "drop"]),
        step_of(inspection, "end_visit"),
    ):
        assert client.get(url).status_code == 404, url
    assert client.post(reverse("checklist_answer", args=[first.uid]), {"result": "conforming"}).status_code == 404
    page = client.get(reverse("inspections"), {"q": inspection.number}).content.decode()
    assert inspection.get_absolute_url() not in page
    assert not ChecklistLine.objects.exclude(result="").exists()


def test_reader_is_told_who_plans(organisation):
    page = signed_in(organisation.reader1).get(reverse("inspection_new"))
    assert page.status_code == 403
    assert "quality officer" in page.content.decode()
