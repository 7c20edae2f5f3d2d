"""Reading, previewing and committing a register: all or nothing, in one transaction."""

from typing import Any

from django.utils.translation import gettext as _

from qms import policy
from qms.history.recording import operation
from qms.importing.cells import about_the_file
from qms.importing.mapping import Mapping, mapped
from qms.importing.problems import ImportRefused
from qms.importing.reading import ReadRegister, read_register
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview
from qms.models.organisation import Unit
from qms.registry import registry


class RowsRejected(ImportRefused):
    """Nothing was written, because some rows are wrong; `preview` tells which."""

    def __init__(self, preview: PlannedPreview) -> None:
        self.preview = preview
        super().__init__(rejection(preview))


class PlanChanged(ImportRefused):
    """Nothing was written: what stands here has changed since the person saw the preview."""

    def __init__(self, preview: PlannedPreview) -> None:
        self.preview = preview
        super().__init__(_("Records changed since this preview was made. Look at it again, then decide."))


def kind_called(name: str) -> ImportKind:
    """The kind of register. Raises ImportRefused with those that there are."""
    if name not in registry.import_kinds:
        raise ImportRefused(
            _("“%(kind)s” is no kind of register. Kinds are: %(kinds)s.")
            % {"kind": name, "kinds": ", ".join(sorted(registry.import_kinds))}
        )
    return registry.import_kinds[name]


def unit_called(code: str, by: Any) -> Unit:
    """The unit of that code within reach. Raises ImportRefused, the same for absent and unseen."""
    unit = Unit.objects.visible_to(by).filter(code=code).first()
    if unit is None:
        raise ImportRefused(_("There is no unit “%(code)s”.") % {"code": code})
    return unit


def read_file(
    kind: ImportKind, file: Any, name: str | None, *, sheet: str | None = None, mapping: Mapping | None = None
) -> ReadRegister:
    """Read a file as a register of the kind. Raises ImportRefused."""
    register = mapped(kind.get_register(), mapping or Mapping(), words_of(kind))
    return read_register(file, name, register, sheet=sheet or None)


def words_of(kind: ImportKind) -> dict[str, dict[str, str]]:
    """Further words of a kind, by field."""
    return getattr(kind, "words", dict)()


def preview(kind: ImportKind, read: ReadRegister, asked: Asked) -> PlannedPreview:
    """Say what would happen to each row; nothing is written. Raises Refused where the person may not."""
    policy.require(asked.by, kind.permission, asked.unit)
    planned = kind.plan(read, asked)
    planned.warnings = [*about_the_file(read), *planned.warnings]
    planned.asked = asked
    return planned


@operation("import_register")
def commit(kind: ImportKind, read: ReadRegister, asked: Asked, *, by: Any, expected: str = "") -> PlannedPreview:
    """Plan again inside the transaction and write it; `expected` is the summary that the person saw.

    Raises RowsRejected if any row is wrong, PlanChanged if the summary is another by now; then nothing is written.
    """
    if asked.unit is not None:
        Unit.objects.locked().get(pk=asked.unit.pk)
    planned = preview(kind, read, asked)
    if planned.counts["reject"]:
        raise RowsRejected(planned)
    if expected and planned.summary_line() != expected:
        raise PlanChanged(planned)
    if planned.counts["create"] or planned.counts["update"]:
        kind.write(planned, by=by)
    return planned


def rejection(planned: PlannedPreview, most: int = 20) -> str:
    """The rejected rows in sentences, one a line."""
    rejected = planned.rows_with("reject")
    lines = [_("Nothing was brought in: %(count)s rows are wrong.") % {"count": len(rejected)}]
    for row in rejected[:most]:
        lines.extend(f"{place}: {sentence}" for place, sentence in row_faults(row))
    if len(rejected) > most:
        lines.append(_("... and %(count)s more rows.") % {"count": len(rejected) - most})
    return "\n".join(lines)


def row_faults(row: Any) -> list[tuple[str, str]]:
    """(address of the cell or row, sentence) of what is wrong with a row."""
    place = f"{row.sheet}!{row.number}" if row.sheet else str(row.number)
    faults = [(cell.address or place, cell.sentence) for cell in row.cells.values() if cell.level == "error"]
    return [*faults, *([(place, row.sentence)] if row.sentence else [])]
