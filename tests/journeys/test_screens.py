"""Every page of the demonstration at 390 and 1280 pixels in both languages: whole, accessible, pictured."""

import os
from zlib import crc32

import pytest

from qms.demo.build import build_demo
from qms.models import Unit
from tests.journeys.organisation import PASSWORD
from tests.journeys.person import DESK, PHONE, Person
from tests.journeys.screens import all_screens

LOOKS = [(PHONE, "vi"), (DESK, "en"), (DESK, "vi"), (PHONE, "en")]
FULL = os.environ.get("QMS_ENDURANCE") == "full"


@pytest.fixture
def demo(transactional_db, demo_clock):
    """The whole demonstration."""
    build_demo(password=PASSWORD)
    assert Unit.objects.exists()


def drawn(name):
    """A tenth of the pages before a change, drawn by QMS_ORDER; all without it, and in the full count."""
    order = os.environ.get("QMS_ORDER", "")
    return FULL or not order or crc32(name.encode()) % 10 == int(order) % 10


def chosen():
    """Every page, or those whose names hold a part of QMS_SCREENS, with all looks or one each, in turn."""
    wanted = os.environ.get("QMS_SCREENS", "").split(",")
    seen = set()
    for place, screen in enumerate(one for one in all_screens() if any(part in one.name for part in wanted)):
        workflow = "-".join(screen.name.split("-")[:2]) if screen.name.startswith("step-") else screen.name
        if not FULL and wanted == [""] and workflow in seen:
            continue  # steps of one workflow look alike
        if wanted == [""] and not drawn(workflow):
            continue
        seen.add(workflow)
        for look in LOOKS if FULL else [LOOKS[place % len(LOOKS)]]:
            yield screen, *look


def test_every_page(demo, chromium, live_server, artifacts):
    """The right status, nothing wider than the screen, nothing that axe or the console says."""
    people, faults = {}, []
    for screen, width, language in chosen():
        person = people.get(screen.username)
        if person is None:
            person = Person.sign_in(chromium, live_server.url, screen.username, language=language, width=width)
            people[screen.username] = person
        person.look(width, language)
        folder = artifacts / str(width) / language
        folder.mkdir(parents=True, exist_ok=True)
        faults += [f"{screen.name} {width} {language}: {fault}" for fault in see(person, screen, folder)]
    for person in people.values():
        person.context.close()
        faults += person.faults
    assert not faults, "\n".join(faults)


def see(person, screen, folder):
    """What is wrong with a page, after its picture was taken."""
    status = person.go(screen.path)
    person.picture(folder, screen.name)
    if status != screen.status:
        yield f"answers {status}"
    try:
        person.check_page()
    except AssertionError as fault:
        yield str(fault)
