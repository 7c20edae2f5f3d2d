"""Risks, their matrix, the context and the interested parties as their printed forms take them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.enums import RiskKind
from qms.printing import risk_contexts as contexts
from qms.reports.risk_matrix import cell_said, in_cells
from qms.risk_levels import LIKELIHOODS, SCALE, effect_title, effects, level_of, score
from qms.views.facts import spoken


def risk_entries(records: Sequence[Any]) -> tuple[contexts.RiskEntry, ...]:
    """Rows of the register; the records come dressed from the list."""
    return tuple(_risk_entry(record) for record in records)


def _risk_entry(risk: Any) -> contexts.RiskEntry:
    after = (risk.residual_likelihood, risk.residual_consequence)
    process = risk.document.number if risk.document else ""  # one recorded later did not stand on the day looked at
    done = [risk.get_treatment_display(), risk.treatment_note]
    return contexts.RiskEntry(
        number=f"{risk.number}\n{risk.get_kind_display()}",
        process="\n".join(filter(None, [risk.unit.name, process])),
        statement="\n".join(filter(None, [risk.statement, risk.cause])),
        effect=risk.effect,
        clauses="\n".join(risk.cited).replace(" (", "\n").replace(")", ""),
        before=level_said((risk.likelihood, risk.consequence)),
        treatment=": ".join(filter(None, done)),
        after="" if None in after else level_said(after),
        owner=str(risk.owner),
        review_due=risk.review_due_on,
        state=risk.get_status_display(),
    )


def level_said(pair: tuple[int, int]) -> str:
    """Such as "4 × 3 = 12, High"."""
    return f"{pair[0]} × {pair[1]} = {score(pair)}\n{level_of(score(pair)).label}"


def matrix_entries(records: Sequence[Any], kinds: Sequence[str]) -> tuple[contexts.MatrixEntry, ...]:
    """For each kind a row of its scale, then five rows from the most likely down."""
    rows = []
    for kind in kinds:
        placed = in_cells(record for record in records if record.kind == kind)
        words = [f"{step}. {word}" for step, word in effects(kind).items()]
        rows.append(contexts.MatrixEntry(f"{RiskKind(kind).label}: {effect_title(kind)} →", *words))
        for likelihood in reversed(SCALE):
            cells = [cell_said((likelihood, one), placed.get((likelihood, one), [])) for one in SCALE]
            rows.append(contexts.MatrixEntry(f"{likelihood}. {LIKELIHOODS[likelihood]}", *cells))
    return tuple(rows)


def factor_entries(records: Sequence[Any]) -> tuple[contexts.FactorEntry, ...]:
    """Rows of the list of issues of the context."""
    return tuple(
        contexts.FactorEntry(
            kind=record.get_kind_display(),
            subject=_subject(record),
            statement=record.statement,
            effect=record.effect,
            response=record.response,
            unit=record.unit.name,
            reviewed_on=record.reviewed_on,
            review_due=record.review_due_on,
        )
        for record in records
    )


def _subject(record: Any) -> str:
    return "\n".join([record.get_subject_display(), *(climate_said(record))])


def climate_said(record: Any) -> list[str]:
    """That it concerns climate change, in words; nothing else."""
    return [_("(climate change)")] if record.climate else []


def party_entries(records: Sequence[Any]) -> tuple[contexts.PartyEntry, ...]:
    """Rows of the list of interested parties."""
    return tuple(
        contexts.PartyEntry(
            name="\n".join([record.name, *climate_said(record)]),
            needs=record.needs,
            requirement=requirement_said(record),
            response=record.response,
            unit=record.unit.name,
            reviewed_on=record.reviewed_on,
            review_due=record.review_due_on,
        )
        for record in records
    )


def requirement_said(record: Any) -> str:
    """Whether the need is taken up as a requirement, in a word."""
    return spoken(record.is_requirement)
