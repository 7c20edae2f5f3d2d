"""The columns of a table between two editions, and of the lists of clauses that may come with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.importing.columns import Column, Register
from qms.importing.vocabulary import named

COLUMNS = {
    "from_edition": named(
        "từ phiên bản | phiên bản cũ | phiên bản nguồn",
        "from edition | old edition | source edition | source framework",
    ),
    "to_edition": named(
        "sang phiên bản | phiên bản mới | phiên bản đích",
        "to edition | new edition | target edition | target framework",
    ),
    "from_clause": named(
        "điều khoản cũ | từ điều khoản | điều khoản nguồn",
        "old clause | from clause | source node id | source clause | source | from | reference node id",
    ),
    "to_clause": named(
        "điều khoản mới | sang điều khoản | điều khoản đích",
        "new clause | to clause | target node id | target clause | target | to | focal node id",
    ),
    "relation": named("quan hệ | mối quan hệ | loại quan hệ", "relation | relationship | mapping type"),
    "own_word": named("quan hệ theo lời của nguồn | từ của nguồn", "relation in the source's word | own word"),
    "change_degree": named("mức độ thay đổi", "degree of change | change degree"),
    "note_vi": named("ghi chú tiếng việt | ghi chú", "note in vietnamese | note vi"),
    "note_en": named("ghi chú tiếng anh", "note in english | note en | note | notes | comment"),
    "basis": named("căn cứ | bằng chứng", "evidence | basis | rationale"),
    "node": named("mã nút", "node id"),
    "assessable": named("đánh giá được", "assessable"),
    "urn": named("urn", "urn"),
    "ref_id": named("mã tham chiếu", "ref id"),
    "name": named("tên", "name"),
    "description": named("mô tả", "description"),
}

CORRESPONDENCES = Register(
    kind="correspondences",
    label=_("correspondences of two editions"),
    columns=tuple(Column(name, vi, en) for name, (vi, en) in COLUMNS.items()),
    recognises=(("from_clause", "to_clause", "relation"), ("urn", "assessable", "name")),
    left_out_sheets=("guidelines", "meta"),
    keeps=("from_clause", "to_clause", "relation", "urn", "name"),
)

LONGEST: dict[str, Any] = {"note_vi": 400, "note_en": 400, "basis": 20, "own_word": 40, "change_degree": 20}
"""Characters that a column keeps."""
