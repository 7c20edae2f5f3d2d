"""The sections of one issue of a demonstration's document, spelt out of its short text."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from qms.demo.library_shared import Entry, Shared, cells, with_time

UNITS = {"d": "day", "h": "hour"}
HOURS = {"day": 8, "hour": 1}
OWN_FORM = re.compile(r"\bBM-(\d\d)\b(?!-)")
ONE_STOP_FORM = re.compile(r"Mẫu số \d\d")
ONLINE = "Qua Cổng dịch vụ công trực tuyến mức độ {level}."


def sections_of(text: Entry, day: dt.date, shared: Shared) -> dict[str, Any]:
    """What an issue signed on the day says, in the form that the workshop takes; without what is empty."""
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
        line = with_time(shared.steps[name], time) if time else shared.steps[name]
    what, responsible, time, result = cells(line, 4)[:4]
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
    return dict(zip(names, cells(line, len(names)), strict=True))


def _forms(text: Entry, cited: str, shared: Shared) -> list[dict[str, str]]:
    """Those that a step yields: an earlier issue without the step goes without its form, and codes stay."""
    codes = {f"BM-{number:02d}-{text['code']}": name for number, name in enumerate(text.get("forms", ()), 1)}
    own = [{"code": code, "name": name} for code, name in codes.items() if code in cited]
    one_stop = sorted(set(ONE_STOP_FORM.findall(cited)))
    return own + [{"code": code, "name": shared.forms[code]} for code in one_stop]


def _records(text: Entry, shared: Shared) -> list[dict[str, str]]:
    lines = [*text.get("records", ()), *(shared.records if text.get("level") else ())]
    rows = [cells(line, 4)[:4] for line in lines]
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
    number, decided, published = cells(text["decision"], 3)
    announced, shown = dt.date.fromisoformat(decided), dt.date.fromisoformat(published)
    return (number, announced, shown) if announced <= day else ("", None, None)


def _legal_basis(text: Entry, day: dt.date, shared: Shared) -> list[dict[str, str]]:
    cited = [shared.standing_on(number, day) for number in (*text["law"], *shared.basis)]
    return [{"number": number, "title": shared.laws[number].title} for number in dict.fromkeys(filter(None, cited))]


def _part(line: str) -> dict[str, Any]:
    name, originals, copies, note = cells(line, 4)
    return {"name": name, "originals": int(originals or 1), "copies": int(copies or 0), "note": note}
