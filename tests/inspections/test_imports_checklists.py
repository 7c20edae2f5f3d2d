"""Bringing in anybody's checklist: its questions become a template, its answers an inspection; again is no change."""

from collections import Counter

from inspections.enums import Grade, InspectionStatus
from inspections.models import ChecklistLine, ChecklistTemplate, Finding, Inspection, TemplateVersion
from tests.inspections.test_imports_findings import bring_in, case, needs_cases
from tests.qms.importing.made_files import workbook_of

HEADER = ["Số", "Tiêu đề", "Câu hỏi", "Kết quả", "Ghi nhận"]


def file_of(tmp_path, *rows, name="kiem-tra.xlsx"):
    path = tmp_path / name
    path.write_bytes(workbook_of(("Mục A", [HEADER, *rows])))
    return path


@needs_cases
def test_real_checklist_becomes_a_template_and_an_inspection(organisation):
    path = case("iso27001-audit-checklist")

    code, last, _out, err = bring_in(path, kind="checklist")

    assert (code, last) == (0, ["rows=30 created=30 updated=0 unchanged=0 rejected=0"]), err
    version = TemplateVersion.objects.get(status="in_force")
    sections = Counter(version.questions.order_by("position").values_list("section", flat=True))
    assert list(sections.values()) == [4, 3, 5, 7, 3, 6, 2]
    inspection = Inspection.objects.get(brought_in=True)
    lines = Counter(ChecklistLine.objects.filter(session__inspection=inspection).values_list("result", flat=True))
    assert lines == {"conforming": 29, "not_conforming": 1}
    grades = Counter(inspection.findings.values_list("grade", flat=True))
    assert grades == {Grade.CONFORMITY: 29, Grade.MINOR: 1}
    assert Finding.objects.get(grade=Grade.MINOR).clause_references.get().written_as.endswith("4.2")
    assert inspection.status == InspectionStatus.CONCLUDED
    assert bring_in(path, kind="checklist")[1] == ["rows=30 created=0 updated=0 unchanged=30 rejected=0"]
    assert TemplateVersion.objects.count() == 1


@needs_cases
def test_checklists_without_answers_become_templates_alone(organisation):
    for folder, questions, sections in (("sixsigma-audit-checklist", 12, 1), ("owasp-wstg-checklist-v42", 97, 12)):
        code, _last, _out, err = bring_in(case(folder), kind="checklist")

        assert code == 0, err
        version = TemplateVersion.objects.order_by("-pk").first()
        assert version.questions.count() == questions
        assert version.questions.values("section").distinct().count() == sections
    assert not Inspection.objects.filter(brought_in=True).exists()


def test_file_that_comes_again_makes_a_version_only_of_what_is_new(organisation, tmp_path):
    first = ["1", "Sổ theo dõi", "Sổ có đủ cột không?", "Phù hợp", "Đủ"]
    second = ["2", "Kho", "Kho có khóa không?", "Không phù hợp", "Không khóa"]
    bring_in(file_of(tmp_path, first, second), kind="checklist")

    second[3:] = ["Phù hợp", "Đã khóa"]
    changed = file_of(tmp_path, first, second, ["3", "Bảng tên", "Có bảng tên không?", "", ""])

    assert bring_in(changed, kind="checklist")[1] == ["rows=3 created=1 updated=1 unchanged=1 rejected=0"]
    template = ChecklistTemplate.objects.get()
    assert list(template.versions.values_list("number", "status")) == [(2, "in_force"), (1, "superseded")]
    lines = list(ChecklistLine.objects.order_by("position").values_list("result", "note"))
    assert lines == [("conforming", "Đủ"), ("conforming", "Đã khóa"), ("", "")]


def test_row_without_a_question_is_told_by_its_cell_and_nothing_is_written(organisation, tmp_path):
    path = file_of(tmp_path, ["1", "Sổ", "Có sổ không?", "Phù hợp", ""], ["2", None, None, "Phù hợp", "ghi chú"])

    code, _last, _out, err = bring_in(path, kind="checklist")

    assert code == 2
    assert "Mục A!" in err
    assert not ChecklistTemplate.objects.exists()


def test_word_that_is_no_result_is_kept_as_a_note(organisation, tmp_path):
    bring_in(
        file_of(tmp_path, ["1", "Sổ", "Có sổ không?", "Phù hợp", ""], ["2", "Kho", "Khóa?", "Để xem đã", "vắng"]),
        kind="checklist",
    )

    assert list(ChecklistLine.objects.order_by("position").values_list("result", "note")) == [
        ("conforming", ""),
        ("", "Để xem đã\nvắng"),
    ]
