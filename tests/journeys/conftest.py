"""Journeys walk the product in Debian's chromium, over a served copy of the template with the demo's organisation."""

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's own thread

import datetime as dt
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from qms import clock
from tests.counts import FULL
from tests.journeys.organisation import load_organisation
from tests.journeys.person import Person

DEMO_START = dt.datetime(2020, 7, 15, 8, 0, tzinfo=clock.HANOI)
ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts"
CHROMIUM = os.environ.get("QMS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


IN_TURN = {
    "test_an_issue_from_wish_to_read_and_understood",
    "test_every_type_of_question_and_every_page",
    "test_first_load_is_small_and_the_next_none",
    "test_from_dispute_to_reopening",
    "test_full_phone_and_ended_session",
    "test_later_words_are_sent_though_the_earlier_were_refused",
    "test_master_list_is_looked_at_then_brought_in",
    "test_only_the_team_and_the_department_reach_it",
    "test_own_template_replaces_ours",
    "test_a_procedure_from_its_word_file",
    "test_reviewed_in_order_then_decided_with_one_signature",
    "test_two_phones_answer_one_line",
    "test_what_waits_is_its_writers_own",
}
"""Journeys of which a run before a change takes a half, drawn by QMS_ORDER; all without it, and in the full count."""


ONE_LANGUAGE = {"test_one_decision_moves_many_references"}
"""Long journeys in both languages, of which a run before a change walks one, drawn by QMS_ORDER in the same way."""


def _walked(item):
    order = os.environ.get("QMS_ORDER", "")
    if FULL or not order:
        return True
    if item.originalname in ONE_LANGUAGE:
        return item.callspec.params["language"] == ("vi", "en")[int(order) % 2]
    if item.originalname not in IN_TURN:
        return True
    return sorted(IN_TURN).index(item.originalname) % 2 == int(order) % 2


def pytest_collection_modifyitems(config, items):
    """Every journey commits to a copy of its own; the longest begins first, so that none waits for it at the end."""
    config.hook.pytest_deselected(items=[item for item in items if not _walked(item)])
    items[:] = [item for item in items if _walked(item)]
    items.sort(key=lambda item: "test_every_page" not in item.nodeid)
    for item in items:
        item.add_marker(pytest.mark.journey)
        item.add_marker(pytest.mark.transactional)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all journeys."""
    if CHROMIUM is None:
        pytest.fail("No chromium: apt-get install chromium.")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def demo_clock(settings):
    """A clock that stands at the demo's first morning and can be moved by days."""

    class DemoClock:
        def move_to(self, moment):
            settings.QMS_CLOCK_OFFSET_SECONDS = int((moment - dt.datetime.now(dt.UTC)).total_seconds())

        def forward(self, days):
            settings.QMS_CLOCK_OFFSET_SECONDS += days * 86400

    demo = DemoClock()
    demo.move_to(DEMO_START)
    return demo


@pytest.fixture
def people(transactional_db, demo_clock):
    """The demo's organisation and people, with one procedure in force in the first department. Nothing else."""
    return load_organisation()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Tell the fixtures whether the test failed."""
    report = yield
    item.failed_journey = report.when == "call" and report.failed
    return report


@pytest.fixture
def sign_in(chromium, live_server, people, request, artifacts):
    """Open the product as somebody: sign_in("lead1", language="en", width=1280)."""
    opened = []

    def open_as(username, *, language="vi", width=1280):
        person = Person.sign_in(chromium, live_server.url, username, language=language, width=width)
        opened.append(person)
        return person

    yield open_as
    if getattr(request.node, "failed_journey", False):
        for person in opened:
            person.picture(artifacts, f"failed-{person.username}")
            print(person.username, person.path, person.page.locator("main").inner_text())  # noqa: T201 - pytest shows it
        return
    for person in opened:
        person.close()


@pytest.fixture(scope="session")
def artifacts():
    """Where screenshots go."""
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS
