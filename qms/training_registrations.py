"""What competence and training register."""

from django.utils.translation import gettext_lazy as _

from qms import training_phrases, training_workflow
from qms.history.homes import hang
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.training import Training, TrainingFile
from qms.navigation import NavEntry, everybody
from qms.navigation import of_records as sees_records
from qms.registry import RecordKind, registry

DECLARED = (training_workflow,)
"""Importing it declares the lifecycle."""

LABEL = Training._meta.label_lower


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[TrainingFile._meta.label_lower] = TrainingFile
    registry.phrases.update(training_phrases.OPERATIONS)
    registry.notice_phrases.update(training_phrases.NOTICES)
    registry.notice_groups.append(training_phrases.GROUP)
    registry.record_kinds[LABEL] = RecordKind(LABEL, Training, _("Trainings"), "trainings")
    registry.navigation.append(NavEntry(_("Competences"), "competences", "shield-check", 70, sees_records))
    registry.navigation.append(NavEntry(_("Trainings"), "trainings", "users", 72, everybody))
    relate(LABEL, "qms.trainingperson", "training")
    hang("qms.trainingperson", LABEL, "training")
    declare_looks(
        LABEL,
        {
            "planned": ("info", "calendar"), "held": ("warning", "pencil"), "judged": ("success", "circle-check"),
            "cancelled": ("secondary", "x"),
        },
    )  # fmt: skip
    declare_looks(
        "qms.trainingperson",
        {"passed": ("success", "circle-check"), "failed": ("warning", "alert-triangle"), "absent": ("neutral", "x")},
    )
    _register_work()


def _register_work() -> None:
    from qms import work_of_trainings as work  # noqa: PLC0415 - reports stand on the registry
    from qms.due_days import add_due_source  # noqa: PLC0415 - the same
    from qms.work_of_plans import SHARING  # noqa: PLC0415 - the same

    SHARING["training"] = (work.training_rows, work.training_item)
    registry.clause_evidence.append(work.shown_by_trainings)
    registry.retained_kinds[LABEL] = work.RETAINED
    registry.pack_sections.append(work.SECTION)
    registry.pack_clauses.setdefault(LABEL, []).extend(work.PACK_CLAUSES)
    add_due_source(work.DAYS)
