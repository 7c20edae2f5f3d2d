"""Signing by the pages: what is told before and after, a code in place of the password, and every refusal's reason."""

import datetime as dt

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from inspections.operations.programme import approve_programme
from qms import clock
from qms.models import Signature
from qms.signatures import CODE, content_hash, intend
from qms.workflow import Conflict
from tests.factories import PASSWORD, ActingForFactory, save
from tests.factories_evidence import SecondFactorFactory
from tests.scenes import programme
from tests.shared_organisation import fresh

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2020, 7, 15, 2, 0, 10, tzinfo=dt.UTC)


def client_of(person):
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def address(record):
    return reverse("programme_step", args=[record.uid, "approve"])


def shown(record):
    """The hidden fields of the form as it is opened now."""
    return {"version": record.version, "shown": content_hash(record)}


def again(record):
    """The record as it stands now."""
    return type(record).objects.get(pk=record.pk)


def text(answer):
    return answer.content.decode()


def test_the_form_tells_meaning_in_both_languages_and_as_whom_one_signs(org):
    ActingForFactory(deputy=org.verifier1, principal=org.head1, form="KT.")
    draft = programme(org, "draft")

    told = text(client_of(org.verifier1).get(address(draft)))

    assert "Approved as the programme of the year" in told
    assert 'lang="vi"' in told
    assert content_hash(draft) in told
    assert str(org.verifier1) in told
    assert "KT." in told
    assert "Code from your application" not in told


def test_a_code_signs_in_place_of_the_password_and_the_panel_says_so(org):
    SecondFactorFactory(person=org.head1)
    draft = programme(org, "draft")
    client = client_of(org.head1)
    with clock.at(MOMENT):
        code = pyotp.TOTP(SecondFactorFactory.totp_secret).at(MOMENT)
        assert "Code from your application" in text(client.get(address(draft)))
        assert client.post(address(draft), shown(draft)).status_code == 200, "neither password nor code"
        assert client.post(address(draft), shown(draft) | {"code": "000000"}).status_code == 200
        assert client.post(address(draft), shown(draft) | {"code": code}).status_code == 302

    told = text(client.get(reverse("programme", args=[draft.uid])))
    signature = Signature.objects.get()
    assert (signature.method, signature.signed_at) == (CODE, MOMENT)
    for words in ("Signatures", org.head1.full_name, "second factor", "15/07/2020 09:00", signature.content_hash):
        assert words in told
    assert "Still as it was signed" in told


def test_the_panel_says_what_changed_since(org):
    draft = programme(org, "draft")
    version = draft.version
    made = approve_programme(draft, by=org.head1, signature=intend(org.head1, PASSWORD, shown_hash=content_hash(draft)))
    save(again(made), title="Tên khác")

    told = text(client_of(org.head1).get(reverse("programme", args=[made.uid])))

    assert f"version {version} was signed, now it is version {version + 2}" in told
    assert "Still as it was signed" not in told


def test_content_changed_under_the_signer_is_refused_with_who_when_and_what(org):
    draft = programme(org, "draft")
    before = shown(draft)
    save(again(draft), title="Kế hoạch khác hẳn")

    answer = client_of(org.head1).post(address(draft), before | {"password": PASSWORD})

    assert answer.status_code == 409
    told = text(answer)
    assert "Somebody changed this record after you opened it" in told
    assert "to «Kế hoạch khác hẳn»" in told
    assert content_hash(again(draft)) in told, "the form now covers what stands"
    assert not Signature.objects.exists()


def test_two_people_sign_at_once_and_the_other_is_told_by_whom_and_when(org):
    draft = programme(org, "draft")
    before = shown(draft)
    first = client_of(org.head1).post(address(draft), before | {"password": PASSWORD})
    ActingForFactory(deputy=org.verifier1, principal=org.head1, form="KT.")

    second = client_of(org.verifier1).post(address(draft), before | {"password": PASSWORD})

    assert (first.status_code, second.status_code) == (302, 409)
    told = text(second)
    assert str(org.head1) in told
    assert clock.now().astimezone(clock.HANOI).strftime("%d/%m/%Y") in told
    assert Signature.objects.count() == 1


def test_an_intent_over_another_content_is_refused_even_with_the_right_version(org):
    draft = programme(org, "draft")
    stale = intend(org.head1, PASSWORD, shown_hash="0" * 64)

    with pytest.raises(Conflict, match="so it was not signed|không được ký"):
        approve_programme(draft, by=org.head1, signature=stale, version=draft.version)


def test_a_deputys_signature_is_history_on_behalf_of_the_principal(org):
    ActingForFactory(deputy=org.verifier1, principal=org.head1, form="KT.")
    draft = programme(org, "draft")
    deputy = fresh(org.verifier1)
    approve_programme(draft, by=deputy, signature=intend(deputy, PASSWORD, shown_hash=content_hash(draft)))

    assert Signature.objects.get().history.get().on_behalf_of_id == org.head1.pk
    assert "KT." in text(client_of(org.head1).get(reverse("programme", args=[draft.uid])))


def test_who_loses_the_role_is_refused_at_the_next_request(org):
    draft = programme(org, "draft")
    client = client_of(org.head1)
    assert client.get(address(draft)).status_code == 200
    for role in org.head1.role_assignments.all():
        save(role, valid_to=clock.today() - dt.timedelta(days=1), valid_from=clock.today() - dt.timedelta(days=9))

    answer = client.post(address(draft), shown(draft) | {"password": PASSWORD})

    assert answer.status_code in (403, 404, 409)
    assert not Signature.objects.exists()
