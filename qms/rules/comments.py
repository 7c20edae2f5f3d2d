"""Who comments on a record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.enums import Role
from qms.policy import Decision, allow_if, denied, rule
from qms.reaching import reaches


def is_only_auditor(user: Any) -> bool:
    """Whether the person is here as an external auditor and nothing else."""
    return {role for role, _unit in user.authority.assignments} == {Role.AUDITOR}


@rule("qms.comment")
def may_comment(user: Any, record: Any) -> Decision:
    """Whoever reaches the record; an external auditor reads."""
    if is_only_auditor(user):
        return denied(_("External auditors read the records and do not comment on them."), _("who reaches the record"))
    return allow_if(reaches(user, record), _("You comment on records that you reach."), _("who reaches the record"))


@rule("qms.take_back_comment")
def may_take_back(user: Any, comment: Any) -> Decision:
    """Who wrote it, nobody for them."""
    return allow_if(
        comment.made_by_id == user.pk,
        _("A comment is taken back by who wrote it."),
        _("who wrote the comment"),
    )
