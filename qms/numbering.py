"""Numbers that people read and write, such as KPH-2019-SLĐ01-0007: given once, in order, never reused."""

from collections.abc import Iterable

from django.db.models import F

from qms import clock
from qms.models.organisation import Unit
from qms.models.system import Counter

PREFIXES = {
    "programme": "CTĐG",  # chương trình đánh giá
    "internal": "ĐGNB",  # đánh giá nội bộ
    "superior": "KT",  # kiểm tra
    "external": "ĐGN",  # đánh giá ngoài
    "finding": "PH",  # phát hiện
    "nonconformity": "KPH",  # không phù hợp
    "action": "HĐ",  # hành động
    "checklist_template": "MKT",  # mẫu kiểm tra
    "repeat": "LL",  # lặp lại
    "change_request": "YCSĐ",  # yêu cầu sửa đổi
    "risk": "RR",  # rủi ro
    "opportunity": "CH",  # cơ hội
    "declaration": "CB",  # công bố
    "disposal": "TH",  # tiêu hủy
    "feedback": "PA",  # phản ánh, kiến nghị
    "objective": "MT",  # mục tiêu
    "output": "DRKPH",  # đầu ra không phù hợp
    "plan": "KH",  # kế hoạch
    "meeting": "HB",  # họp ban chỉ đạo
    "review": "XX",  # xem xét của lãnh đạo
    "periodic_report": "BC",  # báo cáo
    "consolidation": "BCTH",  # báo cáo tổng hợp
    "training": "ĐT",  # đào tạo
}


def next_numbers(kind: str, unit: Unit, count: int, year: int | None = None) -> list[str]:
    """Take the next `count` numbers of a kind in a unit and year. Call inside the transaction that uses them."""
    year = year or clock.today().year
    Counter.objects.get_or_create(kind=kind, unit=unit, year=year)
    counter = Counter.objects.select_for_update().get(kind=kind, unit=unit, year=year)
    first = counter.value + 1
    counter.value += count
    counter.save(update_fields=["value"])
    code = unit.code.replace("-", "")
    return [f"{PREFIXES[kind]}-{year}-{code}-{number:04d}" for number in range(first, first + count)]


def next_number(kind: str, unit: Unit, year: int | None = None) -> str:
    """Take the next number of a kind in a unit and year."""
    return next_numbers(kind, unit, 1, year)[0]


def next_number_each(kind: str, units: Iterable[Unit], year: int) -> dict[int, str]:
    """Take one number for each of many different units, by the unit's key; as many queries as for one."""
    listed = {unit.pk: unit for unit in units}
    made = [Counter(kind=kind, unit_id=key, year=year) for key in listed]
    Counter.objects.bulk_create(made, ignore_conflicts=True)
    rows = Counter.objects.filter(kind=kind, unit_id__in=list(listed), year=year)
    values = dict(rows.select_for_update().values_list("unit_id", "value"))
    rows.update(value=F("value") + 1)
    codes = {key: unit.code.replace("-", "") for key, unit in listed.items()}
    return {key: f"{PREFIXES[kind]}-{year}-{codes[key]}-{values[key] + 1:04d}" for key in listed}
