"""The rule of thumb beside each grade: ISO 9001 does not grade, these come from auditing practice. In own words."""

from django.utils.translation import gettext_lazy as _

from inspections.enums import Grade
from qms.policy import Text

RULES: dict[str, Text] = {
    Grade.CONFORMITY: _("The requirement is met, and there is evidence of it."),
    Grade.GOOD_PRACTICE: _("More than the requirement asks for, and worth copying elsewhere."),
    Grade.OBSERVATION: _("The requirement is still met, but there are signs that it soon may not be."),
    Grade.OPPORTUNITY: _("The requirement is met; doing it otherwise would bring more."),
    Grade.MINOR: _("A requirement is not met in a single case; the process as a whole still works."),
    Grade.MAJOR: _(
        "A requirement is not met at all, the process fails, minor ones pile up on the same requirement, "
        "or citizens and the law are harmed."
    ),
}


def rule_of(grade: str) -> str:
    """The rule of thumb of a grade, in the reader's language."""
    return str(RULES.get(grade, ""))
