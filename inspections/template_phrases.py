"""What timelines call the operations of templates and of making checklists."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "make_template": _("Template begun"),
    "change_template": _("Template changed"),
    "begin_template_version": _("New version begun"),
    "template_stands": _("Standing of the template"),
    "templateversion.publish": _("Version put in force"),
    "templateversion.supersede": _("Version superseded"),
    "templateversion.discard": _("Draft given up"),
    "templateversion.withdraw": _("Version withdrawn"),
    "write_question": _("Question written"),
    "move_question": _("Question moved"),
    "move_section": _("Section moved"),
    "drop_question": _("Question taken out"),
    "make_checklist": _("Checklist made"),
    "add_checklist_line": _("Line added by hand"),
}
