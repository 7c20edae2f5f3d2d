"""The demonstration's library of documents: what the expander does, and that the texts hold together."""

import datetime as dt
import re
import unicodedata
from collections import Counter
from functools import cache

import pytest
import yaml

from qms.demo import documents as demo
from qms.demo.library_sections import hours, own_codes
from qms.demo.library_shared import Shared
from qms.demo.procedure_library import put_back, spelt_out
from qms.enums import DocumentKind, ExternalStatus
from tests.qms.test_fixtures import FIXTURES, auditable, load, units

TODAY = dt.date(2020, 7, 15)
LEVELS = {"province": 30, "commune_district_province": 15, "commune_district": 6, "commune": 1}
OVER = {"QT-27", "QT-36", "QT-46"}
PARTS = ("purpose", "scope", "references", "definitions", "administrative", "steps", "forms", "records")
HOW_LONG_BEFORE = re.compile(r"từ (\d+) còn (\d+) ngày")


@cache
def library():
    return demo.library()


@cache
def shared():
    return Shared.of(load("demo/procedures/shared.yaml"))


def procedures():
    return [entry for entry in library() if entry["level"]]


def text_of(value):
    """All words of a text, wherever they stand."""
    if isinstance(value, dict):
        return "\n".join(map(text_of, value.values()))
    if isinstance(value, list):
        return "\n".join(map(text_of, value))
    return str(value)


each_procedure = pytest.mark.parametrize("entry", procedures(), ids=lambda entry: entry["number"])
each = pytest.mark.parametrize("entry", library(), ids=lambda entry: entry["number"])


# The library as a whole


def test_there_are_fifty_two_procedures_of_four_levels():
    assert Counter(entry["level"] for entry in procedures()) == LEVELS


def test_there_are_documents_of_every_kind():
    kinds = Counter(entry["kind"] for entry in library() if not entry["level"])
    assert set(kinds) == set(DocumentKind.values)
    assert kinds["procedure"] == 12
    assert kinds["external"] >= 14
    assert kinds["instruction"] == 3
    assert (kinds["policy"], kinds["objectives"], kinds["model"]) == (1, 1, 1)


def test_numbers_and_codes_of_procedures_are_unique():
    numbers = Counter(entry["number"] for entry in library())
    assert [number for number, count in numbers.items() if count > 1] == []
    codes = Counter(entry["sections"]["administrative"]["code"] for entry in procedures())
    assert [code for code, count in codes.items() if count > 1] == []


def test_other_places_have_what_they_had_before():
    elsewhere = {place: {entry["number"] for entry in demo._used(place, library())} for place in ("SLĐ-79", "VP")}
    assert elsewhere == {
        "SLĐ-79": {f"QT-0{number}" for number in range(1, 9)},
        "VP": {f"QT-0{number}" for number in range(1, 5)},
    }


def test_enough_procedures_changed_their_steps_or_their_time():
    changed = [
        entry["number"]
        for entry in procedures()
        for issue in entry["issues"][:-1]
        if [(row["what"], row["duration"]) for row in issue["sections"]["steps"]]
        != [(row["what"], row["duration"]) for row in entry["sections"]["steps"]]
        or issue["sections"]["time_limit_days"] != entry["sections"]["time_limit_days"]
    ]
    assert len(set(changed)) >= 12
    assert Counter(len(entry["issues"]) for entry in procedures()).keys() == {1, 2, 3}


def test_publication_is_late_for_some():
    late = [
        entry["number"]
        for entry in procedures()
        for profile in [entry["sections"]["administrative"]]
        if profile["decided_on"] and (profile["published_on"] - profile["decided_on"]).days > 14
    ]
    assert 3 <= len(late) <= 12


def test_some_current_texts_rest_on_what_is_out_of_force():
    dead = {
        basis["number"]
        for entry in procedures()
        for basis in entry["sections"]["administrative"]["legal_basis"]
        if shared().out_of_force(basis["number"], TODAY)
    }
    assert {"55/2013/NĐ-CP", "37/2012/TTLT-BLĐTBXH-BYT-BTC-BGDĐT", "09/2015/QĐ-TTg"} <= dead


