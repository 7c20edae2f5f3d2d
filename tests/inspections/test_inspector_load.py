"""Who may go, with their load: that day with hours and overlap, days of the month, inspections of the year."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from inspections.inspector_load import load_of, told
from inspections.models import Session, SessionTemplate
from qms import clock
from tests.factories import InspectionFactory, SessionFactory, SessionInspectorFactory, UserFactory, save
from tests.factories_templates import ChecklistTemplateFactory, TemplateVersionFactory
from tests.scenes import inspection
from tests.shared_organisation import DAY

EIGHT, TEN, NOON = dt.time(8), dt.time(10), dt.time(12)


def busy(org, person, day=DAY, begins=EIGHT, ends=TEN, **traits):
    """A session of that person in another inspection."""
    other = InspectionFactory(unit=org.sibling, raised_by_unit=org.department, starts_on=day, **traits)
    session = SessionFactory(inspection=other, day=day, from_time=begins, to_time=ends)
    return SessionInspectorFactory(session=session, user=person)


def words_on(org, person, begins=TEN, ends=NOON):
    made = inspection(org, "in_progress")
    session = made.sessions.get()
    with translation.override("en"):
        return " · ".join(told(load_of([person], session)[person.pk], session, begins, ends))


def test_load_in_words(org):
    person = UserFactory()
    assert words_on(org, person) == (
        "nothing else that day · 0 days with sessions in 07/2020 · 0 other inspections in 2020"
    )
    busy(org, person)
    busy(org, person, day=DAY + dt.timedelta(days=3))
    busy(org, person, day=dt.date(2020, 9, 1))
    busy(org, person, day=dt.date(2019, 7, 15))

    assert words_on(org, person) == (
        "that day already: 08:00–10:00 · 2 days with sessions in 07/2020 · 3 other inspections in 2020"
    )


HOURS = [(TEN, NOON, False), (dt.time(9), NOON, True), (EIGHT, None, True), (None, None, False)]


@pytest.mark.parametrize(("begins", "ends", "overlap"), HOURS)
def test_overlap_is_said(org, begins, ends, overlap):
    person = UserFactory()
    busy(org, person)

    assert ("the hours overlap" in words_on(org, person, begins, ends)) == overlap


def test_what_was_cancelled_or_taken_out_is_no_load(org):
    person = UserFactory()
    busy(org, person, cancelled=True)
    save(busy(org, person), ended_at=clock.now())
    save(busy(org, person).session, ended_at=clock.now())

    assert words_on(org, person).startswith("nothing else that day · 0 days")


def test_load_costs_the_same_for_many(org):
    made = inspection(org, "in_progress")
    people = [UserFactory() for _number in range(6)]
    for person in people:
        busy(org, person)
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as caught:
            load_of(some, made.sessions.get())
        counts.append(len(caught))

    assert counts[0] == counts[1]


def page_of(org, **posted):
    client = Client()
    client.force_login(org.lead1)
    client.cookies["django_language"] = "en"
    made = inspection(org, "planned")
    save(made, starts_on=DAY, ends_on=DAY)
    address = reverse("session_new", args=[made.uid])
    return made, client.post(address, posted) if posted else client.get(address)


def test_the_form_offers_with_load_and_looks_again(org):
    busy(org, org.inspector1)
    _made, page = page_of(org)
    assert "that day already: 08:00–10:00" in page.content.decode()
    assert page.content.decode().count("may go") >= 2
    assert page.context["form"]["asks_nonconformities"].value() is True
    assert page.context["form"]["asks_document_steps"].value() is False

    posted = {"look": "1", "day": DAY.isoformat(), "from_time": "09:00", "to_time": "11:00", "unit": org.division.pk}
    made, looked = page_of(org, **posted)
    assert "the hours overlap" in looked.content.decode()
    assert "This field is required" not in looked.content.decode()
    assert made.sessions.count() == 1


def test_the_session_keeps_representative_switches_and_templates(org):
    version = TemplateVersionFactory(
        template=ChecklistTemplateFactory(unit=org.department, status="in_force"), in_force=True
    )
    made, answer = page_of(
        org, unit=org.division.pk, day=DAY.isoformat(), inspectors=org.inspector1.pk, representative="Bà Trưởng phòng",
        asks_document_steps="on", templates=version.pk,
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    session = Session.objects.filter(inspection=made).latest("pk")
    assert (session.representative, session.asks_document_steps, session.asks_nonconformities) == (
        "Bà Trưởng phòng", True, False,
    )  # fmt: skip
    assert SessionTemplate.objects.get(session=session).template_version == version
