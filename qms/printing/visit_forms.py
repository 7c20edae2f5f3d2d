"""The papers of a visit as forms: plan, notice, minutes with attendance."""

from qms.printing import visit_samples as samples
from qms.printing.form import PrintedForm
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.visit_contexts import MeetingMinutes, VisitNotice, VisitPlan


def _common(context: VisitPlan, labels: dict) -> dict:
    """What plan and notice both tell: the visit, its team and its timetable."""

    def row(key: str, text: str) -> dict:
        return field(labels[key], text, labels["blank"])

    return {
        "version": labels["plan_part_of"].format(units=context.part) if context.part else "",
        "general": [
            row("plan_round", context.inspection),
            row("purpose", context.purpose),
            row("report_scope", context.scope),
            row("criteria", context.criteria),
            row("report_mode", context.mode),
            row("report_period", context.period),
            row("report_units", "; ".join(context.units)),
        ],
        "team": [
            {"number": str(number), "name": member.name, "role": member.role, "unit": member.unit}
            for number, member in enumerate(context.team, 1)
        ],
        "meetings": [row("plan_opening", context.opening), row("plan_closing", context.closing)],
        "sessions": [vars(session) for session in context.sessions],
    }


def _visit_plan(context: VisitPlan) -> dict:
    labels = LABELS[context.language]
    return document(context, labels[f"plan_{context.kind}"], subtitle="", **_common(context, labels))


def _visit_notice(context: VisitNotice) -> dict:
    labels = LABELS[context.language]
    words = {"basis": context.basis, "unit": context.letterhead.unit}
    asked = [labels["notice_ask"]]
    if context.answer_before:
        asked.append(labels["notice_answer"].format(day=context.answer_before))
    return document(
        context,
        labels["notice_title"],
        subtitle=labels[f"notice_about_{context.kind}"],
        to=[f"- {unit}" for unit in context.units],
        opening_line=labels["notice_basis" if context.basis else "notice_no_basis"].format(**words),
        asked=asked,
        **_common(context, labels),
    )


def _meeting_minutes(context: MeetingMinutes) -> dict:
    labels = LABELS[context.language]

    def row(key: str, text: str) -> dict:
        return field(labels[key], text, labels["blank"])

    withheld = labels["minutes_withheld"] if context.part else labels["blank"]
    return document(
        context,
        labels[f"minutes_{context.meeting}"],
        subtitle="",
        version=labels["plan_part_of"].format(units=context.part) if context.part else "",
        about=[
            row("minutes_inspection", context.inspection),
            row("report_units", "; ".join(context.units)),
            row("report_period", context.when),
            row("minutes_place", context.place),
            row("minutes_chair", context.chaired_by),
        ],
        attendance=[
            {"number": str(number), "name": one.name, "position": one.position, "unit": one.unit, "signature": ""}
            for number, one in enumerate(context.attendance, 1)
        ],
        minutes=(context.minutes or withheld).split("\n"),
    )


def _form(name: str, build, sample) -> PrintedForm:
    return PrintedForm(name, f"{name}.docx", f"{name}.typ", build, sample)


VISIT_PLAN = _form("visit_plan", _visit_plan, samples.visit_plan)
VISIT_NOTICE = _form("visit_notice", _visit_notice, samples.visit_notice)
MEETING_MINUTES = _form("meeting_minutes", _meeting_minutes, samples.meeting_minutes)

VISIT_FORMS = (VISIT_PLAN, VISIT_NOTICE, MEETING_MINUTES)
