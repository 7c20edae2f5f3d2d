"""What notices and timelines say about decisions, reviewing and files of issues."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

NOTICES: dict[str, Text] = {
    "decision_signed": _("Decision %(number)s is signed: %(subject)s"),
    "review_taken_up": _("%(person)s is reviewing %(document)s"),
    "change_suggested": _("A change is suggested in %(document)s: %(text)s"),
    "suggestion_answered": _("Your suggestion on %(document)s is answered. %(answer)s"),
}

OPERATIONS: dict[str, Text] = {
    "prepare_decision": _("Decision prepared"),
    "edit_decision": _("Decision changed"),
    "add_documents": _("Documents added"),
    "take_out_documents": _("Documents taken out"),
    "decision.sign": _("Decision signed"),
    "decision.cancel": _("Decision cancelled"),
    "attach_original": _("Signed original attached"),
    "end_original": _("Signed original taken away"),
    "name_reviewers": _("Reviewers named"),
    "begin_review": _("Review begun"),
    "mark_reviewed": _("Reviewed"),
    "turn_to_next": _("The next reviewer’s turn"),
    "take_up_review": _("Review taken up"),
    "suggest_change": _("Change suggested"),
    "answer_suggestion": _("Suggestion answered"),
    "attach_issue_files": _("Files attached"),
    "end_issue_file": _("File taken out"),
    "carry_issue_files": _("Files taken over from the issue before"),
}
