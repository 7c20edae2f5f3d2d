"""How big a risk or an opportunity is: words of both scales, the score, and its level in words."""

from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qms.enums import RiskKind
from qms.policy import Text

SCALE = range(1, 6)


class Level(models.TextChoices):
    """The level of a score from 1 to 25."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    VERY_HIGH = "very_high", _("Very high")


LEVELS: tuple[tuple[Level, int, int], ...] = (
    (Level.LOW, 1, 4),
    (Level.MEDIUM, 5, 9),
    (Level.HIGH, 10, 16),
    (Level.VERY_HIGH, 17, 25),
)
"""Each level with its lowest and its highest score."""

ACCEPTED_BY_MANAGER = 10
"""From this score on a risk is accepted by the unit's manager or top management only."""

LIKELIHOODS: dict[int, Text] = {
    1: _("Rare"),
    2: _("Unlikely"),
    3: _("Possible"),
    4: _("Likely"),
    5: _("Almost certain"),
}
CONSEQUENCES: dict[int, Text] = {
    1: _("Negligible"),
    2: _("Minor harm"),
    3: _("Moderate"),
    4: _("Serious"),
    5: _("Very serious"),
}
BENEFITS: dict[int, Text] = {
    1: _("Hardly any"),
    2: _("Small"),
    3: _("Fair"),
    4: _("Large"),
    5: _("Very large"),
}
Look = tuple[str, str]
LOOKS: dict[str, dict[Level, Look]] = {
    RiskKind.RISK: {
        Level.LOW: ("neutral", "circle"),
        Level.MEDIUM: ("info", "flag"),
        Level.HIGH: ("warning", "alert-circle"),
        Level.VERY_HIGH: ("danger", "alert-triangle"),
    },
    RiskKind.OPPORTUNITY: {
        Level.LOW: ("neutral", "circle"),
        Level.MEDIUM: ("info", "flag"),
        Level.HIGH: ("success", "circle-check"),
        Level.VERY_HIGH: ("success", "target"),
    },
}
"""Tone and icon beside each word: a great opportunity is no alarm."""


def level_of(score: int) -> Level:
    """The level of a score."""
    return next(level for level, _least, most in LEVELS if score <= most)


def limits_of(level: str) -> tuple[int, int]:
    """The lowest and the highest score of a level."""
    return next((least, most) for one, least, most in LEVELS if one == level)


def effects(kind: str) -> dict[int, Text]:
    """The words of the second scale: consequences of a risk, benefits of an opportunity."""
    return BENEFITS if kind == RiskKind.OPPORTUNITY else CONSEQUENCES


def effect_title(kind: str) -> Text:
    """What the second scale is called."""
    return _("Benefit") if kind == RiskKind.OPPORTUNITY else _("Consequence")


def standing(risk: Any) -> tuple[int, int]:
    """Likelihood and consequence as they are now: after treatment where there was one."""
    after = (risk.residual_likelihood, risk.residual_consequence)
    return (risk.likelihood, risk.consequence) if None in after else after


def score(pair: tuple[int, int]) -> int:
    """Likelihood times consequence."""
    return pair[0] * pair[1]


def with_standing(rows: QuerySet) -> QuerySet:
    """Add how each stands now, as `likelihood_now`, `consequence_now` and `score_now`; records or historical rows."""
    rows = rows.annotate(
        likelihood_now=Coalesce("residual_likelihood", "likelihood"),
        consequence_now=Coalesce("residual_consequence", "consequence"),
    )
    return rows.annotate(score_now=F("likelihood_now") * F("consequence_now"))


def of_level(level: str) -> Q:
    """Rows of `with_standing` whose score lies in the level."""
    return Q(score_now__range=limits_of(level))


def said(kind: str, pair: tuple[int, int]) -> str:
    """Such as "High (4 × 3 = 12): likely, considerable"."""
    level, words = level_of(score(pair)).label, (LIKELIHOODS[pair[0]], effects(kind)[pair[1]])
    return f"{level} ({pair[0]} × {pair[1]} = {score(pair)}): {str(words[0]).lower()}, {str(words[1]).lower()}"
