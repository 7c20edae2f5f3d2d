"""A citizen writes on a phone; an officer assigns it, it becomes a nonconformity, and the citizen reads no more."""

from inspections.models import Nonconformity
from qms.models import Feedback
from tests.journeys import visit
from tests.journeys.person import PHONE

NAME = "Lý Cát Đoài"


def test_a_citizen_writes_on_a_phone_and_reads_that_it_is_dealt_with(people, sign_in):
    citizen = sign_in("", width=PHONE)
    citizen.go("/y-kien/?lang=vi")
    citizen.check_page()
    citizen.page.wait_for_timeout(4200)  # nobody fills in a form more quickly
    citizen.fill(unit="SLĐ-01", kind="complaint", subject="Trả chậm", body="Chậm hai ngày", sender_name=NAME)
    citizen.send()
    feedback = Feedback.objects.get()
    address = f"/y-kien/theo-doi/?code={feedback.code}&lang=vi"
    citizen.sees(f"{feedback.code[:5]}-{feedback.code[5:]}")
    citizen.sees_not(NAME)
    citizen.check_page()

    officer = sign_in("officer1", width=PHONE)
    officer.go(feedback.get_absolute_url())
    officer.sees(NAME)
    officer.step("assign", handler=visit.key(people.users["owner1"]), due_on="2020-08-03")
    officer.check_page()
    citizen.go(address)
    citizen.sees("03/08/2020")

    officer.press(officer.page.locator("a[href*='/nonconformities/new/']").first)
    raised = officer.page.locator("main [name=source]")
    if raised.count():
        assert raised.first.input_value() == "feedback"
    officer.fill(fact="Hồ sơ trả chậm hai ngày", requirement="QT-05: trả đúng hẹn")
    officer.send()
    nonconformity = Nonconformity.objects.get()
    assert (nonconformity.source, nonconformity.source_uid) == ("feedback", feedback.uid)
    officer.go(feedback.get_absolute_url())
    officer.sees(nonconformity.number)

    citizen.go(address)
    citizen.sees_words("Being dealt with")
    for hidden in ("03/08/2020", nonconformity.number, NAME):
        citizen.sees_not(hidden)
    manager = sign_in("manager1")
    assert manager.go(feedback.get_absolute_url()) == 404  # of the department, not of the division
