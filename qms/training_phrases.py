"""Wording of trainings: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "plan_training": _("Training planned"),
    "edit_training": _("Training corrected"),
    "write_trained_people": _("People and results written"),
    "training.hold": _("Held; results recorded"),
    "training.judge": pgettext_lazy("training", "Effectiveness judged"),
    "training.cancel": pgettext_lazy("training", "Cancelled"),
    "link_competences": _("Competences given to who passed"),
    "attach_training_files": _("Files attached"),
    "end_training_file": _("File taken away"),
}

NOTICES: dict[str, Text] = {
    "training_planned": _("%(number)s, training on %(day)s %(place)s: %(title)s"),
    "training_moved": _("%(number)s takes place on %(day)s now: %(title)s"),
    "training_left": _("%(number)s: you are not expected at this training any longer. %(title)s"),
    "training_passed": _("%(number)s: you are recorded as competent. %(title)s"),
    "training_failed": _("%(number)s: you are recorded as not yet competent. %(title)s"),
    "training_absent": _("%(number)s: you are recorded as absent. %(title)s"),
    "training_judged": _("%(number)s: its effectiveness is judged."),
    "training_cancelled": _("%(number)s does not take place. %(reason)s"),
}

GROUP = (_("Trainings"), ("training_",))
