"""Inspections on a phone with the network really off: nothing is lost, doubled, or shown to another person."""

import datetime as dt
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from inspections.enums import ConflictStatus
from inspections.models import AnswerConflict, ChecklistFile, ChecklistLine, Finding
from qms import clock
from tests.journeys.conftest import CHROMIUM
from tests.journeys.handset import Handset
from tests.journeys.phone_visit import ask_everything, visit_among

ANSWERED, PHOTOS = 40, 3
LARGEST_SHELL = 200_000  # bytes
ROUNDING = dt.timedelta(seconds=1)


@pytest.fixture
def handset(chromium, live_server, tmp_path, people, request, artifacts):
    """Phones: handset("inspector1") is one that is switched on and signed in."""
    phones = []

    def signed_in(username, language="en"):
        profile = tmp_path / f"phone-{len(phones)}"
        phone = Handset(chromium.browser_type, CHROMIUM, profile, live_server.url, language=language).start()
        phones.append(phone)
        phone.sign_in(username)
        return phone

    yield signed_in
    for number, phone in enumerate(phones):
        if getattr(request.node, "failed_journey", False):
            phone.picture(artifacts / f"failed-phone-{number}.png")
            print(phone.page.locator("body").inner_text(), phone.faults)  # noqa: T201 - pytest shows it
        phone.stop()
    assert not [fault for phone in phones for fault in phone.faults]


def test_a_day_without_a_network_arrives_once(handset, people, tmp_path):
    """Take along, restart, 40 answers, 3 photos, 2 findings, a killed tab; sent twice, one answer lost on its way."""
    made = visit_among(people, ANSWERED + 2)
    phone = handset("inspector1")
    phone.take_along(made.inspection)
    phone.restart(network=False)
    phone.open(made.inspection)
    phone.says("No network")
    began = clock.now()
    answer_the_day(phone, made, photo_with_place(tmp_path))
    phone.kill_tab()
    phone.open(made.inspection)
    expect(phone.card(made.lines[ANSWERED - 1]).locator("[name=note]")).to_have_value("Ghi nhận 39")
    phone.says(f"{ANSWERED + PHOTOS + 2} waiting")
    assert not ChecklistLine.objects.exclude(result="").exists()
    ended = clock.now()
    lose_one_answer(phone)
    phone.network(True)
    phone.send()
    phone.says("No network")
    phone.send()
    phone.says("nothing waits")
    phone.send()
    phone.says("nothing waits")
    arrived_once(made)
    made_and_recorded(made, began, ended)


def photo_with_place(folder):
    """A large photo as a phone takes it, with where it was taken: the server refuses such a one."""
    path = folder / "camera.jpg"
    about = Image.Exif()
    about[0x8825] = {1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 15.0)}
    Image.new("RGB", (3200, 2400), (90, 120, 150)).save(path, "JPEG", exif=about)
    return str(path)


def answer_the_day(phone, made, picture):
    """Forty answers with a note each, three photos, two findings."""
    for number, line in enumerate(made.lines[:ANSWERED]):
        phone.answer(line, "not_conforming" if number < 2 else "conforming", f"Ghi nhận {number}")
    for line in made.lines[:PHOTOS]:
        phone.card(line).locator("[name=note]").focus()  # a photo shows at once also while its line is being written
        phone.photograph(line, picture)
    for line in made.lines[:2]:
        phone.record_finding(line, grade="minor", statement=f"Sai ở {line.position}", evidence="Hồ sơ 12")


def lose_one_answer(phone):
    """The first sync reaches the server, and its answer never comes back."""
    lost = []

    def strip(route):
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    phone.context.route(re.compile(r"/sync$"), strip)


def arrived_once(made):
    """40 answers, 3 photos and 2 findings on the server; each change was written once."""
    answered = ChecklistLine.objects.filter(session=made.session).exclude(result="")
    assert answered.count() == ANSWERED
    assert ChecklistLine.history.filter(uid__in=answered.values("uid")).exclude(result="").count() == ANSWERED
    assert ChecklistFile.objects.filter(record__session=made.session, ended_at=None).count() == PHOTOS
    assert sorted(Finding.objects.values_list("statement", flat=True)) == sorted(
        f"Sai ở {line.position}" for line in made.lines[:2]
    )


