"""Registers of feedback come in, come back unchanged, and never say who wrote."""

import datetime as dt

import pytest

from qms import clock
from qms.models import Feedback, FeedbackSender
from qms.operations import feedback as operations
from tests.factories import FeedbackSenderFactory
from tests.qms.imports.brought import bring_in, export, register, undo
from tests.shared_organisation import fresh

HEAD = ["Số hiệu", "Ngày nhận", "Loại phản ánh", "Đơn vị", "Tiêu đề", "Nội dung phản ánh", "Trả lời", "Ngày trả lời"]
ROW = ["PA-7", "04/05/2020", "Phản ánh", "S1-A", "Trả chậm", "Chậm hai ngày", "Cơ quan xin lỗi", "12/05/2020"]


def row(**changed):
    names = ("number", "day", "kind", "unit", "subject", "body", "answer", "answered")
    return [changed.get(name, value) for name, value in zip(names, ROW, strict=True)]


def test_a_row_becomes_answered_feedback_and_again_changes_nothing(org, tmp_path):
    path = register(tmp_path, HEAD, ROW)

    assert bring_in(path, "feedback")[:4] == (1, 0, 0, 0)

    one = Feedback.objects.get()
    assert (one.unit, one.kind, one.status, one.answer) == (org.division, "complaint", "answered", "Cơ quan xin lỗi")
    assert one.received_at.astimezone(clock.HANOI).date() == dt.date(2020, 5, 4)
    assert one.answered_at.astimezone(clock.HANOI).date() == dt.date(2020, 5, 12)
    assert (one.number[:8], one.external_ref, len(one.code)) == ("PA-2020-", "PA-7", 10)
    assert bring_in(path, "feedback")[:4] == (0, 0, 1, 0)


def test_a_later_file_changes_what_came_and_is_taken_back(org, tmp_path):
    bring_in(register(tmp_path, HEAD, ROW), "feedback")
    later = row(answer="Đã bố trí người dự phòng", answered="13/05/2020")
    assert bring_in(register(tmp_path, HEAD, later), "feedback")[:4] == (0, 1, 0, 0)
    one = Feedback.objects.get()
    assert one.answered_at.astimezone(clock.HANOI).date() == dt.date(2020, 5, 13)
    undo(fresh(org.officer1))
    one.refresh_from_db()
    assert one.answer == "Cơ quan xin lỗi"


WRONG = [
    ({"kind": "chửi"}, "chửi"), ({"day": ""}, "is needed"), ({"day": "01/01/2021"}, "after today"),
    ({"answered": "31/02/2020"}, "31/02/2020"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "why"), WRONG, ids=[why for _wrong, why in WRONG])
def test_a_wrong_row_is_told(org, tmp_path, wrong, why):
    *figures, told = bring_in(register(tmp_path, HEAD, row(**wrong), row(number="PA-8")), "feedback")
    assert figures == [0, 0, 0, 1]
    assert not Feedback.objects.exists()
    assert why in told


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_leaves_comes_back_unchanged_without_who_wrote(org, tmp_path, language):
    bring_in(register(tmp_path, HEAD, ROW, row(number="", subject="Hỏi", answer="", answered="")), "feedback")
    FeedbackSenderFactory(feedback=Feedback.objects.first(), name="Trần Thị Kín Đáo")
    draft = Feedback(unit=org.division, kind="praise", subject="Tốt", body="Tốt", satisfaction=5)
    operations.receive_feedback(draft, by=fresh(org.officer1), sender={"phone": "0987612345"})

    path = export(tmp_path, "feedback", language=language)

    content = path.read_bytes()
    assert bring_in(path, "feedback")[:4] == (0, 0, 3, 0)
    for secret in ("Kín Đáo", "0987612345"):
        assert secret not in text_of(content)
    assert FeedbackSender.objects.count() == 2


def text_of(content):
    import io  # noqa: PLC0415 - used once
    import zipfile  # noqa: PLC0415 - the same

    book = zipfile.ZipFile(io.BytesIO(content))
    return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
