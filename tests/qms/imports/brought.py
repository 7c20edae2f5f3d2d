"""Registers brought in by the command, as tests of kinds do it."""

import io

from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from qms.models import ImportRun
from qms.operations.import_runs import undo_run
from tests.qms.importing.made_files import workbook_of


def bring_in(path, kind, *, unit="S1", by="officer1", **options):
    """Run the command. Returns (created, updated, unchanged, rejected, what is said of cells and files)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_workbook", path, kind=kind, unit=unit, by=by, stdout=out, stderr=err, **options)
    except SystemExit:
        pass
    except CommandError as refusal:
        return -1, -1, -1, -1, str(refusal)
    told = out.getvalue().strip().splitlines()
    counts = dict(part.split("=") for part in told[-1].split() if "=" in part) if told else {}
    figures = tuple(int(counts.get(name, -1)) for name in ("created", "updated", "unchanged", "rejected"))
    return (*figures, out.getvalue() + err.getvalue())


def register(tmp_path, header, *rows, name="so.xlsx"):
    """A workbook with one sheet."""
    path = tmp_path / name
    path.write_bytes(workbook_of(("Sổ", [header, *rows])))
    return path


def export(tmp_path, kind, *, unit="S1", by="officer1", language="vi"):
    """The kind's list as a workbook."""
    path = tmp_path / f"{kind}-{language}.xlsx"
    with translation.override(language):
        call_command("export_workbook", kind=kind, output=path, unit=unit, by=by, stdout=io.StringIO())
    return path


def undo(by):
    """Take the newest import back."""
    undo_run(ImportRun.objects.order_by("-pk").first(), by=by, reason="nhầm sổ")
