"""Which training a unit needs, derived at read: new issues not read, editions moved to, competences that expire."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import clock
from qms.competences import SOON
from qms.enums import Role, TransitionStatus
from qms.models.documents import Issue
from qms.models.organisation import Unit
from qms.models.people import Competence, Membership, RoleAssignment, User
from qms.models.reach import inside_ancestors, inside_subtree
from qms.models.standards import Edition, Standard
from qms.models.training import Training, TrainingPerson
from qms.models.transition import TransitionHolder
from qms.reading import expected
from qms.reporting_enums import TrainingReason, TrainingStatus
from qms.training_gate import thresholds_of

MOST_ISSUES = 100
LONG_EXPIRED = dt.timedelta(days=365)
"""What expired longer ago and was never renewed is no longer a need."""


@dataclass
class Need:
    """People of a unit who need a training. `planned`: by key of a person, the training in which they are already."""

    reason: TrainingReason
    key: str
    title: str
    why: str
    unit: Unit
    people: list[User]
    document: Any = None
    standard: Standard | None = None
    edition: Edition | None = None
    url: str = ""
    told: dict[int, str] = field(default_factory=dict)
    """By key of a person: what is known of them, such as until when a competence stands."""
    planned: dict[int, Training] = field(default_factory=dict)

    @property
    def open_people(self) -> list[User]:
        """Those for whom nothing is planned yet."""
        return [one for one in self.people if one.pk not in self.planned]

    @property
    def plan_url(self) -> str:
        """The form of a new training, filled in with these people."""
        asked = urlencode({"need": self.reason, "key": self.key, "unit": self.unit.pk})
        return f"{reverse('training_new')}?{asked}"

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Each person with what is known of them."""
        return [
            {"person": one, "told": self.told.get(one.pk, ""), "training": self.planned.get(one.pk)}
            for one in self.people
        ]


def needs_of(unit: Unit, reason: str = "") -> list[Need]:
    """What the people of the unit, and of those below it in its QMS, need to be trained in."""
    finders = {
        TrainingReason.ISSUE: needed_by_issues,
        TrainingReason.EDITION: needed_by_editions,
        TrainingReason.EXPIRY: needed_by_expiry,
    }
    found = [need for kind, find in finders.items() if reason in ("", kind) for need in find(unit)]
    _mark_planned(found)
    return found


def needed_by_issues(unit: Unit) -> list[Need]:
    """Issues in force that people have not confirmed: late, or below the share that their holder asks for."""
    rows = expected(units=inside_subtree([unit.pk]))
    waiting: dict[int, set[int]] = defaultdict(set)
    unread, overdue = rows.in_state("open").keys(), rows.in_state("overdue").keys()
    for key, person in unread:
        waiting[key].add(person)
    if not waiting:
        return []
    late = {key for key, _person in overdue}
    tallies = rows.tallies()
    issues = Issue.objects.filter(pk__in=list(waiting)).select_related("document")
    issues = issues.order_by("-effective_on", "pk")
    asked = thresholds_of({issue.document.unit_id for issue in issues})
    people = _people({key for keys in waiting.values() for key in keys})
    found = []
    for issue in issues:
        confirmed, of = tallies.get(issue.pk, (0, 0))
        threshold = asked.get(issue.document.unit_id, 0)
        below = bool(of) and confirmed * 100 < threshold * of
        if issue.pk not in late and not below:
            continue
        told = _("%(confirmed)d of %(all)d have confirmed that they read it.") % {"confirmed": confirmed, "all": of}
        if below:
            told += " " + _("%(threshold)d %% is asked for.") % {"threshold": threshold}
        title = _("New issue of %(document)s") % {"document": issue.document}
        listed = [people[key] for key in waiting[issue.pk] if key in people]
        found.append(
            Need(
                TrainingReason.ISSUE, str(issue.uid), title, told, unit, _in_order(listed), document=issue.document,
                url=issue.get_absolute_url(),
            )
        )  # fmt: skip
    return found[:MOST_ISSUES]


