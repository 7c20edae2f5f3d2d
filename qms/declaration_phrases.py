"""What notices and timelines say about declarations of conformity."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

NOTICES: dict[str, Text] = {"declaration_signed": _("Declaration %(number)s is signed: %(edition)s")}

OPERATIONS: dict[str, Text] = {
    "prepare_declaration": _("Declaration drafted"),
    "edit_declaration": _("Declaration changed"),
    "refresh_declaration": _("Annex and clauses taken over anew"),
    "choose_annex": _("Annex chosen"),
    "declaration.sign": _("Declaration signed"),
    "declaration.replace": _("Replaced by a new declaration"),
    "declaration.give_up": _("Draft of the declaration given up"),
    "declaration.withdraw": _("Declaration withdrawn"),
    "publish_declaration": _("Declaration published"),
    "unpublish_declaration": _("Declaration closed to the public"),
    "attach_declaration": _("Signed original attached"),
}
