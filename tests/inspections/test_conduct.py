"""The page of conducting: every type of question, what depends on an answer, evidence demanded, two inspectors."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from inspections.enums import LineOrigin
from inspections.models import ChecklistFile, ChecklistLine
from inspections.operations.checklist import answer_line
from inspections.views.inspection_parts import sessions
from tests.factories import (
    AnswerConflictFactory,
    ChecklistLineFactory,
    InspectedUnitFactory,
    InspectionFactory,
    NonconformityFactory,
    SessionFactory,
    SessionInspectorFactory,
    TeamMemberFactory,
    save,
)
from tests.shared_organisation import fresh

HX = {"HX-Request": "true"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def visit(org):
    """An inspection of the division under way, led by lead1, with inspector1 asking in its session."""
    made = InspectionFactory(
        unit=org.division, raised_by_unit=org.department, edition=org.edition, lead=org.lead1, in_progress=True
    )
    TeamMemberFactory(inspection=made, user=org.inspector1)
    session = SessionFactory(inspection=made, unit=org.division)
    SessionInspectorFactory(session=session, user=org.inspector1)
    return session


def line(session, **values):
    return ChecklistLineFactory(session=session, clause=None, question_en="", **values)


def page_of(client, session, query=""):
    answer = client.get(reverse("inspection_conduct", args=[session.inspection.uid]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, one, *, hx=False, **typed):
    typed = {"version": ChecklistLine.objects.get(pk=one.pk).version} | typed
    return client.post(reverse("checklist_answer", args=[one.uid]), typed, headers=HX if hx else {})


def photo():
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "JPEG")
    return SimpleUploadedFile("anh.jpg", content.getvalue(), "image/jpeg")


CHOICES = [{"label_vi": "Đủ", "conforms": True}, {"label_vi": "Thiếu", "conforms": False}]
TYPES = [
    # type, further fields, what the page shows, what is typed, result and value
    ("yes_no", {}, 'name="answer"', {"answer": "no"}, ("not_conforming", {"answer": "no"})),
    ("yes_no", {"conforms_when_no": True}, 'name="answer"', {"answer": "no"}, ("conforming", {"answer": "no"})),
    ("number", {"most": "5", "measure": "h"}, "at most 5 h", {"number": "3,5"}, ("conforming", {"number": "3.5"})),
    ("number", {"least": "4"}, "at least 4", {"number": "3"}, ("not_conforming", {"number": "3"})),
    ("choice", {"choices": CHOICES}, "Thiếu", {"choice": "1"}, ("not_conforming", {"choice": 1})),
    ("date", {}, 'type="date"', {"date": "2020-07-01"}, ("recorded", {"date": "2020-07-01"})),
    ("text", {}, 'name="text"', {"text": "Tủ số 3"}, ("recorded", {"text": "Tủ số 3"})),
    (
        "sample", {}, 'name="examined"', {"examined": "5", "of": "20", "failed": "1"},
        ("not_conforming", {"examined": 5, "of": 20, "failed": 1}),
    ),
    ("sample", {}, 'name="result"', {"result": "not_applicable", "note": "Không có hồ sơ"}, ("not_applicable", {})),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "further", "shown", "typed", "told"), TYPES)
def test_each_type_has_its_inputs_and_is_judged(org, visit, kind, further, shown, typed, told):
    one = line(visit, question_type=kind, **further)
    client = signed_in(org.inspector1)
    assert shown in page_of(client, visit)
    assert post(client, one, **typed).status_code == 302
    one.refresh_from_db()
    assert (one.result, one.value) == told
    for name, value in typed.items():
        if name not in ("answer", "choice", "result", "number"):
            assert value in page_of(client, visit)


def test_a_wrong_value_is_refused_in_words_and_kept(org, visit):
    one = line(visit, question_type="number", most="5")
    client = signed_in(org.inspector1)
    refused = post(client, one, number="ba ngày", note="đã đếm")
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "“ba ngày” is no number" in page
    assert 'value="ba ngày"' in page
    assert "đã đếm" in page


def test_questions_appear_and_leave_with_the_answer_before_them(org, visit):
    first = line(visit, key="a", question_type="yes_no", position=1, question_vi="Có sổ không?")
    then = line(
        visit, key="b", shown_after="a", shown_when=["not_conforming"], position=2, question_vi="Vì sao không có sổ?"
    )
    last = line(visit, shown_after="b", shown_when=["conforming"], position=3, question_vi="Ai duyệt?")
    client = signed_in(org.inspector1)
    page = page_of(client, visit)
    assert "Vì sao không có sổ?" not in page
    assert "0/1" in page
    assert (sessions(visit.inspection)["lines_done"], sessions(visit.inspection)["lines_all"]) == (0, 1)
    swap = post(client, first, hx=True, answer="no").content.decode()
    assert "Vì sao không có sổ?" in swap
    assert f'id="line-{then.pk}"' in swap
    assert f'id="line-{last.pk}"' not in swap
    assert "1/2" in swap
    assert post(client, then, result="conforming").status_code == 302
    page = page_of(client, visit)
    assert "Ai duyệt?" in page
    assert "2/3" in page
    swap = post(client, first, hx=True, answer="yes").content.decode()
    assert "Vì sao không có sổ?" not in swap
    assert swap.count(" hidden ") == 2
    assert "1/1" in swap


def test_evidence_that_an_answer_demands_is_asked_at_once(org, visit):
    one = line(visit, evidence_when=["not_conforming"])
    client = signed_in(org.inspector1)
    refused = post(client, one, result="not_conforming", note="Thiếu chữ ký")
    assert refused.status_code == 409
    assert "demands a photo or a file" in refused.content.decode()
    assert "Thiếu chữ ký" in refused.content.decode()
    assert post(client, one, result="conforming").status_code == 302
    assert post(client, one, result="not_conforming", files=photo()).status_code == 302
    assert post(client, one, result="not_conforming", note="Vẫn thiếu").status_code == 302
    one.refresh_from_db()
    assert one.note == "Vẫn thiếu"


def test_a_photo_beside_a_refused_answer_is_kept(org, visit):
    one = line(visit)
    client = signed_in(org.inspector1)
    refused = post(client, one, note="chưa chọn", files=photo())
    assert refused.status_code == 400
    assert "kept with the line" in refused.content.decode()
    assert ChecklistFile.objects.get(record=one).name == "anh.jpg"
    signed_in(org.manager1).post(reverse("checklist_answer", args=[one.uid]), {"files": photo()})
    assert ChecklistFile.objects.count() == 1


def test_two_inspectors_see_both_answers_and_choose(org, visit):
    one = line(visit, max_score="5")
    opened = one.version
    answer_line(one, by=fresh(org.lead1), result="conforming", note="Có đủ sổ")
    client = signed_in(org.inspector1)
    for hx in (True, False):
        refused = post(client, one, hx=hx, version=opened, result="not_conforming", note="Thiếu sổ tháng 6")
        page = refused.content.decode()
        for told in ("Có đủ sổ", "Thiếu sổ tháng 6", "The answer that stands", str(org.lead1), "Keep this one"):
            assert told in page
        assert f'name="version" value="{opened + 1}"' in page
        assert page.count("Thiếu sổ tháng 6") == 2, "told beside the other, and in the input"
    odd = post(client, one, version=opened, result="conforming", score="ba", files=photo())
    assert odd.status_code == 409
    kept = client.get(reverse("checklist_answer", args=[one.uid]), headers=HX).content.decode()
    assert "Có đủ sổ" in kept
    assert "Thiếu sổ" not in kept
    assert post(client, one, result="not_conforming", note="Thiếu sổ tháng 6").status_code == 302
    history = client.get(reverse("checklist_line", args=[one.uid])).content.decode()
    assert "Có đủ sổ" in history
    assert "Thiếu sổ tháng 6" in history


def test_answers_sent_from_a_phone_beside_another_stand_on_top(org, visit):
    one = line(visit)
    answer_line(one, by=fresh(org.lead1), result="conforming", note="Bản đang có")
    sent = AnswerConflictFactory(line=one, sent_by=org.inspector1, result="not_conforming", note="Bản gửi lên")
    client = signed_in(org.lead1)
    page = page_of(client, visit)
    assert "Bản gửi lên" in page
    url = reverse("answer_conflict", args=[sent.uid])
    assert f'action="{url}"' in page
    assert url not in page_of(signed_in(org.manager1), visit)
    assert client.post(url, {"keep": "sent"}).status_code == 302
    one.refresh_from_db()
    assert (one.note, one.answered_by) == ("Bản gửi lên", org.inspector1)
    assert "Two answers to one line" not in page_of(client, visit)


def test_filters_show_all_open_not_conforming_and_mine(org, visit):
    conforms = line(visit, result="conforming", question_vi="Câu xanh")
    fails = line(visit, result="not_conforming", question_vi="Câu đỏ")
    waits = line(visit, question_vi="Câu trống")
    other = SessionFactory(inspection=visit.inspection, unit=org.division)
    theirs = line(other, question_vi="Câu của người khác")
    client = signed_in(org.inspector1)
    seen = {
        "": [conforms, fails, waits, theirs],
        "?show=open": [waits, theirs],
        "?show=not_conforming": [fails],
        "?show=mine": [conforms, fails, waits],
        "?show=nonsense": [conforms, fails, waits, theirs],
    }
    for query, lines in seen.items():
        page = page_of(client, visit, query)
        shown = [one for one in (conforms, fails, waits, theirs) if one.question_vi in page]
        assert shown == lines, query
        assert f'#line-{waits.pk}"' in page, "the next open line"


def test_where_a_line_comes_from_leads_there(org, visit):
    standing = NonconformityFactory(unit=org.division, raised_by_unit=org.department, closed=True)
    elsewhere = NonconformityFactory(unit=org.division2)
    line(visit, origin=LineOrigin.NONCONFORMITY, nonconformity=standing)
    line(visit, origin=LineOrigin.NONCONFORMITY, nonconformity=elsewhere)
    before = InspectionFactory(unit=org.division, raised_by_unit=org.department, closed=True)
    earlier = line(SessionFactory(inspection=before), result="not_conforming")
    line(visit, origin=LineOrigin.LAST_INSPECTION, earlier_line=earlier)
    page = page_of(signed_in(org.lead1), visit)
    assert f'href="{standing.get_absolute_url()}"' in page
    assert elsewhere.number in page
    assert f'href="{elsewhere.get_absolute_url()}"' not in page
    assert f"#line-{earlier.pk}" in page
    assert f"{before.number}: Not conforming" in page


def test_sections_guidance_and_scores_are_shown(org, visit):
    line(visit, section="Điều 4", guidance="Xem sổ theo dõi", max_score="10")
    scored = line(visit, section="Điều 5", max_score="2.5")
    client = signed_in(org.inspector1)
    page = page_of(client, visit)
    for shown in ("Điều 4</h3>", "Điều 5</h3>", "Xem sổ theo dõi", "0–10", "0–2.5"):
        assert shown in page
    assert "3" in post(client, scored, result="conforming", score="3").content.decode()
    assert post(client, scored, result="conforming", score="1,5").status_code == 302
    scored.refresh_from_db()
    assert scored.score == 1.5
    assert 'value="1.5"' in page_of(client, visit)


def test_a_unit_reads_its_own_part_until_conclusion(org, visit):
    InspectedUnitFactory(inspection=visit.inspection, unit=org.sibling)
    mine = line(visit, question_vi="Việc của phòng mình")
    theirs = line(SessionFactory(inspection=visit.inspection, unit=org.sibling), question_vi="Việc phòng bên")
    client = signed_in(org.manager1)
    page = page_of(client, visit)
    assert mine.question_vi in page
    assert theirs.question_vi not in page
    assert client.get(reverse("checklist_line", args=[theirs.uid])).status_code == 404
    assert client.get(reverse("checklist_answer", args=[theirs.uid])).status_code == 404
    save(visit.inspection, status="concluded", unit_commented_on=visit.day)
    assert theirs.question_vi in page_of(client, visit)


def test_as_many_queries_for_many_lines_as_for_few(org, visit):
    counts = []
    client = signed_in(org.inspector1)
    url = reverse("inspection_conduct", args=[visit.inspection.uid])
    for _round in range(2):
        for number in range(10):
            one = line(visit, key=f"k{number}", answered_by=org.lead1, result="conforming", origin="nonconformity")
            save(one, nonconformity=NonconformityFactory(unit=org.division, raised_by_unit=org.department))
        client.get(url)
        with CaptureQueriesContext(connection) as page:
            client.get(url)
        with CaptureQueriesContext(connection) as answer:
            post(client, one, hx=True, result="not_conforming", note=f"lần {_round}")
        counts.append((len(page), len(answer)))
    assert counts[0] == counts[1]
