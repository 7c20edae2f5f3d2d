"""Screens of programmes: list, year grid, visits, approval; planning an inspection from a visit."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.enums import InspectionStatus, ProgrammeStatus
from inspections.models import Inspection, Programme, ProgrammeLine
from qms import clock
from qms.models import Signature
from qms.signatures import content_hash
from tests.factories import PASSWORD, InspectionFactory, ProgrammeFactory, ProgrammeLineFactory

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def programme_of(org, **traits):
    values = {"unit": org.department, "edition": org.edition, "prepared_by": org.officer1, "year": clock.today().year}
    return ProgrammeFactory(**(values | traits))


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(url)
    assert response.status_code == 200, response.content[:400]
    return len(caught)


def test_list_asks_as_often_for_three_rows_as_for_fifty(organisation):
    client = signed_in(organisation.officer1)
    for year in range(2001, 2004):
        programme_of(organisation, year=year)
    three = queries(client, reverse("programmes"))
    for year in range(2004, 2051):
        programme_of(organisation, year=year)
    assert queries(client, reverse("programmes")) == three <= 10


def test_record_asks_as_often_with_more_visits(organisation):
    client = signed_in(organisation.officer1)
    programme = programme_of(organisation)
    ProgrammeLineFactory(programme=programme, unit=organisation.division)
    client.get(programme.get_absolute_url())
    one = queries(client, programme.get_absolute_url())
    for month in range(1, 12):
        ProgrammeLineFactory(programme=programme, unit=organisation.sibling, month=month)
    assert queries(client, programme.get_absolute_url()) == one


def test_officer_plans_the_year_and_its_visits(organisation):
    client = signed_in(organisation.officer1)
    assert client.get(reverse("programme_new")).status_code == 200
    typed = {
        "unit": organisation.department.pk,
        "year": 2020,
        "kind": "internal",
        "title": "Chương trình năm 2020",
        "edition": organisation.edition.pk,
        "basis": "",
    }
    assert client.post(reverse("programme_new"), typed).status_code == 302
    programme = Programme.objects.get()
    add = reverse("programme_line_new", args=[programme.uid])
    visit = {"unit": organisation.division.pk, "month": "9", "lead": organisation.lead1.pk}
    assert client.get(add).status_code == 200
    assert client.post(add, visit).status_code == 302
    line = ProgrammeLine.objects.get()
    page = client.get(programme.get_absolute_url()).content.decode()
    assert f'id="visit-{line.pk}"' in page
    assert f"?line={line.uid}" in page
    change = reverse("programme_line_edit", args=[line.uid])
    assert client.post(change, visit | {"month": "10", "version": line.version}).status_code == 302
    drop = reverse("programme_line_step", args=[line.uid, "drop"])
    assert client.get(drop).status_code == 200
    assert client.post(drop, {"reason": "Đơn vị sáp nhập"}).status_code == 302
    assert "visit-" not in client.get(programme.get_absolute_url()).content.decode()


def test_visit_outside_the_own_system_is_refused_and_what_was_typed_stays(organisation):
    programme = programme_of(organisation)
    client = signed_in(organisation.officer1)
    add = reverse("programme_line_new", args=[programme.uid])
    page = client.post(add, {"unit": organisation.department2.pk, "month": "9", "scope": "typed words"})
    assert page.status_code == 200
    assert "typed words" in page.content.decode()
    assert not ProgrammeLine.objects.exists()


def test_second_programme_of_the_same_year_is_refused_in_words(organisation):
    programme = programme_of(organisation, year=2020)
    typed = {
        "unit": organisation.department.pk,
        "year": 2020,
        "kind": programme.kind,
        "title": "typed words",
        "edition": organisation.edition.pk,
    }
    page = signed_in(organisation.officer1).post(reverse("programme_new"), typed)
    assert page.status_code == 200
    assert "typed words" in page.content.decode()
    assert "exists" in page.content.decode()


def test_top_management_approves_signed_and_changes_need_an_amendment(organisation):
    programme = programme_of(organisation)
    approve = reverse("programme_step", args=[programme.uid, "approve"])
    assert signed_in(organisation.officer1).get(approve).status_code == 409
    head = signed_in(organisation.head1)
    assert head.get(approve).status_code == 200
    signing = {"version": programme.version, "shown": content_hash(programme), "password": PASSWORD}
    assert head.post(approve, signing | {"password": "wrong"}).status_code == 200
    assert head.post(approve, signing).status_code == 302
    programme.refresh_from_db()
    assert programme.status == ProgrammeStatus.APPROVED
    assert Signature.objects.count() == 1
    officer = signed_in(organisation.officer1)
    add = reverse("programme_line_new", args=[programme.uid])
    refused = officer.post(add, {"unit": organisation.division.pk, "month": "9"})
    assert refused.status_code == 409
    assert "amend" in refused.content.decode()
    amend = reverse("programme_step", args=[programme.uid, "amend"])
    assert officer.post(amend, {"reason": "Thêm đơn vị", "version": programme.version}).status_code == 302
    assert officer.post(add, {"unit": organisation.division.pk, "month": "9"}).status_code == 302


def test_inspection_is_planned_from_a_visit(organisation):
    programme = programme_of(organisation, approved=True)
    line = ProgrammeLineFactory(
        programme=programme, unit=organisation.division, month=12, lead=organisation.lead1, scope="8.5"
    )
    client = signed_in(organisation.officer1)
    url = f"{reverse('inspection_new')}?line={line.uid}"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    assert typed["unit"] == organisation.division.pk
    assert typed["starts_on"].month == 12
    days = {name: typed[name].isoformat() for name in ("starts_on", "ends_on")}
    assert client.post(url, typed | days).status_code == 302
    inspection = Inspection.objects.get()
    assert inspection.programme_line == line
    assert inspection.lead == organisation.lead1
    page = client.get(programme.get_absolute_url()).content.decode()
    assert inspection.number in page
    assert f"?line={line.uid}" not in page


def test_cancelled_inspection_frees_its_visit(organisation):
    programme = programme_of(organisation, approved=True)
    line = ProgrammeLineFactory(programme=programme, unit=organisation.division)
    InspectionFactory(unit=organisation.division, programme_line=line, status=InspectionStatus.CANCELLED)
    page = signed_in(organisation.officer1).get(programme.get_absolute_url()).content.decode()
    assert f"?line={line.uid}" in page


def test_stranger_finds_nothing(organisation):
    programme = programme_of(organisation)
    line = ProgrammeLineFactory(programme=programme, unit=organisation.division)
    client = signed_in(organisation.officer2)
    for url in (
        programme.get_absolute_url(),
        reverse("programme", args=[uuid.uuid4()]),
        reverse("programme_edit", args=[programme.uid]),
        reverse("programme_step", args=[programme.uid, "approve"]),
        reverse("programme_line_new", args=[programme.uid]),
        reverse("programme_line_edit", args=[line.uid]),
        reverse("programme_line_step", args=[line.uid, "drop"]),
        f"{reverse('inspection_new')}?line={line.uid}",
        f"{reverse('inspection_new')}?line=nonsense",
    ):
        assert client.get(url).status_code == 404, url
    assert (
        programme.get_absolute_url() not in client.get(reverse("programmes"), {"q": programme.number}).content.decode()
    )


def test_reader_is_told_who_plans(organisation):
    page = signed_in(organisation.reader1).get(reverse("programme_new"))
    assert page.status_code == 403
    assert "quality officer" in page.content.decode()
