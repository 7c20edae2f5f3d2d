"""Brings a register in from a workbook: all or nothing."""

from argparse import ArgumentParser
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qms import policy
from qms.importing import limits
from qms.importing.annotated import faults_of_preview, given_back
from qms.importing.commit import RowsRejected, Source, bring_in, kind_called, rejection, unit_called
from qms.importing.guards import content_of
from qms.importing.mapping import Mapping, read_mapping
from qms.importing.plan_run import PlanRun
from qms.importing.problems import ImportRefused
from qms.importing.reading_messages import ReadingOrder
from qms.importing.reading_process import read_apart
from qms.importing.register_kind import CREATE, KEEP, SKIP, TAKE, Asked, ImportKind, PlannedPreview
from qms.importing.verdicts import summary_of
from qms.imports.template_book import write_template
from qms.management.base import BAD_INPUT, ProductCommand
from qms.registry import registry

MOST_TOLD = 200
"""So many sentences about single cells are printed."""


class Command(ProductCommand):
    """import_workbook FILE --kind K --unit CODE --by USER"""

    help = "Bring a register in from a workbook or CSV file, all or nothing; the same file again changes nothing."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        kinds = ", ".join(sorted(registry.import_kinds))
        parser.add_argument("file", type=Path, metavar="FILE", help="the workbook (.xlsx) or list (.csv)")
        held = ", ".join(sorted(name for name, kind in registry.import_kinds.items() if not kind.chunked))
        most = f"at most {limits.ROWS:,} rows; of {held} at most {limits.WHOLE_ROWS:,}"
        parser.add_argument("--kind", required=True, metavar="K", help=f"one of: {kinds}; {most}")
        parser.add_argument("--unit", default="", metavar="CODE", help="the unit that the register belongs to")
        parser.add_argument("--sheet", default="", help="only this sheet")
        parser.add_argument("--mapping", type=Path, help="YAML: columns (header: field), words, units, edition")
        parser.add_argument("--edition", default="", metavar="CODE:YEAR", help="edition of clauses that name none")
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="answers a question about the file: year=2020, day_first=true, split=true, fill_down=true",
        )
        parser.add_argument(
            "--decide",
            action="append",
            default=[],
            choices=[KEEP, TAKE, CREATE, SKIP],
            help="for rows that need a decision: keep what stands here or take the file's (changed in both), create "
            "(it may stand here already) or skip",
        )
        parser.add_argument(
            "--template", action="store_true", help="write an empty template of the kind to FILE instead"
        )
        parser.add_argument("--reason", default="", help="why, kept in the history")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--rejects", type=Path, help="write the file back with what is wrong in it, as .xlsx")

    def run(self, *, by: Any, **options: Any) -> int | None:
        kind = kind_called(options["kind"])
        mapping = read_mapping(options["mapping"]) if options["mapping"] else Mapping()
        asked = self.asked(kind, mapping, by, options)
        policy.require(by, kind.permission, asked.unit)
        if options["template"]:
            self.give_template(options["file"], asked, kind)
            return None
        content = content_of(options["file"], asked.file_name)
        said = {"answers": answers_of(options["answer"])}
        order = ReadingOrder(
            kind.kind, content, asked.file_name, options["sheet"], said, {}, mapping, get_language() or "vi"
        )
        run = PlanRun(kind, asked, read_apart(order), otherwise=options["decide"])
        seen, refused = self.carry_out(run, content, options)
        self.tell(run, seen)
        if options["rejects"] is not None:
            write_rejects(options["rejects"], content, run, refused)
        self.stdout.write(summary_of(told_counts(run, nothing_written=bool(refused) and not options["dry_run"])))
        return BAD_INPUT if refused else None

    def give_template(self, file: Path, asked: Asked, kind: ImportKind) -> None:
        """The kind's template with the unit's own codes; a place that cannot be written is bad input."""
        try:
            write_template(file, kind, unit=asked.unit, by=asked.by)
        except OSError as fault:
            raise ImportRefused(_("“%(name)s” cannot be written.") % {"name": file}) from fault
        self.stdout.write(str(file))

    def asked(self, kind: ImportKind, mapping: Mapping, by: Any, options: dict[str, Any]) -> Asked:
        """Whose register it is, as this account may know."""
        if kind.needs_unit and not options["unit"]:
            raise ImportRefused(_("Say with --unit whose register this is."))
        unit = unit_called(options["unit"], by) if kind.needs_unit else None
        edition = options["edition"] or mapping.edition
        return Asked(by=by, unit=unit, file_name=options["file"].name, edition=edition, units=mapping.units)

    def carry_out(
        self, run: PlanRun, content: bytes, options: dict[str, Any]
    ) -> tuple[list[tuple[str, str]], PlannedPreview | None]:
        """Plan only, or bring in; returns what cells are warned of, and the rows that are wrong where there are."""
        warned = Warned()
        if options["dry_run"]:
            wrong = PlannedPreview(asked=run.asked)
            for chunk in run.chunks():
                warned.take(chunk)
                wrong.rows += [row for row in chunk.rows if row.verdict in ("reject", "decide")]
            if wrong.rows:
                self.stderr.write(rejection(wrong, dict(run.counts)))
            return warned.said, wrong if wrong.rows else None
        reason = options["reason"] or _("Brought in from %(file)s.") % {"file": run.asked.file_name}
        source = Source(run.asked.file_name, sha256(content).hexdigest(), content)
        try:
            bring_in(run, source, by=run.asked.by, reason=reason, seen=warned.take)
        except RowsRejected as refusal:
            self.stderr.write(str(refusal))
            warned.take(refusal.preview)
            return warned.said, refusal.preview
        return warned.said, None

    def tell(self, run: PlanRun, warned: list[tuple[str, str]]) -> None:
        """What cannot be asked here, what is to be said of the whole, and warnings of single cells."""
        for question in run.opened.reading.get("questions", ()):
            if question["answer"] is None:
                self.stdout.write(asked_in_words(question))
        for warning in run.warnings:
            self.stdout.write(str(warning))
        for address, sentence in warned:
            self.stdout.write(f"{address}: {sentence}")


