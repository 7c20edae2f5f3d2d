"""Registers of units: the tree of the administration, in any order, with who holds a QMS."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.enums import Obligation, Rhythm, UnitKind
from qms.importing.cells import as_text, say
from qms.importing.linking import as_written
from qms.importing.register_kind import Asked, PlannedPreview, PlannedRow
from qms.imports.declared import About, DeclaredKind, faulty, met_twice, plain, unknown
from qms.imports.declared_export import DeclaredExport, columns_of
from qms.imports.fields import CHOICE, DAY, Field
from qms.models.organisation import QMSHolding, Unit
from qms.operations.bringing_organisation import bring_in_holdings, bring_in_units, end_organisation

OF_HOLDING = {"obligation": "obligation", "rhythm": "rhythm", "holds_from": "valid_from", "holds_to": "valid_to"}
HOLDING = tuple(OF_HOLDING)


def held(name: str) -> Any:
    """What the unit's newest holding says."""

    def said(unit: Unit) -> Any:
        holding = unit.__dict__.get("newest_holding")
        if holding is None:
            return None
        return getattr(holding, f"get_{name}_display")() if name in ("obligation", "rhythm") else getattr(holding, name)

    return said


FIELDS = (
    Field(
        "code",
        "Mã đơn vị | Mã | Ký hiệu đơn vị | Ký hiệu",
        "Unit code | Code | Abbreviation",
        lambda unit: unit.code,
        attr="code",
        required=True,
        longest=40,
        width=14,
        note=gettext_lazy("Short, once in the whole administration; by it the same unit is known again."),
        example="P-TH",
    ),
    Field(
        "name_vi",
        "Tên đơn vị | Tên tiếng Việt | Tên",
        "Name in Vietnamese | Unit name | Name | Unit",
        lambda unit: unit.name_vi,
        attr="name_vi",
        required=True,
        longest=250,
        width=44,
        example="Phòng Tổng hợp",
    ),
    Field(
        "name_en",
        "Tên tiếng Anh",
        "Name in English | English name",
        lambda unit: unit.name_en,
        attr="name_en",
        longest=250,
        width=36,
    ),
    Field(
        "kind",
        "Loại đơn vị | Loại hình | Loại",
        "Kind of unit | Kind | Unit type | Type",
        lambda unit: unit.get_kind_display(),
        CHOICE,
        "kind",
        UnitKind,
        {"division": "phòng", "department": "vụ", "provincial_department": "sở"},
        required=True,
        width=24,
        example="division",
    ),
    Field(
        "parent",
        "Trực thuộc | Mã đơn vị cấp trên | Đơn vị cấp trên | Cấp trên",
        "Reports to | Parent | Parent unit | Parent code | Superior unit",
        lambda unit: unit.parent.code if unit.parent else "",
        width=18,
        note=gettext_lazy("Code or full name of the unit above; it may stand further down in the same list."),
    ),
    Field(
        "superior_text",
        "Cơ quan chủ quản | Cấp trên trên văn bản",
        "Administrative superior",
        lambda unit: unit.superior_text,
        attr="superior_text",
        longest=250,
        width=30,
    ),
    Field(
        "place",
        "Địa danh | Nơi ký",
        "Place | Place printed before the date",
        lambda unit: unit.place,
        attr="place",
        longest=80,
        width=14,
        example="Hà Nội",
    ),
    Field(
        "valid_from",
        "Từ ngày | Ngày thành lập | Hiệu lực từ",
        "From | Valid from | Established on",
        lambda unit: unit.valid_from,
        DAY,
        "valid_from",
        width=13,
        note=gettext_lazy("Empty means from today on."),
        example="01/01/2020",
    ),
    Field(
        "valid_to",
        "Đến ngày | Ngày giải thể | Hiệu lực đến",
        "To | Valid to | Closed on",
        lambda unit: unit.valid_to,
        DAY,
        "valid_to",
        width=13,
    ),
    Field(
        "obligation",
        "Áp dụng HTQLCL | Nghĩa vụ áp dụng | HTQLCL",
        "Holds a QMS | Obligation | QMS obligation",
        held("obligation"),
        CHOICE,
        choices=Obligation,
        words={"yes": "bắt buộc | obliged", "encouraged": "khuyến khích"},
        width=18,
        note=gettext_lazy("Only for a unit that holds a quality management system of its own."),
    ),
    Field(
        "rhythm",
        "Kỳ báo cáo | Chế độ báo cáo",
        "Reports | Reporting rhythm | Reporting period",
        held("rhythm"),
        CHOICE,
        choices=Rhythm,
        words={"quarterly": "quý | hằng quý | hàng quý", "six-monthly": "6 tháng | sáu tháng | nửa năm"},
        width=18,
    ),
    Field(
        "holds_from",
        "Áp dụng từ | Áp dụng HTQLCL từ",
        "Holds a QMS from | QMS from",
        held("valid_from"),
        DAY,
        width=13,
    ),
    Field("holds_to", "Áp dụng đến | Áp dụng HTQLCL đến", "Holds a QMS to | QMS to", held("valid_to"), DAY, width=13),
)


