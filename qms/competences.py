"""Who holds which competence until when: what stands on a day, and how long it still does."""

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When

from qms import clock
from qms.models.people import Competence, Membership, User
from qms.models.reach import inside_subtree

SOON = dt.timedelta(days=90)
"""For so long before its end a competence counts as expiring."""

COMING, VALID, EXPIRING, EXPIRED = "coming", "valid", "expiring", "expired"


def state_on(row: Any, day: dt.date) -> str:
    """How a competence stands on the day."""
    if row.valid_from > day:
        return COMING
    if row.valid_to is None or row.valid_to > day + SOON:
        return VALID
    return EXPIRING if row.valid_to >= day else EXPIRED


def in_state(state: str, day: dt.date) -> Q:
    """The condition for `state_on`."""
    begun = Q(valid_from__lte=day)
    return {
        COMING: Q(valid_from__gt=day),
        VALID: begun & (Q(valid_to=None) | Q(valid_to__gt=day + SOON)),
        EXPIRING: begun & Q(valid_to__gte=day, valid_to__lte=day + SOON),
        EXPIRED: begun & Q(valid_to__lt=day),
    }[state]


def people_within(user: Any) -> Any:
    """Keys of the people whose competences one sees: of the units whose records one reaches, and oneself."""
    if user.is_system or user.authority.is_admin:
        return User.objects.people().values("pk")
    units = inside_subtree(user.authority.record_units)
    places = Membership.objects.standing_on(clock.today()).filter(unit_id__in=units)
    seen = Q(pk__in=places.values("user_id")) | Q(pk__in=user.authority.person_ids)
    return User.objects.people().filter(seen).values("pk")


def competences_seen_by(user: Any) -> Any:
    """Competences within reach, each with the unit where the person works and how it stands."""
    today = clock.today()
    places = Membership.objects.standing_on(today).filter(user_id=OuterRef("user_id")).order_by("valid_from", "pk")
    whens = [When(in_state(state, today), then=Value(state)) for state in (COMING, EXPIRING, EXPIRED)]
    rows = Competence.objects.filter(user_id__in=people_within(user))
    return rows.annotate(
        unit_key=Subquery(places.values("unit_id")[:1]),
        unit_order=Subquery(places.values("unit__sort_key")[:1]),
        state=Case(*whens, default=Value(VALID), output_field=CharField()),
        person_words=F("user__search_text"),
    )
