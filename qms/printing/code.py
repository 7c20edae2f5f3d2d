"""The code on a printed form that opens its record; none without an address."""

from io import BytesIO

from qms.printing.errors import missing_package

try:
    import segno
except ImportError:  # named in a sentence when a form is printed
    segno = None  # type: ignore[assignment]


def svg(url: str) -> str:
    return _drawn(url, kind="svg", xmldecl=False, scale=4).decode()


def png(url: str) -> bytes:
    return _drawn(url, kind="png", scale=6)


def _drawn(url: str, **options) -> bytes:
    if not url:
        return b""
    if segno is None:
        raise missing_package("segno")
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, border=2, **options)
    return out.getvalue()
