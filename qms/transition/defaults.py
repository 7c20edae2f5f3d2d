"""The steps that a new transition programme starts with; each programme may change its own."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class DefaultStep:
    """One step: its key, which is also the key of its proof, its words, and which steps come first."""

    key: str
    title_vi: str
    title_en: str
    after: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)


DEFAULT_STEPS = (
    DefaultStep("plan", "Lập kế hoạch chuyển đổi", "Planned"),
    DefaultStep("training", "Đào tạo nhận thức và đánh giá viên", "People trained", ("plan",)),
    DefaultStep("gap", "Đánh giá khoảng cách", "Gap assessed", ("plan",)),
    DefaultStep("moved", "Chuyển viện dẫn điều khoản", "References moved", ("plan",)),
    DefaultStep("documents", "Viết lại tài liệu", "Documents rewritten", ("gap", "moved")),
    DefaultStep("applied", "Áp dụng", "Applied", ("documents",), {"months": 2}),
    DefaultStep("audit", "Đánh giá nội bộ", "Internally audited", ("applied",)),
    DefaultStep("review", "Xem xét của lãnh đạo", "Management review held", ("audit",)),
    DefaultStep("declared", "Công bố phù hợp", "Declared", ("review",)),
)
