"""Every real file yields what is known of it: counts of rows and values, or a refusal that says what it is."""

from collections import Counter
from datetime import date

import pytest
from django.utils.translation import override

from qms.importing.commit import read_file
from qms.importing.kinds_of_register import CHECKLIST, FINDINGS
from qms.importing.problems import ImportRefused, NotThisRegister
from qms.importing.reading import read_register
from qms.registry import registry
from tests.qms.importing.made_files import CASES

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the real files are elsewhere")


def read(kind, folder, pattern="*.xlsx", **told):
    path = next(iter(sorted((CASES / folder).glob(pattern))))
    return read_file(registry.import_kinds[kind], path, path.name, **told)


def count(read_register, name):
    return Counter(row.values.get(name) for row in read_register.rows)


def test_audit_checklist_over_seven_sheets():
    found = read("criteria", "iso27001-audit-checklist")
    assert list(Counter(row.sheet for row in found.rows).values()) == [4, 3, 5, 7, 3, 6, 2]
    assert count(found, "result") == {"Conformity": 29, "Minor NC": 1}
    assert [row.values["number"] for row in found.rows if row.values["result"] == "Minor NC"] == ["4.2"]
    assert [question.name for question in found.questions] == ["split"]
    assert not any("audit" in (row.values["title"] or "").casefold()[:6] for row in found.rows[:1])


def test_log_and_plan_of_the_same_nonconformities():
    log, plan = read("findings", "iso27001-nc-log"), read("findings", "iso27001-capa-plan")
    assert count(log, "grade") == {"minor": 3, "opportunity": 2}
    assert count(log, "status") == {"open": 5}
    assert count(log, "raised_on") == {date(2026, 3, 20): 5}
    assert count(plan, "status") == {"closed": 3, "in_progress": 1, "implemented": 1}
    closing = [date(2026, 4, 28), date(2026, 5, 12), date(2026, 4, 25)]
    assert [row.values.get("closed_on") for row in plan.rows[:3]] == closing
    due = [date(2026, 4, 30), date(2026, 5, 15), date(2026, 4, 30)]
    assert [row.values["due_on"] for row in plan.rows[:3]] == due
    assert count(plan, "effectiveness")["Effective"] == 3
    assert len(plan.rows[0].values["clause"]) == 2
    assert {row.key for row in log.rows} == {row.key for row in plan.rows}


def test_fieldwork_log_is_told_and_read_where_a_person_names_its_columns():
    with pytest.raises(NotThisRegister, match="log of evidence"):
        read("findings", "iso27001-fieldwork-log")
    columns = {"statement": 3, "raised_on": 1, "remarks": 7, "owner": 5}
    found = read_fieldwork({"columns": {"Evidence Register": columns}, "sheets": ["Evidence Register"]})
    assert count(found, "remarks") == {"Conforming": 17, "Minor NC": 3, "OFI": 2}
    assert {row.problems["raised_on"].code for row in found.rows} == {"no_year"}
    assert [(question.name, question.choices) for question in found.questions] == [("year", [(2026, "2026")])]


def test_evidence_interviews_and_samples_are_lines_where_a_person_names_their_columns():
    columns = {
        "Evidence Register": {"number": 0, "question": 3, "result": 7},
        "Interview & Observation Notes": {"number": 0, "question": 4, "note": 5, "result": 6},
        "Sampling Record": {"number": 0, "question": 1, "result": 5},
    }
    path = next((CASES / "iso27001-fieldwork-log").glob("*.xlsx"))
    said = {"columns": columns, "sheets": list(columns), "header": dict.fromkeys(columns, 5)}
    found = read_register(path, None, CHECKLIST, said=said)
    assert list(Counter(row.sheet for row in found.rows).values()) == [22, 9, 5]
    assert Counter(row.raw["result"] for row in found.rows[:22]) == {"Conforming": 17, "Minor NC": 3, "OFI": 2}


def read_fieldwork(said):
    return read_register(next((CASES / "iso27001-fieldwork-log").glob("*.xlsx")), None, FINDINGS, said=said)


@pytest.mark.parametrize("kind", ["findings", "nonconformities", "criteria", "documents"])
def test_audit_schedule_is_no_register(kind):
    with pytest.raises(NotThisRegister, match="audit schedule"):
        read(kind, "iso27001-audit-schedule")


def test_bilingual_questions_with_their_results():
    found = read("criteria", "italian-audit-findings-csv", "audit_findings.csv")
    assert count(found, "result") == {"Conforme": 101, "Migliorabile": 7, "Non conforme": 3}
    assert Counter(Counter(row.key for row in found.rows).values()) == {1: 111}
    assert sum(bool(row.values.get("remarks")) for row in found.rows) == 10
    assert {one["word"]: one["value"] for one in found.words()["result"]} == {
        "Conforme": "conforming", "Migliorabile": None, "Non conforme": "not_conforming",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["audit_actions.csv", "audit_records.csv"])
def test_lists_beside_the_questions_are_no_findings(name):
    with pytest.raises(NotThisRegister, match="not a register of findings"):
        read("findings", "italian-audit-findings-csv", name)


