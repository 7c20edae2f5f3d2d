"""The demonstration's procedures, written short in YAML, spelt out: shared rows, codes of forms, earlier issues.

Pure: mappings in, plain drafts out, in the form that `bring_in_documents` takes, with units and clauses by code.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Entry = Mapping[str, Any]
UNITS = {"d": "day", "h": "hour"}
HOURS = {"day": 8, "hour": 1}
OWN_FORM = re.compile(r"\bBM-(\d\d)\b(?!-)")
ONE_STOP_FORM = re.compile(r"Mẫu số \d\d")
REVIEW_YEARS = 3
ONLINE = "Qua Cổng dịch vụ công trực tuyến mức độ {level}."


@dataclass(frozen=True)
class Law:
    """A legal text: since when it is in force, and which one it replaced."""

    number: str
    since: dt.date
    title: str
    replaces: str = ""


@dataclass(frozen=True)
class Shared:
    """What all procedures draw on: rows, forms, records, places and laws declared once."""

    steps: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    records: tuple[str, ...] = ()
    definitions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    basis: tuple[str, ...] = ()
    laws: dict[str, Law] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Entry) -> "Shared":
        """From the mapping of shared.yaml."""
        laws = [_law(line) for line in content["laws"]]
        return cls(
            steps=dict(content["steps"]),
            forms=dict(_cells(line, 2) for line in content["forms"]),
            records=tuple(content["records"]),
            definitions={level: tuple(rows) for level, rows in content["definitions"].items() if _is_rows(rows)},
            places=dict(content["places"]),
            basis=tuple(content["basis"]),
            laws={law.number: law for law in laws},
        )

    def standing_on(self, number: str, day: dt.date) -> str | None:
        """The text in force on the day where this one stands now: itself, what it replaced, or nothing."""
        law = self.laws[number]
        if law.since <= day:
            return number
        return self.standing_on(law.replaces, day) if law.replaces else None

    def out_of_force(self, number: str, day: dt.date) -> bool:
        """Whether another text of the list has replaced it by the day."""
        return any(law.replaces == number and law.since <= day for law in self.laws.values())


def _law(line: str) -> Law:
    number, since, title, *replaces = _cells(line)
    return Law(number, dt.date.fromisoformat(since), title, *replaces)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list)  # the reader of YAML adds a line number to each mapping


def _cells(line: str, count: int = 0) -> list[str]:
    cells = [cell.strip() for cell in line.split(" | ")]
    return [*cells, *[""] * (count - len(cells))]


def spelt_out(content: Entry, shared: Shared) -> list[dict[str, Any]]:
    """The drafts of one file: `documents` under the file's own `field`, `owner`, `kept_at` and clauses."""
    return [_draft({**content, **entry}, shared) for entry in content["documents"]]


def _draft(entry: Entry, shared: Shared) -> dict[str, Any]:
    issues = _issues(entry, shared)
    clauses = [("2008", number) for number in entry.get("clauses_2008", ())]
    if entry["issues"][-1].get("edition", "2015") == "2015":
        clauses += [("2015", number) for number in entry.get("clauses_2015", ())]
    return {
        "number": entry["code"],
        "kind": entry.get("kind", "procedure"),
        "owner": entry["owner"],
        "title_vi": entry["title_vi"],
        "title_en": entry["title_en"],
        "level": entry.get("level", ""),
        "shared": entry.get("shared", False),
        "review_due_on": _years_after(issues[-1]["effective_on"], entry.get("review_years", REVIEW_YEARS)),
        "clauses": clauses,
        "issues": issues,
        "sections": issues[-1]["sections"],
    }


