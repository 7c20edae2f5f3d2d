"""Decisions of a person on staged rows: kept with the file, and shown at once without reading it again."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from qms.importing.canonical_decisions import decisions_digest
from qms.importing.commit import kind_called
from qms.importing.problems import ImportRefused
from qms.importing.register_kind import CREATE, KEEP, SKIP, TAKE, kept_fields
from qms.importing.staged_rows import ABOUT, with_keys
from qms.importing.verdicts import CONFLICT, DUPLICATE
from qms.models.imports import ImportStaging, StagedRow


def put_decisions(staging: ImportStaging, decisions: dict[str, Any]) -> bool:
    """Keep the decisions on a locked file; true where it must be read again to see what they do to other rows."""
    found = {row.key: row for row in with_keys(staging, decisions)}
    for key, decision in decisions.items():
        if key not in found:
            raise ImportRefused(_("This row is not in the file any more. Look at the preview again."))
        if decision is not None and not fits(found[key], decision):
            raise ImportRefused(_("This cannot be decided of row %(row)s.") % {"row": found[key]})
    before = staging.decisions
    merged = {key: one for key, one in (before | decisions).items() if one is not None}
    skipped = {key for key in decisions if SKIP in (before.get(key), merged.get(key))}
    staging.decisions = merged
    if skipped and not kind_called(staging.kind).chunked:
        staging.save(update_fields=["decisions"])
        return True
    show(staging, found.values())
    staging.digest = decisions_digest(staging.reading.get("plan", ""), merged)
    staging.save(update_fields=["decisions", "counts", "digest"])
    return False


def fits(row: StagedRow, decision: Any) -> bool:
    """Whether a row may get such a decision."""
    about = row.cells.get(ABOUT, {})
    if decision == SKIP:
        return True
    if about.get("why") == DUPLICATE:
        return bool(decision == CREATE)
    if about.get("why") != CONFLICT:
        return False
    said = decision.get("fields") if isinstance(decision, dict) else None
    if said is not None:
        return isinstance(said, dict) and all(
            name in about["fields"] and value in (KEEP, TAKE) for name, value in said.items()
        )
    return decision in (KEEP, TAKE)


def show(staging: ImportStaging, rows: Any) -> None:
    """The verdicts that follow, and the counts."""
    counts = Counter(staging.counts)
    changed = []
    for row in rows:
        verdict = verdict_of(row, staging.decisions.get(row.key))
        if verdict != row.verdict:
            counts[row.verdict] -= 1
            counts[verdict] += 1
            row.verdict = verdict
            changed.append(row)
    by_verdict: dict[str, list[int]] = {}
    for row in changed:
        by_verdict.setdefault(row.verdict, []).append(row.pk)
    for verdict, keys in by_verdict.items():
        for start in range(0, len(keys), 500):
            StagedRow.objects.filter(pk__in=keys[start : start + 500]).update(verdict=verdict)
    staging.counts = {verdict: count for verdict, count in counts.items() if count}


def verdict_of(row: StagedRow, decision: Any) -> str:
    """What a row comes to with a decision, as ImportKind.decide says it."""
    about = SimpleNamespace(**{"planned": row.verdict, "why": "", "fields": []} | row.cells.get(ABOUT, {}))
    if decision == SKIP:
        return SKIP
    if about.planned != "decide" or decision is None:
        return str(about.planned)
    if about.why == DUPLICATE:
        return "create" if decision == CREATE else "decide"
    return "decide" if kept_fields(dict.fromkeys(about.fields), decision) is None else "update"
