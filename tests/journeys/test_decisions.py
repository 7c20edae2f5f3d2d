"""One decision over several documents: reviewed in order, prepared, signed once, its paper attached; by clicks."""

import pytest

from qms.models import Decision, Issue
from qms.operations.documents import create_document, review_issue, submit_issue
from qms.operations.issue_reviewing import name_reviewers
from tests.counts import FULL
from tests.journeys import visit
from tests.journeys.organisation import PASSWORD
from tests.journeys.person import DESK, PHONE

SECTIONS = {"purpose": "Trả kết quả đúng hạn.", "scope": "Mọi hồ sơ.", "contents": "Tiếp nhận rồi giải quyết."}
PDF = {"name": "quyet-dinh.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"}


def written(people, number):
    """A draft procedure of inspector1."""
    officer = people.users["officer1"]
    document = create_document(
        by=officer,
        number=number,
        kind="procedure",
        unit=people.units["SLĐ-01"],
        title_vi=f"Giải quyết hồ sơ {number}",
        author=people.users["inspector1"],
        sections=SECTIONS,
    )
    return document.issues.get()


def reviewed(people, number):
    """Another one, reviewed by manager1."""
    author, manager = people.users["inspector1"], people.users["manager1"]
    issue = name_reviewers(written(people, number), [manager], by=author)
    return review_issue(submit_issue(issue, by=author), by=manager)


def checked(person):
    """The page at both widths, accessible and no wider than the screen."""
    for width in (PHONE, DESK):
        person.look(width, person.language)
        person.check_page()


def review_in_order(people, sign_in):
    """manager1, then lead1: taken up, a suggestion, returned, applied, submitted again, reviewed twice."""
    author, manager, lead = (sign_in(name) for name in ("inspector1", "manager1", "lead1"))
    issue = written(people, "QT-41")
    page = issue.get_absolute_url()
    author.go(page)
    author.follow("/review/reviewers/")
    author.fill(reviewer_1=visit.key(people.users["manager1"]), reviewer_2=visit.key(people.users["lead1"]))
    checked(author)
    author.send()
    author.step("submit")
    lead.is_refused(f"{page}steps/review/", 409)
    lead.sees(str(people.users["manager1"]))
    manager.go(page)
    manager.follow("/review/take_up/")
    manager.send()
    manager.follow("/review/suggest/")
    manager.fill(text="Ghi rõ thời hạn của bước 2")
    manager.send()
    checked(manager)
    manager.step("return", reason="Xem góp ý")
    author.go(page)
    author.sees("Xem góp ý", "Ghi rõ thời hạn của bước 2")
    checked(author)
    author.follow("/apply/")
    author.fill(answer="Đã ghi")
    author.send()
    author.step("submit")
    for reviewer in (manager, lead):
        reviewer.go(page)
        reviewer.step("review")
    issue.refresh_from_db()
    assert issue.status == "reviewed"
    return issue


@pytest.mark.skipif(not FULL, reason="the full count walks it beside the story of QT-31")
def test_reviewed_in_order_then_decided_with_one_signature(people, sign_in):
    """The reviewer's turn, the suggestion, three documents, one password, the signed original."""
    issues = [review_in_order(people, sign_in), reviewed(people, "QT-42"), reviewed(people, "QT-43")]
    officer, head = sign_in("officer1", language="en"), sign_in("head1")
    officer.go("/")
    officer.press(officer.page.locator("main a[href$='/decisions/new/?all=1']").first)
    checked(officer)
    officer.fill(unit=visit.key(people.units["SLĐ-01"]), number="125/QĐ-SLĐTBXH", subject="Ban hành quy trình")
    officer.send()
    decision = Decision.objects.get()
    officer.sees(*(issue.document.number for issue in issues))
    checked(officer)
    officer.is_refused(f"{decision.get_absolute_url()}steps/sign/", 409)

    head.go("/")
    head.sees("125/QĐ-SLĐTBXH")
    head.go(decision.get_absolute_url())
    head.follow("/steps/sign/")
    checked(head)
    head.fill(password=PASSWORD)
    head.send()
    assert {issue.status for issue in Issue.objects.filter(decision_items__decision=decision)} == {"approved"}

    officer.go("/decisions/?show=missing")
    officer.sees("125/QĐ-SLĐTBXH")
    checked(officer)
    officer.go(decision.get_absolute_url())
    officer.follow("/steps/original/")
    officer.fill(scan=PDF)
    officer.send()
    officer.sees(decision.file_links.get().file.sha256)
    checked(officer)
    officer.go("/decisions/?show=missing")
    officer.sees_not("125/QĐ-SLĐTBXH")
    reader = sign_in("reader1")
    assert reader.go(issues[1].get_absolute_url()) == 200
    assert reader.go(decision.get_absolute_url()) == 404
