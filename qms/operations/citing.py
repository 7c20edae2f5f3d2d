"""References to clauses by records that came from a list: what a later list cites and what it no longer gives."""

from collections.abc import Sequence
from typing import Any

from qms import clock
from qms.enums import ReferenceOrigin
from qms.history import bulk


def lies_beside(reference: Any, edition_id: int | None) -> bool:
    """Whether a transition added the reference beside the edition in which its record is written.

    Forms offer clauses of that edition alone: what they do not show they do not take away. Undoing does.
    """
    return reference.run_id is not None and reference.clause.edition_id != edition_id


def rewrite_citations(
    reference_model: Any, cited: Sequence[tuple[int, int | None, str]], dropped: Sequence[Any]
) -> None:
    """Cite further clauses ((record key, clause key, written as)) and end references; inside an operation.

    A clause that was cited before and ended is cited again by the reference that stands for it.
    """
    for reference in dropped:
        reference.ended_at = clock.now()
    bulk.update(dropped, ["ended_at"])
    ended = reference_model.objects.filter(record_id__in={one[0] for one in cited}, clause__isnull=False)
    standing = {(reference.record_id, reference.clause_id): reference for reference in ended}
    revived = [standing[one[:2]] for one in cited if one[:2] in standing]
    for reference in revived:
        reference.ended_at = None
    bulk.update(revived, ["ended_at"])
    bulk.create(
        [
            reference_model(record_id=record, clause_id=clause, written_as=written, origin=ReferenceOrigin.IMPORT)
            for record, clause, written in cited
            if (record, clause) not in standing
        ]
    )
