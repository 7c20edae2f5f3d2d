"""The report of an inspection: how its context fills the templates."""

from collections import Counter

from qms.printing.contexts import FindingRow, InspectionReport, LastTime, MeetingRow, Overrule
from qms.printing.labels import LABELS
from qms.printing.parts import document, field
from qms.printing.text import short_day

STAMP_PT = 32  # width of a letter of the stamp in Word, which stretches it to fit
STAMPS = {"draft": "report_draft", "comment": "report_with_units", "superseded": "report_superseded"}


def build_inspection_report(context: InspectionReport) -> dict:
    """What both templates fill."""
    labels = LABELS[context.language]
    stamp = labels[STAMPS[context.copy]] if context.copy else ""
    return document(
        context,
        labels[f"report_{context.kind}"],
        stamp={"text": stamp, "number": "", "width": str(len(stamp) * STAMP_PT)},
        copy_note=labels[f"{STAMPS[context.copy]}_note"] if context.copy else "",
        subtitle=context.inspection,
        version=_version(context, labels, stamp),
        general=_general(context, labels),
        team=[
            {"number": str(number), "name": member.name, "role": member.role, "unit": member.unit}
            for number, member in enumerate(context.team, 1)
        ],
        sessions=[vars(session) for session in context.sessions],
        meetings=[_meeting(meeting, labels) for meeting in context.meetings],
        coverage=_coverage(context, labels),
        not_examined=list(context.not_examined),
        not_applicable=list(context.coverage.not_applicable) if context.coverage else [],
        scores=[vars(score) for score in context.scores],
        tally=_tally(context, labels),
        findings=[_finding(finding, labels) for finding in context.findings],
        last_time=[_last_time(row, labels) for row in context.last_time],
        overrules=[_overrule(overrule) for overrule in context.overrules],
        remarks=_remarks(context, labels),
    )


def _version(context: InspectionReport, labels: dict, stamp: str) -> str:
    """The version, with what its copy is: an office's own template may have no place for the mark."""
    said = f"{labels['version']} {context.version}" if context.version else ""
    return f"{said} ({stamp})" if said and stamp else said


def _general(context: InspectionReport, labels: dict) -> list[dict]:
    given = (
        ("purpose", context.purpose),
        ("report_scope", context.scope),
        ("criteria", context.criteria),
        ("report_mode", context.mode),
        ("report_period", _period(context, labels)),
        ("report_units", "; ".join(context.units)),
    )
    return [field(labels[key], text, labels["blank"]) for key, text in given]


def _meeting(meeting: MeetingRow, labels: dict) -> dict:
    chair = f"{labels['report_chair']}: {meeting.chaired_by}" if meeting.chaired_by else ""
    return {
        "meeting": "\n".join(filter(None, (meeting.meeting, meeting.when, meeting.place, chair))),
        "present": "\n".join(meeting.attendance),
        "minutes": meeting.minutes,
    }


def _coverage(context: InspectionReport, labels: dict) -> list[dict]:
    given = context.coverage
    if given is None:
        return []
    rows = (
        ("report_clauses_covered", given.clauses),
        ("report_clauses_missed", given.missed),
        ("report_lines_answered", given.lines),
    )
    return [field(labels[key], text, "") for key, text in rows if text]


def _finding(finding: FindingRow, labels: dict) -> dict:
    """The facts one by one, and the columns of our own table: a number has a line, so that it does not break."""
    request = f"{labels['report_nonconformity']} {finding.nonconformity}" if finding.nonconformity else ""
    return vars(finding) | {
        "where": "\n".join(filter(None, (finding.number, finding.unit, finding.clauses))),
        "graded": "\n".join(filter(None, (finding.grade, finding.status))),
        "told": "\n".join(filter(None, (finding.text, request))),
    }


def _last_time(row: LastTime, labels: dict) -> dict:
    still = "".join(f"\n{number}" for number in row.open)
    since = (("report_closed_since", row.closed), ("report_still_open", still), ("report_again", row.again))
    found = ((labels["report_then"], row.then), (labels["report_now"], row.now))
    return {
        "who": "\n".join(filter(None, (row.unit, row.inspection, short_day(row.day)))),
        "found": "\n".join(f"{label}: {text or labels['none']}" for label, text in found),
        "since": "\n".join(labels[key].format(text=text) for key, text in since if text),
    }


def _overrule(overrule: Overrule) -> dict:
    return {
        "who": f"{overrule.person}\n{overrule.session}",
        "obstacle": overrule.obstacle,
        "reason": overrule.reason,
        "decided": "\n".join(filter(None, (overrule.decided_by, short_day(overrule.decided_on)))),
    }


def _remarks(context: InspectionReport, labels: dict) -> list[dict]:
    comments = [field(labels["report_comment"], context.unit_comment, labels["blank"])]
    if context.unit_comments:
        comments = [
            field(
                labels["report_comment_of"].format(unit=one.unit),
                f"{one.text} ({short_day(one.day)})" if one.day and one.text else one.text,
                labels["blank"],
            )
            for one in context.unit_comments
        ]
    return [
        field(labels["report_strengths"], context.strengths, labels["blank"]),
        *comments,
        field(labels["report_conclusion"], context.conclusion, labels["blank"]),
    ]


def _period(context: InspectionReport, labels: dict) -> str:
    start, end = short_day(context.starts_on), short_day(context.ends_on)
    if start and end and start != end:
        return labels["report_period_text"].format(start=start, end=end)
    return start or end


def _may_break(heading: str) -> str:
    """A heading whose longest word may break in a narrow column, where a hyphen then shows."""
    return heading.replace("nonconformity", "non\u00adconformity").replace("Opportunity", "Oppor\u00adtunity")


def _tally(context: InspectionReport, labels: dict) -> dict:
    """Count the findings by unit and grade, so that the table cannot contradict the list below it."""
    counts = Counter((finding.unit, finding.grade) for finding in context.findings)
    units = list(dict.fromkeys([*context.units, *(finding.unit for finding in context.findings)]))
    grades = list(dict.fromkeys([*context.grades, *(finding.grade for finding in context.findings)]))
    rows = [(unit, [counts[unit, grade] for grade in grades]) for unit in units]
    rows.append((labels["report_total"], [sum(column) for column in zip(*(row[1] for row in rows), strict=True)]))
    return {
        "columns": [_may_break(name) for name in (*grades, labels["report_total"])],
        "rows": [{"unit": unit, "counts": [str(count) for count in (*row, sum(row))]} for unit, row in rows],
    }
