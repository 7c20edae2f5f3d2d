"""What figures of procedures and nonconforming outputs register."""

from django.utils.translation import gettext_lazy as _

from qms import output_phrases, output_workflow
from qms.history.homes import hang
from qms.looks import declare_looks
from qms.models.outputs import NonconformingOutput, OutputFile, ProcedureFigure
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import RecordKind, registry

DECLARED = (output_workflow,)
"""Importing it declares the lifecycle."""

OUTPUT = NonconformingOutput._meta.label_lower
FIGURE = ProcedureFigure._meta.label_lower


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.file_links[OutputFile._meta.label_lower] = OutputFile
    registry.phrases.update(output_phrases.OPERATIONS)
    registry.notice_phrases.update(output_phrases.NOTICES)
    registry.notice_groups.append(output_phrases.GROUP)
    registry.record_kinds[OUTPUT] = RecordKind(OUTPUT, NonconformingOutput, _("Nonconforming outputs"), "outputs")
    registry.record_kinds[FIGURE] = RecordKind(FIGURE, ProcedureFigure, _("Figures of procedures"), "procedure_figures")
    registry.navigation.append(NavEntry(_("Figures of procedures"), "procedure_figures", "chart-bar", 75, sees_records))
    registry.navigation.append(NavEntry(_("Nonconforming outputs"), "outputs", "flag", 56, sees_records))
    hang("qms.publishedprocedure", "qms.document", "document")
    declare_looks(
        OUTPUT,
        {
            "recorded": ("warning", "flag"), "decided": ("info", "pencil"), "closed": ("success", "circle-check"),
            "withdrawn": ("neutral", "circle-x"),
        },
    )  # fmt: skip
    _register_work()


def _register_work() -> None:
    from qms import work_of_outputs as work  # noqa: PLC0415 - reports stand on the registry
    from qms.due_days import add_due_source  # noqa: PLC0415 - the same
    from qms.imports.outputs import OutputsExport, OutputsKind  # noqa: PLC0415 - the same
    from qms.imports.procedure_figures import ProcedureFiguresExport, ProcedureFiguresKind  # noqa: PLC0415 - the same
    from qms.views.panels import add_document_panel  # noqa: PLC0415 - the same
    from qms.views.procedure_figures import publication_of_document  # noqa: PLC0415 - the same

    registry.work_items.extend([work.output_work, work.repeated_work])
    registry.owed.append(work.outputs_owed)
    registry.clause_evidence.append(work.shown_by_outputs)
    registry.retained_kinds[OUTPUT] = work.RETAINED
    registry.pack_sections.extend([work.SECTION, work.FIGURES])
    registry.pack_clauses.setdefault(OUTPUT, []).extend(work.PACK_CLAUSES)
    registry.pack_clauses.setdefault(FIGURE, []).extend(work.FIGURES_CLAUSES)
    add_due_source(work.RETURNS)
    for kind in (ProcedureFiguresKind(), OutputsKind()):
        registry.import_kinds[kind.kind] = kind
    registry.export_kinds |= {"procedure_figures": ProcedureFiguresExport, "outputs": OutputsExport}
    add_document_panel(40, publication_of_document)
