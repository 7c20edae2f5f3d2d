"""Words of comments: what operations are called, what notices say."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "write_comment": _("Comment written"),
    "take_back_comment": _("Comment taken back"),
}

NOTICES: dict[str, Text] = {
    "comment_mention": _("%(who)s named you in a comment: %(what)s."),
}