def made_and_recorded(made, began, ended):
    """When each answer was given on the phone, in order, and that the server wrote it down later."""
    lines = list(ChecklistLine.objects.filter(session=made.session).exclude(result="").order_by("answered_at", "pk"))
    assert [line.pk for line in lines] == [line.pk for line in made.lines[:ANSWERED]]
    assert began - ROUNDING < lines[0].answered_at < lines[-1].answered_at < ended + ROUNDING
    assert all(line.history.latest().history_date > ended for line in lines)
    assert {line.answered_by.username for line in lines} == {"inspector1"}


def test_two_phones_answer_one_line(handset, people):
    """Both versions are shown; the chosen one stands, the other stays in the history."""
    made = visit_among(people, 2)
    line = made.lines[0]
    first, second = handset("lead1"), handset("inspector1")
    for phone in (first, second):
        phone.take_along(made.inspection)
        phone.network(False)
    first.answer(line, "conforming", "Lần thứ nhất")
    second.answer(line, "not_conforming", "Lần thứ hai")
    for phone in (first, second):
        phone.network(True)
        phone.send()
        phone.says("nothing waits")
    both = second.card(line).locator(".versions")
    expect(both).to_contain_text("Lần thứ nhất")
    expect(both).to_contain_text("Lần thứ hai")
    second.check_page()
    conflict = AnswerConflict.objects.get(line=line)
    assert (conflict.status, conflict.note) == (ConflictStatus.OPEN, "Lần thứ hai")
    second.network(False)
    second.card(line).locator("[data-keep=sent]").click()
    second.says("1 waiting")
    second.network(True)
    second.send()
    second.says("nothing waits")
    line.refresh_from_db()
    conflict.refresh_from_db()
    assert (line.note, conflict.status) == ("Lần thứ hai", ConflictStatus.TAKEN)
    assert line.history.filter(note="Lần thứ nhất").exists()
    expect(second.card(line).locator("[name=note]")).to_have_value("Lần thứ hai")


def test_what_waits_is_its_writers_own(handset, people):
    """Signed out, the phone says how much waits, not what; another person sees none of it; it is sent by its writer."""
    made = visit_among(people, 2)
    phone = handset("inspector1")
    phone.take_along(made.inspection)
    block_sending(phone, blocked=True)
    phone.answer(made.lines[0], "not_conforming", "Chỉ người viết thấy")
    phone.says("1 waiting")
    phone.sign_out()
    phone.open()
    expect(phone.page.locator("#problem")).to_contain_text("1 changes of another person")
    hides(phone, made)
    phone.network(False)
    phone.open(made.inspection)
    hides(phone, made)
    phone.network(True)
    phone.sign_in("reader2")
    phone.open(made.inspection)
    hides(phone, made)
    phone.open()
    hides(phone, made)
    expect(phone.page.locator("#problem")).to_contain_text("1 changes of another person")
    phone.sign_out()
    phone.sign_in("inspector1")
    block_sending(phone, blocked=False)
    phone.open(made.inspection)
    expect(phone.card(made.lines[0]).locator("[name=note]")).to_have_value("Chỉ người viết thấy")
    phone.says("nothing waits")
    made.lines[0].refresh_from_db()
    assert made.lines[0].note == "Chỉ người viết thấy"


def hides(phone, made):
    """Nothing on the page tells of the inspection."""
    phone.page.wait_for_timeout(300)
    shown = phone.page.locator("body").inner_text()
    assert made.inspection.number not in shown
    assert "Chỉ người viết thấy" not in shown
    assert "Chỉ người viết thấy" not in phone.page.evaluate("JSON.stringify(localStorage)")


def block_sending(phone, *, blocked):
    """The server takes nothing for now."""
    address = re.compile(r"/sync$")
    if blocked:
        phone.context.route(address, lambda route: route.fulfill(status=503, body="{}"))
    else:
        phone.context.unroute(address)


