"""Pages of history: who finds what, in words, filtered, paged, side by side, with proof."""

import datetime as dt
import io
import re
import zipfile
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from qms.enums import Role
from qms.evidence_enums import EventKind
from qms.history import searching
from qms.history.field_words import WORDS, is_named
from qms.history.homes import tracked
from qms.history.recording import OPERATIONS
from qms.history.timeline import told_fields
from qms.models import Action, BackgroundJob, User
from qms.operations.actions import start_action
from qms.operations.events import note_event
from qms.phrases import operation_phrase
from qms.registry import registry
from qms.views.history import kind_title
from qms.workflow import WORKFLOWS
from tests.factories import ActionFactory, MembershipFactory, RoleFactory, save
from tests.shared_organisation import DAY, on

HISTORY = "/history/"


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def action(org):
    made = ActionFactory(assigned=True, unit=org.division, owner=org.owner1, approver=org.lead1, title="Sửa quy trình")
    save(made, due_on=dt.date(2020, 3, 12))
    start_action(made, by=org.owner1)
    made.refresh_from_db()
    save(made, due_on=dt.date(2020, 3, 30))
    return made


def entries(answer):
    return answer.context["entries"]


def test_change_is_a_sentence_in_the_readers_language(org, action):
    vietnamese = signed_in(org.officer1, "vi").get(HISTORY, {"kind": "qms.action"}).content.decode()
    assert "từ 12/03/2020 thành 30/03/2020" in vietnamese
    english = signed_in(org.officer1).get(HISTORY, {"kind": "qms.action"}).content.decode()
    assert "changed from 12/03/2020 to 30/03/2020" in english


def test_readers_inspectors_and_strangers_search_nothing(org, action):
    for person in (org.owner1, org.inspector1):
        assert signed_in(person).get(HISTORY).status_code == 403
    assert action.number not in signed_in(org.officer2).get(HISTORY).content.decode()
    assert action.number in signed_in(org.manager1).get(HISTORY).content.decode()


def test_administrator_reads_accounts_and_sign_ins_and_no_records(org, action):
    note_event(EventKind.SIGN_IN_FAILED, typed="ai-do", details={"address": "10.1.1.1"})
    note_event(EventKind.EXPORTED, by=org.officer1, about_title="Danh sách mật")
    save(User.objects.get(pk=org.reader2.pk), full_name="Tên Mới")
    page = signed_in(org.admin).get(HISTORY).content.decode()
    assert "ai-do" in page
    assert "Tên Mới" in page
    assert action.number not in page
    assert "Danh sách mật" not in page
    assert "ai-do" not in signed_in(org.officer1).get(HISTORY).content.decode()


def test_entry_whose_record_rests_on_what_came_after_the_day_tells_its_kind():
    with translation.override("en"):
        assert kind_title(SimpleNamespace(record=None, home=("qms.action", 1))) == "Action"
        assert kind_title(SimpleNamespace(record=None, home=None)) == ""


def test_roles_and_appointments_are_read_by_the_officer_of_the_unit_and_no_other(org):
    RoleFactory(user=org.verifier1, role=Role.AUDITOR, unit=org.sibling)
    MembershipFactory(user=org.verifier1, unit=org.division)
    told = signed_in(org.officer1).get(HISTORY, {"since": DAY.isoformat(), "kind": "qms.unit"}).content.decode()
    for words in (str(org.verifier1), str(org.sibling), str(Role.AUDITOR.label), str(org.division)):
        assert words in told
    unit = reverse("history_record", args=["qms.unit", org.sibling.uid])
    assert str(org.verifier1) in signed_in(org.officer1).get(unit).content.decode()
    assert str(org.verifier1) not in signed_in(org.officer2).get(HISTORY).content.decode()
    assert signed_in(org.officer2).get(unit).status_code == 404


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"kind": "qms.action"}, 4),
        ({"kind": "qms.action", "done": "start"}, 1),
        ({"kind": "qms.action", "who": "owner1"}, 1),
        ({"kind": "qms.action", "field": "due"}, 3),
        ({"kind": "qms.action", "field": "no such field"}, 0),
        ({"kind": "qms.action", "since": "2020-07-16"}, 0),
        ({"kind": "qms.action", "until": "2020-07-15"}, 4),
        ({"kind": "qms.action", "until": "2020-07-14"}, 0),
        ({"kind": "nonsense", "who": "owner1", "since": "x"}, 1),
    ],
)
def test_filters_narrow(org, action, asked, count):
    answer = signed_in(org.officer1).get(HISTORY, asked)
    assert len(entries(answer)) == count
    assert action.number in answer.content.decode() or count == 0


