"""Bringing in sets of criteria: numbered lists become editions with clauses."""

import pytest

from qms.models import Clause, Edition
from tests.inspections.test_imports_findings import bring_in, case, file_of, needs_cases

HEADER = ["Mã tiêu chí", "Tên tiêu chí", "Điểm tối đa"]
ROWS = (["1", "Chỉ đạo", 10], ["1.1", "Kế hoạch", 4], ["1.2", "Tự kiểm tra", 6], ["2", "Thể chế", 3])


def bring_in_criteria(path, **options):
    return bring_in(path, kind="criteria", unit="", by="officer1", **options)


def test_numbered_list_becomes_an_edition(organisation, tmp_path):
    path = file_of(tmp_path, *ROWS, name="PAR.xlsx", header=HEADER)
    assert bring_in_criteria(path, edition="PAR:2020")[:2] == (0, ["rows=4 created=4 updated=0 unchanged=0 rejected=0"])
    edition = Edition.objects.get(standard__code="PAR", year="2020")
    clauses = {clause.number: clause for clause in edition.clauses.select_related("parent")}
    assert clauses["1.1"].parent == clauses["1"]
    assert [clauses[number].auditable for number in ("1", "1.1", "2")] == [False, True, True]
    assert clauses["1.2"].max_score == 6
    assert clauses["1"].history.get().history_user == organisation.officer1
    assert bring_in_criteria(path, edition="PAR:2020")[1] == ["rows=4 created=0 updated=0 unchanged=4 rejected=0"]


def test_changed_title_is_an_update(organisation, tmp_path):
    bring_in_criteria(file_of(tmp_path, *ROWS, name="PAR.xlsx", header=HEADER))
    changed = [*ROWS[:3], ["2", "Xây dựng thể chế", 3]]
    again = bring_in_criteria(file_of(tmp_path, *changed, name="PAR.xlsx", header=HEADER))
    assert again[1] == ["rows=4 created=0 updated=1 unchanged=3 rejected=0"]


@pytest.mark.parametrize("wrong", [["1.1", "Trùng số", 1], ["3 b", "Số có dấu cách", 1], ["3", "Điểm", "nhiều"]])
def test_wrong_row_brings_nothing_in(organisation, tmp_path, wrong):
    path = file_of(tmp_path, *ROWS, wrong, name="PAR.xlsx", header=HEADER)
    code, last, _out, err = bring_in_criteria(path)
    assert (code, last) == (2, ["rows=5 created=0 updated=0 unchanged=0 rejected=1"])
    assert "Sổ!" in err
    assert not Clause.objects.filter(edition__standard__code="PAR").exists()


@needs_cases
def test_checklist_over_seven_sheets(organisation):
    assert bring_in_criteria(case("iso27001-audit-checklist"))[1] == [
        "rows=30 created=30 updated=0 unchanged=0 rejected=0"
    ]
