"""What was decided on old clauses and carried over: by the ministry for all, by two departments for themselves."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.models.documents import DocumentClause
from qms.models.organisation import Unit
from qms.models.transition import TransitionProgramme
from qms.operations.clause_decisions import ClauseDraft, decide
from qms.operations.transition_runs import apply, undo_decision
from qms.transition.plan import plan
from qms.transition.queue_items import items_of

DOCUMENTS = "qms.documentclause"
BY_THE_MINISTRY = moment(dt.date(2020, 6, 22), 9)
BY_THE_SECOND = moment(dt.date(2020, 6, 24), 14)
CARRIED_BY_THE_SECOND = moment(dt.date(2020, 6, 25), 9)
BY_THE_FIRST = moment(dt.date(2020, 6, 26), 10)
UNDONE = moment(dt.date(2020, 7, 1), 15)

FOR_EVERYBODY = (
    ("4.2.3", ("7.5.2", "7.5.3.1", "7.5.3.2")),
    ("4.2.4", ("7.5.2", "7.5.3.1", "7.5.3.2")),
    ("8.2.2", ("9.2.1", "9.2.2")),
    ("8.5.2", ("10.2.1", "10.2.2")),
)
"""Procedures alone: what stands in the table, decided once for all holders."""

ALONE = "QT-01"
"""The procedure of documents itself: it also says how people come to know of new issues."""


def build_clause_moves(stage: Stage) -> None:
    """The ministry decides once, the second department finishes, the first begins, overrules once and undoes once."""
    programme = TransitionProgramme.objects.get(unit=stage.units["BLĐTBXH"])
    with clock.at(BY_THE_MINISTRY):
        drafts = [_draft(stage, programme, programme.unit, *one) for one in FOR_EVERYBODY]
        decide(drafts, by=stage.people["officer"])
    _second(stage, programme)
    _first(stage, programme)


def _draft(
    stage: Stage, programme: TransitionProgramme, unit: Unit, number: str, targets: Sequence[str], **values: Any
) -> ClauseDraft:
    wanted = [stage.clauses["2015", one] for one in targets]
    scope = {"kind": DOCUMENTS, "part": "procedure"} | values
    return ClauseDraft(programme, unit, stage.clauses["2008", number], wanted, **scope)


def _second(stage: Stage, programme: TransitionProgramme) -> None:
    """Follows the table for all that is left, then carries everything over."""
    unit, officer = stage.units["SLĐ-79"], stage.people["officer2"]
    with clock.at(BY_THE_SECOND):
        items = [one for one in items_of(plan(programme, unit).cases) if one.asks]
        drafts = [
            ClauseDraft(programme, unit, one.clause, one.passage.targets, kind=one.kind, part=one.part)
            for one in items
        ]  # fmt: skip
        decide(drafts, by=officer)
    with clock.at(CARRIED_BY_THE_SECOND):
        apply(programme, unit, by=officer)


def _first(stage: Stage, programme: TransitionProgramme) -> None:
    """Carries over what the ministry decided, one document otherwise; takes a decision of its own back."""
    unit, officer = stage.units["SLĐ-01"], stage.people["officer1"]
    record = DocumentClause.objects.filter(
        record__number=ALONE, record__unit__code__startswith=unit.code, clause=stage.clauses["2008", "4.2.3"]
    ).first()
    with clock.at(BY_THE_FIRST):
        wrong = decide([_draft(stage, programme, unit, "7.5.4", ("8.5.3",))], by=officer)[0]
        if record is not None:
            why = "Quy trình này còn quy định việc phổ biến tài liệu mới cho công chức."
            targets = ("7.4", "7.5.2", "7.5.3.1", "7.5.3.2")
            own = {"record_id": record.record_id, "part": "", "reason": why}
            decide([_draft(stage, programme, unit, "4.2.3", targets, **own)], by=officer)
        apply(programme, unit, by=officer)
    with clock.at(UNDONE):
        undo_decision(wrong, by=officer, reason="Phải xem lại từng quy trình giữ giấy tờ gốc của công dân.")
