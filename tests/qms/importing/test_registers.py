from collections import Counter
from datetime import date

import pytest

from qms.importing.kinds_of_register import CRITERIA, FINDINGS, NONCONFORMITIES
from qms.importing.problems import NotThisRegister
from qms.importing.reading import read_register
from qms.importing.row_keys import row_keys
from qms.importing.verdicts import CellVerdict, Preview, RowVerdict
from tests.qms.importing.made_files import CASES, SAMPLE, workbook_of

needs_cases = pytest.mark.skipif(not CASES.exists(), reason="the real files are elsewhere")
HEADER = ["Số hiệu", "Điều khoản", "Mức độ", "Nội dung phát hiện", "Ngày phát hiện"]
ROWS = [["KPH-1", "8.5.1", "Nhẹ", "Chưa ký biên bản", "20/6/2020"], ["KPH-2", "7.5", "Nặng", "Mất hồ sơ", "21/6/2020"]]


def case(folder, pattern="*"):
    return next(path for path in sorted((CASES / folder).glob(pattern)) if path.suffix in (".xlsx", ".csv"))


def read(folder, register, pattern="*"):
    return read_register(case(folder, pattern), None, register).rows


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, *ROWS],
        [["SỞ LAO ĐỘNG"], ["Báo cáo đánh giá", None, "Mẫu BM11"], [], [], HEADER, *ROWS],
        [[None, *HEADER], *([None, *row] for row in ROWS)],
        [HEADER, ROWS[0], HEADER, ROWS[1]],
        [HEADER, *ROWS, [], ["Tổng cộng", 2], ["Người lập"]],
        [["Ref", "Clause", "Severity", "Finding", "Date raised"], *ROWS],
        [["STT", *HEADER, "Chữ ký"], *([place, *row, None] for place, row in enumerate(ROWS, 1))],
        [["Điều khoản / Clause" if name == "Điều khoản" else name.upper() + ":" for name in HEADER], *ROWS],
    ],
)
def test_the_same_rows_come_out_of_every_layout(rows):
    found = read_register(workbook_of(("Sổ", rows)), "so.xlsx", FINDINGS).rows
    assert [(row.values["number"], row.values["grade"], row.values["raised_on"]) for row in found] == [
        ("KPH-1", "minor", date(2020, 6, 20)),
        ("KPH-2", "major", date(2020, 6, 21)),
    ]
    assert [clause.number for clause in found[0].values["clause"]] == ["8.5.1"]


def test_two_level_header_is_joined():
    rows = [
        ["Số hiệu", "Phát hiện", None, "Xử lý", None],
        [None, "Nội dung", "Mức độ", "Trách nhiệm", "Hạn"],
        ["KPH-1", "Mất hồ sơ", "Nặng", "Phòng HC", "20/6/2020"],
    ]
    data = workbook_of(("Sổ", rows), merged=["A1:A2", "B1:C1", "D1:E1"])
    row = read_register(data, "so.xlsx", FINDINGS).rows[0]
    assert row.number == 3
    assert (row.values["statement"], row.values["owner"], row.values["due_on"]) == (
        "Mất hồ sơ",
        "Phòng HC",
        date(2020, 6, 20),
    )


def test_problems_stand_at_their_cell():
    rows = [HEADER, ["KPH-1", "8.5.1", "hơi nặng", "x", "31/2/2020"]]
    row = read_register(workbook_of(("Sổ", rows)), "so.xlsx", FINDINGS).rows[0]
    assert {name: problem.code for name, problem in row.problems.items()} == {
        "grade": "unknown_word",
        "raised_on": "impossible_date",
    }
    assert row.addresses["raised_on"] == "Sổ!E2"


def test_month_first_column_is_read_by_its_own_evidence():
    rows = [HEADER, ["1", "8.5", "Minor", "x", "6/20/2020"], ["2", "8.5", "Minor", "y", "6/7/2020"]]
    found = read_register(workbook_of(("Sổ", rows)), "so.xlsx", FINDINGS).rows
    assert [row.values["raised_on"] for row in found] == [date(2020, 6, 20), date(2020, 6, 7)]


