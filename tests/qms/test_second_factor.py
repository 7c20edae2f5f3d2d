"""Second factor and password: set up, asked for, used once, ended; wrong ones are counted; old sessions say why."""

import datetime as dt
import re

import pyotp
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from qms import clock, second_factor, wrong_proofs
from qms.evidence_enums import EventKind
from qms.models import AuditEvent, Notice, SecondFactor, User
from qms.operations.second_factors import end_second_factor
from qms.second_factor import factor_of, step_of, take_code
from qms.signatures import intend
from tests.factories import PASSWORD
from tests.factories_evidence import SecondFactorFactory
from tests.shared_organisation import fresh

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2020, 7, 15, 2, 0, 10, tzinfo=dt.UTC)
SECRET = SecondFactorFactory.totp_secret


@pytest.fixture(autouse=True)
def at_a_moment():
    with clock.at(MOMENT):
        yield


def code(secret=SECRET, steps=0):
    return pyotp.TOTP(secret).at(MOMENT + dt.timedelta(seconds=30 * steps))


def client_of(person=None):
    client = Client()
    client.cookies["django_language"] = "en"
    if person is not None:
        client.force_login(person)
    return client


def signs_in(client, person, password=PASSWORD, **more):
    return client.post(reverse("login"), {"username": person.username, "password": password} | more)


def page(answer):
    return answer.content.decode()