NO_ROOM = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (window.noRoom) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
  window.noRoom = true;
}"""


def test_full_phone_and_ended_session(handset, people):
    """What could not be kept stays on the screen and is kept with the next word; signed out means: sign in again."""
    made = visit_among(people, 2)
    phone = handset("inspector1")
    phone.take_along(made.inspection)
    phone.page.evaluate(NO_ROOM)
    phone.answer(made.lines[0], "conforming", "Không còn chỗ")
    expect(phone.page.locator("#problem")).to_contain_text("no room left")
    expect(phone.card(made.lines[0]).locator("[name=note]")).to_have_value("Không còn chỗ")
    phone.page.evaluate("() => { window.noRoom = false; }")
    phone.context.clear_cookies(name="sessionid")
    phone.answer(made.lines[1], "conforming", "Có chỗ lại")
    expect(phone.page.locator("#problem")).not_to_contain_text("no room left")
    phone.says("2 waiting")
    phone.send()
    expect(phone.page.locator("#problem")).to_contain_text("Sign in again: nothing is lost.")
    phone.page.locator("#problem a").click()
    phone.give_password("inspector1")
    phone.says("nothing waits")
    notes = ChecklistLine.objects.filter(session=made.session).values_list("note", flat=True)
    assert sorted(notes) == ["Có chỗ lại", "Không còn chỗ"]


def test_later_words_are_sent_though_the_earlier_were_refused(handset, people):
    """An answer that was on its way is refused after it was written anew: the new one does not wait behind it."""
    made = visit_among(people, 1)
    phone = handset("inspector1")
    phone.take_along(made.inspection)
    block_sending(phone, blocked=True)
    phone.answer(made.lines[0], "conforming", "Trước")
    phone.send()
    phone.says("1 waiting")
    phone.answer(made.lines[0], "conforming", "Sau")
    phone.says("2 waiting")
    block_sending(phone, blocked=False)
    phone.context.route(re.compile(r"/sync$"), lambda route: route.fulfill(status=413, body="{}"), times=1)
    phone.send()
    phone.says("nothing waits")
    made.lines[0].refresh_from_db()
    assert made.lines[0].note == "Sau"


def test_first_load_is_small_and_the_next_none(handset, people):
    """The whole app in at most 200 kB; opened again, its page and files cross the network no more."""
    phone = handset("inspector1")
    loaded = []
    phone.context.on("requestfinished", lambda request: loaded.append(request))
    phone.open()
    phone.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    phone.page.wait_for_timeout(500)
    size = sum(max(0, one.sizes()["responseBodySize"]) for one in crossed(loaded))
    assert 10_000 < size <= LARGEST_SHELL, size
    loaded.clear()
    phone.page.reload()
    phone.page.locator("main h1").wait_for()
    phone.page.wait_for_timeout(500)
    assert len(loaded) > len(crossed(loaded))
    assert [one.url for one in crossed(loaded) if one.url.endswith((".js", ".css", "/field/"))] == []


def crossed(requests):
    """Page and files that came from the server itself, not from the worker; not the question whether there is news."""
    own = [one for one in requests if "/api/" not in one.url and not one.url.endswith("/sw.js")]
    return [one for one in own if not one.response().from_service_worker]


def test_every_type_of_question_and_every_page(handset, people, tmp_path):
    """What is typed is judged and kept, a question appears after its answer, the pages hold for everybody."""
    made = visit_among(people, 1)
    lines = ask_everything(made)
    phone = handset("inspector1", language="vi")
    phone.open()
    phone.check_page()
    phone.take_along(made.inspection)
    phone.network(False)
    expect(phone.card(lines["text"])).to_be_hidden()
    phone.answer(lines["yes_no"], "no")
    expect(phone.card(lines["text"])).to_be_visible()
    type_answers(phone, lines)
    phone.check_page()
    phone.card(made.lines[0]).locator("[data-action=finding]").click()
    phone.page.locator("#finding-form").wait_for()
    phone.check_page()
    phone.open(part="#queue")
    phone.check_page()
    phone.network(True)
    phone.send()
    phone.page.wait_for_function("() => !document.getElementById('send').disabled")
    found = {line.question_type: line for line in ChecklistLine.objects.filter(session=made.session)}
    results = {kind: line.result for kind, line in found.items() if line.result}
    assert results == {
        "yes_no": "conforming" if found["yes_no"].conforms_when_no else "not_conforming",
        "text": "recorded",
        "number": "not_conforming",
        "choice": "not_conforming",
        "date": "recorded",
        "sample": "conforming",
    }
    assert found["number"].value == {"number": "30.5"}
    assert found["sample"].value == {"examined": 5, "of": 20, "failed": 0}


def type_answers(phone, lines):
    """One answer of each type."""
    phone.answer(lines["choice"], "choice:1")
    for kind, name, text in (
        ("text", "text", "Văn thư nghỉ"),
        ("number", "number", "30,5"),
        ("date", "date", "2020-07-01"),
        ("sample", "examined", "5"),
        ("sample", "of", "20"),
    ):
        phone.card(lines[kind]).locator(f"[name={name}]").fill(text)
