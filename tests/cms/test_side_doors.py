"""Every address of the product, asked by people of another department: nothing of a record is found or changed."""

import os
import re
import uuid
from zlib import crc32

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from qms import clock
from qms.models import User
from qms.operations.people import project_groups
from qms.registry import registry
from qms.views.choosers import KINDS
from tests.cms.side_doors import BY_QUERY, NAMED, OPEN_TO_ALL, ORGANISATION, PDF, SECRET, build_world
from tests.factories import IssueFactory, save
from tests.shared_organisation import shared_organisation

__all__ = ["shared_organisation"]

STRANGERS = ("officer2", "head2", "reader2", "admin", "inspector", "manager2")
ENDS_SESSIONS = ("logout",)
QUERIES = ("?q=bimat", "?q=bimat&export=csv&all=1")
OWN_SIDE = ("officer1", "lead1", "manager1", "inspector1")
FULL = os.environ.get("QMS_ENDURANCE") == "full"
RECORDS = ("clause", "file")  # arguments that name a record beside the first
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
SESSION = re.compile(r"django_session|last_login")
EVENT = re.compile(r"qms_(historical)?auditevent|qms_trailentry|qms_recordspan|qms_participation|SAVEPOINT")
"""That a list was taken away is kept as an event: the one thing that reading writes."""


@pytest.fixture(scope="module")
def world(shared_organisation):
    """The records, made once; each test is rolled back to them."""
    for person in vars(shared_organisation).values():
        if isinstance(person, User):
            project_groups(person)
    return build_world(shared_organisation)


@pytest.fixture(scope="module")
def clients(world):
    """A client of each person by their name, in English; of the stranger without an account by ""."""
    made = {"": Client()}
    for name, person in vars(world.org).items():
        if isinstance(person, User):
            made[name] = Client()
            made[name].force_login(get_user_model().objects.get(pk=person.pk))
    for client in made.values():
        client.cookies["django_language"] = "en"
    return made


@pytest.fixture(autouse=True)
def kept_as_it_was(world, clients):
    """Whatever a test writes is taken back, and what a client would be told next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for client in clients.values():
        client.cookies.pop("messages", None)


def product_patterns():
    """(name, route) of each address; Wagtail's admin is asked in test_doors.py, the interface in test_api_field.py."""
    found = []

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if not hasattr(pattern, "url_patterns"):
                found.append((pattern.name, route))
            elif route not in ("cms/", "api/v1/"):
                walk(pattern.url_patterns, route)

    walk(get_resolver().url_patterns, "")
    return found


PLAIN = sorted(name for name, route in product_patterns() if "<" not in route and name not in ENDS_SESSIONS)
ARGUED = sorted(name for name, route in product_patterns() if "<" in route)


def strangers(name):
    """Who asks for an address: the officer of another department and somebody more in turn; in the full count all."""
    return STRANGERS if FULL else ("officer2", STRANGERS[1 + crc32(name.encode()) % (len(STRANGERS) - 1)])


def written():
    """What is written to the database meanwhile, sessions and events apart."""
    seen = []

    def look(execute, sql, params, many, context):
        if WRITING.match(sql) and not SESSION.search(sql) and not EVENT.search(sql):
            seen.append(sql[:200])
        return execute(sql, params, many, context)

    return seen, connection.execute_wrapper(look)


def arguments(world, name):
    """The arguments of an address: those of the record, and the same of a record that is not there."""
    what, further = NAMED[name]
    further = {key: getattr(world, value).uid if key in RECORDS else value for key, value in further.items()}
    record = {"uid": getattr(world, what).uid, **further}
    return record, record | {"uid": uuid.uuid4()}