class Warned:
    """The first warnings of single cells."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def take(self, chunk: PlannedPreview) -> None:
        """From the rows as they pass."""
        for row in chunk.rows:
            if len(self.said) >= MOST_TOLD:
                return
            self.said += [(cell.address, cell.sentence) for cell in row.cells.values() if cell.level == "warning"]


def answers_of(given: list[str]) -> dict[str, str]:
    """NAME=VALUE as answers. Raises ImportRefused for anything else."""
    answers = {}
    for one in given:
        name, mark, value = one.partition("=")
        if not mark or not name.strip():
            raise ImportRefused(
                _("“%(given)s” is no answer. Write it as NAME=VALUE, such as year=2020.") % {"given": one}
            )
        answers[name.strip()] = value.strip()
    return answers


def asked_in_words(question: dict[str, Any]) -> str:
    """A question with its answers as options of this command."""
    choices = [f"--answer {question['name']}={spoken(value)} ({label})" for value, label in question["choices"]]
    how = "; ".join(choices) or f"--answer {question['name']}=…"
    return f"{question['sentence']} {how}"


def spoken(value: Any) -> str:
    """True as true."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def told_counts(run: PlanRun, *, nothing_written: bool) -> dict[str, int]:
    """Counts for the last line; where rows were refused, no other row came in either."""
    counts = Counter(run.counts)
    if nothing_written:
        counts["none"] = counts.pop("create", 0) + counts.pop("update", 0)
    return counts


def write_rejects(path: Path, content: bytes, run: PlanRun, refused: PlannedPreview | None) -> None:
    """The person's own file with what is wrong in it; also where nothing is, then without a reason."""
    faults = list(faults_of_preview(refused.rows if refused else ()))
    understood = run.opened.reading.get("sheets", {})
    book = given_back(content, run.asked.file_name, faults, understood, run.opened.total, {})
    try:
        path.write_bytes(book)
    except OSError as fault:
        raise ImportRefused(_("“%(name)s” cannot be written.") % {"name": path}) from fault