def learn_holdings(units: Iterable[Unit]) -> None:
    """The newest holding of each, read in one go; one that was taken back never was."""
    by_key = {unit.pk: unit for unit in units}
    for unit in by_key.values():
        unit.__dict__["newest_holding"] = None
    for row in QMSHolding.objects.filter(unit_id__in=list(by_key)).order_by("valid_from", "pk"):
        if row.valid_to is None or row.valid_to >= row.valid_from:
            by_key[row.unit_id].__dict__["newest_holding"] = row


class UnitsKind(DeclaredKind):
    """Units of the administration. Administrators only; the closure of the tree is made again once."""

    kind = "units"
    label = gettext_lazy("units")
    permission = "qms.manage_organisation"
    needs_unit = False
    list_url = "units"
    fields = FIELDS
    recognises = (("code", "name_vi", "kind"), ("code", "name_vi", "parent"), ("code", "name_vi", "valid_from"))
    keeps = ("code", "name_vi")
    known_by = ("code",)

    def about(self, asked: Asked) -> About:
        about = About(asked)
        self.tree(about)
        return about

    def tree(self, about: About) -> None:
        """Every unit's parent and standing codes: cycles are found before anything is written."""
        rows = list(Unit.objects.values_list("pk", "code", "parent__code", "name_vi", "name_en"))
        about.codes = {as_written(code): code for _pk, code, _parent, _vi, _en in rows}  # type: ignore[attr-defined]
        about.by_key = {pk: code for pk, code, _parent, _vi, _en in rows}  # type: ignore[attr-defined]
        about.parents = {code: parent or "" for _pk, code, parent, _vi, _en in rows}  # type: ignore[attr-defined]

    def meet(self, rows: list[PlannedRow], about: About) -> None:
        """By code."""
        codes = [code for row in rows if (code := about.codes.get(as_written(said_code(row))))]  # type: ignore[attr-defined]
        known = {unit.code: unit for unit in Unit.objects.select_related("parent").filter(code__in=codes)}
        for row in rows:
            row.plan.record = known.get(about.codes.get(as_written(said_code(row)), ""))  # type: ignore[attr-defined]
        met_twice(rows, "code")

    def learn(self, records: list[Any]) -> None:
        learn_holdings(records)

    def standing(self, record: Any, one: Field) -> Any:
        """Of a holding its own value, not its label."""
        if one.name not in HOLDING:
            return super().standing(record, one)
        holding = record.__dict__.get("newest_holding")
        return getattr(holding, OF_HOLDING[one.name]) if holding is not None else None

    def read_together(self, rows: list[PlannedRow], about: About) -> None:
        named = {as_written(said_code(row)): said_code(row) for row in rows}
        titled: dict[str, set[str]] = {}
        for row in rows:
            titled.setdefault(as_written(as_text(row.plan.row.values.get("name_vi"))), set()).add(said_code(row))
        seen: set[str] = set()
        for row in rows:
            code = as_written(said_code(row))
            if code in seen and row.plan.record is None:
                say(
                    row,
                    "code",
                    _("Number %(number)s stands twice in this file.") % {"number": said_code(row)},
                    level="error",
                )
            seen.add(code)
            self.read_parent(row, named, titled, about)
            self.read_days(row)
            self.read_holding(row)
        self.find_circles(rows, about)

    def read_parent(self, row: PlannedRow, named: dict[str, str], titled: dict[str, set[str]], about: About) -> None:
        """The code of the unit above: of the file first, then of what stands here."""
        text = row.plan.said.pop("parent", None)
        if text is None:
            return
        spelled = as_written(text)
        code = named.get(spelled) or about.codes.get(spelled, "")  # type: ignore[attr-defined]
        if not code and len(titled.get(spelled, ())) == 1:
            code = next(iter(titled[spelled]))
        if not code and (key := about.units.find(text)):
            code = about.by_key[key]  # type: ignore[attr-defined]
        if not code:
            near = about.units.suggest(text)
            say(row, "parent", unknown(text, near), level="error")
            row.cells["parent"].suggestion = near
        elif row.plan.record is None or plain(self.said_by(row.plan.record, self.field("parent"))) != code:
            row.plan.said["parent"] = code

    def read_days(self, row: PlannedRow) -> None:
        """It ends after it begins; so does its holding."""
        said, unit = row.plan.said, row.plan.record
        holding = unit.__dict__.get("newest_holding") if unit is not None else None
        for begins, ends, here in (("valid_from", "valid_to", unit), ("holds_from", "holds_to", holding)):
            first = said.get(begins) or (getattr(here, "valid_from", None) or clock.today())
            last = said.get(ends)
            if last is not None and last < first:
                say(row, ends, _("The last day cannot be before the first."), level="error")

    def read_holding(self, row: PlannedRow) -> None:
        """Rhythm and days say something only beside the obligation."""
        said = {name for name in HOLDING if name in row.plan.said}
        known = row.plan.record is not None and row.plan.record.__dict__.get("newest_holding") is not None
        if said and not known and "obligation" not in said and "obligation" not in faulty(row):
            say(row, "obligation", _("Say whether the unit is obliged or encouraged to hold a QMS."), level="error")

    def find_circles(self, rows: list[PlannedRow], about: About) -> None:
        """Nobody reports to themselves, over whatever way."""
        parents = dict(about.parents)  # type: ignore[attr-defined]
        for row in rows:
            parents.setdefault(said_code(row), "")
            if "parent" in row.plan.said:
                parents[known_code(row)] = row.plan.said["parent"]
        for row in rows:
            seen, code = set(), known_code(row)
            while code and code not in seen:
                seen.add(code)
                code = parents.get(code, "")
            if code and "parent" in row.plan.said:
                text = _("%(unit)s would report to itself. Correct who reports to whom.")
                say(row, "parent", text % {"unit": known_code(row)}, level="error")

    def judge_known(self, row: PlannedRow, about: About) -> None:
        super().judge_known(row, about)
        unit = row.plan.record
        taken_back = unit.valid_to is not None and unit.valid_to == unit.valid_from
        if taken_back and row.plan.row.raw.get("valid_to") is None:
            row.plan.changes["valid_to"] = None
            row.verdict = "update"
            say(row, "code", _("It was taken back; with this list it stands again."))

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        new, changed = preview.rows_with("create"), preview.rows_with("update")
        for row in changed:
            for name, value in row.plan.changes.items():
                if one := self.field(name).attr:
                    setattr(row.plan.record, one, value)
        parents = {row.plan.record.pk: code for row in changed if (code := row.plan.changes.get("parent"))}
        units = bring_in_units(levels_of(new), [row.plan.record for row in changed], by=by, parents=parents)
        holdings = [holding_of(row, units) for row in (*new, *changed)]
        bring_in_holdings(
            [one for one in holdings if one is not None and one.pk is None],
            [one for one in holdings if one is not None and one.pk is not None],
            by=by,
        )

    def end(self, records: list[Any], *, by: Any) -> None:
        end_organisation(records, by=by)