def status_of(answer):
    """The status of an answer that was taken whole, so that what it holds open is closed."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def body(answer, path):
    """The page without its own address and the token of its form, which differ each time."""
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return re.sub(r"[A-Za-z0-9]{64}", "", text.decode().replace(path, ""))


def test_every_address_that_names_a_record_is_known():
    assert len(ARGUED) == len(set(ARGUED))
    assert set(ARGUED) == set(NAMED) | set(ORGANISATION) | set(OPEN_TO_ALL)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_address_is_there_for_its_own_side(name, world, clients):
    """An address with a wrong argument would be found by nobody, and what follows would show nothing."""
    path = reverse(name, kwargs=arguments(world, name)[0])

    assert any(status_of(clients[who].get(path)) in (200, 302, 405, 409) for who in OWN_SIDE)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_record_of_another_department_is_as_absent(name, world, clients):
    path, absent = (reverse(name, kwargs=found) for found in arguments(world, name))
    seen, looking = written()

    with looking:
        for who in strangers(name):
            found, missing = clients[who].get(path), clients[who].get(absent)
            posted = clients[who].post(path, {"q": "x"})
            assert found.status_code == missing.status_code
            assert {found.status_code, posted.status_code} <= {403, 404, 405}, who
            shown = body(found, path)
            assert shown == body(missing, absent), who
            assert SECRET.lower() not in (shown + body(posted, path)).lower(), who

    assert not seen


@pytest.mark.parametrize("name", sorted(NAMED))
def test_without_an_account_one_is_sent_to_sign_in(name, world, clients):
    path = reverse(name, kwargs=arguments(world, name)[0])

    for answer in (clients[""].get(path), clients[""].post(path)):
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("login"))


@pytest.mark.parametrize("name", PLAIN)
def test_lists_exports_and_searches_tell_nothing(name, world, clients):
    path = reverse(name)
    seen, looking = written()

    with looking:
        for who, query in [(who, query) for who in strangers(name) for query in QUERIES] + [("", "?q=bimat")]:
            answer = clients[who].get(path + query)
            assert answer.status_code < 500, (who, query)
            assert SECRET.lower() not in body(answer, path).lower(), (who, query)

    assert not seen


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_choosers_offer_nothing(kind, world, clients):
    path = reverse("choose", args=[kind])

    for who in STRANGERS:
        for text in ("bimat", "giải quyết"):
            assert SECRET not in clients[who].get(path, {"q": text}).content.decode(), (who, text)
    assert clients[""].get(path).status_code == 302


def test_own_side_would_have_been_told(world, clients):
    """The words for which the tests above look are there for whoever may read them."""
    for name in ("documents", "document_register", "nonconformities", "findings", "change_requests", "decisions"):
        assert SECRET in clients["officer1"].get(reverse(name)).content.decode(), name
    assert SECRET in clients["officer1"].get(reverse("choose", args=["documents"]), {"q": "bimat"}).content.decode()


@pytest.mark.parametrize("label", sorted(registry.file_links))
def test_files_are_served_to_their_own_side_only(label, world, clients):
    path = reverse("file", args=[label, world.files[label].uid])
    absent = reverse("file", args=[label, uuid.uuid4()])

    served = clients["officer1"].get(path)
    assert SECRET in served.headers["Content-Disposition"]
    assert b"".join(served.streaming_content) == PDF[0]
    for who in strangers(label):
        answer = clients[who].get(path)
        assert answer.status_code == 404
        assert body(answer, path) == body(clients[who].get(absent), absent)
    assert clients[""].get(path).status_code == 302


@pytest.mark.parametrize(("name", "parameter", "what"), BY_QUERY)
def test_records_named_in_a_query_are_not_told(name, parameter, what, world, clients):
    path = reverse(name, query={parameter: getattr(world, what).uid})
    seen, looking = written()

    with looking:
        for who in strangers(what):
            answer = clients[who].get(path)
            assert answer.status_code < 500
            assert SECRET.lower() not in body(answer, path).lower(), who

    assert not seen


def test_issue_is_not_compared_with_one_of_another_department(world, clients):
    address = reverse("issue_compare", args=[world.other_issue.uid])

    assert clients["officer2"].get(address).status_code == 200
    assert clients["officer2"].get(address, {"with": world.review_issue.uid}).status_code == 404


def foreign(world):
    """What officer2 sends to addresses of their own with keys of the other department's records."""
    unit, foreign_unit = world.org.department2.pk, world.org.department.pk
    decided = {"unit": unit, "number": "1/QĐ", "subject": "Ban hành", "issues": [world.reviewed.pk]}
    asked = {"kind": "change", "document_named": world.document.number, "title": "a", "why": "b", "unit": unit}
    decision, document, reviewed = world.other_decision, world.other, [world.reviewed.pk]
    return {
        "decision over their issue": (reverse("decision_new"), decided),
        "decision of their unit": (reverse("decision_new"), decided | {"unit": foreign_unit, "issues": []}),
        "their issue into one's own decision": (
            reverse("decision_step", args=[decision.uid, "add"]), {"issues": reviewed, "version": decision.version},
        ),
        "wish about their document": (reverse("change_request_new"), asked),
        "wish of their unit": (reverse("change_request_new"), asked | {"unit": foreign_unit, "kind": "new"}),
        "their people made to read": (
            reverse("document_reading", args=[document.uid, "add"]),
            {"unit": foreign_unit, "role": "", "days": 7, "since": "2020-07-15"},
        ),
        "their people made to review": (
            reverse("issue_review_step", args=[world.other_issue.uid, "reviewers"]),
            {"reviewer_1": world.org.manager1.pk, "version": world.other_issue.version},
        ),
        "document in their unit": (
            reverse("document_create"), {"kind": "procedure", "unit": foreign_unit, "number": "QT-99", "title_vi": "a"},
        ),
        "template of their unit": (
            reverse("print_template_end", args=["controlled_document"], query={"unit": world.department.uid}),
            {"reason": "a"},
        ),
    }  # fmt: skip


