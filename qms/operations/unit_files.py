"""Loading the tree of units from a data file; again is no change."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms import policy
from qms.enums import Obligation, Rhythm, UnitKind
from qms.history.recording import operation
from qms.models.organisation import QMSHolding, Unit
from qms.operations.data_files import Checked, read_yaml
from qms.operations.loading import Counts, keep_in_step
from qms.operations.organisation import rebuild_paths

DECISION = "Quyết định 19/2014/QĐ-TTg"
DECISION_SIGNED = dt.date(2014, 3, 5)


def load_units_file(path: Path | str, *, by: Any) -> Counts:
    """Load units, and who of them holds a QMS, from a file such as fixtures/reference/units.yaml."""
    path = Path(path)
    return load_units(read_yaml(path), Checked(path.name), by=by)


@operation("load_units")
def load_units(content: dict[str, Any], checked: Checked, *, by: Any) -> Counts:
    """Load units parents first; a unit with an obligation holds a QMS, the root's own office excepted."""
    policy.require(by, "qms.manage_organisation")
    root = content.get("root")
    entries = ([root] if isinstance(root, dict) else []) + checked.entries(content, "units")
    rows = [_unit_values(entry, checked) for entry in entries]
    checked.require_faultless()
    standing = {unit.code: unit for unit in Unit.objects.all()}
    counts = Counts()
    while rows:
        ready = [row for row in rows if row["parent"] is None or row["parent"] in standing]
        if not ready:
            checked.fault(content, _("no unit is called '%(code)s'.") % {"code": rows[0]["parent"]})
            checked.require_faultless()
        rows = [row for row in rows if row not in ready]
        wanted = {row["code"]: row | {"parent": standing.get(row["parent"])} for row in ready}
        for row in wanted.values():
            row["place"] = row["place"] or (row["parent"].place if row["parent"] else "Hà Nội")
        counts += keep_in_step(Unit, standing, wanted)
    counts += _hold(entries, standing, root["code"] if root else "", checked)
    rebuild_paths()
    return counts


def _unit_values(entry: dict[str, Any], checked: Checked) -> dict[str, Any]:
    name = checked.text(entry, "name_vi", longest=250)
    kind = checked.one_of(entry, "kind", UnitKind.values)
    province = name.removeprefix("Sở Lao động - Thương binh và Xã hội").strip()
    return {
        "code": checked.text(entry, "code", longest=40),
        "name_vi": name,
        "name_en": checked.text(entry, "name_en", longest=250, needed=False),
        "kind": kind,
        "parent": entry.get("parent"),
        "superior_text": checked.text(entry, "superior_vi", longest=250, needed=False),
        "place": province if kind == UnitKind.PROVINCIAL and province != name else "",
        "valid_from": checked.value(entry, "valid_from", dt.date),
        "valid_to": entry.get("valid_to") and checked.value(entry, "valid_to", dt.date),
    }


def _hold(entries: list[dict[str, Any]], units: dict[str, Unit], root: str, checked: Checked) -> Counts:
    holdings = QMSHolding.objects.filter(valid_to=None).select_related("unit")
    standing = {holding.unit.code: holding for holding in holdings}
    wanted = {}
    for entry in entries:
        if not entry.get("obligation") or _works_for_root(entry, root):
            continue
        checked.one_of(entry, "obligation", Obligation.values)
        unit = units[entry["code"]]
        wanted[unit.code] = {
            "unit": unit,
            "obligation": entry["obligation"],
            "rhythm": checked.one_of(entry, "rhythm", Rhythm.values) if entry.get("rhythm") else Rhythm.QUARTERLY,
            "valid_from": max(unit.valid_from, DECISION_SIGNED),
            "basis": DECISION,
        }
    checked.require_faultless()
    return keep_in_step(QMSHolding, standing, wanted)


def _works_for_root(entry: dict[str, Any], root: str) -> bool:
    return entry.get("parent") == root and entry.get("code") == "VP"
