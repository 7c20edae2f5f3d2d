"""The evidence for the reform index on paper: the table of holders, and one holder's proofs with their records."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import ngettext

from qms.par.naming import Named
from qms.par.standing import HolderYear
from qms.par.words import counted, lacking_said, state_said, what_said
from qms.printing.par_form import ParEntry

MOST = 12  # records of one proof named on paper


def holder_entries(units: Iterable[Any]) -> Iterator[ParEntry]:
    """A row for each criterion of each holder."""
    for unit in units:
        for judged, look in unit.cells:
            lacking = [str(proof.kind.title) for proof in judged.proofs if proof.state == "lacking"]
            yield ParEntry(
                unit=f"{unit.name} ({unit.code})",
                criterion=str(judged.criterion.clause),
                state=look["label"],
                count=f"{judged.done}/{judged.all}",
                records="\n".join(lacking),
            )


def proof_entries(unit: Any, found: HolderYear, records: dict[str, list[Named]]) -> Iterator[ParEntry]:
    """A row for each proof of one holder, with the records by name."""
    for judged in found.owed:
        for proof in judged.proofs:
            named = _named(records.get(proof.kind.key, []))
            yield ParEntry(
                unit=f"{unit.name} ({unit.code})",
                criterion=f"{judged.criterion.clause}: {proof.kind.title}",
                state=state_said(proof.state),
                count=counted(proof),
                records="\n".join([lacking_said(proof), *named] if proof.state == "lacking" else named),
            )


def _named(records: list[Named]) -> list[str]:
    more = len(records) - MOST
    told = [_said(one) for one in records[:MOST]]
    if more > 0:
        told.append(ngettext("and %(count)d record more", "and %(count)d records more", more) % {"count": more})
    return told


def _said(one: Named) -> str:
    day = f"{one.shown.on:%d/%m/%Y}" if one.shown.on else ""
    return ", ".join(filter(None, (str(one.record), day, str(one.shown.word), what_said(one.shown.what))))