# Each document


@each
def test_document_is_whole(entry):
    assert entry["owner"] in units()
    assert all(number in auditable(year) for year, number in entry["clauses"])
    assert entry["clauses"]
    assert entry["title_vi"]
    assert entry["title_en"]
    days = [issue["effective_on"] for issue in entry["issues"]]
    assert days == sorted(set(days))
    numbers = [(issue["issue_number"], issue.get("amendment_number", "00")) for issue in entry["issues"]]
    assert numbers == sorted(set(numbers))
    for issue in entry["issues"]:
        assert issue["signed_on"] <= issue["effective_on"] <= TODAY
        if entry["kind"] != "external":
            assert issue["signed_on"] < demo.BROUGHT_IN.date()
            assert issue["signed_on"].weekday() < 5
            assert issue["effective_on"].weekday() < 5


@each
def test_text_is_nfc_and_holds_nothing_left_over(entry):
    words = text_of([entry, *entry["issues"]])
    assert unicodedata.is_normalized("NFC", words)
    assert "__line__" not in words
    assert " | " not in words
    assert "None" not in text_of([entry["title_vi"], entry["title_en"], entry["sections"].get("contents", "")])


@each_procedure
def test_procedure_has_every_part(entry):
    for issue in entry["issues"]:
        assert all(issue["sections"][part] for part in PARTS)
        assert 4 <= len(issue["sections"]["steps"]) <= 10
        assert all(row["what"] and row["responsible"] for row in issue["sections"]["steps"])
        assert len(entry["sections"]["steps"]) >= 5
        profile = issue["sections"]["administrative"]
        assert profile["level"] == entry["level"]
        assert profile["legal_basis"]
        assert profile["dossier"]
        assert profile["time_limit_days"] == issue["sections"]["time_limit_days"]
        assert profile["online_level"] in {"", "2", "3", "4"}
        assert re.fullmatch(r"[12]\.00\d{4}", profile["code"])
        if profile["decided_on"]:
            assert profile["decided_on"] <= min(profile["published_on"], issue["signed_on"])


@each_procedure
def test_steps_stay_within_the_limit_but_for_three(entry):
    *earlier, current = [
        hours(issue["sections"]["steps"]) > 8 * issue["sections"]["time_limit_days"] for issue in entry["issues"]
    ]
    assert current is (entry["number"] in OVER)
    assert not any(earlier)


@each
def test_every_form_that_a_step_yields_is_listed(entry):
    for issue in entry["issues"]:
        sections = issue.get("sections", entry["sections"])
        listed = {form["code"] for form in sections.get("forms", ())}
        cited = set(re.findall(r"BM-\d\d\S*?(?=,|$|\s)|Mẫu số \d\d", text_of(
            [row["result"] for row in sections.get("steps", ())]
        )))  # fmt: skip
        assert cited <= listed
        assert {code for code in listed if code.startswith("BM-")} <= cited


def test_no_form_is_written_that_no_step_yields():
    listed = {entry["number"]: sum(form["code"].startswith("BM-") for form in entry["sections"].get("forms", ()))
              for entry in library()}  # fmt: skip
    for path in (FIXTURES / "demo").rglob("*.yaml"):
        for entry in load(path.relative_to(FIXTURES).as_posix()).get("documents", ()):
            if entry["code"] in listed:
                assert listed[entry["code"]] == len(entry.get("forms", ())), entry["code"]


@each
def test_references_and_forms_as_documents_resolve(entry):
    own = {one["number"] for one in library()}
    forms = {form["code"] for one in library() for form in one["sections"].get("forms", ())}
    words = text_of([issue.get("sections", entry["sections"]) for issue in entry["issues"]])
    cited = set(re.findall(r"(?<!-)\b(?:QT|HD)-\d\d\b", words))
    assert cited <= own
    assert entry["number"] not in {line.split()[0] for line in entry["sections"].get("references", ())}
    if entry["kind"] == "form":
        assert entry["number"] in forms