def said_code(row: PlannedRow) -> str:
    """The code in the row."""
    return as_text(row.plan.row.values.get("code"))


def known_code(row: PlannedRow) -> str:
    """The code as it stands here, else as the row writes it."""
    return row.plan.record.code if row.plan.record is not None else said_code(row)


def levels_of(rows: list[PlannedRow]) -> list[list[tuple[Unit, str]]]:
    """New units with the code of their parent, those above before those below, whatever their order in the file."""
    waiting = {said_code(row): row for row in rows}
    levels: list[list[tuple[Unit, str]]] = []
    while waiting:
        ready = {code: row for code, row in waiting.items() if row.plan.said.get("parent", "") not in waiting}
        levels.append([(unit_of(row), row.plan.said.get("parent", "")) for row in ready.values()])
        waiting = {code: row for code, row in waiting.items() if code not in ready}
    return levels


ATTRS = {one.name: one.attr for one in FIELDS if one.attr}


def unit_of(row: PlannedRow) -> Unit:
    """The unit of a new row."""
    values = {"valid_from": clock.today()}
    values |= {ATTRS[name]: value for name, value in row.plan.said.items() if name in ATTRS}
    return Unit(**values)


def holding_of(row: PlannedRow, units: dict[str, Unit]) -> QMSHolding | None:
    """The holding that a row changes or makes, None where it says nothing of one."""
    said = row.plan.changes if row.plan.record is not None else row.plan.said
    if not any(name in said for name in HOLDING):
        return None
    unit = row.plan.record or units[said_code(row)]
    holding = unit.__dict__.get("newest_holding")
    if holding is None:
        holding = QMSHolding(unit=unit, rhythm=Rhythm.SIX_MONTHLY, valid_from=max(unit.valid_from, clock.today()))
    for name, attr in OF_HOLDING.items():
        if name in said:
            setattr(holding, attr, said[name])
    return holding


class UnitsExport(DeclaredExport):
    """Units as they leave and come back unchanged."""

    name = "units"
    title = gettext_lazy("Units")
    model = Unit
    related = ("parent",)
    order = ("sort_key", "id")
    columns = columns_of(FIELDS)

    def learn(self, records: list[Any]) -> None:
        learn_holdings(records)
