"""An inspection as its people walk it: the programme, the plan, the session, the visit."""

import datetime as dt

from PIL import Image

from inspections.models import Inspection, Programme
from qms import clock
from qms.models import Clause
from tests.journeys.organisation import PASSWORD


def photo(folder, name="photo.jpg"):
    """A small photograph."""
    path = folder / name
    Image.new("RGB", (640, 480), (90, 120, 150)).save(path, "JPEG")
    return str(path)


def key(person):
    """A person's or a unit's value in a box of choices."""
    return str(person.pk)


def plan_programme(officer, head, people, *, unit, month, lead):
    """The officer writes the programme of the year with one visit; the head approves it, signed."""
    officer.go("/programmes/new/")
    officer.fill(title="Chương trình năm", edition=edition_of(people))
    officer.send()
    programme = Programme.objects.latest("pk")
    officer.follow("/visits/new/")
    officer.fill(unit=key(people.units[unit]), month=str(month), lead=key(people.users[lead]))
    officer.send()
    assert "approve" not in officer.steps()
    head.go(programme.get_absolute_url())
    head.step("approve", password=PASSWORD)
    programme.refresh_from_db()
    assert programme.status == "approved"
    return programme


def plan_from_line(officer, programme, people, *, day, lead, team):
    """The officer plans the inspection from the programme's line."""
    officer.go(programme.get_absolute_url())
    officer.press(officer.page.locator("a[href*='/inspections/new/?line=']").first)
    officer.fill(title="Đánh giá quản lý tài liệu", edition=edition_of(people), **days(day))
    officer.fill(lead=key(people.users[lead]), team=[key(people.users[name]) for name in team])
    officer.send()
    return Inspection.objects.latest("pk")


def add_session(officer, inspection, people, *, inspectors, clauses, document=None):
    """A session: who asks, about which clauses, against which document."""
    officer.go(inspection.get_absolute_url())
    officer.follow("/sessions/new/")
    found = Clause.objects.filter(edition_id=inspection.edition_id, number__in=clauses)
    officer.fill(inspectors=[key(people.users[name]) for name in inspectors], day=inspection.starts_on.isoformat())
    officer.page.evaluate("document.querySelectorAll('main details').forEach(node => node.open = true)")
    officer.fill(clauses=[key(clause) for clause in found], **({"documents": key(document)} if document else {}))
    officer.send()


def answer(inspector, number, result, note="", picture=""):
    """Answer the line at this place on the page, as htmx sends it."""
    card = inspector.page.locator(".line-card").nth(number)
    card.evaluate("node => node.scrollIntoView({block: 'center', behavior: 'instant'})")
    card.locator(f"input[name=result][value={result}]").check(force=True)
    card.locator("[name=note]").fill(note)
    if picture:
        card.locator("[name=files]").set_input_files(picture)
    card.locator("button[type=submit]").click()
    inspector.page.locator(".line-card").nth(number).locator(".line-clause .tag").wait_for()


def days(day):
    """First and last day of a visit of one day."""
    return {"starts_on": day.isoformat(), "ends_on": day.isoformat()}


def edition_of(people):
    """The edition that the demonstration inspects by."""
    return key(Clause.objects.filter(edition__standard__code="9001", edition__year="2015").first().edition)


def in_days(number):
    """So many days from the installation's today."""
    return clock.today() + dt.timedelta(days=number)