def test_titles_in_references_are_those_of_the_documents():
    titles = {entry["number"]: entry["title_vi"] for entry in library()}
    for entry in library():
        for line in entry["sections"].get("references", ()):
            code, _space, title = line.partition(" ")
            if code in titles and not code[0].isdigit():
                assert titles[code].startswith(title), (entry["number"], line)


@each
def test_summary_of_change_is_true(entry):
    for before, after in zip(entry["issues"], entry["issues"][1:], strict=False):
        why = after["summary_of_change"]
        assert before["sections"] != after["sections"] or before["title_vi"] != after["title_vi"], why
        if found := HOW_LONG_BEFORE.search(why):
            limits = [issue["sections"]["time_limit_days"] for issue in (before, after)]
            assert limits == [int(days) for days in found.groups()], why
        elif before["sections"].get("time_limit_days") != after["sections"].get("time_limit_days"):
            pytest.fail(f"{entry['number']}: the limit changed and nobody says so")
        editions = [re.findall(r"9001:(\d{4})", text_of(issue["sections"]["references"])) for issue in (before, after)]
        assert (editions[0] != editions[1]) is ("9001:2015" in why) or entry["kind"] == "form", why
        online = [issue["sections"].get("administrative", {}).get("online_level") for issue in (before, after)]
        assert online[0] in (online[1], "") or "mức độ" in why, why


@each
def test_edition_cited_agrees_with_clauses(entry):
    cited = re.search(r"9001:(\d{4})", text_of(entry["sections"].get("references", "")))
    if cited and entry["kind"] != "form":
        years = {year for year, _number in entry["clauses"]}
        assert ("2015" in years) is (cited[1] == "2015")


# Laws and documents from outside


def test_documents_from_outside_agree_with_the_laws():
    outside = {entry["number"]: entry for entry in library() if entry["kind"] == "external"}
    for number, entry in outside.items():
        assert entry["external_status"] in ExternalStatus.values
        assert (entry["external_status"] == "replaced") is bool(entry["replaced_by"])
        assert entry["replaced_by"] in {"", *outside}
        if law := shared().laws.get(number):
            assert (law.title, law.since) == (entry["title_vi"], entry["issues"][0]["effective_on"])
            assert shared().out_of_force(number, TODAY) is (entry["external_status"] != "in_force")


def test_every_replaced_law_comes_after_what_it_replaced():
    for law in shared().laws.values():
        if law.replaces:
            assert shared().laws[law.replaces].since < law.since


# The expander


SMALL = """
field: "An toàn"
owner: SLĐ-01-VP
kept_at: "Văn phòng"
level: province
documents:
  - code: QT-90
    tthc: "1.009999"
    title_vi: "Thử"
    title_en: "Trial"
    audience: "Mọi người"
    law: ["61/2018/NĐ-CP", "140/2018/NĐ-CP"]
    dossier: ["Đơn | 2 | 1 | Nếu có", "Ảnh"]
    limit: 3
    online: 4
    decision: "1/QĐ-UBND | 2019-01-07 | 2019-01-09"
    steps: [receive 1h, "Xem | Chuyên viên | 1.5d | BM-01, Mẫu số 02", "Chờ | Chuyên viên | -"]
    forms: ["Phiếu xem"]
    records: ["Hồ sơ | 5 năm", "Sổ | Vĩnh viễn | Kho"]
    issues:
      - {issue: "01", signed: 2017-03-06, from: 2017-03-13, edition: "2008", why: "Đầu",
         was: {limit: 9, times: {1: "2h", 2: "4d"}, drop: [3], add: {1: "Gọi | Văn thư | 1h"},
               dossier_more: ["Sổ | 1 | 0"]}}
      - {issue: "02.01", signed: 2019-03-04, from: 2019-03-11, why: "Sau"}
"""


@pytest.fixture
def small():
    (entry,) = spelt_out(yaml.safe_load(SMALL), shared())
    return entry


def test_shared_rows_are_put_in_with_the_time_given(small):
    rows = small["sections"]["steps"]
    assert rows[0]["what"].startswith("Kiểm tra thành phần hồ sơ")
    assert [(row["duration"], row["duration_unit"]) for row in rows] == [(1, "hour"), (1.5, "day"), (None, None)]
    assert hours(rows) == 13