def test_a_code_is_taken_a_step_early_or_late_and_not_further():
    assert [step_of(SECRET, code(steps=steps)) is not None for steps in (-2, -1, 0, 1, 2)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert step_of(SECRET, "") is None
    assert step_of(SECRET, "Ω12345") is None


def test_a_code_serves_once_and_no_older_one_after_it(org):
    SecondFactorFactory(person=org.head1)

    assert take_code(org.head1, code()) is True
    assert take_code(org.head1, code()) is False
    assert take_code(org.head1, code(steps=-1)) is False
    assert take_code(org.head1, code(steps=1)) is True
    assert take_code(org.officer1, code()) is False


def test_it_is_set_up_by_a_first_code_and_the_password(org):
    client = client_of(org.head1)
    assert client.get(reverse("second_factor_set_up")).url == reverse("second_factor")
    client.post(reverse("second_factor"))
    shown = page(client.get(reverse("second_factor_set_up")))
    secret = client.session["second_factor_secret"]
    assert second_factor.grouped(secret) in shown
    assert 'src="data:image/svg+xml' in shown

    for wrong in ({"code": "000000", "password": PASSWORD}, {"code": code(secret), "password": "guess"}):
        assert client.post(reverse("second_factor_set_up"), wrong).status_code == 200
    assert factor_of(org.head1) is None
    done = client.post(reverse("second_factor_set_up"), {"code": code(secret), "password": PASSWORD})

    assert done.url == reverse("second_factor")
    assert factor_of(org.head1).history.get().operation == "set_up_second_factor"
    assert secret not in factor_of(org.head1).history.get().chain_text
    assert take_code(org.head1, code(secret)) is False, "the first code has served"


def test_signing_in_asks_for_the_code_after_the_password(org):
    SecondFactorFactory(person=org.head1)
    client = client_of()
    client.get(reverse("login"))

    answer = signs_in(client, org.head1, next=reverse("documents"))
    between = client.session.session_key

    assert answer.url == reverse("login_code")
    assert client.get(reverse("home")).url.startswith(reverse("login")), "nobody is in yet"
    assert client.post(reverse("login_code"), {"code": "000000"}).status_code == 200
    done = client.post(reverse("login_code"), {"code": code()})
    assert done.url == reverse("documents")
    assert client.session.session_key != between
    assert client.get(reverse("home")).status_code == 200


def test_a_wrong_password_reads_the_same_with_and_without_a_second_factor(org):
    SecondFactorFactory(person=org.head1)
    people = (org.head1, org.manager1)
    said = [page(signs_in(client_of(), one, password="guess")).replace(one.username, "") for one in people]

    assert len({re.sub(r"\w{64}", "", text) for text in said}) == 1


def test_the_code_is_asked_only_for_a_while_and_not_after_another_password(org):
    SecondFactorFactory(person=org.head1)
    client = client_of()
    signs_in(client, org.head1)
    with clock.at(MOMENT + dt.timedelta(minutes=6)):
        assert client.get(reverse("login_code")).url == reverse("login")
    signs_in(client, org.head1)
    person = fresh(org.head1)
    person.set_password("another long one")
    person.save(update_fields={"password"})
    assert client.post(reverse("login_code"), {"code": code()}).url == reverse("login")


def test_wrong_ones_pause_signing_with_a_sentence_and_an_event(org):
    SecondFactorFactory(person=org.head1)
    for number in range(wrong_proofs.MOST):
        with pytest.raises(ValidationError) as refused:
            intend(org.head1, *(["guess"] if number % 2 else [""]), shown_hash="0", code="" if number % 2 else "123456")
        assert refused.value.code in ("password", "code")

    with pytest.raises(ValidationError, match="09:15") as refused:
        intend(org.head1, PASSWORD, shown_hash="0")

    assert refused.value.code == "paused"
    kinds = list(AuditEvent.objects.filter(person=org.head1).order_by("pk").values_list("kind", flat=True))
    assert kinds == [EventKind.SIGNING_FAILED] * wrong_proofs.MOST + [EventKind.LOCKED]
    with clock.at(MOMENT + wrong_proofs.PAUSE):
        assert intend(org.head1, PASSWORD, shown_hash="0").signer == org.head1
    assert intend(org.manager1, PASSWORD, shown_hash="0").signer == org.manager1


def test_wrong_codes_at_sign_in_pause_it_from_wherever_they_come(org):
    SecondFactorFactory(person=org.head1)
    for _attempt in range(wrong_proofs.MOST):
        client = client_of()
        signs_in(client, org.head1)
        client.post(reverse("login_code"), {"code": "000000"})

    client = client_of()
    signs_in(client, org.head1)
    answer = client.post(reverse("login_code"), {"code": code()})

    assert "Try again after 09:15" in page(answer)
    assert AuditEvent.objects.filter(person=org.head1, kind=EventKind.LOCKED).count() == 1


def test_one_ends_it_with_password_and_reason(org):
    SecondFactorFactory(person=org.head1)
    client = client_of(org.head1)

    assert client.post(reverse("second_factor_end"), {"password": PASSWORD}).status_code == 200
    assert client.post(reverse("second_factor_end"), {"password": "no", "reason": "new phone"}).status_code == 200
    assert factor_of(org.head1) is not None
    client.post(reverse("second_factor_end"), {"password": PASSWORD, "reason": "new phone"})

    ended = SecondFactor.objects.get(person=org.head1)
    assert (factor_of(org.head1), ended.history.first().history_change_reason) == (None, "new phone")


def test_an_administrator_ends_it_for_who_lost_the_telephone_and_they_are_told(org):
    SecondFactorFactory(person=org.head1)
    address = reverse("person_step", args=[org.head1.uid, "end-second-factor"])
    assert client_of(org.officer1).post(address, {"reason": "lost"}).status_code in (403, 404, 409)
    assert factor_of(org.head1) is not None

    assert client_of(org.admin).post(address, {"reason": "lost"}).status_code == 302

    assert factor_of(org.head1) is None
    assert Notice.objects.filter(user=org.head1, kind="second_factor_ended").count() == 1
    assert "End the second factor" not in page(client_of(org.admin).get(reverse("person", args=[org.head1.uid])))
    with pytest.raises(Exception, match="No second factor"):
        end_second_factor(org.head1, by=org.admin, reason="again")


def test_a_new_password_ends_every_other_session_which_says_why(org):
    here, there = client_of(org.head1), client_of(org.head1)
    values = {"password": PASSWORD, "new": "một mật khẩu mới", "again": "một mật khẩu mới"}
    for wrong in ({"password": "guess"}, {"again": "something else"}, {"new": "short", "again": "short"}):
        assert here.post(reverse("password_change"), values | wrong).status_code == 200

    assert here.post(reverse("password_change"), values).url == reverse("home")

    assert here.get(reverse("home")).status_code == 200
    refused = there.get(reverse("home"))
    assert "ended=password" in refused.url
    assert "Your password was changed after you signed in here" in page(there.get(refused.url))
    assert AuditEvent.objects.filter(person=org.head1, kind=EventKind.PASSWORD_CHANGED).count() == 1
    assert fresh(org.head1).check_password(values["new"])


def test_who_is_deactivated_is_refused_at_the_next_request_and_told(org):
    client = client_of(org.owner1)
    assert client.get(reverse("home")).status_code == 200
    person = User.objects.get(pk=org.owner1.pk)
    person.is_active = False
    with as_system():
        person.save()

    refused = client.get(reverse("home"))

    assert "ended=account" in refused.url
    assert "This account signs in no more" in page(client.get(refused.url))
    again = client_of(org.owner1).get(reverse("home"), headers={"accept": "application/json"})
    assert (again.status_code, "This account" in page(again)) == (401, True)
    assert isinstance(client.get(reverse("login")).wsgi_request.user, AnonymousUser)


def as_system():
    from qms.history.recording import recording  # noqa: PLC0415

    return recording(by=User.objects.get(username="system"), operation="test", reason="a test")