def test_keys_are_stable_and_different():
    rows = [("A", ("x", 1)), ("A", ("y", 1)), (None, ("z",)), (None, ("z",)), ("B", ("x",))]
    keys = row_keys(rows)
    assert len(set(keys)) == 5
    assert keys == row_keys(rows)
    assert keys[4] == "ref:b"
    assert keys[3] == f"{keys[2]}#2"


def test_preview_counts_all_verdicts():
    wrong = RowVerdict(2, cells={"grade": CellVerdict("x", None, "error", "why")}).reject_where_wrong()
    preview = Preview([RowVerdict(1), wrong, RowVerdict(3, "unchanged")])
    assert {name: count for name, count in preview.counts.items() if count} == {
        "create": 1,
        "unchanged": 1,
        "reject": 1,
    }
    assert preview.summary_line().startswith("rows=3 created=1 updated=0 unchanged=1 rejected=1")
    assert not preview.may_commit


@needs_cases
def test_qms_analytics_findings():
    rows = read("qms-analytics-findings-csv", FINDINGS)
    assert Counter(row.values["grade"] for row in rows) == {"observation": 48, "minor": 34, "major": 5}
    assert sum(row.values["closed_on"] is None for row in rows) == 5
    assert len({row.key for row in rows}) == 87
    assert not any(row.problems for row in rows)


@needs_cases
def test_malay_agency_findings():
    rows = read("malay-agency-ncr-csv", FINDINGS)
    assert Counter(row.values["grade"] for row in rows) == {"major": 5, "minor": 4, "opportunity": 2}
    assert Counter(row.values["raised_on"] for row in rows) == {date(2022, 6, 20): 10, date(2023, 6, 20): 1}
    assert len({row.key for row in rows}) == 11


@needs_cases
def test_sample_findings():
    rows = read_register(SAMPLE, None, FINDINGS).rows
    assert Counter(row.values["grade"] for row in rows) == {"minor": 13, "observation": 4, "major": 2, "opportunity": 1}
    assert rows[10].values["clause_2008"] == []


@needs_cases
def test_nonconformity_log_and_plan_share_their_keys():
    log, plan = read("iso27001-nc-log", NONCONFORMITIES), read("iso27001-capa-plan", NONCONFORMITIES)
    assert [row.key for row in log] == [row.key for row in plan] == ["ref:nc 1", "ref:nc 2", "ref:nc 3"]
    assert [(row.values["grade"], row.values["status"], row.values["raised_on"]) for row in log] == [
        ("minor", "open", date(2026, 3, 20))
    ] * 3
    assert [clause.number for clause in log[0].values["clause"]] == ["4.2", "A.5.31"]
    assert log[0].values["corrective_action"].startswith("establish and maintain")
    assert [row.values["closed_on"] for row in plan] == [date(2026, 4, 28), date(2026, 5, 12), date(2026, 4, 25)]


@needs_cases
def test_audit_response_log_with_two_level_header():
    row = read("qmshero-audit-response-log", FINDINGS)[0]
    assert (row.values["number"], row.values["grade"], row.values["owner"], row.values["closed_on"]) == (
        "OFI #1",
        "opportunity",
        "John Doe",
        date(2016, 4, 6),
    )


@needs_cases
@pytest.mark.parametrize(
    ("folder", "count"),
    [
        ("iso27001-audit-checklist", 30),
        ("owasp-wstg-checklist-v42", 97),
        ("sixsigma-audit-checklist", 12),
        ("vn-en-ground-checklist", 126),
    ],
)
def test_checklists_as_criteria(folder, count):
    assert len(read(folder, CRITERIA)) == count


@needs_cases
@pytest.mark.parametrize(
    "folder",
    [
        "iso27001-audit-schedule",
        "iso27001-audit-checklist",
        "iso27001-fieldwork-log",
        "ciso-edition-mapping",
        "vn-qa-weekly-inspection",
        "qmshero-doc-control-index",
    ],
)
def test_other_lists_are_no_register_of_findings(folder):
    with pytest.raises(NotThisRegister, match="not a register of findings"):
        read(folder, FINDINGS)


@needs_cases
def test_foreign_words_are_refused_by_name():
    rows = read("ciso-findings-template", FINDINGS)
    assert [row.problems["grade"].code for row in rows] == ["unknown_word"] * 3