def test_unit_filter_takes_those_below_it(org, action):
    client = signed_in(org.officer1)
    assert len(entries(client.get(HISTORY, {"kind": "qms.action", "unit": org.department.pk}))) == 4
    assert len(entries(client.get(HISTORY, {"kind": "qms.action", "unit": org.sibling.pk}))) == 0


def test_pages_go_on_and_every_entry_comes_once(org, action, monkeypatch):
    monkeypatch.setattr(searching, "PAGE", 3)
    client, seen, address = signed_in(org.officer1), [], f"{HISTORY}?kind=qms.action"
    monkeypatch.setattr(searching.search, "__kwdefaults__", searching.search.__kwdefaults__ | {"page": 3})
    while address:
        answer = client.get(address)
        seen += [entry["version_url"] for entry in entries(answer)]
        address = answer.context["next_url"] and HISTORY + answer.context["next_url"]
    assert len(seen) == len(set(seen)) == 4


def test_sparse_filter_says_how_far_it_looked(org, action, monkeypatch):
    monkeypatch.setattr(searching, "BATCH", 2)
    monkeypatch.setattr(searching.search, "__kwdefaults__", searching.search.__kwdefaults__ | {"most": 2})
    answer = signed_in(org.officer1).get(HISTORY, {"kind": "qms.action", "field": "no such field"})
    assert (answer.context["sparse"], answer.context["looked"], entries(answer)) == (True, 2, [])
    assert "2 entries were looked at" in answer.content.decode()
    further = signed_in(org.officer1).get(HISTORY + answer.context["next_url"])
    assert further.context["looked"] == 2


def test_page_costs_the_same_number_of_queries(org, action):
    client = signed_in(org.officer1)
    client.get(HISTORY)
    with CaptureQueriesContext(connection) as few:
        client.get(HISTORY, {"kind": "qms.action"})
    for _number in range(15):
        ActionFactory(assigned=True, unit=org.division, owner=org.owner1, approver=org.lead1)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(HISTORY, {"kind": "qms.action"})
    assert len(entries(answer)) > 15
    assert len(many) <= len(few)


def test_export_holds_what_is_filtered_and_as_of_a_day(org, action):
    client = signed_in(org.officer1)
    text = b"".join(client.get(HISTORY, {"kind": "qms.action", "export": "csv"}).streaming_content).decode()
    assert text.count(action.number) == 4
    then = b"".join(
        client.get(HISTORY, {"kind": "qms.action", "export": "csv", "as_of": "2020-07-14"}).streaming_content
    ).decode()
    assert action.number not in then


def test_history_of_a_record_is_for_who_reaches_it(org, action):
    address = reverse("history_record", args=["qms.action", action.uid])
    for kind, uid in (("qms.action", org.division.uid), ("qms.nothing", action.uid), ("qms.backgroundjob", action.uid)):
        assert signed_in(org.officer1).get(reverse("history_record", args=[kind, uid])).status_code == 404
    for name in ("history_record", "history_compare"):
        assert signed_in(org.officer2).get(reverse(name, args=["qms.action", action.uid])).status_code == 404
    for name in ("history_version", "history_proof"):
        assert signed_in(org.officer2).get(reverse(name, args=["qms.action", action.uid, 1])).status_code == 404
    assert len(entries(signed_in(org.owner1).get(address))) == 4
    assert signed_in(org.officer1).get(reverse("history_record", args=["qms.user", org.owner1.uid])).status_code == 404
    assert signed_in(org.owner1).get(reverse("history_record", args=["qms.user", org.owner1.uid])).status_code == 200


def test_history_of_a_record_is_filtered_and_exported(org, action):
    client, address = signed_in(org.officer1), reverse("history_record", args=["qms.action", action.uid])
    assert len(entries(client.get(address, {"field": "due"}))) == 3
    assert len(entries(client.get(address, {"who": "owner1"}))) == 1
    assert client.get(address, {"as_of": "2020-07-14"}).status_code == 404
    answer = client.get(address, {"export": "xlsx"})
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_version_has_its_address_hash_and_neighbours(org, action):
    client = signed_in(org.officer1)
    row = Action.history.get(id=action.pk, sequence=2)
    answer = client.get(reverse("history_version", args=["qms.action", action.uid, 2]))
    text = answer.content.decode()
    assert row.row_hash in text
    assert row.previous_hash in text
    assert "12/03/2020" in text
    assert answer.context["earlier_url"].endswith("/1/")
    assert answer.context["later_url"].endswith("/3/")
    assert client.get(reverse("history_version", args=["qms.action", action.uid, 9])).status_code == 404


