"""Plan, notice and minutes as Word and PDF: what they say, in both languages, to whom; the report tells overrules."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as WordFile
from pypdf import PdfReader

from inspections.enums import MeetingKind
from inspections.models import Meeting
from inspections.operations import inspection as inspections
from inspections.operations import meeting as meetings
from inspections.operations.meeting import Attendee
from tests.factories import ProgrammeFactory, ProgrammeLineFactory, SessionDocumentFactory, save
from tests.scenes import inspection

KINDS = pytest.mark.parametrize("kind", ["docx", "pdf"])


def signed_in(user, language="vi"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def text_of(response, kind):
    assert response.status_code == 200, response.content[:300]
    if kind == "pdf":
        pages = PdfReader(BytesIO(response.content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    body = WordFile(BytesIO(response.content)).element.body
    return " ".join(" ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")).split())


def has(text, words):
    """Whether the words stand there; a narrow column may break them."""
    return words.replace(" ", "") in text.replace(" ", "")


@pytest.fixture
def planned(org):
    made = inspection(org, "planned")
    line = ProgrammeLineFactory(programme=ProgrammeFactory(unit=org.department), unit=org.division)
    save(made, programme_line=line, purpose="Xem hệ thống có hiệu lực", scope="Giải quyết hồ sơ")
    session = made.sessions.get()
    save(session, from_time=dt.time(8), to_time=dt.time(11, 30), representative="Bà Trưởng phòng", topic="Một cửa")
    SessionDocumentFactory(session=session)
    return made


@KINDS
def test_the_plan_has_the_usual_columns(org, planned, kind):
    text = text_of(signed_in(org.officer1).get(reverse("visit_plan_print", args=[planned.uid, kind])), kind)

    session = planned.sessions.get()
    for words in (
        "KẾ HOẠCH ĐÁNH GIÁ NỘI BỘ", planned.number, planned.title, "Mục đích", planned.purpose, "Phạm vi",
        planned.scope, "Chuẩn mực đánh giá", str(planned.edition), str(org.lead1), "Họp khai mạc", "Họp kết thúc",
        "Ngày, giờ", "Đơn vị", "Nội dung, điều khoản", "Đánh giá viên", "Đại diện đơn vị",
        f"{session.day:%d/%m/%Y}", "08:00 - 11:30", org.division.name_vi, "Một cửa",
        session.clause_references.get().clause.number, session.documents.get().document.number,
        str(org.inspector1), "Bà Trưởng phòng",
    ):  # fmt: skip
        assert has(text, words), words


@KINDS
def test_the_notice_is_addressed_and_dated(org, planned, kind):
    made = inspections.notify_unit(planned, by=org.lead1)
    text = text_of(signed_in(org.manager1).get(reverse("visit_notice_print", args=[made.uid, kind])), kind)

    programme = made.programme_line.programme
    for words in (
        "THÔNG BÁO", "Kính gửi:", org.division.name_vi, programme.title, programme.number, "ngày 15 tháng 7 năm 2020",
        str(org.inspector1), f"trước ngày {made.starts_on:%d/%m/%Y}",
    ):  # fmt: skip
        assert has(text, words), words


@KINDS
def test_minutes_with_attendance_list(org, kind):
    made = inspection(org, "in_progress")
    opening = Meeting(
        inspection=made, kind=MeetingKind.OPENING, held_on=made.starts_on, from_time=dt.time(8), place="Phòng họp 1",
        chaired_by=org.lead1, minutes="Nêu mục đích.\nĐơn vị nhất trí.",
    )  # fmt: skip
    guest = Attendee("Khách Mời", "Phó trưởng phòng", org.division)
    meetings.record_meeting(opening, by=org.lead1, attendance=[guest])
    address = reverse("meeting_print", args=[made.uid, "opening", kind])
    text = text_of(signed_in(org.manager1).get(address), kind)

    for words in (
        "BIÊN BẢN HỌP KHAI MẠC", "Phòng họp 1", "Danh sách tham dự", "Khách Mời", "Phó trưởng phòng", "Ký tên",
        org.division.name_vi, "Đơn vị nhất trí.", "Chủ trì", str(org.lead1),
    ):  # fmt: skip
        assert has(text, words), words


def test_in_english_and_only_within_reach(org, planned):
    names = {"visit_plan_print": "INTERNAL AUDIT PLAN", "visit_notice_print": "NOTICE"}
    for name, title in names.items():
        address = reverse(name, args=[planned.uid, "docx"])
        assert has(text_of(signed_in(org.officer1, "en").get(address), "docx"), title)
        assert signed_in(org.officer2).get(address).status_code == 404
        assert signed_in(org.officer1).get(reverse(name, args=[planned.uid, "exe"])).status_code == 404
    client = signed_in(org.officer1)
    assert client.get(reverse("meeting_print", args=[planned.uid, "opening", "docx"])).status_code == 404
    assert client.get(reverse("meeting_print", args=[planned.uid, "lunch", "docx"])).status_code == 404


def test_the_report_tells_who_was_let_go_and_why(org):
    made = inspection(org, "report_drafted")
    inspections.overrule_independence(made, org.inspector1, by=org.head1, reason="Không còn ai khác")
    text = text_of(signed_in(org.officer1).get(reverse("inspection_print", args=[made.uid, "docx"])), "docx")

    for words in ("Không còn ai khác", str(org.inspector1), str(org.head1)):
        assert has(text, words), words
