"""The printed report of an inspection: its facts, frozen or as they stand, as qms.printing takes them."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import Grade, InspectionKind
from inspections.models import Inspection
from inspections.report_reading import Reading
from qms.printing import contexts
from qms.printing.labels import LABELS
from qms.reports.printed_parts import language, mark, signed_rows
from qms.signatures import signatures_of

KINDS: dict[str, contexts.InspectionKind] = {
    InspectionKind.INTERNAL: "internal_audit",
    InspectionKind.SUPERIOR: "superior_check",
    InspectionKind.EXTERNAL: "external",
}


def inspection_report(record: Inspection, read: Reading) -> contexts.InspectionReport:
    """The report as it is read: nothing but the facts, the state of this copy and the signature over the version."""
    facts = read.words(language())
    version = read.version.number if read.version else record.report_version if read.from_records else 0
    return contexts.InspectionReport(
        letterhead=_letterhead(facts),
        mark=mark(record, content_hash=read.content_hash or (record.report_hash if read.from_records else "")),
        copy=read.copy,  # type: ignore[arg-type]
        kind=KINDS[facts["kind"]],
        language=language(),
        version=f"{version:02d}" if version else "",
        inspection=f"{facts['number']} {facts['title']}",
        **{name: facts[name] for name in ("purpose", "scope", "starts_on", "ends_on", "strengths", "conclusion")},
        criteria=facts["edition"],
        mode=facts["mode_label"],
        units=tuple(row["name"] for row in facts["units"]),
        team=tuple(_member(row) for row in facts["team"]),
        sessions=tuple(_session(row) for row in facts["sessions"]),
        meetings=tuple(_meeting(row) for row in facts["meetings"]),
        **_examined(facts),
        grades=tuple(str(grade.label) for grade in Grade),
        findings=tuple(_finding(row) for row in facts["findings"]),
        last_time=tuple(_last_time(row) for row in facts["comparison"]),
        overrules=tuple(_overrule(row) for row in facts["overrules"]),
        **_comments(facts),
        signatures=_signatures(record, version) or (contexts.Signature(heading=_("Lead"), name=facts["lead"]),),
        recipients=_recipients(facts),
    )


def _letterhead(facts: dict[str, Any]) -> contexts.Letterhead:
    day = facts.get("concluded_on") or facts["sent_on"] or facts["closing_meeting_on"]
    return contexts.Letterhead(
        unit=facts["sender"], superior=facts["superior"], number=facts["number"], place=facts["place"], day=day
    )


def _member(row: dict[str, Any]) -> contexts.TeamMember:
    role = _("Lead") if row["leads"] else _("Inspector")
    return contexts.TeamMember(name=row["name"], role=role, unit=row["unit"])


def _short(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _session(row: dict[str, Any]) -> contexts.SessionRow:
    return contexts.SessionRow(
        when="\n".join(filter(None, [_short(row["day"]), row["hours"]])),
        unit=row["name"],
        subject="; ".join(filter(None, [row["topic"], *row["clauses"], *row["documents"]])),
        inspectors=", ".join(row["inspectors"]),
        outcome=_("Held") if row["held"] else "",
    )


def _meeting(row: dict[str, Any]) -> contexts.MeetingRow:
    present = [", ".join(filter(None, [one["name"], one["position"], one["unit"]])) for one in row["attendance"]]
    return contexts.MeetingRow(
        meeting=row["meeting_label"],
        when=" ".join(filter(None, [_short(row["held_on"]), row["hours"]])),
        place=row["place"],
        chaired_by=row["chaired_by"],
        attendance=tuple(present),
        minutes=row["minutes"],
    )


def _examined(facts: dict[str, Any]) -> dict[str, Any]:
    coverage = facts["coverage"]
    clauses = f"{len(coverage['covered'])}/{len(coverage['planned'])} ({coverage['share']}%)"
    lines = f"{coverage['answered']}/{coverage['lines']} ({coverage['answered_share']}%)"
    return {
        "coverage": contexts.Coverage(
            clauses=clauses if coverage["planned"] else "",
            missed=", ".join(coverage["missed"]),
            lines=lines if coverage["lines"] else "",
            not_applicable=tuple(_reasoned(row) for row in coverage["not_applicable"]),
        ),
        "not_examined": tuple(_reasoned(row) for row in coverage["not_examined"]),
        "scores": tuple(
            contexts.ScoreRow(unit=row["name"], score=row["score"], most=row["most"], share=f"{row['share']}%")
            for row in facts["scores"]
        ),
    }


def _reasoned(row: dict[str, Any]) -> str:
    return f"{row['clause']} {row['question']}: {row['reason']}".strip()


def _finding(row: dict[str, Any]) -> contexts.FindingRow:
    request = " ".join(filter(None, [row["nonconformity"], row.get("nonconformity_status_label", "")]))
    return contexts.FindingRow(
        number=row["number"],
        unit=row["name"],
        grade=row["grade_label"],
        text=row["statement"],
        clauses="; ".join(row["clauses"]),
        status=row["status_label"],
        nonconformity=request,
    )


def counted(by_grade: dict[str, int]) -> str:
    """Findings by grade as a sentence: "minor nonconformity: 2; observation: 1"."""
    counts = Counter(by_grade)
    return "; ".join(f"{grade.label}: {counts[grade.value]}" for grade in Grade if counts[grade.value])


def closed_words(row: dict[str, Any]) -> str:
    """How many findings and nonconformities of last time are closed."""
    words = {"findings": row["findings_closed"], "nonconformities": row["nonconformities_closed"]}
    return _("findings: %(findings)d; nonconformities: %(nonconformities)d") % words


def _last_time(row: dict[str, Any]) -> contexts.LastTime:
    return contexts.LastTime(
        unit=row["name"],
        inspection=row["number"],
        day=row["started_on"],
        then=counted(row["then"]),
        now=counted(row["now"]),
        closed=closed_words(row),
        open=(*row["findings_open"], *row["nonconformities_open"]),
        again=", ".join(row["again"]),
    )


def _overrule(row: dict[str, Any]) -> contexts.Overrule:
    return contexts.Overrule(
        person=row["person"],
        session="; ".join(f"{_short(one['day'])} {one['name']}" for one in row["sessions"]),
        obstacle=row["obstacle"],
        reason=row["reason"],
        decided_by=row["decided_by"],
        decided_on=row["decided_on"],
    )


def comment_words(row: dict[str, Any]) -> str:
    """What a unit said, or that it said nothing in its days."""
    return row["comment"] or (_("No comment within 5 working days.") if row["silent"] else "")


def _comments(facts: dict[str, Any]) -> dict[str, Any]:
    if len(facts["units"]) == 1:
        return {"unit_comment": comment_words(facts["units"][0])}
    rows = [
        contexts.UnitComment(unit=row["name"], text=comment_words(row), day=row["commented_on"])
        for row in facts["units"]
    ]
    return {"unit_comments": tuple(rows)}


def _signatures(record: Inspection, version: int) -> tuple[contexts.Signature, ...]:
    """The signature over the version, which the lead gave: each conclusion was signed once, in order."""
    rows = [row for row in signatures_of(record) if row.step == "conclude"][:version]
    return tuple(replace(block, heading=_("Lead")) for block in signed_rows(rows[version - 1 : version]))


def _recipients(facts: dict[str, Any]) -> tuple[str, ...]:
    """The inspected units, who else was named, and the file."""
    named = [*(row["name"] for row in facts["units"]), *facts["distribution"]]
    return (*dict.fromkeys(named), LABELS[language()]["report_file"])
