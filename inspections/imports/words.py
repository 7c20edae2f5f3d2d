"""Words of registers for grades and states of findings and nonconformities, beside those that every importer knows."""

from typing import Any

from django.conf import settings
from django.utils.translation import override

from inspections.enums import FindingStatus, Grade, NonconformityStatus

GRADES = {
    "conformity": "conformity",
    "conforming": "conformity",
    "phù hợp": "conformity",
    "good practice": "good_practice",
    "strength": "good_practice",
    "điểm mạnh": "good_practice",
    "điểm tốt": "good_practice",
    "thực hành tốt": "good_practice",
    "khuyến nghị cải tiến": "opportunity",
}
STATUSES = {
    "mới ghi nhận": "recorded",
    "chờ kiểm tra hiệu lực": "effectiveness_check",
    "kiểm tra hiệu lực": "effectiveness_check",
}

FINDING_STATES = {
    "draft": FindingStatus.DRAFT,
    "open": FindingStatus.CONFIRMED,
    "recorded": FindingStatus.CONFIRMED,
    "confirmed": FindingStatus.CONFIRMED,
    "accepted": FindingStatus.CONFIRMED,
    "disputed": FindingStatus.CONFIRMED,
    "contained": FindingStatus.ANSWERED,
    "plan_proposed": FindingStatus.ANSWERED,
    "in_progress": FindingStatus.ANSWERED,
    "implemented": FindingStatus.ANSWERED,
    "effectiveness_check": FindingStatus.ANSWERED,
    "answered": FindingStatus.ANSWERED,
    "verified": FindingStatus.CLOSED,
    "closed": FindingStatus.CLOSED,
    "withdrawn": FindingStatus.WITHDRAWN,
}
"""In which state a finding arrives whose sheet uses such a word."""

NONCONFORMITY_STATES = {
    "draft": NonconformityStatus.RECORDED,
    "open": NonconformityStatus.RECORDED,
    "recorded": NonconformityStatus.RECORDED,
    "confirmed": NonconformityStatus.RECORDED,
    "accepted": NonconformityStatus.ACCEPTED,
    "answered": NonconformityStatus.ACCEPTED,
    "disputed": NonconformityStatus.DISPUTED,
    "contained": NonconformityStatus.CONTAINED,
    "plan_proposed": NonconformityStatus.PLAN_PROPOSED,
    "in_progress": NonconformityStatus.IN_PROGRESS,
    "implemented": NonconformityStatus.EFFECTIVENESS_CHECK,
    "verified": NonconformityStatus.EFFECTIVENESS_CHECK,
    "effectiveness_check": NonconformityStatus.EFFECTIVENESS_CHECK,
    "closed": NonconformityStatus.CLOSED,
    "withdrawn": NonconformityStatus.WITHDRAWN,
}
"""In which state a nonconformity arrives whose sheet uses such a word."""


def labels(choices: Any) -> dict[str, str]:
    """What the product itself calls the values, in each of its languages."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(choice.label): str(choice.value) for choice in choices}
    return found


def words_with(statuses: Any) -> dict[str, dict[str, str]]:
    """Further words of grade and status for a kind of register."""
    return {"grade": GRADES | labels(Grade), "status": STATUSES | labels(statuses)}
