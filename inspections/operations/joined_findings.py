"""Answering several findings together by one nonconformity: joining, separating, and what follows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import FindingStatus, Grade
from inspections.joining import findings_of, joined_with, nonconformity_of, strictest, told_together
from inspections.models import Finding, FindingClause, Nonconformity, NonconformityClause
from qms import clock, policy
from qms.enums import ReferenceOrigin
from qms.history import bulk
from qms.history.recording import operation
from qms.models.standards import Clause
from qms.policy import Text
from qms.workflow import StepRefused


def joining_faults(finding: Finding, to: Finding | None = None) -> list[Text]:
    """Everything that stands against answering the finding together with another one (`to`, once it is chosen)."""
    faults: list[Text] = []
    if finding.status != FindingStatus.DRAFT or finding.grade not in Grade.nonconforming():
        faults.append(_("Minor and major findings are joined before they are confirmed."))
    if finding.joined_to_id:
        words = {"number": finding.joined_to.number if finding.joined_to else ""}
        faults.append(_("It is answered together with %(number)s already.") % words)
    if finding.pk and finding.joined.filter(status=FindingStatus.DRAFT).exists():
        faults.append(_("Other findings are answered together with this one: separate them first."))
    return faults + (_faults_between(finding, to) if to is not None else [])


def _faults_between(finding: Finding, to: Finding) -> list[Text]:
    faults: list[Text] = []
    if to.pk == finding.pk or (to.inspection_id, to.unit_id) != (finding.inspection_id, finding.unit_id):
        faults.append(_("Choose another finding of the same inspection and unit."))
    if to.status != FindingStatus.DRAFT or to.grade not in Grade.nonconforming():
        faults.append(_("%(number)s is not a minor or major finding that waits for confirmation.") % {"number": to})
    if to.joined_to_id:
        words = {"number": to, "main": to.joined_to}
        faults.append(_("%(number)s is answered together with %(main)s: choose that one.") % words)
    return faults


def joinable(finding: Finding) -> Any:
    """The findings that it could be answered together with."""
    rows = Finding.objects.filter(
        inspection_id=finding.inspection_id,
        unit_id=finding.unit_id,
        status=FindingStatus.DRAFT,
        grade__in=Grade.nonconforming(),
        joined_to=None,
        ended_at=None,
    )
    return rows.exclude(pk=finding.pk).order_by("pk")


@operation("join_findings", reason_required=True)
def join_findings(findings: Sequence[Finding], to: Finding, *, by: Any) -> list[Finding]:
    """The lead has draft findings answered together with another one: one nonconformity will answer all."""
    joined = []
    for finding in findings:
        locked = Finding.objects.locked().select_related(None).get(pk=finding.pk)
        policy.require(by, "inspections.lead_finding", locked)
        faults = joining_faults(locked, to)
        if faults:
            raise StepRefused(faults, _("the lead"))
        locked.joined_to = to
        locked.save()
        joined.append(locked)
    return joined


@operation("separate_finding", reason_required=True)
def separate_finding(finding: Finding, *, by: Any) -> Finding:
    """The lead has a draft finding answered by itself again."""
    locked = Finding.objects.locked().get(pk=finding.pk)
    policy.require(by, "inspections.lead_finding", locked)
    if not locked.joined_to_id:
        raise StepRefused([_("It is not answered together with another finding.")])
    if locked.status != FindingStatus.DRAFT:
        raise StepRefused([_("Confirmed findings stay together: regrade or withdraw the one that is none.")])
    locked.joined_to = None
    locked.save()
    return locked


def let_go(finding: Finding, *, by: Any, reason: str) -> Finding:
    """Take a finding that no nonconformity answers any more out of its group; the group goes on without it.

    Of a group not yet confirmed the others are separated when the main finding goes. Once a nonconformity stands, the
    next finding becomes the main one, and the nonconformity tells of those that stay.
    """
    standing, others = nonconformity_of(finding), joined_with(finding)
    if finding.joined_to_id:
        _rejoin([finding], None, by=by, reason=reason)
    elif standing is None:
        _rejoin(others, None, by=by, reason=reason)
    elif others:
        main, *rest = others
        _rejoin([main], None, by=by, reason=reason)
        _rejoin(rest, main, by=by, reason=reason)
        _stand_on(standing, main, by=by, reason=reason)
    if standing is not None:
        retell(standing, by=by, reason=reason)
    return Finding.objects.get(pk=finding.pk)


@operation("follow_separation")
def _rejoin(findings: Sequence[Finding], to: Finding | None, *, by: Any) -> None:
    for finding in findings:
        row = Finding.objects.locked().get(pk=finding.pk)
        row.joined_to = to
        row.save()


@operation("follow_separation")
def _stand_on(nonconformity: Nonconformity, main: Finding, *, by: Any) -> None:
    locked = Nonconformity.objects.locked().get(pk=nonconformity.pk)
    locked.finding = main
    locked.save()


@operation("retell_nonconformity")
def retell(nonconformity: Nonconformity, *, by: Any) -> Nonconformity:
    """After its group changed the nonconformity tells of the findings that stay: text, clauses, strictest grade."""
    locked = Nonconformity.objects.locked().get(pk=nonconformity.pk)
    findings = findings_of(locked)
    for name, value in told_by(findings).items():
        setattr(locked, name, value)
    locked.save()
    _cite(locked, cited_by(findings))
    return locked


def told_by(findings: list[Finding]) -> dict[str, str]:
    """What a nonconformity says of its findings: fact and evidence of all, each requirement once, strictest grade."""
    requirements = [one.requirement or clauses_in_words(one) for one in findings]
    return {
        "grade": strictest(findings),
        "requirement": "\n".join(dict.fromkeys(requirements)),
        "fact": told_together(findings, "statement"),
        "evidence": told_together(findings, "evidence", instead="statement"),
    }


def clauses_in_words(record: Any) -> str:
    """The cited clauses as a requirement: edition, number and title."""
    rows = record.clause_references.filter(ended_at=None).select_related("clause__edition__standard")
    words = [f"{row.clause.edition.name_vi}, {row.clause}" if row.clause_id else row.written_as for row in rows]
    return "; ".join(words) or _("See the finding.")


def cited_by(findings: Iterable[Finding]) -> list[Clause]:
    """The clauses that any of them cites, each once, in the order of the findings."""
    place = {finding.pk: number for number, finding in enumerate(findings)}
    rows = FindingClause.objects.filter(record__in=place, ended_at=None).exclude(clause=None).select_related("clause")
    ordered = sorted(rows, key=lambda row: (place[row.record_id], row.pk))
    return list({row.clause_id: row.clause for row in ordered if row.clause is not None}.values())


def _cite(nonconformity: Nonconformity, wanted: Sequence[Clause]) -> None:
    """Make the standing clause references exactly these; what was cited before ends and stays in the history."""
    keep = {clause.pk: clause for clause in wanted}
    standing = {row.clause_id: row for row in nonconformity.clause_references.exclude(clause=None)}
    for key, row in standing.items():
        beside = key not in keep and row.run_id is not None  # what a transition added is taken back by undoing it
        if (key in keep) != (row.ended_at is None) and not beside:
            row.ended_at = None if key in keep else clock.now()
            row.save()
    new = [clause for key, clause in keep.items() if key not in standing]
    bulk.create([NonconformityClause(record=nonconformity, clause=one, origin=ReferenceOrigin.HAND) for one in new])
