"""A procedure from its number to the library: created, written, reviewed, approved, read."""

from qms.models import Document
from tests.journeys import visit
from tests.journeys.organisation import PASSWORD

SECTIONS = {"purpose": "Trả kết quả đúng hạn.", "scope": "Mọi hồ sơ của Sở.", "contents": "Tiếp nhận, thẩm định, ký."}


def write_sections(person):
    """Type each section in the editor and keep the draft."""
    page = person.page
    for place, (name, text) in enumerate(SECTIONS.items()):
        add = page.locator("[data-streamfield-stream-container] > div > button[title], .c-sf-add-button").last
        add.click()
        page.locator(f"[role=option]:has-text('{person.words(name.capitalize())}')").first.click()
        box = page.locator(".public-DraftEditor-content").nth(place)
        box.click()
        page.keyboard.type(text)
    page.wait_for_timeout(600)  # the editor hands its text to the form a moment after the last key
    person.press(page.locator(".action-save").first)


def test_a_procedure_from_number_to_library(people, sign_in):
    """Nobody approves their own; readers find it without accents once it is in force."""
    officer, manager, head = sign_in("officer1"), sign_in("manager1"), sign_in("head1")
    officer.go("/documents/new/")
    officer.fill(number="QT-31", kind="procedure", unit=visit.key(people.units["SLĐ-01"]))
    officer.fill(title_vi="Giải quyết khiếu nại", reviewer=visit.key(people.users["manager1"]), clauses="8.5.1")
    officer.send()
    assert "/cms/" in officer.page.url
    write_sections(officer)
    document = Document.objects.get(number="QT-31")
    issue = document.issues.get()

    officer.go(issue.get_absolute_url())
    officer.step("submit")
    assert officer.go(f"{issue.get_absolute_url()}steps/review/") == 409
    manager.go(issue.get_absolute_url())
    manager.sees(*SECTIONS.values())
    manager.step("review")
    assert officer.go(f"{issue.get_absolute_url()}steps/approve/") == 409
    officer.sees_words("Whoever wrote or reviewed this issue does not approve it.")
    head.go(issue.get_absolute_url())
    head.step("approve", effective_on=visit.in_days(0).isoformat(), password=PASSWORD)
    issue.refresh_from_db()
    assert issue.status == "approved"

    reader = sign_in("reader1")
    reader.go("/documents/?q=giai+quyet+khieu+nai")
    reader.sees("QT-31")
    reader.go(issue.get_absolute_url())
    reader.sees(*SECTIONS.values())
