"""From one edition to the next by clicks: a correction, one decision for many, one overruled, carried over, undone."""

import datetime as dt

import pytest
from django.urls import reverse

from qms import clock
from qms.models import Correspondence, Document, DocumentClause, Edition, TransitionHolder
from qms.models.clause_moves import ClauseDecision, TransitionRun
from qms.operations.documents import create_document
from qms.operations.transition_deadlines import set_deadline
from qms.operations.transition_programmes import approve_transition, prepare_transition
from qms.operations.transition_scope import take_in_holders
from qms.signatures import SignatureIntent, content_hash
from tests.journeys.person import DESK, PHONE

SECTIONS = {"purpose": "Trả kết quả đúng hạn.", "scope": "Mọi hồ sơ.", "contents": "Tiếp nhận rồi giải quyết."}
ALL = {"7.5.2", "7.5.3.1", "7.5.3.2"}


@pytest.fixture
def move(people):
    """The ministry's running programme over two departments; three procedures of the first cite 4.2.3 of 2008."""
    officer, director, units = people.users["officer"], people.users["director"], people.units
    editions = {edition.year: edition for edition in Edition.objects.filter(standard__code="9001")}
    programme = prepare_transition(
        by=officer, unit=units["BLĐTBXH"], from_edition=editions["2008"], to_edition=editions["2015"],
        title_vi="Chuyển sang TCVN ISO 9001:2015", title_en="To ISO 9001:2015", starts_on=dt.date(2020, 1, 1),
    )  # fmt: skip
    take_in_holders(programme, by=officer, units=[units["SLĐ-01"], units["SLĐ-79"]], group="moving")
    set_deadline(
        programme, by=officer, name_vi="Thời hạn của Bộ", wording="trước 31/12/2020", last_day=dt.date(2020, 12, 30),
        decision="Chỉ thị 02/CT-LĐTBXH",
    )  # fmt: skip
    programme.refresh_from_db()
    signature = SignatureIntent(director, content_hash(programme), clock.now())
    programme = approve_transition(programme, by=director, signature=signature)
    clause = editions["2008"].clauses.get(number="4.2.3")
    for number in ("QT-61", "QT-62", "QT-63"):
        create_document(
            by=people.users["officer1"], number=number, kind="procedure", unit=units["SLĐ-01"],
            title_vi=f"Giải quyết hồ sơ {number}", author=people.users["inspector1"], sections=SECTIONS,
            clauses=[clause],
        )  # fmt: skip
    return programme


def cited(number):
    """Clauses of the new edition that a document cites now."""
    rows = DocumentClause.objects.filter(record__number=number, ended_at=None, clause__edition__year="2015")
    return set(rows.values_list("clause__number", flat=True))


def checked(person):
    """The page at both widths, accessible and no wider than the screen."""
    for width in (PHONE, DESK):
        person.look(width, person.language)
        person.check_page()


def correct_the_table(officer, programme):
    """One row says more than before; the table has a second version with the reason."""
    row = Correspondence.objects.get(
        from_edition=programme.from_edition, from_clause__number="4.2.3", to_clause__number="7.5.2"
    )
    officer.go(reverse("correspondence", args=[programme.from_edition.uid, programme.to_edition.uid]))
    checked(officer)
    officer.go(reverse("correspondence_row", args=[row.uid]))
    note = {"note_vi": "Kiểm soát cả khi tạo lập", "note_en": "Kiểm soát cả khi tạo lập"}
    officer.step("correct", change_degree="major", **note, reason="Đối chiếu lại bản TCVN")
    officer.sees("Kiểm soát cả khi tạo lập")
    officer.go(reverse("correspondence_row", args=[row.uid]))
    officer.sees("Đối chiếu lại bản TCVN")
    officer.go(reverse("correspondence_versions", args=[programme.from_edition.uid, programme.to_edition.uid]))
    officer.sees("Đối chiếu lại bản TCVN")
    checked(officer)


