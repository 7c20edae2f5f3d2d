"""What of inspections stands on a person's home page: the team's work, the unit's word, visits that are coming."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from inspections.enums import InspectionStatus as I
from inspections.guards import SILENCE, TEAM_NOTICE
from inspections.models import InspectedUnit, Inspection, TeamMember
from inspections.report_due import due_on
from inspections.worklist import MOST, item, managed
from qms import clock
from qms.calendar import add_working_days
from qms.registry import WorkItem


def inspections_of(user: Any) -> Iterable[WorkItem]:
    """One item for each inspection that the person leads, goes on, or receives; a fixed number of queries."""
    people = user.authority.person_ids
    lead, on_team = Q(lead_id__in=people), _on_team(people)
    receives = managed(user) | Q(pk__in=_further_units(user))
    rows = Inspection.objects.filter(lead | Q(pk__in=on_team) | receives, status__in=I.open_states(), ended_at=None)
    team = set(on_team.values_list("inspection_id", flat=True))
    comments = _comments_owed(user)
    silent = InspectedUnit.objects.filter(inspection=OuterRef("pk"), ended_at=None, commented_on=None)
    rows = rows.annotate(further_silent=Exists(silent))
    for record in rows.select_related("unit").order_by("starts_on", "pk")[:MOST]:
        leads = record.lead_id in people
        found = _of_team(record, leads) if leads or record.pk in team else _of_unit(record, record.pk in comments)
        if found is not None:
            group, note, due = found
            yield item(record, group, note, record.title, due)


def _on_team(people: Iterable[int]) -> Any:
    return TeamMember.objects.filter(user_id__in=people, ended_at=None).values("inspection_id")


def _further_units(user: Any) -> Any:
    return InspectedUnit.objects.filter(managed(user), ended_at=None).values("inspection_id")


def _comments_owed(user: Any) -> set[int]:
    """Inspections whose report waits for the word of a unit that the person manages."""
    first = Inspection.objects.filter(managed(user), status=I.WITH_UNIT, unit_commented_on=None)
    further = InspectedUnit.objects.filter(managed(user), ended_at=None, commented_on=None)
    return {
        *first.values_list("pk", flat=True),
        *further.filter(inspection__status=I.WITH_UNIT).values_list("inspection_id", flat=True),
    }


def _of_team(record: Inspection, leads: bool) -> tuple[str, str, Any] | None:
    """What the lead does at each state; the team answers and looks ahead."""
    today, state = clock.today(), record.status
    if state == I.IN_PROGRESS:
        return "do", _("Answer the checklist"), record.ends_on
    if not leads:
        ahead = state in (I.PLANNED, I.NOTIFIED) and record.ends_on >= today
        return ("coming", _("You are on the team"), record.starts_on) if ahead else None
    if state == I.PLANNED:
        soon = (record.starts_on - today).days <= 2 * TEAM_NOTICE
        return ("do" if soon else "coming"), _("Plan the sessions and notify the unit"), record.starts_on
    if state == I.NOTIFIED:
        return ("do" if record.starts_on <= today else "coming"), _("Start the visit"), record.starts_on
    if state == I.REPORT_DRAFTED:
        return "do", _("Write and send the report"), due_on(record)
    return _conclude(record)


def _conclude(record: Any) -> tuple[str, str, Any]:
    last = add_working_days(record.sent_on, SILENCE) if record.sent_on else None
    all_said = record.unit_commented_on and not record.further_silent
    ready = last is None or clock.today() > last or all_said
    return ("do", _("Conclude the inspection"), None) if ready else ("coming", _("The unit may still comment"), last)


def _of_unit(record: Inspection, comments: bool) -> tuple[str, str, Any] | None:
    """What the inspected unit sees coming, and the report it may comment on."""
    if record.status == I.WITH_UNIT:
        if not comments:
            return None
        last = add_working_days(record.sent_on, SILENCE) if record.sent_on else None
        return "decide", _("Comment on the report"), last
    if record.status in (I.PLANNED, I.NOTIFIED) and record.ends_on >= clock.today():
        return "coming", _("Your unit will be inspected"), record.starts_on
    return None