def needed_by_editions(unit: Unit) -> list[Need]:
    """Officers and inspectors without a valid competence in the edition to which their holder moves."""
    holders = TransitionHolder.objects.filter(
        ended_at=None, completed_on=None, programme__status=TransitionStatus.RUNNING,
        unit_id__in=inside_ancestors([unit.pk]),
    ).select_related("programme__to_edition__standard")  # fmt: skip
    today, found = clock.today(), []
    roles = RoleAssignment.objects.standing_on(today).filter(
        role__in=[Role.OFFICER, Role.INSPECTOR], unit_id__in=inside_subtree([unit.pk])
    )
    editions = {one.programme.to_edition_id: one for one in holders.order_by("pk")}
    for holder in editions.values():
        edition = holder.programme.to_edition
        standing = Competence.objects.standing_on(today)
        competent = standing.filter(Q(edition=edition) | Q(edition=None, standard_id=edition.standard_id))
        people = User.objects.people().filter(pk__in=roles.values("user_id"))
        people = list(people.exclude(pk__in=competent.values("user_id")).order_by("sort_key", "pk"))
        if not people:
            continue
        older = standing.filter(user__in=people, standard_id=edition.standard_id).select_related("standard", "edition")
        told = {row.user_id: _until(row) for row in older.order_by("valid_to")}
        why = _("Officers and inspectors need a valid competence before their unit has moved.")
        title = _("Moving to %(edition)s") % {"edition": edition.code}
        found.append(
            Need(
                TrainingReason.EDITION, str(edition.uid), title, why, unit, people, standard=edition.standard,
                edition=edition, url=holder.get_absolute_url(), told=told,
            )
        )  # fmt: skip
    return found


def needed_by_expiry(unit: Unit) -> list[Need]:
    """Competences that expire within 90 days, or expired within the last year, and that nothing later renews."""
    today = clock.today()
    places = Membership.objects.standing_on(today).filter(unit_id__in=inside_subtree([unit.pk]))
    people = User.objects.people().filter(pk__in=places.values("user_id"))
    rows = Competence.objects.filter(user__in=people.values("pk"), valid_from__lte=today)
    rows = rows.select_related("user", "standard", "edition__standard").order_by("valid_to", "pk")
    last: dict[tuple[int, int, int | None], Competence] = {}
    for row in rows:
        key = (row.user_id, row.standard_id, row.edition_id)
        if key not in last or _ends(row) > _ends(last[key]):
            last[key] = row
    grouped: dict[tuple[int, int | None], list[Competence]] = defaultdict(list)
    for row in last.values():
        if today - LONG_EXPIRED <= _ends(row) <= today + SOON and not _covered(row, last):
            grouped[(row.standard_id, row.edition_id)].append(row)
    return [_expiring(listed, unit) for listed in grouped.values()]


def _ends(row: Competence) -> dt.date:
    return row.valid_to or dt.date.max


def _covered(row: Competence, last: dict[tuple[int, int, int | None], Competence]) -> bool:
    """Whether the person holds the whole standard longer."""
    whole = last.get((row.user_id, row.standard_id, None))
    return whole is not None and whole.pk != row.pk and _ends(whole) > _ends(row)


def _expiring(rows: list[Competence], unit: Unit) -> Need:
    one = rows[0]
    name = one.edition.code if one.edition else one.standard.code
    key = str((one.edition or one.standard).uid)
    text = ngettext(
        "%(count)d competence expires within 90 days or has expired.",
        "%(count)d competences expire within 90 days or have expired.",
        len(rows),
    )
    title = _("Competence in %(edition)s expires") % {"edition": name}
    told = {row.user_id: _until(row) for row in rows}
    people = _in_order([row.user for row in rows])
    return Need(
        TrainingReason.EXPIRY, key, title, text % {"count": len(rows)}, unit, people, standard=one.standard,
        edition=one.edition, url=f"{reverse('competences')}?unit={unit.pk}", told=told,
    )  # fmt: skip


def _until(row: Competence) -> str:
    name = f"{row.standard.code}:{row.edition.year}" if row.edition else row.standard.code
    if row.valid_to is None:
        return _("holds %(edition)s") % {"edition": name}
    return _("%(edition)s until %(day)s") % {"edition": name, "day": f"{row.valid_to:%d/%m/%Y}"}


def _people(keys: Iterable[int]) -> dict[int, User]:
    return {one.pk: one for one in User.objects.filter(pk__in=list(keys))}


def _in_order(people: Iterable[User]) -> list[User]:
    return sorted(people, key=lambda one: (one.sort_key, one.pk))


def _mark_planned(needs: list[Need]) -> None:
    """Who is named on a planned training of the same document or standard already; one query for all."""
    keys = {one.pk for need in needs for one in need.people}
    rows = TrainingPerson.objects.filter(ended_at=None, training__status=TrainingStatus.PLANNED, user_id__in=keys)
    by_person: dict[int, list[Training]] = defaultdict(list)
    for row in rows.select_related("training").order_by("training__planned_on", "pk") if keys else ():
        by_person[row.user_id].append(row.training)
    for need in needs:
        for one in need.people:
            training = next((training for training in by_person[one.pk] if _serves(training, need)), None)
            if training is not None:
                need.planned[one.pk] = training


def _serves(training: Training, need: Need) -> bool:
    if need.document is not None:
        return bool(training.document_id == need.document.pk)
    if need.standard is None or training.standard_id != need.standard.pk:
        return False
    return training.edition_id in (None, need.edition.pk if need.edition else None)
