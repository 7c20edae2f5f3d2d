"""How judgements follow an edition: what stands under old clauses tells, with care, of a new one. Pure functions.

Nothing arrives as "conforming": that a new requirement is met is said by a person who looked at it.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.enums import Relation


class Standing(models.TextChoices):
    """What is known of a clause, the strictest first; "not applicable" stands outside the order."""

    MAJOR = "major", _("Major nonconformity")
    MINOR = "minor", _("Minor nonconformity")
    NOT_MET = "not", _("Not met")
    PARTLY = "partly", _("Partly")
    NOT_EXAMINED = "not_examined", _("Not examined")
    TO_CONFIRM = "to_confirm", _("To be confirmed")
    CONFORMING = "conforming", _("Conforming")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


STRICTEST_FIRST = (
    Standing.MAJOR, Standing.MINOR, Standing.NOT_MET, Standing.PARTLY, Standing.NOT_EXAMINED, Standing.TO_CONFIRM,
    Standing.CONFORMING,
)  # fmt: skip
RANK = {str(standing): place for place, standing in enumerate(STRICTEST_FIRST)}

LEADING = (Relation.EQUIVALENT, Relation.MODIFIED, Relation.MERGED, Relation.SPLIT)
"""Relations along which something carries over, the loosest bond last."""


def strictest(standings: Iterable[str]) -> str:
    """The strictest of several; not applicable only if all are; nothing of nothing."""
    known = list(standings)
    counting = [standing for standing in known if standing != Standing.NOT_APPLICABLE]
    if not counting:
        return str(Standing.NOT_APPLICABLE) if known else ""
    return min(counting, key=RANK.__getitem__)


def along(standing: str, relation: str) -> str:
    """What one old clause's standing says of the new clause. "Conforming" becomes "to be confirmed".

    Under an equivalent clause because nobody has looked yet under the new edition; under any other because something
    else is asked for as well. Where nothing was concluded, nothing was examined.
    """
    if relation not in LEADING:
        return ""
    if standing == Standing.CONFORMING:
        return str(Standing.TO_CONFIRM)
    return standing or str(Standing.NOT_EXAMINED)


def carried_over(found: Iterable[tuple[str, str]]) -> str:
    """What carries over to a new clause from (standing, relation) of its old ones; "" for a clause that is new."""
    return strictest(filter(None, (along(standing, relation) for standing, relation in found)))


def is_unchanged(relations: Iterable[str]) -> bool:
    """Whether a new clause asks for nothing but what its old ones asked for."""
    known = list(relations)
    return bool(known) and all(relation == Relation.EQUIVALENT for relation in known)
