"""The addresses of the phone: what they give, whom they refuse, and that nothing bad sent to them is a fault."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.api.package_shapes import Package
from inspections.api.shapes import InspectionRow, LineOut, Me, SyncOut
from inspections.models import AnswerConflict, ChecklistLine, Finding, SyncReceipt
from qms import clock
from tests.factories import ChecklistLineFactory, TeamMemberFactory, save
from tests.inspections.phones import FIELD, Phone, change, finding, jpeg, visit


@pytest.fixture
def made(org):
    made = visit(org)
    made.org, made.phone = org, Phone(org.inspector1)
    return made


def standing(line):
    return ChecklistLine.objects.get(pk=line.pk)


def written():
    """What lies in the tables that the phone writes."""
    lines = ChecklistLine.objects.order_by("pk").values_list("pk", "head_hash")
    return list(lines), Finding.objects.count(), AnswerConflict.objects.count(), SyncReceipt.objects.count()


def test_who_is_signed_in(made):
    told = made.phone.get("/me")

    assert Me.model_validate(told.json()).person == made.org.inspector1.uid
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json()["language"] == "en"


def test_own_inspections_only(made):
    visit(made.org, status="concluded", unit_comment="x", report_hash="0" * 64)
    (row,) = made.phone.get("/inspections").json()

    assert InspectionRow.model_validate(row).number == made.inspection.number
    assert (row["lines"], row["answered"]) == (3, 0)
    assert Phone(made.org.manager1).get("/inspections").json() == []


def package(phone, inspection):
    with CaptureQueriesContext(connection) as caught:
        told = phone.get(f"/inspections/{inspection.uid}")
    assert told.status_code == 200, told.content
    return told.json(), len(caught)


def test_package_holds_all_that_answering_needs(made):
    line = made.lines[0]
    save(line, question_type="choice", choices=[{"label_vi": "Đủ", "label_en": "Enough", "conforms": True}], key="a")
    other = Phone(made.org.lead1)
    assert other.sync(made.inspection, [change(made.lines[1], note="đủ")]).status_code == 200
    made.phone.sync(made.inspection, [change(made.lines[1], "not_conforming", note="thiếu")], [finding(line)])
    told, _count = package(made.phone, made.inspection)

    Package.model_validate(told)
    first, second, _third = told["sessions"][0]["lines"]
    assert told["inspection"]["can_answer"]
    assert told["sessions"][0]["mine"]
    assert first["choices"] == [{"label": "Enough", "conforms": True}]
    assert [row["grade"] for row in first["findings"]] == ["minor"]
    assert (second["note"], second["conflict"]["note"]) == ("đủ", "thiếu")
    assert second["conflict"]["sent_by"] == str(made.org.inspector1)
    assert all(grade["rule"] for grade in told["grades"])
    assert len(told["clauses"]) == made.org.edition.clauses.count()


def test_package_costs_as_many_queries_for_many_lines(made):
    _told, few = package(made.phone, made.inspection)
    for _count in range(30):
        ChecklistLineFactory(session=made.session, clause=made.lines[0].clause)
    told, many = package(made.phone, made.inspection)

    assert len(told["sessions"][0]["lines"]) == 33
    assert many == few <= 25


def test_one_request_takes_everything_in(made):
    answers = [change(line, note="đủ") for line in made.lines]
    told = made.phone.sync(made.inspection, answers, [finding(made.lines[0])])

    assert told.status_code == 200
    taken = SyncOut.model_validate(told.json())
    assert [one.outcome for one in (*taken.answers, *taken.findings)] == ["saved"] * 4
    assert [str(one.uid) for one in taken.answers] == [one["uid"] for one in answers]
    assert {one.standing.answered_by for one in taken.answers} == {str(made.org.inspector1)}
    assert taken.skew_seconds == 0
    again = SyncOut.model_validate(made.phone.sync(made.inspection, answers).json())
    assert [(one.outcome, one.version) for one in again.answers] == [("same", 2)] * 3


def test_another_person_on_the_phone_writes_nothing(made):
    before = written()
    told = made.phone.sync(made.inspection, [change(made.lines[0])], person=str(made.org.lead1.uid))
    photo = made.phone.photo(jpeg(), line=made.lines[0].uid, person=made.org.lead1.uid)

    assert (told.status_code, told.json()["code"]) == (409, "another_person")
    assert (photo.status_code, photo.json()["code"]) == (409, "another_person")
    assert written() == before


def test_an_unreadable_item_is_refused_alone(made):
    one, two, three = made.lines
    answers = [change(one), change(two, value=7), change(three, base_version=-1), change(one, made_at="hôm qua")]
    told = made.phone.sync(made.inspection, answers, [finding(one, clauses=["x"]), finding(one)]).json()

    assert [row["outcome"] for row in told["answers"]] == ["saved", "refused", "refused", "refused"]
    assert [row["outcome"] for row in told["findings"]] == ["refused", "saved"]
    assert all(row["reasons"] for row in told["answers"][1:])
    SyncOut.model_validate(told)


def test_somebody_taken_off_the_team_is_told_why(made):
    member = TeamMemberFactory(inspection=made.inspection, user=made.org.inspector)
    save(member, ended_at=clock.now())
    save(made.inspection)
    phone = Phone(made.org.inspector)
    told = phone.sync(made.inspection, [change(made.lines[0])], [finding(made.lines[0])])

    assert told.status_code == 200
    assert [row["outcome"] for row in (*told.json()["answers"], *told.json()["findings"])] == ["refused", "refused"]
    assert told.json()["answers"][0]["standing"] is None
    assert phone.get(f"/inspections/{made.inspection.uid}").status_code == 404


def test_what_is_not_reached_is_as_absent(made):
    stranger, line = Phone(made.org.officer2), made.lines[0]
    Phone(made.org.lead1).sync(made.inspection, [change(line, note="đủ")])
    told = made.phone.sync(made.inspection, [change(line, note="thiếu")], [finding(line)]).json()
    before, conflict = written(), told["answers"][0]["conflict"]
    found = Finding.objects.get()

    def asked(inspection, line, conflict, finding):
        body = {"person": str(stranger.user.uid)}
        return [
            stranger.get(f"/inspections/{inspection}"),
            stranger.send("POST", f"/inspections/{inspection}/sync", body),
            stranger.send("PUT", f"/lines/{line}/answer", {"result": "conforming"}, **{"If-Match": "1"}),
            stranger.send("POST", f"/conflicts/{conflict}", body | {"keep": "sent"}),
            stranger.photo(jpeg(), line=line),
            stranger.photo(jpeg(), finding=finding),
        ]

    there = asked(made.inspection.uid, line.uid, conflict, found.uid)
    absent = asked(*(uuid.uuid4() for _ in range(4)))
    assert [(one.status_code, one.content) for one in there] == [(one.status_code, one.content) for one in absent]
    assert {one.status_code for one in there} == {404}
    assert written() == before


def test_one_answer_by_its_version(made):
    line, path = made.lines[0], f"/lines/{made.lines[0].uid}/answer"
    body = {"result": "conforming", "note": "đủ", "version": 99, "answered_by": 1, "status": "x"}
    assert made.phone.send("PUT", path, body).status_code == 428
    told = made.phone.send("PUT", path, body, **{"If-Match": f'"{line.version}"'})

    assert (told.status_code, told.headers["ETag"]) == (200, '"2"')
    assert LineOut.model_validate(told.json()).note == "đủ"
    other = Phone(made.org.lead1).send("PUT", path, body | {"note": "thiếu"}, **{"If-Match": '"1"'})
    assert other.status_code == 409
    assert (other.json()["standing"]["note"], other.json()["sent"]["note"]) == ("đủ", "thiếu")
    refused = made.phone.send("PUT", path, {"result": "perhaps"}, **{"If-Match": '"2"'})
    assert (refused.status_code, bool(refused.json()["reasons"])) == (422, True)
    save(made.inspection, status="report_drafted")
    assert made.phone.send("PUT", path, body, **{"If-Match": '"2"'}).status_code == 409
    assert standing(line).version == 2


def test_choosing_between_two_answers(made):
    line = made.lines[0]
    Phone(made.org.lead1).sync(made.inspection, [change(line, note="đủ")])
    sent = made.phone.sync(made.inspection, [change(line, "not_conforming", note="thiếu")]).json()["answers"][0]
    body = {"person": str(made.phone.user.uid), "keep": "sent"}
    told = made.phone.send("POST", f"/conflicts/{sent['conflict']}", body)

    assert (told.status_code, told.json()["note"], told.json()["version"]) == (200, "thiếu", 3)
    assert made.phone.send("POST", f"/conflicts/{sent['conflict']}", body | {"keep": "standing"}).status_code == 409
    manager = Phone(made.org.manager1)
    refused = manager.send("POST", f"/conflicts/{sent['conflict']}", body | {"person": str(manager.user.uid)})
    assert (refused.status_code, bool(refused.json()["who"])) == (403, True)


def test_page_of_a_conflict_lets_one_answer_stand(made):
    line = made.lines[0]
    Phone(made.org.lead1).sync(made.inspection, [change(line, note="đủ")])
    made.phone.sync(made.inspection, [change(line, "not_conforming", note="thiếu")])
    url = f"/inspections/conflicts/{AnswerConflict.objects.get().uid}/"
    client = Client()
    client.force_login(made.org.lead1)
    page = client.get(url).content.decode()

    assert "đủ" in page
    assert "thiếu" in page
    assert client.post(url, {"keep": "sent"}).status_code == 302
    assert standing(line).note == "thiếu"
    client.force_login(made.org.officer2)
    assert client.get(url).status_code == 404


def test_strangers_are_told_so_and_never_sent_elsewhere(made):
    stranger = Client()
    for path in ("/me", "/inspections", f"/inspections/{made.inspection.uid}"):
        assert (stranger.get(FIELD + path).status_code, stranger.get(FIELD + path).headers.get("Location")) == (
            401,
            None,
        )
    told = stranger.post(f"{FIELD}/inspections/{made.inspection.uid}/sync", "{}", "application/json")
    assert (told.status_code, bool(told.json()["detail"])) == (401, True)


def test_forged_requests_are_refused(made):
    before = written()
    body = {"person": str(made.phone.user.uid), "answers": [change(made.lines[0])]}
    for token in ("", "x" * 64):
        told = made.phone.send("POST", f"/inspections/{made.inspection.uid}/sync", body, **{"X-CSRFToken": token})
        assert (told.status_code, told.json()["code"]) == (403, "csrf")
    assert made.phone.client.get(f"{FIELD}/inspections/{made.inspection.uid}/sync").status_code == 405
    assert written() == before


def test_reading_writes_nothing(made):
    with CaptureQueriesContext(connection) as caught:
        for path in ("/me", "/inspections", f"/inspections/{made.inspection.uid}"):
            made.phone.get(path)
    assert [query["sql"][:60] for query in caught if not query["sql"].startswith("SELECT")] == []


BAD = [
    (b"", "application/json", 422),
    (b"[", "application/json", 400),
    (b"\xff\xfe", "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b'{"person": ' + b"9" * 5000 + b"}", "application/json", 400),
    (b"null", "application/json", 422),
    (b'{"person": "x", "answers": 1}', "application/json", 422),
    (b"a=1", "application/x-www-form-urlencoded", 415),
    (b"--x\r\n", "multipart/form-data; boundary=x", 415),
    (b" " * (5 * 1024 * 1024 + 1), "application/json", 413),
]


@pytest.mark.parametrize(("body", "kind", "status"), BAD, ids=[f"{index}-{row[2]}" for index, row in enumerate(BAD)])
def test_nonsense_is_refused_in_json(made, body, kind, status):
    before = written()
    told = made.phone.send("POST", f"/inspections/{made.inspection.uid}/sync", body, content_type=kind)

    assert told.status_code == status
    assert isinstance(told.json()["detail"], str)
    assert written() == before


def test_unknown_addresses_are_told_in_json(made):
    for path in ("/nothing", "/inspections/abc", "/photos/abc"):
        told = made.phone.get(path)
        assert (told.status_code, told.json()["detail"]) == (404, "Not found.")


def test_interface_is_published_without_scripts(made):
    schema = made.phone.client.get("/api/v1/openapi.json").json()
    page = made.phone.client.get("/api/v1/docs")
    operations = [one for path in schema["paths"].values() for one in path.values()]

    field = ("inspections/{uid}", "inspections/{uid}/sync", "lines/{uid}/answer", "photos/{uid}", "conflicts/{uid}")
    assert {path for path in schema["paths"] if "{" in path} == {  # what is asked above of records not reached
        f"{FIELD}/{path}" for path in field
    } | {f"/api/v1/objectives/{path}" for path in ("{uid}", "{uid}/measurements")}  # asked in test_objective_pages
    assert page.status_code == 200
    assert all(path in page.content.decode() for path in schema["paths"])
    assert {"401", "403", "404", "409", "413", "422", "428"} <= set.intersection(
        *(set(one["responses"]) for one in operations)
    )
    assert all(one["description"] for one in operations)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
ODD = JSON | st.sampled_from(
    ["\x00", "\ud800", "1e999999", 10**30, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"]
)


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_never_a_fault(made, data):
    answer = data.draw(st.dictionaries(st.sampled_from(sorted(change(made.lines[0]))), ODD, max_size=4))
    found = data.draw(st.dictionaries(st.sampled_from(sorted(finding(made.lines[0]))), ODD, max_size=4))
    further = data.draw(st.dictionaries(st.sampled_from(["sent_at", "answers", "findings", "x"]), ODD, max_size=2))
    before = written()
    body = {"person": str(made.phone.user.uid), "answers": [change(made.lines[0]) | answer]}
    body |= {"findings": [finding(made.lines[0]) | found]} | further
    told = made.phone.send("POST", f"/inspections/{made.inspection.uid}/sync", body)

    assert told.status_code in (200, 422), told.content
    if told.status_code == 200:
        SyncOut.model_validate(told.json())
    else:
        assert written() == before
