"""What the records of qms say for a management review: earlier decisions, context, feedback, objectives, processes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Avg, Sum
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from qms.reports.actions import ActionReport
from qms.reports.change_requests import ChangeRequestReport
from qms.reports.context import ContextFactorReport, InterestedPartyReport
from qms.reports.documents import DocumentReport
from qms.reports.feedback import FeedbackReport
from qms.reports.objectives import ObjectiveReport
from qms.reports.outputs import OutputReport
from qms.reports.procedure_figures import ProcedureFigureReport
from qms.reports.risks import RiskReport
from qms.reviewing.gathering import Listed, Scope, Told, add_gatherer

Figures = Iterable[Listed]


def earlier(scope: Scope) -> Figures:
    """Decisions of earlier reviews, as the actions that they became."""
    told: Told = (
        (_("Decisions of earlier reviews"), _("All actions that came of decisions of management reviews."), {}),
        (_("of these verified"), _("Done, and somebody else has seen to it."), {"status": "verified"}),
        (_("of these still open"), _("Not verified and not cancelled."), {"show": "open"}),
        (_("of these overdue"), _("Not done though their day has passed."), {"show": "overdue"}),
    )
    for label, definition, asked in told:
        yield Listed(label, definition, "actions", ActionReport, {"kind": "review_decision", **asked})


def context(scope: Scope) -> Figures:
    """Issues of the context: how many stand, which concern climate change, which nobody has looked at in time."""
    yield from _standing_ones("context_factors", ContextFactorReport, _("Issues of the context that stand"))


def parties(scope: Scope) -> Figures:
    """Interested parties, likewise."""
    yield from _standing_ones("interested_parties", InterestedPartyReport, _("Interested parties that stand"))


def _standing_ones(url_name: str, report: Any, label: Any) -> Figures:
    told: Told = (
        (label, _("Recorded and not ended."), {}),
        (_("of these about climate change"), _("Marked as concerning climate change."), {"climate": "true"}),
        (_("of these not looked at in time"), _("Their day of review has passed."), {"show": "late"}),
        (_("ended meanwhile"), _("All that were ended, whenever that was."), {"show": "ended"}),
    )
    for label_, definition, asked in told:
        yield Listed(label_, definition, url_name, report, asked)


def documents(scope: Scope) -> Figures:
    """What is to change in documents."""
    late = _("The day of their periodic review has passed.")
    yield Listed(
        _("Documents overdue for review"), late, "document_register", DocumentReport, {"standing": "review_overdue"}
    )
    asked = _("Requests for change that nobody has answered yet.")
    yield Listed(_("Open change requests"), asked, "change_requests", ChangeRequestReport, {"show": "open"})


def feedback(scope: Scope) -> Figures:
    """What citizens and organisations wrote in the period."""
    days = scope.days("received_from", "received_to")
    told: Told = (
        (_("Feedback received"), _("Everything received in the period, by whatever way."), {}),
        (_("of these complaints"), _("Complaints about a procedure or service."), {"kind": "complaint"}),
        (_("of these praise"), _("Words of praise."), {"kind": "praise"}),
        (_("of these waiting for an answer"), _("Received in the period and not answered yet."), {"show": "waiting"}),
        (_("of these past their day without an answer"),
         _("Received in the period, not answered, and the day for the answer has passed."), {"show": "late"}),
    )  # fmt: skip
    for label, definition, asked in told:
        yield Listed(label, definition, "feedback_list", FeedbackReport, {**days, **asked})
    yield Listed(
        _("Mean satisfaction, from 1 to 5"),
        _("The mean of the stars given with what was received in the period; empty where nobody gave any."),
        "feedback_list", FeedbackReport, days, mean_satisfaction,
    )  # fmt: skip


def mean_satisfaction(rows: Any) -> str:
    """To two places, empty without any."""
    found = rows.order_by().aggregate(mean=Avg("satisfaction"))["mean"]
    return "" if found is None else f"{found:.2f}"


def objectives(scope: Scope) -> Figures:
    """How the objectives of the year stand: by the judgement, else by the latest figure against its target."""
    year = {"year": str(scope.last.year)}
    told: Told = (
        (_("Quality objectives of %(year)s"), _("All whose time lies in the year, dropped ones among them."), {}),
        (_("of these met"), _("Judged as met, or the latest figure reaches its target."), {"result": "met"}),
        (_("of these partly met"), _("Judged as partly met."), {"result": "partly"}),
        (_("of these missed"), _("Judged as missed, or the latest figure misses its target."), {"result": "missed"}),
        (_("of these without a figure"), _("Neither judged nor measured against a target."), {"result": "none"}),
        (_("of these dropped"), _("Pursued no longer."), {"status": "dropped"}),
    )
    for label, definition, asked in told:
        yield Listed(_named(label, year), definition, "objectives", ObjectiveReport, {**year, **asked})


def _with_names(text: Any, names: dict[str, str]) -> str:
    return str(text) % names


_named = lazy(_with_names, str)
"""A text with names, made in the language that is active when it is read."""


def processes(scope: Scope) -> Figures:
    """Dossiers of the administrative procedures in the months of the period."""
    months = scope.days("month_from", "month_to")
    told = (
        (_("Dossiers received"), _("Received in the months of the period."), ("received",)),
        (_("Dossiers done early or on time"), _("Done in these months, not late."), ("early", "on_time")),
        (_("Dossiers done late"), _("Done in these months, after their day."), ("late",)),
        (_("Dossiers online at level 4"), _("Received online at level 4 in these months."), ("online_4",)),
    )
    for label, definition, columns in told:
        yield _dossiers(label, definition, months, total(*columns))
    share = _("Early or on time, of all done in these months (early, on time, late); empty where none was done.")
    yield _dossiers(_("Share of dossiers done early or on time, percent"), share, months, on_time_share)


def _dossiers(label: Any, definition: Any, months: dict[str, str], take: Any) -> Listed:
    return Listed(label, definition, "procedure_figures", ProcedureFigureReport, months, take)


def total(*columns: str) -> Any:
    """The sum of columns over the rows."""

    def take(rows: Any) -> int:
        found = rows.order_by().aggregate(**{f"sum_{name}": Sum(name) for name in columns})
        return sum(value or 0 for value in found.values())

    return take


def on_time_share(rows: Any) -> str:
    """In percent to one place, empty where nothing was done."""
    names = ("early", "on_time", "late")
    found = rows.order_by().aggregate(**{f"sum_{name}": Sum(name) for name in names})
    early, on_time, late = (found[f"sum_{name}"] or 0 for name in names)
    done = early + on_time + late
    return f"{100 * (early + on_time) / done:.1f}" if done else ""


def outputs(scope: Scope) -> Figures:
    """Nonconforming outputs found in the period (8.7)."""
    days = scope.days("found_from", "found_to")
    told: Told = (
        (_("Nonconforming outputs found"), _("Overdue or wrong dossiers found in the period."), {}),
        (_("of these not closed yet"), _("Recorded or decided on, the result not returned yet."), {"show": "open"}),
        (_("of these withdrawn"), _("They were none."), {"status": "withdrawn"}),
    )
    for label, definition, asked in told:
        yield Listed(label, definition, "outputs", OutputReport, {**days, **asked})


def corrective(scope: Scope) -> Figures:
    """Corrective actions whose day lies in the period."""
    days = scope.days("due_from", "due_to")
    told: Told = (
        (_("Corrective actions due in the period"), _("All whose due day lies in the period."), {}),
        (_("of these verified"), _("Done, and somebody else has seen to it."), {"status": "verified"}),
        (_("of these overdue"), _("Not done though their day has passed."), {"show": "overdue"}),
    )
    for label, definition, asked in told:
        yield Listed(label, definition, "actions", ActionReport, {"kind": "corrective", **days, **asked})


def monitoring(scope: Scope) -> Figures:
    """Whether what is to be measured was measured."""
    stale = _("Running, and the figure of a period that has ended is missing.")
    yield Listed(_("Objectives without a figure that is due"), stale, "objectives", ObjectiveReport, {"show": "stale"})
    months = scope.days("month_from", "month_to")
    rows = _("Rows of a procedure and a month given for the period.")
    yield Listed(_("Monthly figures of procedures"), rows, "procedure_figures", ProcedureFigureReport, months)
    silent = _("Declared online at level 3 or 4, with dossiers, and none of them online.")
    asked = {**months, "show": "silent"}
    yield Listed(
        _("of these declared online without an online dossier"), silent, "procedure_figures", ProcedureFigureReport,
        asked,
    )  # fmt: skip


def risks(scope: Scope) -> Figures:
    """Risks: how they stand after what was done."""
    yield from _of_kind("risk", _("Risks recorded"))


def opportunities(scope: Scope) -> Figures:
    """Opportunities: how they stand after what was done."""
    yield from _of_kind("opportunity", _("Opportunities recorded"))


def _of_kind(kind: str, label: Any) -> Figures:
    told: Told = (
        (label, _("All of the kind, closed ones among them."), {}),
        (_("of these treated"), _("Something was decided and done about them."), {"status": "treated"}),
        (_("of these open"), _("Nothing was decided about them yet."), {"status": "open"}),
        (_("of these of a high level"), _("Level high as it stands."), {"level": "high"}),
        (_("of these of a very high level"), _("Level very high as it stands."), {"level": "very_high"}),
        (_("of these overdue for review"), _("Their day of review has passed."), {"show": "late"}),
    )
    for label_, definition, asked in told:
        yield Listed(label_, definition, "risks", RiskReport, {"kind": kind, **asked})


def improvement(scope: Scope) -> Figures:
    """What can be made better, as records say it."""
    found = _("Opportunities that nothing was decided about yet.")
    asked = {"kind": "opportunity", "status": "open"}
    yield Listed(_("Opportunities waiting for a decision"), found, "risks", RiskReport, asked)
    days = scope.days("due_from", "due_to")
    done = _("All whose due day lies in the period.")
    kinds = {"kind": "improvement", **days}
    yield Listed(_("Improvement actions due in the period"), done, "actions", ActionReport, kinds)
    said = _("Suggestions of citizens and organisations received in the period.")
    received = {"kind": "suggestion", **scope.days("received_from", "received_to")}
    yield Listed(_("Suggestions received"), said, "feedback_list", FeedbackReport, received)


OWN = {
    "earlier": earlier, "context": context, "parties": parties, "documents": documents, "feedback": feedback,
    "objectives": objectives, "processes": processes, "outputs": outputs, "corrective": corrective,
    "monitoring": monitoring, "risks": risks, "opportunities": opportunities, "improvement": improvement,
}  # fmt: skip


def register_own() -> None:
    """Put them into the register of gatherers."""
    for name, gatherer in OWN.items():
        add_gatherer(name, gatherer)
