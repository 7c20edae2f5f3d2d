"""What every sample shares. Samples show a form with each part filled: to try a template, and for the help page.

Units, people and numbers are made up. A sample stays the same for ever, so that its print does.
"""

from datetime import UTC, date, datetime

from qms.printing.contexts import Letterhead, PrintMark, Signature

MOMENT = datetime(2020, 7, 15, 3, 32, tzinfo=UTC)  # 10:32 in Vietnam
HASH = "3f9ac2d1e07b44aa90c13f9ac2d1e07b44aa90c13f9ac2d1e07b44aa90c1d5e6"
RECIPIENTS = ("Như Điều 3", "Ban chỉ đạo ISO", "Lưu: VT, CCHC")


def letterhead(number: str, day: date = date(2020, 7, 5)) -> Letterhead:
    return Letterhead(
        superior="Ủy ban nhân dân tỉnh",
        unit="Sở Lao động - Thương binh và Xã hội",
        number=number,
        place="Hà Nội",
        day=day,
    )


def mark(status: str, content_hash: str = "", brought_in: str = "") -> PrintMark:
    return PrintMark(
        status=status,
        printed_at=MOMENT,
        url="https://qms.example.vn/s/7f3k",
        brought_in=brought_in,
        content_hash=content_hash,
    )


def signed(heading: str = "KT. Giám đốc\nPhó Giám đốc", meaning: str = "phê duyệt") -> Signature:
    return Signature(heading=heading, name="Người Ký Thử", meaning=meaning, signed_at=MOMENT, hash=HASH)
