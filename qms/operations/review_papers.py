"""Files of a management review, and who chairs or writes in the place of who leaves."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from qms import policy
from qms.history.recording import operation
from qms.models.management_reviews import ManagementReview, ManagementReviewFile
from qms.models.people import User
from qms.models.reach import remember_participation
from qms.operations.duties import outsider_faults
from qms.operations.files import Prepared, attach_new_files, end_link
from qms.operations.management_reviews import chair_faults, tell
from qms.review_workflow import WRITING
from qms.workflow import StepRefused


@operation("attach_review_files")
def attach_review_files(review: ManagementReview, *, by: Any, evidence: Sequence[Prepared]) -> list[Any]:
    """Attach the scanned minutes and what belongs to them; what was sent a moment ago is not attached again."""
    locked = ManagementReview.objects.locked().get(pk=review.pk)
    policy.require(by, "qms.write_review", locked)
    return attach_new_files(ManagementReviewFile, locked, evidence, by=by)


@operation("end_review_file", reason_required=True)
def end_review_file(link: ManagementReviewFile, *, by: Any, version: int | None = None) -> ManagementReviewFile:
    """Take a wrong file away; it stays in the history."""
    ended: ManagementReviewFile = end_link(link, by=by, permission="qms.write_review", version=version)
    return ended


def chaired_reviews(person: User) -> Any:
    """Reviews not over that the person is to chair or to write."""
    rows = ManagementReview.objects.filter(status__in=WRITING)
    return rows.filter(Q(secretary=person) | Q(chair=person))


def hand_faults(review: ManagementReview, person: User, to: User, by: Any) -> list[str]:
    """Why the person's part in it does not pass to `to`."""
    faults = policy.refusal(by, "qms.prepare_review", review)
    if review.chair_id == person.pk:
        faults += chair_faults(ManagementReview(unit=review.unit, chair=to))
    return faults + outsider_faults(to, review.unit)


@operation("hand_review", reason_required=True)
def hand_review(review: ManagementReview, person: User, to: User, *, by: Any) -> ManagementReview:
    """Another chair or secretary in the place of who leaves. Tells them."""
    review = ManagementReview.objects.locked().get(pk=review.pk)
    policy.require(by, "qms.prepare_review", review)
    if faults := hand_faults(review, person, to, by):
        raise StepRefused(faults)
    remember_participation(review)
    for name in ("chair", "secretary"):
        if getattr(review, f"{name}_id") == person.pk:
            setattr(review, name, to)
    review.save()
    tell("review_planned", review, by, people=[to])
    return review
