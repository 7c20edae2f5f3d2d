"""Screens of units, people, standards, choosers, notices, sign-in and files."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import clock
from qms.enums import Role
from qms.models import ActionFile, Edition, RoleAssignment, Unit, User
from qms.notices import notify
from tests.factories import ActionFactory, ActionFileFactory
from tests.factories_qms import PASSWORD

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def test_pages_open_for_administrators_and_officers(organisation):
    for person in (organisation.admin, organisation.officer1):
        client = signed_in(person)
        for name in ("home", "units", "people", "standards", "notices", "actions", "documents", "document_register"):
            assert client.get(reverse(name)).status_code == 200, name
        assert client.get(organisation.division.get_absolute_url()).status_code == 200
        assert client.get(reverse("person", args=[organisation.owner1.uid])).status_code == 200


def test_lists_of_units_and_people_ask_a_fixed_number_of_times(organisation):
    client = signed_in(organisation.admin)
    for name in ("units", "people"):
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse(name), {"q": "officer2" if name == "people" else "S2-A"})
        with CaptureQueriesContext(connection) as many:
            client.get(reverse(name))
        assert len(few) == len(many) <= 10, name


def test_stranger_finds_no_unit_or_person_of_another_department(organisation):
    client = signed_in(organisation.officer2)
    assert client.get(organisation.division.get_absolute_url()).status_code == 404
    assert client.get(reverse("person", args=[organisation.owner1.uid])).status_code == 404
    offers = client.get(reverse("choose", args=["people"]), {"q": "owner1"}).json()["results"]
    assert offers == []
    assert client.get(reverse("choose", args=["units"]), {"q": "S1-A"}).json()["results"] == []
    assert client.get(reverse("choose", args=["nonsense"])).status_code == 404
    assert signed_in(organisation.officer1).get(reverse("choose", args=["people"]), {"q": "owner1"}).json()["results"]


def test_choosers_offer_clauses_and_documents(organisation):
    client = signed_in(organisation.officer1)
    assert client.get(reverse("choose", args=["clauses"]), {"q": "8.5.1"}).json()["results"]
    assert client.get(reverse("choose", args=["documents"]), {"q": "x\x00"}).json()["results"] == []


def test_only_administrators_make_units(organisation):
    typed = {
        "code": "S1-C", "name_vi": "Phòng C", "kind": "division", "parent": organisation.department.pk,
        "valid_from": "2020-01-01", "place": "Hà Nội",
    }  # fmt: skip
    refused = signed_in(organisation.officer1).post(reverse("unit_new"), typed)
    assert refused.status_code == 403
    assert "administrator" in refused.content.decode()
    admin = signed_in(organisation.admin)
    assert admin.post(reverse("unit_new"), typed | {"code": "S1-A"}).status_code == 200
    assert admin.post(reverse("unit_new"), typed).status_code == 302
    unit = Unit.objects.get(code="S1-C")
    edit = reverse("unit_edit", args=[unit.uid])
    changed = typed | {"name_vi": "Phòng D", "version": 0}
    assert admin.post(edit, changed).status_code == 409
    assert admin.post(edit, changed | {"version": unit.version}).status_code == 302
    end = reverse("unit_step", args=[unit.uid, "end"])
    assert admin.post(end, {"valid_to": "2019-01-01", "reason": "x"}).status_code == 400
    assert admin.post(end, {"valid_to": "2021-01-01", "reason": ""}).status_code == 200
    assert admin.post(end, {"valid_to": "2021-01-01", "reason": "Sáp nhập"}).status_code == 302
    assert "Sáp nhập" in admin.get(unit.get_absolute_url()).content.decode()


def test_administrator_makes_a_person_with_a_role_and_ends_it(organisation):
    admin = signed_in(organisation.admin)
    typed = {"username": "newcomer", "full_name": "Người Mới", "password": "short"}
    assert admin.post(reverse("person_new"), typed).status_code == 200
    assert admin.post(reverse("person_new"), typed | {"password": "long-enough-word-9"}).status_code == 302
    person = User.objects.get(username="newcomer")
    assert person.check_password("long-enough-word-9")
    for kind, more in (
        ("membership", {"unit": organisation.division.pk}),
        ("role", {"unit": organisation.division.pk, "role": Role.READER}),
        ("competence", {"standard": organisation.edition.standard.pk, "basis": "Chứng chỉ"}),
        ("acting-for", {"principal": organisation.manager1.pk, "form": "KT.", "basis": "QĐ 1"}),
    ):
        url = reverse("person_add", args=[person.uid, kind])
        assert admin.get(url).status_code == 200
        answer = admin.post(url, more | {"valid_from": clock.today().isoformat()})
        assert answer.status_code == 302, (kind, answer.content.decode())
    role = RoleAssignment.objects.get(user=person)
    end = reverse("role_step", args=[role.uid, "end"])
    assert admin.post(end, {"valid_to": clock.today().isoformat(), "reason": "Chuyển việc"}).status_code == 302
    assert "Chuyển việc" in admin.get(reverse("person", args=[person.uid])).content.decode()
    assert signed_in(organisation.officer1).post(end, {}).status_code == 409
    own = reverse("person_edit", args=[organisation.admin.uid])
    assert admin.get(own).status_code == 403


def test_standards_show_tree_and_correspondence(organisation):
    client = signed_in(organisation.officer1)
    edition = Edition.objects.filter(standard__code="9001", year="2015").first()
    assert "8.5.1" in client.get(reverse("edition", args=[edition.uid])).content.decode()
    page = client.get(reverse("correspondence", args=[edition.uid, edition.uid]))
    assert page.status_code == 200
    assert client.get(reverse("edition", args=[uuid.uuid4()])).status_code == 404


def test_notice_is_told_and_marked_as_read(organisation):
    action = ActionFactory(unit=organisation.division, owner=organisation.owner1)
    notify("action_assigned", about=action, to=[organisation.owner1], due="2020-08-01")
    client = signed_in(organisation.owner1)
    page = client.get(reverse("notices"))
    assert f"{action.number}, due 01/08/2020" in page.content.decode()
    assert client.post(reverse("notices_read"), {"up_to": page.context["newest"]}).status_code == 302
    assert not organisation.owner1.notices.filter(read_at=None).exists()
    assert client.post(reverse("notices_read"), {"up_to": "9" * 40}).status_code == 302


def test_sign_in_leads_only_to_this_site_and_out_again(organisation):
    client = Client()
    assert client.get("/actions/").headers["Location"] == "/login/?next=/actions/"
    typed = {"username": "officer1", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(reverse("login"), typed).headers["Location"] == "/"
    assert client.get(reverse("login")).headers["Location"] == "/"
    assert client.post(reverse("logout")).status_code == 302
    assert client.get("/").status_code == 302


def test_health_is_open_to_all():
    assert Client().get("/healthz").content == b"ok"
    assert Client().get("/readyz").content.startswith(b"ok")


def test_file_is_reached_only_through_its_record(organisation):
    action = ActionFactory(unit=organisation.division, owner=organisation.owner1)
    link = ActionFileFactory(record=action, name="biên bản.pdf")
    storage = storages["records"]
    if not storage.exists(link.file.stored_name):
        storage.save(link.file.stored_name, ContentFile(b"%PDF-1.4"))
    url = link.get_absolute_url()
    answer = signed_in(organisation.owner1).get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    assert signed_in(organisation.officer2).get(url).status_code == 404
    assert signed_in(organisation.owner1).get(reverse("file", args=["qms.user", link.uid])).status_code == 404
    missing = ActionFileFactory(record=action, name="mất.pdf")
    gone = signed_in(organisation.owner1).get(missing.get_absolute_url())
    assert gone.status_code == 404
    assert "missing from the storage" in gone.content.decode()


def test_files_given_with_a_step_are_checked_and_linked(organisation):
    action = ActionFactory(unit=organisation.division, owner=organisation.owner1, in_progress=True)
    url = reverse("action_step", args=[action.uid, "done"])
    client = signed_in(organisation.owner1)
    typed = {"evidence": "kept words", "done_on": clock.today().isoformat()}
    bad = client.post(url, typed | {"files": [SimpleUploadedFile("x.exe", b"MZ not allowed")]})
    assert bad.status_code == 200
    assert "x.exe" in bad.content.decode()
    assert "kept words" in bad.content.decode()
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    files = [SimpleUploadedFile("a.pdf", pdf), SimpleUploadedFile("b.pdf", pdf + b" ")]
    done = client.post(url, typed | {"files": files})
    assert done.status_code == 302, done.content.decode()
    assert ActionFile.objects.count() == 2
    page = client.get(action.get_absolute_url()).content.decode()
    assert "a.pdf" in page