def test_own_forms_get_their_whole_code_and_one_stop_forms_their_name(small):
    assert small["sections"]["steps"][1]["result"] == "BM-01-QT-90, Mẫu số 02"
    assert [form["code"] for form in small["sections"]["forms"]] == [
        "BM-01-QT-90", "Mẫu số 01", "Mẫu số 02", "Mẫu số 05",
    ]  # fmt: skip
    assert own_codes("BM-01-QT-03, BM-02", "QT-90") == "BM-01-QT-03, BM-02-QT-90"


def test_parts_of_the_dossier_are_counted(small):
    first, second = small["sections"]["administrative"]["dossier"]
    assert first == {"name": "Đơn", "originals": 2, "copies": 1, "note": "Nếu có"}
    assert (second["originals"], second["copies"]) == (1, 0)


def test_records_are_numbered_kept_and_disposed_of(small):
    own, kept, slip = small["sections"]["records"]
    assert (own["code"], own["place"], own["retention"]) == ("HS-01-QT-90", "Văn phòng", "5 năm")
    assert (kept["place"], kept["disposal"]) == ("Kho", "Nộp lưu trữ lịch sử")
    assert slip["name"].startswith("Mẫu số 05")


def test_earlier_issue_is_the_later_one_with_what_was(small):
    earlier, current = (issue["sections"] for issue in small["issues"])
    assert [row["what"] for row in earlier["steps"]][1:] == ["Gọi", "Xem"]
    assert [row["duration"] for row in earlier["steps"]] == [2, 1, 4]
    assert (earlier["time_limit_days"], current["time_limit_days"]) == (9, 3)
    assert len(earlier["administrative"]["dossier"]) == 3
    assert "9001:2008" in earlier["references"][0]
    assert "9001:2015" in current["references"][0]
    assert [(issue["issue_number"], issue["amendment_number"]) for issue in small["issues"]] == [
        ("01", "00"),
        ("02", "01"),
    ]


def test_earlier_issue_knows_nothing_of_later_laws_and_decisions(small):
    earlier, current = (issue["sections"]["administrative"] for issue in small["issues"])
    assert [basis["number"] for basis in earlier["legal_basis"]] == ["09/2015/QĐ-TTg"]
    assert [basis["number"] for basis in current["legal_basis"]] == [
        "61/2018/NĐ-CP",
        "140/2018/NĐ-CP",
        "01/2018/TT-VPCP",
    ]
    assert (earlier["decided_on"], earlier["decision_number"]) == (None, "")
    assert current["published_on"] == dt.date(2019, 1, 9)


def test_clauses_of_the_new_edition_belong_to_texts_that_cite_it():
    entry = {"code": "QT-91", "title_vi": "a", "title_en": "b", "owner": "VP", "kept_at": "VP",
             "clauses_2008": ["4.1"], "clauses_2015": ["4.4"]}  # fmt: skip
    issue = {"issue": "01", "signed": TODAY, "from": TODAY, "why": ""}
    (old,) = spelt_out({"documents": [entry | {"issues": [issue | {"edition": "2008"}]}]}, shared())
    (new,) = spelt_out({"documents": [entry | {"issues": [issue]}]}, shared())
    assert old["clauses"] == [("2008", "4.1")]
    assert new["clauses"] == [("2008", "4.1"), ("2015", "4.4")]


def test_putting_back_leaves_the_later_text_alone():
    later = {"steps": ["a | b | 1d", "c | d | 2d"], "dossier": ["x"]}
    put_back(later, {"times": {1: "5d"}, "drop": [2], "dossier_more": ["y"]})
    assert later == {"steps": ["a | b | 1d", "c | d | 2d"], "dossier": ["x"]}


def test_same_files_give_the_same_drafts():
    assert demo.library() == demo.library()


def test_no_file_is_forgotten():
    read = {path.stem for path in (FIXTURES / "demo" / "procedures").glob("*.yaml")}
    fields = {entry["sections"]["administrative"]["field"] for entry in procedures()}
    assert "shared" in read
    assert len(read) == 9
    assert len(fields) >= 9
