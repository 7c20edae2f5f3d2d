"""What objectives and their figures register."""

from django.utils.translation import gettext_lazy as _

from qms import objective_phrases, objective_workflow
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.objectives import Objective, ObjectiveClause, ObjectiveFile
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import Handover, RecordKind, registry

DECLARED = (objective_workflow,)
"""Importing it declares the lifecycle."""

LABEL = Objective._meta.label_lower


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[ObjectiveFile._meta.label_lower] = ObjectiveFile
    registry.reference_models.append(ObjectiveClause)
    registry.phrases.update(objective_phrases.OPERATIONS)
    registry.notice_phrases.update(objective_phrases.NOTICES)
    registry.notice_groups.append(objective_phrases.GROUP)
    registry.record_kinds[LABEL] = RecordKind(LABEL, Objective, _("Quality objectives"), "objectives")
    registry.navigation.append(NavEntry(_("Quality objectives"), "objectives", "target", 60, sees_records))
    for related in ("qms.objectivetarget", "qms.measurement", "qms.objectiveaction"):
        relate(LABEL, related, "objective")
    declare_looks(
        LABEL,
        {
            "proposed": ("warning", "pencil"), "approved": ("info", "check"), "running": ("info", "refresh"),
            "judged": ("success", "circle-check"), "dropped": ("secondary", "x"),
        },
    )  # fmt: skip
    _register_operations()
    _register_work()


def _register_operations() -> None:
    from qms.imports.objectives import ObjectivesExport, ObjectivesKind  # noqa: PLC0415 - kinds stand on the registry
    from qms.measured_by_records import register_queries  # noqa: PLC0415 - the models stand on the registry
    from qms.operations import objectives  # noqa: PLC0415 - operations stand on the registry

    register_queries()
    registry.import_kinds[ObjectivesKind.kind] = ObjectivesKind()
    registry.export_kinds["objectives"] = ObjectivesExport
    registry.ticks["start_objectives"] = objectives.start_due
    registry.handovers["objective"] = Handover(
        _("Quality objectives owned"),
        objectives.owned_objectives,
        objectives.hand_faults,
        lambda record, person, to, *, by, reason: objectives.hand_objective(record, by=by, owner=to, reason=reason),
        name=lambda record: f"{record.number} {record.title[:100]}",
        due=lambda record: record.ends_on,
        order=36,
    )


def _register_work() -> None:
    from qms import work_of_objectives as work  # noqa: PLC0415 - reports stand on the registry
    from qms.due_days import add_due_source  # noqa: PLC0415 - the same

    registry.work_items.append(work.objective_work)
    registry.owed.append(work.figures_owed)
    registry.clause_evidence.append(work.shown_by_objectives)
    registry.moving_kinds[ObjectiveClause._meta.label_lower] = work.MOVING
    registry.retained_kinds[LABEL] = work.RETAINED
    registry.pack_sections.append(work.SECTION)
    registry.pack_clauses.setdefault(LABEL, []).extend(work.PACK_CLAUSES)
    registry.pack_clauses.setdefault(work.ACTION, []).append(work.clauses_of_plan_actions)
    add_due_source(work.ENDS)