def decide_once_for_all(officer, programme):
    """All procedures of the department on 4.2.3 cite the three clauses that the table names."""
    officer.go(reverse("transition_preview", args=[programme.uid]))
    checked(officer)
    officer.go(reverse("transition_queue", args=[programme.uid]))
    checked(officer)
    officer.press(officer.page.locator("main tbody a", has_text="4.2.3").first)
    officer.sees("QT-61", "QT-62", "QT-63", "Kiểm soát cả khi tạo lập")
    checked(officer)
    officer.page.locator("main [name=further]").focus()
    officer.send()
    assert ClauseDecision.objects.get().targets.count() == 3


def overrule_for_one(officer, programme):
    """QT-63 alone cites 7.5.2 only; without a reason it is refused, and what was ticked stays."""
    officer.go(f"{reverse('transition_queue', args=[programme.uid])}?show=decided")
    officer.press(officer.page.locator("main tbody a", has_text="4.2.3").first)
    alone = officer.page.locator("main li", has_text="QT-63").locator("a").last
    officer.press(alone)
    for number in ("7.5.3.1", "7.5.3.2"):
        officer.page.get_by_role("checkbox", name=number).uncheck()
    officer.send()
    officer.sees("4.2.3", str(officer.deciding_unit))
    assert not ClauseDecision.objects.filter(record_number="QT-63").exists()
    assert not officer.page.get_by_role("checkbox", name="7.5.3.1").is_checked()
    officer.fill(reason="Chỉ quy định cách lập hồ sơ")
    officer.send()
    assert ClauseDecision.objects.get(record_number="QT-63").reason == "Chỉ quy định cách lập hồ sơ"


def carry_over(officer, programme):
    """Everything decided is written once; again changes nothing."""
    officer.go(reverse("transition_apply", args=[programme.uid]))
    checked(officer)
    officer.press(officer.page.locator("main form button[type=submit]").last)
    assert [cited(number) for number in ("QT-61", "QT-62", "QT-63")] == [ALL, ALL, {"7.5.2"}]
    run = TransitionRun.objects.get()
    officer.go(run.get_absolute_url())
    officer.sees("QT-61", "QT-63")
    checked(officer)
    return run


def undo_one(officer):
    """The decision for one document is taken back, with its reason; the others stay."""
    one = ClauseDecision.objects.get(record_number="QT-63")
    officer.go(one.get_absolute_url())
    checked(officer)
    officer.take("/undo/", reason="Xem lại cùng phòng chuyên môn")
    assert [cited(number) for number in ("QT-61", "QT-63")] == [ALL, set()]
    officer.sees("Xem lại cùng phòng chuyên môn")


def is_told(officer, programme):
    """By the holder's page, the documents' pages and their history."""
    holder = TransitionHolder.objects.get(programme=programme, unit__code="SLĐ-01")
    officer.go(holder.get_absolute_url())
    checked(officer)
    for number in ("QT-61", "QT-63"):
        document = Document.objects.get(number=number)
        officer.go(document.get_absolute_url())
        checked(officer)
        if number == "QT-61":
            officer.sees("7.5.3.2", "4.2.3", str(officer.deciding))
        else:
            officer.sees("Xem lại cùng phòng chuyên môn")
    return holder


def is_hidden(other, programme, holder, run):
    """Another department's officer finds none of it, by address and in lists."""
    decision = ClauseDecision.objects.first()
    for url in (holder.get_absolute_url(), run.get_absolute_url(), decision.get_absolute_url()):
        assert other.answers(url) == 404, url
    assert other.answers(Document.objects.get(number="QT-61").get_absolute_url()) == 404
    for name in ("clause_decisions", "transition_runs", "transition_queue", "transition_board"):
        assert not other.finds(reverse(name, args=[programme.uid]), ["QT-61", "QT-63", "SLĐ-01"]), name


@pytest.mark.parametrize("language", ["vi", "en"])
def test_one_decision_moves_many_references(people, sign_in, move, language):
    officer, own, other = (sign_in(name, language=language) for name in ("officer", "officer1", "officer2"))
    own.deciding, own.deciding_unit = people.users["officer1"], people.units["SLĐ-01"].code
    correct_the_table(officer, move)
    decide_once_for_all(own, move)
    overrule_for_one(own, move)
    run = carry_over(own, move)
    undo_one(own)
    holder = is_told(own, move)
    is_hidden(other, move, holder, run)