def _years_after(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _issues(entry: Entry, shared: Shared) -> list[dict[str, Any]]:
    """Oldest first. Each earlier text is the next one's with `was` put back."""
    text, issues = dict(entry), []
    for number, issue in reversed(list(enumerate(entry["issues"]))):
        if number < len(entry["issues"]) - 1:
            text = put_back(text, issue.get("was", {}))
        issues.append(_issue(text, issue, shared))
    return issues[::-1]


def _issue(text: Entry, issue: Entry, shared: Shared) -> dict[str, Any]:
    number, _dot, amendment = str(issue["issue"]).partition(".")
    return {
        "issue_number": number,
        "amendment_number": amendment or "00",
        "title_vi": text["title_vi"],
        "title_en": text["title_en"],
        "signed_on": issue["signed"],
        "effective_on": issue["from"],
        "summary_of_change": issue["why"],
        "sections": _sections({**text, "edition": issue.get("edition", "2015")}, issue["signed"], shared),
    }


def put_back(text: Entry, was: Entry) -> dict[str, Any]:
    """An earlier text from the next one: what it `was`, other `times`, rows to `drop` and to `add` after a row."""
    earlier = {**text, **was}
    steps = list(earlier.get("steps", ()))
    for place, time in _places(was.get("times")):
        steps[place - 1] = _with_time(steps[place - 1], time)
    dropped = was.get("drop", ())
    added = dict(_places(was.get("add")))
    earlier["steps"] = [
        row
        for place, step in enumerate(steps, 1)
        for row in ([] if place in dropped else [step]) + ([added[place]] if place in added else [])
    ]
    earlier["dossier"] = [*earlier.get("dossier", ()), *was.get("dossier_more", ())]
    return earlier


def _places(values: Any) -> Iterable[tuple[int, str]]:
    return [(place, value) for place, value in (values or {}).items() if isinstance(place, int)]


def _with_time(step: str, time: str) -> str:
    cells = _cells(step)
    if len(cells) == 1:
        return f"{cells[0].split()[0]} {time}"
    return " | ".join([*cells[:2], time, *cells[3:]])


def _sections(text: Entry, day: dt.date, shared: Shared) -> dict[str, Any]:
    steps = [_step(line, text["code"], shared) for line in text.get("steps", ())]
    cited = " ".join(step["result"] for step in steps)
    sections: dict[str, Any] = {
        "purpose": text.get("purpose"),
        "scope": text.get("scope"),
        "references": _references(text),
        "definitions": _definitions(text, shared),
        "contents": _contents(text),
        "objectives": [_objective(line) for line in text.get("objectives", ())],
        "steps": steps,
        "time_limit_days": text.get("limit"),
        "forms": _forms(text, cited, shared),
        "records": _records(text, shared),
    }
    if text.get("level"):
        sections["administrative"] = _administrative(text, day, shared)
    return {name: value for name, value in sections.items() if value}


def _step(line: str, code: str, shared: Shared) -> dict[str, Any]:
    if " | " not in line:
        name, _space, time = line.partition(" ")
        line = _with_time(shared.steps[name], time) if time else shared.steps[name]
    what, responsible, time, result = _cells(line, 4)[:4]
    known = time not in ("", "-")
    return {
        "what": what,
        "responsible": responsible,
        "duration": _number(time[:-1]) if known else None,
        "duration_unit": UNITS[time[-1]] if known else None,
        "result": own_codes(result, code),
    }


def own_codes(words: str, code: str) -> str:
    """A procedure's own forms by their whole code: BM-01 of QT-10 is BM-01-QT-10."""
    return OWN_FORM.sub(rf"BM-\1-{code}", words)


def _number(words: str) -> int | float:
    return float(words) if "." in words else int(words)


def hours(steps: Sequence[Entry]) -> float:
    """Working hours of a step table; 8 make a working day."""
    return sum((step["duration"] or 0) * HOURS.get(step["duration_unit"] or "", 0) for step in steps)


def _references(text: Entry) -> list[str]:
    if text.get("kind") == "form":
        return list(text.get("references", ()))
    standard = f"TCVN ISO 9001:{text['edition']} Hệ thống quản lý chất lượng - Các yêu cầu"
    return [standard, *text.get("references", ())]


def _definitions(text: Entry, shared: Shared) -> list[dict[str, str]]:
    level = text.get("level")
    common = (*shared.definitions.get("all", ()), *shared.definitions.get(level, ())) if level else ()
    rows = [line.split(" = ", 1) for line in (*text.get("definitions", ()), *common)]
    return [{"term": term, "meaning": meaning} for term, meaning in rows]


def _contents(text: Entry) -> list[dict[str, str]]:
    """Written contents, and for an administrative procedure how a dossier is handed in."""
    parts = [{"heading": "", "text": text["contents"]}] if text.get("contents") else []
    if not text.get("level"):
        return parts
    ways = ["Nộp trực tiếp tại nơi tiếp nhận hồ sơ."]
    ways += ["Nhận hồ sơ và trả kết quả qua dịch vụ bưu chính công ích."] if text.get("post", True) else []
    ways += [ONLINE.format(level=text["online"])] if text.get("online") else []
    return [*parts, {"heading": "Cách thực hiện", "text": " ".join(ways)}]


def _objective(line: str) -> dict[str, str]:
    names = ("objective", "target", "measure", "responsible", "due")
    return dict(zip(names, _cells(line, len(names)), strict=True))


def _forms(text: Entry, cited: str, shared: Shared) -> list[dict[str, str]]:
    """Those that a step yields: an earlier issue without the step goes without its form, and codes stay."""
    codes = {f"BM-{number:02d}-{text['code']}": name for number, name in enumerate(text.get("forms", ()), 1)}
    own = [{"code": code, "name": name} for code, name in codes.items() if code in cited]
    one_stop = sorted(set(ONE_STOP_FORM.findall(cited)))
    return own + [{"code": code, "name": shared.forms[code]} for code in one_stop]


def _records(text: Entry, shared: Shared) -> list[dict[str, str]]:
    lines = [*text.get("records", ()), *(shared.records if text.get("level") else ())]
    rows = [_cells(line, 4)[:4] for line in lines]
    return [
        {
            "code": f"HS-{number:02d}-{text['code']}",
            "name": name,
            "keeper": keeper or place or text["kept_at"],
            "retention": retention,
            "place": place or text["kept_at"],
            "disposal": "Nộp lưu trữ lịch sử" if retention == "Vĩnh viễn" else "Hủy theo biên bản của hội đồng",
        }
        for number, (name, retention, place, keeper) in enumerate(rows, 1)
    ]


def _administrative(text: Entry, day: dt.date, shared: Shared) -> dict[str, Any]:
    number, decided, published = _decision(text, day)
    return {
        "code": text["tthc"],
        "field": text["field"],
        "level": text["level"],
        "audience": text["audience"],
        "conditions": text.get("conditions", ""),
        "legal_basis": _legal_basis(text, day, shared),
        "dossier": [_part(line) for line in text["dossier"]],
        "sets": text.get("sets", 1),
        "time_limit_days": text["limit"],
        "time_limit_note": text.get("limit_note", "kể từ ngày nhận đủ hồ sơ hợp lệ"),
        "place": text.get("place") or shared.places[text["level"]],
        "fee": text.get("fee", "Không thu"),
        "online_level": str(text.get("online", "")),
        "post_channel": text.get("post", True),
        "decision_number": number,
        "decided_on": decided,
        "published_on": published,
    }


def _decision(text: Entry, day: dt.date) -> tuple[str, dt.date | None, dt.date | None]:
    """The decision that announced it, unless it came after the issue was signed."""
    number, decided, published = _cells(text["decision"], 3)
    announced, shown = dt.date.fromisoformat(decided), dt.date.fromisoformat(published)
    return (number, announced, shown) if announced <= day else ("", None, None)


def _legal_basis(text: Entry, day: dt.date, shared: Shared) -> list[dict[str, str]]:
    cited = [shared.standing_on(number, day) for number in (*text["law"], *shared.basis)]
    return [{"number": number, "title": shared.laws[number].title} for number in dict.fromkeys(filter(None, cited))]


def _part(line: str) -> dict[str, Any]:
    name, originals, copies, note = _cells(line, 4)
    return {"name": name, "originals": int(originals or 1), "copies": int(copies or 0), "note": note}


def external(content: Entry) -> list[dict[str, Any]]:
    """The drafts of documents from outside: each with the text's own days and what the department uses it for."""
    return [_external({**content, **entry}) for entry in content["documents"]]


def _external(entry: Entry) -> dict[str, Any]:
    years = ("2008", "2015")
    issue = {"issue_number": "01", "signed_on": entry["signed"], "effective_on": entry["from"]}
    return {
        "number": entry["code"],
        "kind": "external",
        "owner": entry["owner"],
        "title_vi": entry["title_vi"],
        "title_en": entry["title_en"],
        "issued_by": entry["issuer"],
        "issued_on": entry["signed"],
        "external_status": entry["status"],
        "replaced_by": entry.get("replaced_by", ""),
        "status_checked_on": entry["checked"],
        "level": "",
        "shared": False,
        "clauses": [(year, number) for year in years for number in entry[f"clauses_{year}"]],
        "issues": [issue],
        "sections": {"contents": f"Cơ quan ban hành: {entry['issuer']}.\n\nSử dụng: {entry['use']}"},
    }
