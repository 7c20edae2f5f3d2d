"""Declarations of conformity: drafted, signed, replaced, published, and what has changed since."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.declaration_proofs import prove_declared
from qms.declared_changes import changes_since
from qms.enums import ClauseJudgement, Obligation, StepState, TransitionGroup
from qms.models import ClauseWork, Declaration, TransitionHolder, TransitionProgramme, TransitionStep
from qms.operations import declarations as operations
from qms.policy import Refused
from qms.signatures import content_hash, intend
from qms.workflow import StepRefused
from tests.factories import (
    DeclarationFactory,
    DocumentFactory,
    EditionFactory,
    IssueFactory,
    NonconformityFactory,
    save,
)
from tests.factories_qms import PASSWORD
from tests.qms.history.agreement import assert_history_agrees
from tests.shared_organisation import fresh


def in_force(org, number="QT-01"):
    document = DocumentFactory(unit=org.department, author=org.inspector1, number=number)
    IssueFactory(document=document, approved=True, reviewer=org.officer1)
    return document


def drafted(org, **values):
    given = {"unit": org.department, "edition": org.edition, "scope": "Giải quyết thủ tục hành chính"} | values
    return operations.prepare_declaration(Declaration(**given), by=fresh(org.officer1))


def signed(org, declaration, by=None, **values):
    person = fresh(by or org.head1)
    declaration = Declaration.objects.get(pk=declaration.pk)
    intent = intend(person, PASSWORD, shown_hash=content_hash(declaration))
    given = {"decision_number": "12/QĐ-S1", "effective_on": clock.today()} | values
    return operations.sign_declaration(declaration, by=person, signature=intent, **given)


def holder_in(org, position=1):
    """The department in a move to the edition, with the step that a declaration proves."""
    before = EditionFactory(standard=org.edition.standard, year="1994")
    programme = save(
        TransitionProgramme(
            unit=org.ministry, from_edition=before, to_edition=org.edition, title_vi="Chuyển đổi",
            starts_on=dt.date(2019, 1, 1), prepared_by=org.officer,
        )
    )  # fmt: skip
    step = save(TransitionStep(programme=programme, key="declared", position=position, title_vi="Công bố"))
    holder = TransitionHolder(
        programme=programme, unit=org.department, group=TransitionGroup.MOVING, obligation=Obligation.OBLIGED,
        began_on=dt.date(2019, 1, 1),
    )  # fmt: skip
    return step, save(holder)


def test_the_annex_is_what_is_in_force_and_the_signature_covers_it(org):
    document = in_force(org)
    declaration = drafted(org)
    assert [row.document for row in declaration.documents.all()] == [document]

    shown = content_hash(declaration)
    in_force(org, "QT-02")
    operations.refresh_declaration(declaration, by=fresh(org.officer1))
    with pytest.raises(StepRefused):
        operations.sign_declaration(
            declaration, by=fresh(org.head1), signature=intend(org.head1, PASSWORD, shown_hash=shown),
            decision_number="12/QĐ-S1",
        )  # fmt: skip
    done = signed(org, declaration)
    assert (done.status, done.signatory, len(done.content_hash)) == ("signed", org.head1, 64)
    assert_history_agrees(done)


def test_only_top_management_signs_and_only_with_annex_and_decision(org):
    of_manager = Declaration(unit=org.department, edition=org.edition, scope="x")
    with pytest.raises(Refused):
        operations.prepare_declaration(of_manager, by=fresh(org.manager1))
    empty = drafted(org)
    with pytest.raises(StepRefused, match="annex"):
        signed(org, empty)
    in_force(org)
    operations.refresh_declaration(empty, by=fresh(org.officer1))
    with pytest.raises(StepRefused, match="top management"):
        signed(org, empty, by=org.officer1)
    with pytest.raises(StepRefused, match="Decision"):
        signed(org, empty, decision_number="")
    with pytest.raises(StepRefused, match="before the day"):
        signed(org, empty, effective_on=clock.today() - dt.timedelta(days=1))


def test_a_unit_without_a_system_of_its_own_does_not_declare(org):
    with pytest.raises(StepRefused, match="holds no QMS"):
        drafted(org, unit=org.division)
    drafted(org)
    with pytest.raises(StepRefused, match="go on with it"):
        drafted(org)


def test_the_new_one_replaces_the_old_from_its_day_on(org):
    in_force(org)
    first = signed(org, drafted(org))
    day = clock.today() + dt.timedelta(days=10)
    second = signed(org, drafted(org), effective_on=day)
    first.refresh_from_db()
    assert (first.status, first.replaced_by) == ("replaced", second)
    assert list(Declaration.objects.in_force(clock.today())) == [first]
    assert list(Declaration.objects.in_force(day)) == [second]
    withdrawn = operations.withdraw_declaration(second, by=fresh(org.head1), withdrawn_on=day, reason="Giải thể")
    assert not Declaration.objects.in_force(day).filter(pk=withdrawn.pk).exists()


def test_what_changed_since_is_said(org):
    kept = in_force(org)
    declaration = signed(org, drafted(org))
    assert changes_since(declaration) == []
    added = in_force(org, "QT-09")
    save(kept.issues.get(), withdrawn_on=clock.today())
    _step, holder = holder_in(org)
    clause = org.edition.clauses.get(number="8.5.1")
    save(
        ClauseWork(
            holder=holder, unit=org.department, clause=clause, judgement=ClauseJudgement.NOT_APPLICABLE,
            reason="Không thiết kế", judged_by=org.officer1, judged_on=clock.today(),
        )
    )  # fmt: skip
    said = " ".join(changes_since(declaration))
    assert kept.number in said
    assert added.number in said
    assert "8.5.1" in said


def test_the_step_is_proved_while_it_is_in_force_and_no_major_is_open(org):
    step, holder = holder_in(org)
    assert prove_declared(step, [holder]) == {}
    in_force(org)
    draft = drafted(org)
    assert prove_declared(step, [holder])[holder.pk].state == StepState.IN_HAND
    signed(org, draft)
    assert prove_declared(step, [holder])[holder.pk].state == StepState.PROVED
    major = NonconformityFactory(unit=org.division, grade="major", raised_by_unit=org.department)
    found = prove_declared(step, [holder])[holder.pk]
    assert (found.state, major.number in found.text) == (StepState.IN_HAND, True)


def test_everybody_reads_what_is_published_and_nothing_else(org, client):
    in_force(org)
    declaration = signed(org, drafted(org))
    url = reverse("public_declaration", args=[declaration.uid])
    assert client.get(url).status_code == 404
    operations.publish_declaration(declaration, by=fresh(org.officer1))
    page = client.get(url, {"lang": "en"})
    assert page.status_code == 200
    assert "12/QĐ-S1" in page.content.decode()
    assert str(declaration.unit) in client.get(reverse("public_declarations")).content.decode()
    operations.unpublish_declaration(declaration, by=fresh(org.officer1), reason="Sai phạm vi")
    assert client.get(url).status_code == 404


def test_pages_for_officer_and_head_and_not_for_another_department(org):
    in_force(org)
    client = Client()
    client.force_login(org.officer1)
    client.cookies["django_language"] = "en"
    words = {"unit": org.department.pk, "edition": org.edition.pk, "scope": "Toàn bộ", "place": "Trụ sở", "why": ""}
    assert client.post(reverse("declaration_new"), words | {"scope": ""}).status_code in (200, 422)
    answer = client.post(reverse("declaration_new"), words)
    declaration = Declaration.objects.get(scope="Toàn bộ")
    assert answer.url == declaration.get_absolute_url()
    for step in ("refresh", "annex"):
        assert client.get(reverse("declaration_step", args=[declaration.uid, step])).status_code == 200
    assert client.get(reverse("declaration_print", args=[declaration.uid, "pdf"])).content[:4] == b"%PDF"

    client.force_login(org.head1)
    url = reverse("declaration_step", args=[declaration.uid, "sign"])
    shown = client.get(url).context["form"].initial
    days = {"signed_on": "2020-07-15", "effective_on": "2020-07-15", "decision_number": "1/QĐ"}
    form = days | {"version": shown["version"], "shown": shown["shown"], "password": PASSWORD}
    assert client.post(url, form).status_code == 302
    assert Declaration.objects.get(pk=declaration.pk).status == "signed"

    client.force_login(org.officer2)
    assert client.get(declaration.get_absolute_url()).status_code == 404
    assert declaration.number not in client.get(reverse("declarations")).content.decode()


def test_the_list_counts_no_queries_per_row(org, client, django_assert_max_num_queries):
    for _number in range(12):
        DeclarationFactory(unit=org.department, edition=org.edition, signed=True)
    client.force_login(org.officer1)
    with django_assert_max_num_queries(20):
        assert client.get(reverse("declarations")).status_code == 200


def test_signing_and_withdrawing_have_the_steps_of_transitions_looked_at_again(org, monkeypatch):
    told = []
    monkeypatch.setattr(operations, "announce", lambda event, **what: told.append(event))
    in_force(org)
    declaration = signed(org, drafted(org))
    assert told == ["transition_work_done"]
    operations.withdraw_declaration(declaration, by=fresh(org.head1), reason="nhầm")
    assert len(told) == 2
