"""Whose request it is, and what of the checklists it may name: what is not reached is as absent."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from inspections.models import AnswerConflict, ChecklistLine, Finding, Inspection, TeamMember
from inspections.parts_seen import require_part
from qms import policy
from qms.api.problems import Problem
from qms.models.people import User
from qms.views.reach import signed_in


def the_same_person(request: HttpRequest, person: uuid.UUID | None) -> User:
    """Who is signed in. Refused where the phone still holds the work of somebody else: nothing is then written."""
    user = signed_in(request)
    if person is not None and person != user.uid:
        sentence = _("Somebody else is signed in on this phone. What waits belongs to another person and stays here.")
        raise Problem(409, sentence, code="another_person")
    return user


def own_inspection(user: User, uid: uuid.UUID) -> Inspection:
    """An inspection that the person leads or is on the team of. Raises Http404."""
    inspection = Inspection.objects.reached(user, uid)
    if inspection is None or not policy.may(user, "inspections.answer_checklist", inspection):
        raise Http404
    return inspection


def known_inspection(user: User, uid: uuid.UUID) -> Inspection:
    """An inspection that the person reaches, or was once on the team of: they are told why they cannot write to it."""
    inspection: Inspection | None = Inspection.objects.reached(user, uid)
    if inspection is None:
        was_there = TeamMember.objects.filter(user=user, inspection__uid=uid).select_related("inspection").first()
        inspection = was_there.inspection if was_there is not None else None
    if inspection is None:
        raise Http404
    return inspection


def reached_line(user: User, uid: uuid.UUID) -> ChecklistLine:
    """A standing line whose part of the inspection the person sees. Raises Http404."""
    standing = Q(ended_at=None, session__ended_at=None)
    line = ChecklistLine.objects.filter(standing, uid=uid).select_related("session__inspection").first()
    if line is None or not _reaches(user, line.session):
        raise Http404
    return line


def reached_conflict(user: User, uid: uuid.UUID) -> AnswerConflict:
    """A sent answer on a line within reach. Raises Http404."""
    conflict = AnswerConflict.objects.filter(uid=uid).select_related("line__session__inspection").first()
    if conflict is None or not _reaches(user, conflict.line.session):
        raise Http404
    return conflict


def reached_finding(user: User, uid: uuid.UUID) -> Finding:
    """A finding within reach. Raises Http404."""
    finding: Finding | None = Finding.objects.filter(ended_at=None).reached(user, uid)
    if finding is None:
        raise Http404
    require_part(finding.inspection, user, finding.unit_id)
    return finding


def _reaches(user: User, session: Any) -> bool:
    if Inspection.objects.reached(user, session.inspection.uid) is None:
        return False
    require_part(session.inspection, user, session.unit_id)
    return True