def test_findings_parted_by_bars():
    found = read("findings", "malay-agency-ncr-csv", "ncr.csv")
    assert count(found, "grade") == {"major": 5, "minor": 4, "opportunity": 2}
    assert count(found, "raised_on") == {date(2022, 6, 20): 10, date(2023, 6, 20): 1}
    assert count(found, "unit") == {"Pengurusan": 7, "Sumber Manusia": 4}
    assert not any(row.values.get("clause") or row.values.get("closed_on") for row in found.rows)


def test_master_list_parted_by_bars():
    found = read("documents", "malay-agency-doclist-csv", "doc_list.csv")
    assert len({row.values["number"] for row in found.rows}) == len(found.rows) == 20
    assert all(row.values["title"] == row.values["title"].strip() for row in found.rows)


def test_response_log_with_a_header_in_two_levels():
    (row,) = read("findings", "qmshero-audit-response-log").rows
    said = [row.values[name] for name in ("number", "owner", "closed_on", "grade")]
    assert said == ["OFI #1", "John Doe", date(2016, 4, 6), "opportunity"]


@pytest.mark.parametrize(
    ("kind", "folder"), [("findings", "qmshero-scar-log"), ("documents", "qmshero-doc-control-index")]
)
def test_styled_rows_are_no_rows(kind, folder):
    found = read(kind, folder)
    assert (found.rows, list(found.understood().values())[0]["rows"]) == ([], 0)


def test_complaints_are_no_findings():
    with pytest.raises(NotThisRegister, match="complaints"):
        read("findings", "qmshero-complaint-log")


def test_preprinted_answers_are_no_answers():
    found = read("criteria", "sixsigma-audit-checklist")
    assert [row.number for row in found.rows] == list(range(5, 17))
    assert not any(row.values.get("result") for row in found.rows)


@pytest.mark.parametrize(
    ("folder", "pattern", "sentence"),
    [
        ("pm-register-xls", "*.xls", "old .xls format"),
        ("vi-procedures", "*BM14*.docx", "Word"),
        ("vn-qa-weekly-inspection", "*.xlsx", "not a register of findings"),
    ],
)
def test_what_is_refused_says_why(folder, pattern, sentence):
    with pytest.raises(ImportRefused, match=sentence):
        read("findings", folder, pattern)


def test_a_table_in_a_text_document():
    found = read("nonconformities", "en-iso9001-md-capa-log", "*.md")
    assert [(row.sheet, row.number, row.values["number"]) for row in found.rows] == [
        ("4. CAPA Register", 66, "CA-001"),
        ("4. CAPA Register", 67, "CA-002"),
        ("4. CAPA Register", 68, "CA-003"),
    ]
    assert found.rows[0].problems["grade"].code == "unknown_word"


def test_foreign_words_wait_for_a_person():
    found = read("findings", "ciso-findings-template")
    assert [row.problems["grade"].code for row in found.rows] == ["unknown_word"] * 3
    assert {one["word"]: one["value"] for one in found.words()["status"]} == {
        "dismissed": None, "in_progress": "in_progress", "mitigated": "implemented",
    }  # fmt: skip
    assert {one["folded"] for one in found.words()["grade"]} == {"low", "critical", "high"}


def test_links_of_two_editions():
    found = read("correspondences", "ciso-edition-mapping")
    links = [row for row in found.rows if row.values.get("relation")]
    assert Counter(row.values["relation"] for row in links) == {
        "equal": 77,
        "subset": 48,
        "superset": 6,
        "intersect": 3,
    }
    assert len({row.values["from_clause"] for row in links}) == 131
    assert len({row.values["to_clause"] for row in links}) == 107


def test_header_repeated_as_title_of_twelve_sections():
    found = read("criteria", "owasp-wstg-checklist-v42")
    assert (len(found.rows), len({row.section for row in found.rows})) == (97, 12)
    assert count(found, "status") == {"open": 97}


def test_blocks_of_a_ground_checklist():
    found = read("criteria", "vn-en-ground-checklist")
    # Of the 128 filled cells of the column two are its own title again.
    assert list(Counter(row.sheet for row in found.rows).values()) == [33, 44, 16, 18, 15]
    assert not any(row.values["question"] == "Action" for row in found.rows)
    assert "fill_down" in [question.name for question in found.questions]


def test_clean_findings():
    found = read("findings", "qms-analytics-findings-csv", "*.csv")
    assert count(found, "grade") == {"observation": 48, "minor": 34, "major": 5}
    assert count(found, "inspection_kind") == {"Internal": 52, "Supplier": 23, "Certification": 12}
    assert count(found, "closed_on")[None] == 5
    assert (found.questions, [row for row in found.rows if row.problems]) == ([], [])


def test_refusals_speak_vietnamese_as_well():
    with override("vi"), pytest.raises(ImportRefused) as refused:
        read("findings", "pm-register-xls", "*.xls")
    assert ".xls" in refused.value.sentence
