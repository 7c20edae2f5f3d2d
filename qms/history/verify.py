"""Verifying the whole history over the live database, as docs/evidence_format.md says what must agree.

Everything is read in streams from one consistent view. The list of seals is taken before it, so that every seal
listed covers rows which the view holds: whoever records and seals meanwhile raises no alarm.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.apps import apps
from django.utils.translation import gettext as _

from qms.history import seal_files, seals
from qms.history.checks import tracked_models
from qms.history.evidence_rows import Reader, by_key
from qms.history.seal_files import SealStoreFault, Source
from qms.history.sealed_heads import SealedHeads
from qms.history.snapshot import consistent_reads
from qms.history.trail import trail_model
from qms.history.verdict import Fault, Verdict
from qms.history.verify_derived import DerivedCheck
from qms.history.verify_files import file_faults
from qms.history.verify_rows import RowCheck
from qms.history.verify_seals import SealCheck
from qms.registry import registry

__all__ = ["Fault", "Verdict", "verify", "verify_records"]

Progress = Callable[[str, int, int], None]
STEP = 1000  # rows between two words of progress


def verify(
    seals: str | Path | Source | None = None, progress: Progress | None = None, kinds: Iterable[str] | None = None
) -> Verdict:
    """Verify everything, or records of these kinds (labels); `seals`: a copy kept elsewhere (folder, ZIP or Source).

    Raises SealStoreFault where the copy is none.
    """
    copy = seal_files.copy_at(seals) if isinstance(seals, str | Path) else seals
    return Verification(copy, progress or (lambda phase, done, total: None), kinds).run()


def verify_records(kind: str, keys: Iterable[int]) -> list[Fault]:
    """The faults of some records of a kind, for their pages: history, live rows, trail, and the seals over them."""
    model, listed = apps.get_model(kind), list(keys)
    verdict, heads = Verdict(), SealedHeads()
    try:
        with consistent_reads() as alias:
            uids = {
                str(uid) for uid in model._base_manager.using(alias).filter(pk__in=listed).values_list("uid", flat=True)
            }
            lines = trail_model().objects.using(alias).filter(kind=model._meta.label_lower, record_id__in=listed)
            for number in set(lines.exclude(seal=None).values_list("seal", flat=True)):
                _lay_out(heads, number, uids, verdict)
            RowCheck(Reader(model, alias), heads, verdict, lambda seal: False).check(listed)
    finally:
        heads.close()
    return verdict.faults


def _lay_out(heads: SealedHeads, number: int, uids: set[str], verdict: Verdict) -> None:
    """Keep the leaves of one seal that are of these records."""
    try:
        seal = seal_files.read(seals.Store(), number)
        wrong = seal.fault()
    except SealStoreFault as fault:
        seal, wrong = None, str(fault)
    if seal is None or wrong:
        verdict.add(Fault("seal", "-", str(number), str(number), None, wrong))
        return
    mine = [leaf for leaf in seal.leaves or [] if leaf[1] in uids]
    heads.add(seal_files.SealFile(seal.header, mine))


class Verification:
    """One run over everything."""

    def __init__(self, copy: Source | None, progress: Progress, kinds: Iterable[str] | None) -> None:
        self.copy, self.progress = copy, progress
        self.models = [model for model in tracked_models() if kinds is None or model._meta.label_lower in set(kinds)]
        self.kinds = None if kinds is None else [model._meta.label_lower for model in self.models]
        self.verdict, self.heads = Verdict(), SealedHeads()
        self.seals = SealCheck(self.heads, self._seal_fault, self.kinds)
        self.told = self.total = 0
        self.missed: set[int] = set()

    def run(self) -> Verdict:
        """Look at everything. Returns what was found."""
        listed = seals.Store().numbers()
        try:
            with consistent_reads() as alias:
                self._look(listed, alias)
        finally:
            self.heads.close()
        return self.verdict

    def _look(self, listed: list[int], alias: str) -> None:
        self.progress(_("Seals"), 0, 0)
        self.seals.check(listed, alias, self.copy)
        self.verdict.seals, self.verdict.compared = self.seals.read, self.seals.compared
        self._rows(alias)
        self._unmet()
        self._derived(alias)
        self._files(alias)
        self._frozen(alias)
        self.verdict.gaps = [{"number": number, **note} for number, note in sorted(self.seals.restores.items())]

    def _seal_fault(self, harm: str, number: int, sentence: str) -> None:
        self.verdict.add(Fault(harm, "-", str(number), str(number), None, sentence))

    def _rows(self, alias: str) -> None:
        self.total = trail_model().objects.using(alias).count()
        actors = by_key(apps.get_model("qms", "User")._base_manager.using(alias))
        oldest = None
        for model in self.models:
            reader, of_seals = Reader(model, alias, actors), self.seals
            check = RowCheck(reader, self.heads, self.verdict, of_seals.excused, of_seals.lost)
            check.check(tick=self._tick)
            self.missed |= check.missed
            if check.oldest and (oldest is None or check.oldest[0] < oldest[0]):
                oldest = check.oldest
        self.verdict.oldest_unsealed = (oldest[1], oldest[0]) if oldest else None

    def _tick(self, rows: int) -> None:
        if (self.verdict.rows - self.told) >= STEP or not self.told:
            self.told = self.verdict.rows
            self.progress(_("Changes"), self.told, max(self.total, self.told))

    def _unmet(self) -> None:
        """Sealed heads of records of which nothing at all is left."""
        for kind, uid, seal, sequence, _hash in self.heads.unmet():
            if not self.seals.excused(seal):
                self.missed.add(seal)
                sentence = _("seal %(seal)s covers it and nothing of the record is there") % {"seal": seal}
                self.verdict.add(Fault("missing", kind, uid, "", sequence, sentence))
        if max(self.missed, default=0) > self.seals.known:
            number = max(self.missed)
            self._seal_fault(
                "older",
                number,
                _("the database does not hold what seal %(seal)s covers: it is an older copy") % {"seal": number},
            )

    def _derived(self, alias: str) -> None:
        for at, model in enumerate(self.models):
            self.progress(_("Audit trail and lists of past days"), at, len(self.models))
            check = DerivedCheck(model, alias)
            found = [*check.trail_faults(), *(check.span_faults() if hasattr(model, "SPAN") else ())]
            for harm, uid, sequence, sentence in found:
                self.verdict.add(Fault(harm, check.kind, uid, "", sequence, sentence))

    def _files(self, alias: str) -> None:
        if self.kinds is not None and "qms.storedfile" not in self.kinds:
            return
        self.progress(_("Files"), 0, 0)
        for uid, digest, sequence, sentence in file_faults(alias):
            self.verdict.add(Fault("file", "qms.storedfile", uid, digest, sequence, sentence))

    def _frozen(self, alias: str) -> None:
        for check in registry.frozen_checks.values():
            for record, sentence in check(alias):
                kind = record._meta.label_lower
                if self.kinds is None or kind in self.kinds:
                    self.verdict.add(Fault("frozen", kind, str(record.uid), str(record)[:80], record.version, sentence))
