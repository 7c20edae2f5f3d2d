"""What decisions, reviewing and the files of issues register."""

from django.utils.translation import gettext_lazy as _

from qms import decision_phrases, decision_workflow, work_of_documents
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.decisions import Decision, DecisionFile
from qms.models.documents import IssueFile
from qms.registry import RecordAction, RecordKind, registry

DECLARED = (decision_workflow,)
"""Importing it declares the lifecycle."""

TRAILS = [
    ("qms.decision", "qms.decisionitem", "decision"),
    ("qms.issue", "qms.issuereviewer", "issue"),
    ("qms.issue", "qms.suggestion", "issue"),
]


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    for link in (DecisionFile, IssueFile):
        registry.file_links[link._meta.label_lower] = link
    registry.phrases.update(decision_phrases.OPERATIONS)
    registry.notice_phrases.update(decision_phrases.NOTICES)
    registry.work_items.extend(
        [
            work_of_documents.decisions_to_sign,
            work_of_documents.issues_to_decide_on,
            work_of_documents.originals_to_attach,
            work_of_documents.suggestions_to_answer,
        ]
    )
    registry.record_kinds["qms.decision"] = RecordKind("qms.decision", Decision, _("Decisions"), "decisions")
    registry.record_actions.append(_into_decision())
    for label, related, field in TRAILS:
        relate(label, related, field)
    declare_looks("qms.decision", {"signed": ("success", "signature")})
    declare_looks(
        "qms.suggestion",
        {"open": ("warning", "message"), "applied": ("success", "check"), "declined": ("neutral", "circle-x")},
    )
    _register_panels()


def _register_panels() -> None:
    from qms.views.issue_files import files_panel  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.issue_reviewing import review_panel  # noqa: PLC0415 - the same
    from qms.views.panels import add_issue_panel  # noqa: PLC0415 - the same

    add_issue_panel(10, review_panel)
    add_issue_panel(20, files_panel)


def _into_decision() -> RecordAction:
    from qms.reports.decisions import may_be_decided_on, prepare_url  # noqa: PLC0415 - reports stand on the registry

    return RecordAction("into_decision", _("Put into a decision"), prepare_url, may_be_decided_on)
