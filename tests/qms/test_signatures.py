"""Signatures: the password again, over exactly what was shown; name, title, meaning and for whom are kept."""

import pytest
from django.core.exceptions import ValidationError

from inspections.operations.programme import approve_programme
from qms.models import Signature
from qms.signatures import content_hash, intend, signatures_of
from qms.workflow import Conflict, StepRefused
from tests.factories import PASSWORD, ActingForFactory, save
from tests.scenes import action, programme
from tests.shared_organisation import fresh


def test_the_wrong_password_signs_nothing(org):
    with pytest.raises(ValidationError):
        intend(org.head1, "wrong", shown_hash="0")
    with pytest.raises(ValidationError):
        intend(org.head1, "", shown_hash="0")


def test_a_signature_keeps_who_what_and_when(org):
    draft = programme(org, "draft")
    shown = content_hash(draft)
    intent = intend(org.head1, PASSWORD, shown_hash=shown)

    made = approve_programme(draft, by=org.head1, signature=intent)

    signature = signatures_of(made)[0]
    assert (signature.signer, signature.name, signature.title_vi) == (org.head1, org.head1.full_name, "Chuyên viên")
    assert (signature.step, signature.content_hash, signature.signed_at) == ("approve", shown, intent.at)
    assert str(signature.meaning)
    assert (signature.on_behalf_of, signature.acting_form) == (None, "")
    assert signature.history.count() == 1


def test_a_later_name_or_title_does_not_change_it(org):
    draft = programme(org, "draft")
    intent = intend(org.head1, PASSWORD, shown_hash=content_hash(draft))
    made = approve_programme(draft, by=org.head1, signature=intent)
    name = org.head1.full_name

    save(fresh(org.head1), full_name="Tên khác", position_vi="Giám đốc")

    assert (signatures_of(made)[0].name, signatures_of(made)[0].title_vi) == (name, "Chuyên viên")


def test_a_deputy_signs_for_somebody_and_says_so(org):
    ActingForFactory(deputy=org.verifier1, principal=org.head1, form="KT.")
    deputy = fresh(org.verifier1)
    draft = programme(org, "draft")
    intent = intend(deputy, PASSWORD, shown_hash=content_hash(draft))

    made = approve_programme(draft, by=deputy, signature=intent)

    signature = signatures_of(made)[0]
    assert (signature.signer, signature.on_behalf_of, signature.acting_form) == (deputy, org.head1, "KT.")


def test_what_changed_after_it_was_shown_is_not_signed(org):
    draft = programme(org, "draft")
    intent = intend(org.head1, PASSWORD, shown_hash=content_hash(draft))
    save(draft, title="Tên khác")

    with pytest.raises(Conflict):
        approve_programme(draft, by=org.head1, signature=intent)

    assert not Signature.objects.exists()


def test_an_intent_serves_one_record(org):
    draft = programme(org, "draft")
    other = action(org, "assigned")
    intent = intend(org.head1, PASSWORD, shown_hash=content_hash(other))

    with pytest.raises(Conflict):
        approve_programme(draft, by=org.head1, signature=intent)


def test_an_intent_of_somebody_else_is_refused(org):
    draft = programme(org, "draft")
    intent = intend(org.director, PASSWORD, shown_hash=content_hash(draft))

    with pytest.raises(StepRefused):
        approve_programme(draft, by=org.head1, signature=intent)


def test_the_same_facts_have_the_same_hash_and_any_change_another(org):
    draft = programme(org, "draft")
    before = content_hash(draft)
    assert content_hash(type(draft).objects.get(pk=draft.pk)) == before

    assert content_hash(save(draft, basis="Quyết định 12")) != before
