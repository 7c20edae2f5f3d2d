"""Which addresses show a past day, which are shut then, and which know only today, each with its reason."""

from typing import Any

from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

from qms.policy import Text

SHUT_REASON = _("A past day is shown, and the past is not changed: go back to today to take this step.")

ALSO_POSTS = frozenset(
    {"cause_categories", "comments", "document_scheme", "external_statuses", "print_template", "unit_inherited"}
)
"""Pages that show something and take a change: as of a day they are read."""

SHUT = frozenset(
    {
        "action_moves", "nonconformity_moves", "job_again", "job_stop", "evidence_pack", "holder_data", "import_again",
        "import_annotated", "import_cancel", "import_commit", "import_preview", "import_rows", "import_state",
        "import_understanding", "imports", "notice_choices",
        "notices_read", "notice_open", "mail_again", "print_template_end", "succession_new", "document_drafts",
        "document_create", "document_create_from_word", "document_from_word", "document_from_word_preview",
        "document_from_word_drop", "document_new_issue", "document_write", "clause_decide", "findings_similar",
        "choose",
    }
)  # fmt: skip
"""Functions that begin or take a change; classes say it by their `post`."""

_MACHINE = _("The installation’s own state is that of this moment.")
_OUTSIDE = _("The public part shows what holds today, to everybody alike.")
_FIELD = _("The phone works on today’s checklist.")
_SESSION = _("Signing in and out happens today.")
_JOB = _("Work in the background is that of now.")
_SETTING = _("A setting of today, no record.")
_WORKSHOP = _("The workshop is where the next issue is written; what was issued is in the library.")

ONLY_TODAY: dict[str, Text] = {
    "own_calendar": _("A calendar in another program is that of today."),
    "by_link": _("A link lets one step be taken today."),
    "field": _FIELD,
    "healthz": _MACHINE,
    "job": _JOB,
    "job_file": _JOB,
    "job_state": _JOB,
    "jobs": _JOB,
    "login": _SESSION,
    "logout": _SESSION,
    "mails": _MACHINE,
    "print_template_file": _SETTING,
    "print_template_ours": _SETTING,
    "print_template_own": _SETTING,
    "print_template_sample": _SETTING,
    "printed": _("Whoever holds a paper asks whether it holds today."),
    "public": _OUTSIDE,
    "public_declaration": _OUTSIDE,
    "public_declarations": _OUTSIDE,
    "public_document": _OUTSIDE,
    "public_feedback": _OUTSIDE,
    "public_feedback_follow": _OUTSIDE,
    "public_file": _OUTSIDE,
    "public_print": _OUTSIDE,
    "readyz": _MACHINE,
    "robots": _OUTSIDE,
    "service_worker": _FIELD,
    "set_language": _SESSION,
    "sitemap": _OUTSIDE,
    "web_manifest": _FIELD,
}
"""Addresses that show today whatever day is asked for."""

NAMESPACES: dict[str, Text] = {
    "api-1.0.0": _FIELD,
    "wagtailadmin": _WORKSHOP,
    "wagtailimages": _WORKSHOP,
    "wagtaildocs": _WORKSHOP,
}


def only_today(match: ResolverMatch) -> Text | None:
    """Why the address knows only today; None where it shows a past day or is shut then."""
    if match.namespaces:
        return NAMESPACES.get(match.namespaces[0], _WORKSHOP)
    if match.url_name is None or match.route.startswith("cms/"):
        return _WORKSHOP
    return ONLY_TODAY.get(match.url_name)


def is_shut(match: ResolverMatch) -> bool:
    """Whether the address begins or takes a change, so that it is shut while a past day is shown."""
    if match.url_name in ALSO_POSTS:
        return False
    view: Any = getattr(match.func, "view_class", None)
    return match.url_name in SHUT or (view is not None and hasattr(view, "post"))
