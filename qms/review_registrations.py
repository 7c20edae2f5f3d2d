"""What management reviews register."""

from django.utils.translation import gettext_lazy as _

from qms import review_phrases, review_workflow
from qms.events import subscribe
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.management_reviews import ManagementReview, ManagementReviewFile
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import Handover, RecordKind, registry

DECLARED = (review_workflow,)
"""Importing it declares the lifecycle."""

LABEL = ManagementReview._meta.label_lower


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[ManagementReviewFile._meta.label_lower] = ManagementReviewFile
    registry.phrases.update(review_phrases.OPERATIONS)
    registry.notice_phrases.update(review_phrases.NOTICES)
    registry.notice_groups.append(review_phrases.GROUP)
    registry.record_kinds[LABEL] = RecordKind(LABEL, ManagementReview, _("Management reviews"), "reviews")
    registry.navigation.append(NavEntry(_("Management reviews"), "reviews", "checklist", 76, sees_records))
    for related in ("qms.reviewinput", "qms.reviewdecision"):
        relate(LABEL, related, "review")
    declare_looks(
        LABEL,
        {
            "planned": ("neutral", "calendar"), "frozen": ("info", "shield-check"), "held": ("warning", "pencil"),
            "signed": ("info", "signature"), "closed": ("success", "circle-check"),
            "cancelled": ("neutral", "circle-x"),
        },
    )  # fmt: skip
    _register_operations()
    _register_work()


def _register_operations() -> None:
    from qms.operations import management_reviews as reviews  # noqa: PLC0415 - operations stand on the registry
    from qms.operations import review_papers  # noqa: PLC0415 - the same

    subscribe("action_verified", reviews.close_after_action)
    registry.ticks["close_reviews"] = reviews.close_reviews
    registry.handovers["review"] = Handover(
        _("Management reviews to chair or to write"),
        review_papers.chaired_reviews,
        review_papers.hand_faults,
        lambda record, person, to, *, by, reason: review_papers.hand_review(record, person, to, by=by, reason=reason),
        name=lambda record: f"{record.number} {record.title[:100]}",
        due=lambda record: record.meeting_on,
        order=37,
    )


def _register_work() -> None:
    from qms import work_of_reviews as work  # noqa: PLC0415 - reports stand on the registry
    from qms.due_days import add_due_source  # noqa: PLC0415 - the same
    from qms.measured_reviews import register_maintained  # noqa: PLC0415 - the same
    from qms.reviewing.own_gatherers import register_own  # noqa: PLC0415 - the same
    from qms.views.action_sources import sources_panel  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_record_panel  # noqa: PLC0415 - the same

    add_record_panel("qms.action", 2, sources_panel)
    register_own()
    register_maintained()
    registry.work_items.append(work.reviews_at_home)
    registry.owed.append(work.reviews_owed)
    registry.clause_evidence.append(work.shown_by_reviews)
    registry.retained_kinds[LABEL] = work.RETAINED
    registry.pack_sections.append(work.SECTION)
    registry.pack_clauses.setdefault(LABEL, []).extend(work.PACK_CLAUSES)
    add_due_source(work.MEETINGS)
