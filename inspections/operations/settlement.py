"""What the settlement of a dispute means for the findings that the nonconformity answers."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import FindingStatus, Grade, NonconformityStatus
from inspections.guards import ANSWER_DAYS
from inspections.joining import findings_of
from inspections.models import Finding, Nonconformity
from qms import clock
from qms.calendar import add_working_days
from qms.history.recording import operation
from qms.workflow import StepRefused


def check_settlement(settled_as: str, grade: str) -> None:
    """Refuse an ending or a grade that a settlement does not have."""
    if settled_as not in (NonconformityStatus.ACCEPTED, NonconformityStatus.WITHDRAWN):
        raise StepRefused([_("Settle it as accepted or as withdrawn.")])
    accepted = settled_as == NonconformityStatus.ACCEPTED
    if grade and grade not in (Grade.nonconforming() if accepted else Grade.answered_by_unit()):
        raise StepRefused([_("Accepted it is minor or major; withdrawn it is an observation or an opportunity.")])


@operation("follow_settlement")
def regrade_findings(nonconformity: Nonconformity, grade: str, *, by: Any) -> Finding:
    """The findings follow the grade that their nonconformity was settled with; observations wait for their answers.

    Of several a minor one stays minor where the whole is settled as major; each observation is answered by itself.
    """
    main, *joined = findings_of(nonconformity)
    settled = [_settled(main.pk, grade)]
    settled += [_settled(one.pk, grade) for one in joined if grade != Grade.MAJOR]
    return settled[0]


def _settled(key: int, grade: str) -> Finding:
    finding = Finding.objects.locked().get(pk=key)
    finding.grade = grade
    if grade in Grade.answered_by_unit():
        finding.status, finding.joined_to = FindingStatus.CONFIRMED, None
        finding.answer_due_on = add_working_days(clock.today(), ANSWER_DAYS)
    finding.save()
    return finding
