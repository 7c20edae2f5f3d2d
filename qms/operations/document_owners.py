"""Another owner for documents of a unit that ended: many at once, with the reason; issues stay as they were signed."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms import policy
from qms.history import bulk
from qms.history.recording import operation
from qms.models.documents import Document
from qms.models.organisation import Unit
from qms.successions.documents import ended_units_of, numbers_taken
from qms.workflow import StepRefused


@operation("transfer_documents", reason_required=True)
def transfer_documents(documents: Iterable[Document], to: Unit, *, by: Any) -> list[Document]:
    """Give documents of ended units to the unit that answers for them. All or nothing, with every reason."""
    policy.require(by, "qms.transfer_documents", to)
    keys = [document.pk for document in documents]
    rows = list(Document.objects.locked().filter(pk__in=keys).order_by("pk"))
    faults = transfer_faults(rows, to)
    if faults:
        raise StepRefused(faults)
    for row in rows:
        row.unit = to
    return bulk.update(rows, ["unit"])


def transfer_faults(rows: list[Document], to: Unit) -> list[str]:
    """Why they do not pass to the unit."""
    units = ended_units_of(to)
    ended = {unit.pk for unit in units}
    faults = [] if rows else [_("Choose at least one document.")]
    foreign = [row.number for row in rows if row.unit_id not in ended]
    if foreign:
        text = _("%(numbers)s: not of a unit that %(unit)s answers for.")
        faults.append(text % {"numbers": ", ".join(foreign), "unit": to})
    numbers = [row.number for row in rows]
    standing = numbers_taken(to, units)
    taken = sorted({number for number in numbers if number.casefold() in standing or numbers.count(number) > 1})
    if taken:
        text = _("%(numbers)s: the number is taken at %(unit)s; withdraw one of them or issue it under a new number.")
        faults.append(text % {"numbers": ", ".join(taken), "unit": to})
    return faults