def test_what_is_ones_own_is_taken(world, clients):
    """So that what follows is refused for the records named, not for a value that is missing."""
    path, values = foreign(world)["decision over their issue"]

    answer = clients["officer2"].post(path, values | {"issues": [world.other_reviewed.pk]})

    assert answer.status_code == 302


def test_what_others_own_is_not_put_into_ones_own(world, clients):
    for what, (path, values) in foreign(world).items():
        seen, looking = written()
        with looking:
            answer = clients["officer2"].post(path, values)
        assert answer.status_code in (200, 400, 403, 404, 409, 422), (what, answer.status_code)
        assert not seen, (what, seen)
        assert SECRET not in body(answer, path).replace(world.document.number, ""), what


def test_printed_form_of_another_unit_is_not_given(world, clients):
    for name in ("print_template", "print_template_own", "print_template_ours"):
        path = reverse(name, args=["controlled_document"], query={"unit": world.department.uid})
        for who in ("officer2", "reader2", "admin"):
            assert clients[who].get(path).status_code in (403, 404), (name, who)


def test_printed_state_page_holds_no_content(world, clients):
    """Its reader may have no account; a draft or an issue in review is not known there."""
    assert "Tiếp nhận đúng hạn" in world.review_issue.body_html

    answer = clients[""].get(reverse("printed", args=[world.review_issue.uid]))

    assert answer.status_code == 200
    assert "Tiếp nhận đúng hạn" not in answer.content.decode()
    assert clients[""].get(reverse("printed", args=[world.issue.uid])).status_code == 404


def test_public_part_gives_published_documents_only(world, clients):
    """Neither a document never published, nor its files under the address of one that is."""
    link = world.files["qms.issuefile"]
    save(world.other, public_slug="viec-khac", public_since=clock.today())
    IssueFactory(document=world.other, approved=True, issue_number="00")

    assert clients[""].get(reverse("public_document", args=["viec-khac"])).status_code == 200
    assert clients[""].get(reverse("public_file", args=["viec-khac", link.uid])).status_code == 404
    for name in ("public_document", "public_print"):
        assert clients[""].get(reverse(name, args=["qt-bimatnoibo"])).status_code == 404
    for name in ("public", "sitemap"):
        assert SECRET.lower() not in clients[""].get(reverse(name)).content.decode().lower()


def test_only_the_administrator_changes_the_organisation(world, clients):
    """Units and people are no secret; nobody of another department writes about them."""
    person = world.org.reader1
    records = {"unit": world.department, "person": person, "hand": person, "role": person.role_assignments.get()}
    seen, looking = written()

    with looking:
        for name, further in ORGANISATION.items():
            path = reverse(name, kwargs={"uid": records[name.partition("_")[0]].uid, **further})
            for who in ("officer2", "reader2"):
                assert clients[who].post(path).status_code in (403, 404, 405, 409), (name, who)

    assert not seen
