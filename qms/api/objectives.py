"""The addresses of objectives for other programs: one objective with its figures, and sending a figure."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.responses import Response
from pydantic import Field

from qms.api.problems import ERRORS, Problem
from qms.duty_periods import Period
from qms.models.objectives import Measurement, Objective
from qms.objective_figures import is_met, target_on
from qms.objective_periods import period_coded, periods_of
from qms.operations.measurements import Figure, measure_objective
from qms.performance_enums import MeasuredBy
from qms.views.reach import signed_in

router = Router()


class FigureIn(Schema):
    """A figure of one period: a value, or numerator and denominator."""

    period: str = Field(max_length=10, description="2020-06, 2020-Q2, 2020-H1 or 2020, by the objective's rhythm")
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    as_of: dt.date
    note: str = Field("", max_length=4000)
    reference: str = Field("", max_length=120, description="the sender's own number")


class FigureOut(Schema):
    """A figure as it stands."""

    uid: uuid.UUID
    period: str
    period_from: dt.date
    period_to: dt.date
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    target: Decimal | None
    met: bool | None
    as_of: dt.date
    source: str
    query: str
    note: str
    reference: str


class ObjectiveOut(Schema):
    """An objective with its targets and figures."""

    uid: uuid.UUID
    number: str
    title: str
    unit: str
    definition: str
    numerator: str
    denominator: str
    measure_unit: str
    direction: str
    rhythm: str
    status: str
    starts_on: dt.date
    ends_on: dt.date
    targets: dict[int, Decimal]
    measurements: list[FigureOut]


def reached(request: HttpRequest, uid: uuid.UUID) -> Any:
    """The objective within reach; the same answer for what is not there."""
    objective = Objective.objects.reached(signed_in(request), uid)
    if objective is None or objective.ended_at is not None:
        raise Problem(404, _("Not found."))
    return objective


def told(content: Any, status: int = 200) -> HttpResponse:
    """An answer that no cache keeps."""
    answer = Response(content, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def figure_told(objective: Any, one: Measurement, targets: list[Any], codes: dict[Any, str]) -> dict[str, Any]:
    """A figure as the interface tells it."""
    target = target_on(targets, one.period_to)
    return {
        "uid": one.uid, "period": codes.get(one.period_to, ""), "period_from": one.period_from,
        "period_to": one.period_to, "value": one.value, "numerator": one.numerator, "denominator": one.denominator,
        "target": target, "met": is_met(one.value, target, objective.direction), "as_of": one.as_of,
        "source": one.source, "query": one.query, "note": one.note, "reference": one.external_ref,
    }  # fmt: skip


@router.get("/{uuid:uid}", response={200: ObjectiveOut, **ERRORS})
def objective_read(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One objective with its targets and its standing figures, oldest first."""
    objective = reached(request, uid)
    targets = list(objective.targets.filter(ended_at=None).order_by("year"))
    codes = {one.ends: one.code for one in periods_of(objective)}
    rows = objective.measurements.filter(ended_at=None).order_by("period_from", "pk")
    names = (
        "uid", "number", "title", "definition", "numerator", "denominator", "measure_unit", "direction", "rhythm",
        "status", "starts_on", "ends_on",
    )  # fmt: skip
    return told(
        {name: getattr(objective, name) for name in names}
        | {
            "unit": objective.unit.code,
            "targets": {target.year: target.value for target in targets},
            "measurements": [figure_told(objective, one, targets, codes) for one in rows],
        }
    )


@router.post("/{uuid:uid}/measurements", response={200: FigureOut, 201: FigureOut, **ERRORS})
def objective_measure(request: HttpRequest, uid: uuid.UUID, sent: FigureIn) -> HttpResponse:
    """Record the figure of a period. The same figure again answers 200 and changes nothing; another one is refused."""
    objective = reached(request, uid)
    period = period_coded(objective, sent.period.strip())
    if period is None:
        example = next(periods_of(objective)).code
        text = _("«%(part)s» names no period of this objective. Write such as %(example)s: 97,5.")
        raise Problem(422, text % {"part": sent.period, "example": example})
    known = set(objective.measurements.filter(ended_at=None).values_list("pk", flat=True))
    made = measure_objective(objective, by=signed_in(request), figure=figure_sent(sent, period))
    targets = list(objective.targets.filter(ended_at=None))
    told_figure = figure_told(objective, made, targets, {period.ends: period.code})
    return told(told_figure, 200 if made.pk in known else 201)


def figure_sent(sent: FigureIn, period: Period) -> Figure:
    """What was sent, as the operation takes it."""
    return Figure(
        period.begins, period.ends, value=sent.value, numerator=sent.numerator, denominator=sent.denominator,
        as_of=sent.as_of, source=MeasuredBy.API, note=sent.note, external_ref=sent.reference,
    )  # fmt: skip