@pytest.mark.parametrize("number", [0, 99, 10**25])
@pytest.mark.parametrize("tail", ["", "proof/"])
def test_version_that_was_never_made_is_not_found(org, action, number, tail):
    address = f"/history/qms.action/{action.uid}/{number}/{tail}"
    assert signed_in(org.officer1).get(address).status_code == 404


def test_two_versions_stand_side_by_side_with_long_texts_word_by_word(org, action):
    before = "Rà soát toàn bộ quy trình tiếp nhận hồ sơ tại bộ phận một cửa trong quý hai"
    save(action, details=before)
    save(action, details=before.replace("quý hai", "quý ba"))
    last = Action.objects.get(pk=action.pk).version
    client = signed_in(org.officer1)
    answer = client.get(reverse("history_compare", args=["qms.action", action.uid]), {"old": last - 1, "new": last})
    (side,) = answer.context["changed"]
    assert "<del>" in side.marked
    assert "ba</ins>" in side.marked
    assert "Rà soát toàn bộ" in side.marked
    odd = client.get(reverse("history_compare", args=["qms.action", action.uid]), {"old": "x", "new": "99"})
    assert odd.status_code == 200


def test_who_left_is_told_by_the_name_they_had_then(org, action):
    owner = User.objects.get(pk=org.owner1.pk)
    with on(dt.date(2020, 7, 16)):
        save(owner, full_name="Tên Đổi Sau", is_active=False)
    text = signed_in(org.officer1).get(reverse("history_record", args=["qms.action", action.uid])).content.decode()
    assert re.search(rf"{org.owner1}[^<]* \(no longer active\)", text)
    assert "Tên Đổi Sau" not in text


def test_evidence_page_is_for_those_who_verify(org):
    for person in (org.owner1, org.manager1, org.inspector1):
        assert signed_in(person).get(reverse("history_evidence")).status_code == 403
        assert signed_in(person).post(reverse("history_evidence")).status_code == 403
        assert signed_in(person).get(reverse("history_seals")).status_code == 403
    for person in (org.officer1, org.head1, org.admin):
        assert signed_in(person).get(reverse("history_evidence")).status_code == 200


def test_proof_is_found_by_number_within_reach(org, action):
    def found(person, text):
        return signed_in(person).get(reverse("history_evidence"), {"q": text}).context["found"]

    assert [one["title"] for one in found(org.officer1, action.number)] == [f"{action.number} {action.title}"]
    assert [one["title"] for one in found(org.officer1, str(action.uid))] == [f"{action.number} {action.title}"]
    assert found(org.officer2, action.number) == []
    assert found(org.admin, action.number) == []
    assert found(org.officer1, "x" * 500) == []


@pytest.mark.parametrize("name", ["notes.txt", "../000000001.json", "000000001.json.exe"])
def test_upload_that_is_no_copy_of_seals_is_refused_and_starts_nothing(org, name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "{}")
    for content in (file.getvalue(), b"not a zip"):
        upload = io.BytesIO(content)
        upload.name = "seals.zip"
        answer = signed_in(org.officer1).post(reverse("history_evidence"), {"copy": upload})
        assert answer.status_code == 422
    assert not BackgroundJob.objects.exists()


def test_every_operation_has_words_in_both_languages():
    names = {*OPERATIONS, *(f"{flow}.{one.name}" for flow, work in WORKFLOWS.items() for one in work.transitions)}
    names = {name for name in names if not name.startswith("test")}
    plain = {operation_phrase("no such operation", new=new) for new in (True, False)}
    wordless = [name for name in names if name not in registry.phrases and operation_phrase(name) in plain]
    assert sorted(wordless) == []


def test_every_field_told_has_words_that_are_translated():
    wordless = {
        f"{label}.{one.name}"
        for label, model in tracked().items()
        for one in told_fields(model, "")
        if not is_named(one) and one.name not in WORDS
    }
    assert sorted(wordless) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "qms.nothing"}, "Kind of record «qms.nothing»: "),
        ({"since": "32/13/2020"}, "From day «32/13/2020»: "),
        ({"since": "2020-07-14", "until": "2020-07-01"}, "From day «2020-07-14»: The first day is after the last."),
    ],
)
def test_what_of_a_filter_cannot_be_followed_is_said_and_no_file_is_made_of_the_rest(org, action, asked, said):
    for address in (HISTORY, f"/history/qms.action/{action.uid}/"):
        if address != HISTORY and "kind" in asked:
            continue
        answer = signed_in(org.officer1).get(address, asked | {"who": "nobody at all", "export": "csv"})
        page = answer.content.decode()
        assert answer["Content-Type"].startswith("text/html")
        assert said in page
        assert 'value="nobody at all"' in page
