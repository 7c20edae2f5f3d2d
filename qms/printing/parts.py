"""The parts that every form shares: letterhead, marks, footer, signatures, recipients."""

from qms.printing.contexts import Letterhead, PrintMark, Signature
from qms.printing.labels import LABELS, MOTTO, NATION
from qms.printing.text import clean, local, long_day, short_day, short_moment

HASH_SHOWN = 12


def document(context, title: str, **body) -> dict:
    """Return the dictionary that both templates fill: shared parts, labels and the form's own body, all clean."""
    labels = LABELS[context.language]
    return clean(
        {
            "language": context.language,
            "title": title,
            "labels": labels,
            "head": _head(context.letterhead, labels, context.language),
            "mark": _mark(context.mark, labels),
            "foot": _foot(context.mark, labels),
            "signature_rows": _signature_rows(context.signatures, context.recipients, labels),
            **body,
        }
    )


def field(label: str, text: str, blank: str) -> dict:
    return {"label": label, "text": text or blank}


def _head(letterhead: Letterhead, labels: dict, language: str) -> dict:
    day = long_day(letterhead.day, language)
    return {
        "superior": letterhead.superior.upper(),
        "unit": letterhead.unit.upper(),
        "nation": NATION,
        "motto": MOTTO,
        "number": f"{labels['number']} {letterhead.number or '…'}",
        "place_and_day": f"{letterhead.place}, {day}" if letterhead.place else day,
    }


def _mark(mark: PrintMark, labels: dict) -> dict:
    return {
        "brought_in": f"{labels['brought_in']}: {mark.brought_in}" if mark.brought_in else "",
        "content_hash": f"{labels['content_hash']} {mark.content_hash}" if mark.content_hash else "",
    }


def _foot(mark: PrintMark, labels: dict) -> dict:
    printed_at = local(mark.printed_at)
    return {
        "printed": labels["printed"].format(
            day=short_day(printed_at), hour=printed_at.strftime("%H:%M"), status=mark.status
        ),
        "url": mark.url,
        "code_alt": labels["code_alt"].format(url=mark.url),
    }


def _signature_rows(signatures: tuple[Signature, ...], recipients: tuple[str, ...], labels: dict) -> list[dict]:
    """Pair the blocks so that the last signature stands at the right, with the recipients at its left if free."""
    cells = [_signature(signature, labels) for signature in signatures]
    received = _EMPTY | {"kind": "recipients", "lines": _listed(recipients)} if recipients else _EMPTY
    if len(cells) % 2:
        cells.insert(-1, received)
    elif recipients:
        cells += [received, _EMPTY]
    return [{"left": left, "right": right} for left, right in zip(cells[::2], cells[1::2], strict=True)]


# Every block has every fact, so that a template may show it without asking for the kind first.
_EMPTY = {"kind": "empty", "heading": "", "name": "", "signed": False, "lines": []}


def _listed(recipients: tuple[str, ...]) -> list[str]:
    ends = [";"] * (len(recipients) - 1) + ["."]
    return [f"- {name}{end}" for name, end in zip(recipients, ends, strict=True)]


def _signature(signature: Signature, labels: dict) -> dict:
    block = _EMPTY | {"kind": "signature", "heading": signature.heading.upper(), "name": signature.name}
    if signature.signed_at is None:
        return block | {"signed": False, "lines": [labels["sign_here"]]}
    lines = [f"{labels['signed']}: {signature.meaning}" if signature.meaning else labels["signed"]]
    lines.append(labels["signed_at"].format(moment=short_moment(signature.signed_at)))
    if signature.hash:
        lines.append(labels["signed_hash"].format(hash=signature.hash[:HASH_SHOWN]))
    return block | {"signed": True, "lines": lines}
