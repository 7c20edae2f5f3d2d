"""Who reaches which records, as a predicate over integers: the closure of the tree and participation."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from qms.folding import fold
from qms.history.tracked import TrackedModel, TrackedQuerySet
from qms.models.participation import Participation, end_participation
from qms.registry import registry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from qms.models.people import User


class UnitPath(models.Model):
    """The closure of the tree of units: derived from parents and holdings, rebuilt by the operation that moves a unit.

    `inside`: ancestor and unit belong to the same QMS (have the same nearest holder).
    """

    ancestor = models.ForeignKey("qms.Unit", models.PROTECT, related_name="below")
    unit = models.ForeignKey("qms.Unit", models.PROTECT, related_name="above")
    depth = models.PositiveSmallIntegerField()
    inside = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "unit"], name="unit_path_once")]
        indexes = [models.Index(fields=["unit", "ancestor", "inside"], name="unit_path_up")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.unit_id}"


def inside_subtree(unit_ids: Any) -> models.QuerySet:
    """Keys of the units at or below these (keys or a query of keys), inside their QMS."""
    return UnitPath.objects.filter(ancestor_id__in=unit_ids, inside=True).values("unit_id")


def inside_ancestors(unit_ids: Any) -> models.QuerySet:
    """Keys of the units at or above these (keys or a query of keys), inside their QMS."""
    return UnitPath.objects.filter(unit_id__in=unit_ids, inside=True).values("ancestor_id")


def participated(user: "User", model: type[models.Model], *capacities: str) -> models.QuerySet:
    """Keys of the records of `model` on which the person (or whom they act for) is named."""
    rows = Participation.objects.filter(user_id__in=user.authority.person_ids, kind=model._meta.label_lower)
    if capacities:
        rows = rows.filter(capacity__in=capacities)
    return rows.values("record_id")


def side_q(user: "User", *unit_fields: str) -> Q:
    """Records that lie in, or were raised by, the units whose records the person reaches.

    EXISTS rather than IN: a page of a long list is then read in its order until it is full, on both databases.
    """
    units = user.authority.record_units
    if not units:
        return Q(pk__in=[])
    somewhere = Q()
    for field in unit_fields:
        somewhere |= Q(unit_id=OuterRef(field))
    return Q(Exists(UnitPath.objects.filter(somewhere, ancestor_id__in=units, inside=True)))


def named_q(user: "User", model: type[models.Model], reference: str = "id") -> Q:
    """Records on which the person is named, or whose `reference` is a record of `model` on which they are.

    Columns by name (never pk), so that the same predicate serves historical rows.

    Who reaches no unit's records has few: they are looked up by key.
    """
    if not user.authority.record_units:
        return Q(**{f"{reference}__in": participated(user, model)})
    rows = Participation.objects.filter(
        user_id__in=user.authority.person_ids, kind=model._meta.label_lower, record_id=OuterRef(reference)
    )
    return Q(Exists(rows))


class ReachQuerySet(TrackedQuerySet):
    """A queryset of records with a place in the tree: visible_to() is where every list starts."""

    model: Any  # a Reachable, declared below

    def visible_to(self, user: "User | AnonymousUser") -> "ReachQuerySet":
        """The rows that the person reaches today; nothing for somebody not signed in."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_system:
            return self.all()
        return self.filter(self.model.reach_q(user))

    def reached(self, user: "User | AnonymousUser", uid: Any) -> Any:
        """The record of that uid when the person reaches it, else None.

        Its units are asked first, in one short query that the rules need anyway; the predicate decides the rest.
        """
        return self.if_reached(user, self.filter(uid=uid).order_by().first())

    def if_reached(self, user: "User | AnonymousUser", record: Any = None) -> Any:
        """The record when there is one and the person reaches it, else None."""
        if record is None or not user.is_authenticated or not user.is_active:
            return None
        if user.is_system or record.lies_on_side_of(user):
            return record
        return self.visible_to(user).filter(pk=record.pk).first()

    def search(self, text: str) -> "ReachQuerySet":
        """Rows whose folded text holds every word of `text`; accents and case do not matter."""
        rows = self
        for word in fold(text).split()[:8]:
            rows = rows.filter(search_text__contains=word)
        return rows


ReachManager = models.Manager.from_queryset(ReachQuerySet)


class Reachable(TrackedModel):
    """A tracked record with reach and folded search text."""

    SEARCH_FIELDS: tuple[str, ...] = ()
    UNIT_FIELDS: tuple[str, ...] = ("unit_id",)
    """Columns that hold the unit where the record lies and the unit that raised it."""

    search_text = models.TextField(editable=False, default="", blank=True)

    objects = ReachManager()  # type: ignore[misc]  # the plugin's class variable

    class Meta(TrackedModel.Meta):
        abstract = True

    @classmethod
    def reach_q(cls, user: "User") -> Q:
        """The predicate: own side's units, named on the record, or by what another app registers for the model."""
        condition = side_q(user, *cls.UNIT_FIELDS) | named_q(user, cls)
        for further in registry.further_reach.get(cls._meta.label_lower, ()):
            condition |= further(user)
        return condition

    def lies_on_side_of(self, user: "User") -> bool:
        """Whether one of its units is at or below a unit whose records the person reaches: side_q for one record."""
        authority = user.authority
        units = (getattr(self, name) for name in self.UNIT_FIELDS if "__" not in name)
        return any(authority.record_units & authority.ancestors_inside(unit) for unit in units if unit)

    def participants(self) -> dict[str, set[int]]:
        """Keys of the people named on this record, by capacity."""
        return {}

    def prepare_save(self) -> None:
        """Fold the search text before the row is written."""
        super().prepare_save()
        self.search_text = fold(" ".join(str(getattr(self, name) or "") for name in self.SEARCH_FIELDS))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with history, then keep who is named on the record in step."""
        new = self._state.adding
        super().save(*args, **kwargs)
        sync_participation(self, new=new)


def participation_rows(record: Reachable) -> list[Participation]:
    """The rows that should stand for a record."""
    kind = record._meta.label_lower
    return [
        Participation(user_id=user_id, kind=kind, record_id=record.pk, capacity=capacity)
        for capacity, user_ids in record.participants().items()
        for user_id in sorted(user_ids)
        if user_id
    ]


def remember_participation(record: Reachable) -> None:
    """Note who is named on a record just read, so that saving it writes nothing where nobody else is named."""
    named = {(row.user_id, row.capacity) for row in participation_rows(record)}
    record.__dict__["_participation_known"] = named


def sync_participation(record: Reachable, *, new: bool = False) -> None:
    """Write what changed among the people named on a record; silent when nothing did. A `new` record has no rows."""
    wanted = {(row.user_id, row.capacity): row for row in participation_rows(record)}
    known = getattr(record, "_participation_known", None)
    if known == set(wanted):
        return
    if not new:
        rows = Participation.objects.filter(kind=record._meta.label_lower, record_id=record.pk)
        standing = {(row.user_id, row.capacity): row.pk for row in rows}
        stale = [pk for key, pk in standing.items() if key not in wanted]
        if stale:
            end_participation(Participation.objects.filter(pk__in=stale))
        wanted_rows = [row for key, row in wanted.items() if key not in standing]
    else:
        wanted_rows = list(wanted.values())
    Participation.objects.bulk_create(wanted_rows, ignore_conflicts=True)
    record.__dict__["_participation_known"] = set(wanted)
