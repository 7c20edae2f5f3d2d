"""Skeletons: each makes a draft that is complete for its kind, drawn in Vietnamese, without a false citation."""

import pytest

from cms.blocks import DocumentBody
from cms.checks import over_limit
from cms.durations import items, values
from cms.mentions import mentions, words
from cms.publishing import freeze_body, stream
from cms.sections import body_from
from cms.skeletons import skeleton, skeletons, skeletons_for
from cms.workshop import missing_sections
from qms.enums import DocumentKind

KEYS = [
    "system_model", "administrative_procedure", "system_procedure", "work_instruction", "quality_policy",
    "quality_objectives", "form",
]  # fmt: skip


def test_every_skeleton_is_there_once():
    assert [one.key for one in skeletons()] == KEYS
    assert {one.kind for one in skeletons()} == set(DocumentKind) - {DocumentKind.EXTERNAL}
    assert [one.key for one in skeletons_for(DocumentKind.PROCEDURE)] == KEYS[1:3]
    assert (skeleton("form").kind, skeleton("none")) == (DocumentKind.FORM, None)


@pytest.mark.parametrize("key", KEYS)
def test_skeleton_makes_a_draft_complete_for_its_kind(key):
    one = skeleton(key)
    body = body_from(one.sections)

    assert missing_sections(one.kind, {block["type"] for block in body}) == []
    assert set(one.sections) - {"steps", "time_limit_days"} <= {block["type"] for block in body}
    assert "[" in words(body), "says what is to be filled in"
    assert len(DocumentBody().get_form_state(stream(body))) == len(body), "opens in the editor"
    assert "None" not in freeze_body(body, one.kind).text


def test_objectives_need_more_than_a_preface():
    assert len(missing_sections(DocumentKind.OBJECTIVES, {"purpose", "references"})) == 1


@pytest.mark.parametrize("key", KEYS)
def test_skeleton_cites_no_edition_that_is_left_and_no_code_of_another(key):
    named = mentions(body_from(skeleton(key).sections))

    assert set(named.editions) <= {"9001:2015", "9000:2015"}
    assert named.codes == {} or set(named.codes) == {"BM-01"}
    assert not list(over_limit(body_from(skeleton(key).sections), None))


def test_system_model_has_the_clauses_as_its_chapters():
    html = freeze_body(body_from(skeleton("system_model").sections), DocumentKind.MODEL).html
    chapters = [part.split("</h2>")[0] for part in html.split("<h2>")[1:]]
    parts = [part.split(" ")[0] for part in html.split("<h3>")[1:]]

    assert [chapter.split(".")[0] for chapter in chapters] == [str(number) for number in range(1, 12)]
    assert chapters[3:10] == [
        "4. Bối cảnh của cơ quan", "5. Sự lãnh đạo", "6. Hoạch định", "7. Hỗ trợ", "8. Thực hiện",
        "9. Đánh giá kết quả thực hiện", "10. Cải tiến",
    ]  # fmt: skip
    assert parts == sorted(parts, key=lambda number: [int(part) for part in number.split(".")])
    assert {part.split(".")[0] for part in parts} == {str(number) for number in range(4, 11)}


def test_administrative_procedure_has_its_parts():
    body = body_from(skeleton("administrative_procedure").sections)
    (value,) = values(body, "administrative")

    assert len(items(value["dossier"])) == 2
    assert "5.7." in freeze_body(body, DocumentKind.PROCEDURE).html
