"""Forms of periodic reports and schemes of their periods, from data files; again is no change."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms import policy
from qms.enums import Rhythm
from qms.history import bulk
from qms.history.recording import operation
from qms.measured_queries import QUERIES
from qms.models.organisation import Unit
from qms.models.period_schemes import PeriodScheme, ReportForm, ReportLine, ReportPeriod, ReportSection
from qms.models.periodic_reports import PeriodicReport
from qms.operations.data_files import Checked, read_yaml
from qms.operations.loading import Counts, LoadRefused, keep_in_step
from qms.operations.people import ensure_machine_accounts
from qms.reporting.periods import DUE_DAY, OPENS_BEFORE, of_year
from qms.reporting_enums import LineKind

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "reports"


def load_forms_and_schemes(*, by: Any = None) -> Counts:
    """Every form and scheme that the product ships. A scheme whose superior does not exist yet is left out."""
    by = by or ensure_machine_accounts()
    counts = Counts()
    for path in sorted(FOLDER.glob("*.yaml")):
        counts += load_report_file(path, by=by, skip_unknown=True)
    return counts


def load_report_file(path: Path | str, *, by: Any, skip_unknown: bool = False) -> Counts:
    """One file with a form and its schemes, all or nothing. Raises LoadRefused naming line and key."""
    path = Path(path)
    counts: Counts = load_reports(read_yaml(path), Checked(path.name), by=by, skip_unknown=skip_unknown)
    return counts


@operation("load_reports")
def load_reports(content: dict[str, Any], checked: Checked, *, by: Any, skip_unknown: bool = False) -> Counts:
    """Load a form with its sections and lines, then the schemes with their periods."""
    policy.require(by, "qms.load_report_forms")
    form = checked.value(content, "form", dict)
    head = _titled(form, checked, "code") | {"basis": checked.text(form, "basis", longest=300, needed=False)}
    sections = checked.entries(form, "sections") if form else []
    told = [_section(entry, checked, position) for position, entry in enumerate(sections)]
    schemes = [_scheme(entry, checked, skip_unknown) for entry in checked.entries(content, "schemes", needed=False)]
    _once(told, checked, sections)
    checked.require_faultless()
    counts, record = _one(ReportForm, {"code": head["code"]}, head)
    counts += _write_sections(record, told)
    for scheme in schemes:
        if scheme is not None:
            counts += _write_scheme(record, *scheme)
    return counts


def _titled(entry: dict[str, Any], checked: Checked, name: str) -> dict[str, Any]:
    return {
        name: checked.text(entry, name, longest=10 if name == "number" else 40),
        "title_vi": checked.text(entry, "title_vi", longest=300),
        "title_en": checked.text(entry, "title_en", longest=300),
    }


def _section(entry: dict[str, Any], checked: Checked, position: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    values = _titled(entry, checked, "number") | {"position": position}
    for name in ("help_vi", "help_en"):
        values[name] = checked.text(entry, name, longest=2000, needed=False)
    lines = checked.entries(entry, "lines", needed=False)
    return values, [_line(line, checked, at) for at, line in enumerate(lines)]


def _line(entry: dict[str, Any], checked: Checked, position: int) -> dict[str, Any]:
    values = _titled(entry, checked, "key") | {"position": position}
    values["kind"] = checked.one_of(entry, "kind", LineKind.values)
    values["query"] = checked.text(entry, "query", longest=60, needed=False)
    values["measure_unit"] = checked.text(entry, "measure_unit", longest=30, needed=False)
    values["decimals"] = checked.value(entry, "decimals", int, default=0)
    if values["query"] and values["query"] not in QUERIES:
        checked.fault(entry, _("no query is declared under the name '%(name)s'.") % {"name": values["query"]})
    if not 0 <= values["decimals"] <= 4:
        checked.fault(entry, _("'decimals' is %(value)s; it must be 0 to 4.") % {"value": values["decimals"]})
    return values


def _once(told: list[Any], checked: Checked, entries: list[dict[str, Any]]) -> None:
    """Each number of a section and each key of a line stands once."""
    numbers: set[str] = set()
    keys: set[str] = set()
    for (values, lines), entry in zip(told, entries, strict=True):
        for name, seen in [(values["number"], numbers), *((line["key"], keys) for line in lines)]:
            if name in seen:
                checked.fault(entry, _("'%(name)s' stands here twice.") % {"name": name})
            seen.add(name)


def _scheme(entry: dict[str, Any], checked: Checked, skip_unknown: bool) -> tuple[dict[str, Any], Any] | None:
    values = _titled(entry, checked, "code") | {"basis": checked.text(entry, "basis", longest=300, needed=False)}
    values["rhythm"] = checked.one_of(entry, "rhythm", Rhythm.values)
    code = checked.text(entry, "superior", longest=40)
    superior = Unit.objects.filter(code=code).first()
    if superior is None and code:
        if skip_unknown:
            return None
        checked.fault(entry, _("no unit has the code '%(code)s'.") % {"code": code})
    values["superior"] = superior
    years = [year for year in checked.value(entry, "years", list, default=[]) if isinstance(year, int)]
    if any(not 2000 <= year <= 2100 for year in years):
        checked.fault(entry, _("'years' must be years from 2000 to 2100."))
    before = checked.value(entry, "opens_days_before", int, default=OPENS_BEFORE)
    due = checked.value(entry, "due_day", int, default=DUE_DAY)
    if not 0 <= before <= 60 or not 1 <= due <= 31:
        checked.fault(entry, _("'opens_days_before' must be 0 to 60 and 'due_day' a day of the month."))
    return values, (years, before, due)


def _one(model: Any, known_by: dict[str, Any], values: dict[str, Any]) -> tuple[Counts, Any]:
    key = next(iter(known_by.values()))
    standing = dict.fromkeys([key], model.objects.filter(**known_by).first()) if known_by else {}
    standing = {name: found for name, found in standing.items() if found is not None}
    counts = keep_in_step(model, standing, {key: values})
    return counts, standing[key]


def _write_sections(form: ReportForm, told: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> Counts:
    """Sections by their number, lines by their key. A form that has been reported in keeps its lines."""
    sections = {one.number: one for one in form.sections.all()}
    lines = {one.key: one for one in form.lines.all()}
    gone = (sections.keys() - {values["number"] for values, _lines in told}) | (
        lines.keys() - {line["key"] for _values, own in told for line in own}
    )
    if gone:
        text = _("%(form)s has %(names)s, which the file leaves out: a changed form is a new one, with its own code.")
        raise LoadRefused(text % {"form": form.code, "names": ", ".join(sorted(gone))})
    counts = _moved_aside(form, sections, told)
    wanted = {values["number"]: values | {"form": form} for values, _lines in told}
    counts += keep_in_step(ReportSection, sections, wanted)
    of_lines = {
        line["key"]: line | {"form": form, "section": sections[values["number"]]}
        for values, own in told
        for line in own
    }
    if lines and PeriodicReport.objects.filter(form=form).exists() and of_lines.keys() - lines.keys():
        text = _("Reports stand in %(form)s already: a form with further lines is a new one, with its own code.")
        raise LoadRefused(text % {"form": form.code})
    return counts + keep_in_step(ReportLine, lines, of_lines)


def _moved_aside(form: ReportForm, sections: dict[str, ReportSection], told: list[Any]) -> Counts:
    """Sections that change places first stand behind all others: each place is taken once."""
    moved = [
        sections[values["number"]]
        for values, _lines in told
        if values["number"] in sections and sections[values["number"]].position != values["position"]
    ]
    behind = max((one.position for one in sections.values()), default=0) + len(told) + 1
    for place, section in enumerate(moved, behind):
        section.position = place
    bulk.update(moved, ["position"])
    return Counts()


def _write_scheme(form: ReportForm, values: dict[str, Any], periods: tuple[list[int], int, int]) -> Counts:
    counts, scheme = _one(PeriodScheme, {"code": values["code"]}, values | {"form": form})
    standing = {one.code: one for one in scheme.periods.all()}
    years, before, due = periods
    new = [
        period
        for year in years
        for period in of_year(scheme, year, opens_before=before, due_day=due)
        if period.code not in standing
    ]
    bulk.create(new)
    return counts + Counts(created=len(new), unchanged=len(standing))


def add_year(scheme: PeriodScheme, year: int, **days: int) -> list[ReportPeriod]:
    """The periods of a year that the scheme lacks, saved; inside an operation."""
    known = set(scheme.periods.values_list("code", flat=True))
    return list(bulk.create([one for one in of_year(scheme, year, **days) if one.code not in known]))
