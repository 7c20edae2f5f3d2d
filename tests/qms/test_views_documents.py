"""Screens of documents: the library for readers, the issue they are given, steps of its approval."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import clock
from qms.enums import IssueStatus
from qms.models import Signature
from tests.factories import DocumentClauseFactory, DocumentFactory, IssueFactory
from tests.factories_qms import PASSWORD

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def document_of(org, **values):
    return DocumentFactory(**({"unit": org.department, "author": org.officer1} | values))


def text_of(client, url, **query):
    return client.get(url, query).content.decode()


def test_readers_see_documents_in_force_only(organisation):
    in_force = document_of(organisation, title_en="Seen by readers")
    IssueFactory(document=in_force, approved=True)
    draft = document_of(organisation, title_en="Still a draft")
    written = IssueFactory(document=draft)
    client = signed_in(organisation.reader1)
    page = text_of(client, reverse("documents"))
    assert "Seen by readers" in page
    assert "Still a draft" not in page
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(written.get_absolute_url()).status_code == 404
    assert "Seen by readers" not in text_of(signed_in(organisation.reader2), reverse("documents"))
    assert signed_in(organisation.reader2).get(in_force.get_absolute_url()).status_code == 404


def test_register_shows_drafts_to_their_own_side(organisation):
    IssueFactory(document=document_of(organisation, title_en="Still a draft"))
    assert "Still a draft" in text_of(signed_in(organisation.officer1), reverse("document_register"))
    assert "Still a draft" not in text_of(signed_in(organisation.officer2), reverse("document_register"))


def test_library_is_found_by_clause_kind_and_words(organisation):
    document = document_of(organisation, title_vi="Quy trình khắc phục", title_en="")
    IssueFactory(document=document, approved=True)
    clause = organisation.edition.clauses.get(number="8.5.1")
    DocumentClauseFactory(record=document, clause=clause)
    client = signed_in(organisation.reader1)
    for query, found in (
        ({"clause": "8.5"}, True), ({"clause": "7.5"}, False), ({"kind": "policy"}, False), ({"q": "khac phuc"}, True),
    ):  # fmt: skip
        assert ("khắc phục" in text_of(client, reverse("documents"), **query)) == found, query


def test_library_and_issue_ask_a_fixed_number_of_times(organisation):
    client = signed_in(organisation.reader1)

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    IssueFactory(document=document_of(organisation), approved=True)
    one = count(reverse("documents"))
    for _number in range(2):
        IssueFactory(document=document_of(organisation), approved=True)
    assert count(reverse("documents")) == one <= 10


def test_issue_not_in_force_is_stamped_and_body_is_clean(organisation):
    document = document_of(organisation)
    old = IssueFactory(
        document=document,
        approved=True,
        effective_on=clock.today() - dt.timedelta(days=30),
        body_html="<p>Old text</p><script>alert(1)</script><a href='javascript:x'>link</a>",
    )
    new = IssueFactory(document=document, approved=True)
    officer = signed_in(organisation.officer1)
    page = text_of(officer, old.get_absolute_url())
    assert "Superseded" in page
    assert "not in force" in page
    assert "Old text" in page
    assert "alert(1)" not in page
    assert "javascript:" not in page
    reader = signed_in(organisation.reader1)
    landed = reader.get(old.get_absolute_url())
    assert (landed.status_code, landed.url) == (302, new.get_absolute_url())
    assert "In force" in text_of(reader, new.get_absolute_url())
    assert signed_in(organisation.reader2).get(old.get_absolute_url()).status_code == 404


def test_library_as_of_a_day_knows_only_what_was_recorded(organisation):
    issue = IssueFactory(document=document_of(organisation, title_en="Later recorded"), approved=True)
    issue_day = clock.today() - dt.timedelta(days=1)
    page = text_of(signed_in(organisation.reader1), reverse("documents"), as_of=issue_day.isoformat())
    assert issue.title_en not in page


def test_approval_asks_for_the_password_and_keeps_what_was_typed(organisation):
    document = document_of(organisation, author=organisation.owner1)
    issue = IssueFactory(document=document, reviewed=True, reviewer=organisation.officer1)
    url = reverse("issue_step", args=[issue.uid, "approve"])
    head = signed_in(organisation.head1)
    form = head.get(url)
    assert form.status_code == 200
    shown = form.context["form"]["shown"].value()
    typed = {"signed_on": clock.today().isoformat(), "effective_on": clock.today().isoformat(), "shown": shown}
    wrong = head.post(url, typed | {"password": "not the password", "version": issue.version})
    assert wrong.status_code == 200
    assert "not your password" in wrong.content.decode()
    assert signed_in(organisation.officer1).get(url).status_code == 409
    done = head.post(url, typed | {"password": PASSWORD, "version": issue.version})
    assert done.status_code == 302, done.content.decode()
    issue.refresh_from_db()
    assert issue.status == IssueStatus.APPROVED
    assert Signature.objects.get().signer == organisation.head1
    assert "Signed:" in text_of(head, issue.get_absolute_url())


def test_signing_what_has_changed_since_it_was_shown_is_refused(organisation):
    document = document_of(organisation, author=organisation.owner1)
    issue = IssueFactory(document=document, reviewed=True, reviewer=organisation.officer1)
    url = reverse("issue_step", args=[issue.uid, "approve"])
    typed = {"signed_on": clock.today().isoformat(), "effective_on": clock.today().isoformat(), "shown": "0" * 64}
    page = signed_in(organisation.head1).post(url, typed | {"password": PASSWORD})
    assert page.status_code == 409
    assert not Signature.objects.exists()
