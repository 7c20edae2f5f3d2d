"""The data that the product ships: everything loads, everything referred to exists, the counts are the known ones."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
EDITIONS = ("2008", "2015", "2026")
PAIRS = (("2008", "2015"), ("2015", "2026"))
RELATIONS = {"equivalent", "modified", "new", "withdrawn", "split", "merged"}
ROLES = {"reader", "officer", "inspector", "manager", "top", "auditor", "admin"}
KINDS_OF_INFORMATION = {"2008": {"document", "procedure", "record"}, "2015": {"maintain", "retain"}}
KINDS_OF_INFORMATION["2026"] = KINDS_OF_INFORMATION["2015"]


@cache
def load(name):
    """The content of one YAML fixture."""
    # The C loader is the safe one, only faster; ruff knows the pure one by name.
    return yaml.load((FIXTURES / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506


def clauses(edition):
    return {c["number"]: c for c in load(f"standards/iso9001-{edition}.yaml")["clauses"]}


def auditable(edition):
    return {number for number, clause in clauses(edition).items() if clause["auditable"]}


def units():
    reference = load("reference/units.yaml")
    rows = [reference["root"], *reference["units"], *load("demo/departments.yaml")["units"]]
    return {row["code"]: row for row in rows}


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.yaml")), ids=lambda path: path.name)
def test_every_file_loads_to_a_mapping(path):
    assert isinstance(load(path.relative_to(FIXTURES).as_posix()), dict)


@pytest.mark.parametrize(("edition", "count"), [("2008", 51), ("2015", 65), ("2026", 65)])
def test_edition_has_its_count_of_auditable_clauses(edition, count):
    assert len(auditable(edition)) == count


@pytest.mark.parametrize("edition", EDITIONS)
def test_edition_is_a_tree_with_words(edition):
    data = load(f"standards/iso9001-{edition}.yaml")
    tree = clauses(edition)
    assert (data["standard"], data["edition"], type(data["published"])) == ("9001", edition, date)
    assert len(tree) == len(data["clauses"])
    for number, clause in tree.items():
        assert clause["parent"] == (number.rpartition(".")[0] or None)
        assert clause["parent"] is None or clause["parent"] in tree
        word = "title" if clause["titled"] else "label"
        assert clause[f"{word}_vi"], number
        assert clause[f"{word}_en"], number
        has_children = any(other.startswith(number + ".") for other in tree)
        assert clause["auditable"] is not has_children, number


@pytest.mark.parametrize("edition", EDITIONS)
def test_documented_information_is_of_a_kind_of_its_edition(edition):
    asked = [row for clause in clauses(edition).values() for row in clause.get("documented_information", [])]
    assert {row["kind"] for row in asked} == KINDS_OF_INFORMATION[edition]
    assert all(row["text_vi"] and row["text_en"] for row in asked)


def test_edition_2008_asks_for_six_procedures_and_21_records():
    kinds = [row["kind"] for c in clauses("2008").values() for row in c.get("documented_information", [])]
    assert (kinds.count("procedure"), kinds.count("record")) == (6, 21)


def directions(older, newer):
    data = load(f"standards/correspondence-{older}-{newer}.yaml")
    assert (data["standard"], data["from_edition"], data["to_edition"]) == ("9001", older, newer)
    return (older, newer, data["rows"]), (newer, older, data["reverse_rows"])


@pytest.mark.parametrize(("older", "newer"), PAIRS)
def test_correspondence_names_known_clauses_once(older, newer):
    for source, target, rows in directions(older, newer):
        assert len({(row["from"], row["to"]) for row in rows}) == len(rows)
        for row in rows:
            assert row["from"] in clauses(source)
            assert row["to"] is None or row["to"] in clauses(target)
            assert row["relation"] in RELATIONS
            assert (row["to"] is None) is (row["relation"] in {"new", "withdrawn"})
            assert row["change_degree"] in {"", "none", "minor", "major"}
            assert row["basis"] in {"seen", "recalled", "own", "reported"}
            assert bool(row["note_vi"]) is bool(row["note_en"])
            assert len(row["note_en"]) <= 120


@pytest.mark.parametrize(("older", "newer"), PAIRS)
def test_correspondence_covers_every_auditable_clause(older, newer):
    forward, backward = directions(older, newer)
    for (source, _, rows), (*_, others) in ((forward, backward), (backward, forward)):
        alone = {row["from"] for row in rows if row["to"] is None}
        assert auditable(source) <= {row["from"] for row in rows}
        assert auditable(source) <= {row["to"] for row in others} | alone


@pytest.mark.parametrize(("older", "newer"), PAIRS)
def test_correspondence_says_the_same_in_both_directions(older, newer):
    (*_, forward), (*_, backward) = directions(older, newer)
    leaves_old, leaves_new = auditable(older), auditable(newer)
    there = {(r["from"], r["to"]) for r in forward if r["from"] in leaves_old and r["to"] in leaves_new}
    back = {(r["to"], r["from"]) for r in backward if r["to"] in leaves_old and r["from"] in leaves_new}
    assert there == back


def test_four_clauses_of_2008_are_one_to_one_and_unchanged():
    (*_, forward), _ = directions("2008", "2015")
    groups = {number: {r["relation"] for r in forward if r["from"] == number} for number in auditable("2008")}
    assert {n for n, found in groups.items() if found == {"equivalent"}} == {"6.3", "7.3.3", "7.5.3", "7.5.5"}


def test_units_are_the_ministrys_24_and_63_departments():
    rows = load("reference/units.yaml")["units"]
    departments = [row for row in rows if row["kind"] == "provincial_department"]
    assert (len(rows) - len(departments), len(departments)) == (24, 63)
    assert all(row["superior_vi"] and row["valid_to"] == date(2025, 2, 28) for row in departments)
    assert all((row["rhythm"] == "six-monthly") is (row in departments) for row in rows)
    assert {row["obligation"] for row in rows} == {"yes", "encouraged"}


def test_units_have_unique_codes_and_known_parents():
    rows = [*load("reference/units.yaml")["units"], *load("demo/departments.yaml")["units"]]
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(row["parent"] in units() and row["name_vi"] and row["name_en"] for row in rows)
    assert all(row["valid_from"] >= units()[row["parent"]]["valid_from"] for row in rows)


@pytest.mark.parametrize("department", ["SLĐ-01", "SLĐ-79"])
def test_demo_department_has_six_divisions_and_nine_attached_units(department):
    kinds = [row["kind"] for row in load("demo/departments.yaml")["units"] if row["parent"] == department]
    assert (len(kinds) - kinds.count("attached_unit"), kinds.count("attached_unit")) == (6, 9)


def test_people_are_placed_in_known_units():
    people = load("demo/people.yaml")["people"]
    assert len({p["username"] for p in people}) == len({p["full_name"] for p in people}) == len(people)
    for person in people:
        assert person["unit"] in units() or person["organisation_vi"]
        for role in person["roles"]:
            assert role["role"] in ROLES
            assert role["unit"] in units() or role["role"] == "admin"
        for competence in person["competences"]:
            assert competence["standard"] == "9001"
            assert competence["edition"] in EDITIONS
            assert competence["from"] < competence["until"]


def test_every_demo_account_and_head_of_unit_is_there():
    people = load("demo/people.yaml")["people"]
    asked = "officer director lead inspector auditor reader admin officer1 head1 lead1 inspector1 manager1 owner1"
    asked += " verifier1 reader1 officer2 reader2"
    assert set(asked.split()) <= {p["username"] for p in people}
    managed = {r["unit"] for p in people for r in p["roles"] if r["role"] == "manager"}
    assert {row["code"] for row in load("demo/departments.yaml")["units"]} <= managed


def test_inspectors_are_competent_on_the_demo_day():
    day = date(2020, 7, 15)
    for person in load("demo/people.yaml")["people"]:
        if "inspector" in {r["role"] for r in person["roles"]}:
            assert any(c["edition"] == "2015" and c["from"] <= day <= c["until"] for c in person["competences"])


def test_findings_resolve():
    findings = load("demo/findings.yaml")["findings"]
    endings = {code.removeprefix("SLĐ-01-") for code in units() if code.startswith("SLĐ-01-")} | {"central"}
    categories = {c["code"] for c in load("reference/cause_categories.yaml")["categories"]}
    assert len({f["code"] for f in findings}) == len(findings) == 24
    for finding in findings:
        assert finding["clause_2015"] in auditable("2015")
        assert finding["clause_2008"] is None or finding["clause_2008"] in auditable("2008")
        assert finding["unit_hint"] in endings
        assert finding["grade"] in {"good_practice", "observation", "opportunity", "minor", "major"}
        assert (finding["cause"] is not None) is (finding["grade"] in {"minor", "major"})
        if finding["cause"]:
            assert finding["cause"]["category"] in categories
            assert finding["correction"] and finding["action"] and finding["criterion"]  # noqa: PT018
            assert (len(finding["cause"]["whys"]) == 5) is (finding["grade"] == "major")


def test_each_auditable_clause_has_one_question():
    for block in load("reference/questions.yaml")["editions"]:
        asked = [question["clause"] for question in block["questions"]]
        assert asked == [number for number, clause in clauses(block["edition"]).items() if clause["auditable"]]
        assert all(question["question_vi"] and question["question_en"] for question in block["questions"])


@pytest.mark.parametrize(
    ("name", "header_row", "count"),
    [("findings-sample", 5, 12), ("nonconformities-sample", 4, 10), ("criteria-sample", 4, 15)],
)
def test_sample_workbook_has_its_header_and_rows(name, header_row, count):
    rows = CalamineWorkbook.from_path(FIXTURES / f"samples/{name}.xlsx").get_sheet_by_index(0).to_python()
    filled = [row for row in rows[header_row:] if row[0] != ""]
    assert str(rows[header_row - 1][0]).strip() in {"Mã", "Số KPH", "Mã tiêu chí"}
    assert len(filled) == count
