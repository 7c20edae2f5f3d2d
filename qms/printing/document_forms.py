"""The forms of controlled documents: the document itself, the request, the decision, the review."""

from datetime import date
from functools import partial

from qms.printing import document_samples as samples
from qms.printing.blocks import as_data, headings, plain
from qms.printing.document_contexts import (
    ChangeRequest,
    ControlledDocument,
    CoverSignature,
    Decision,
    Opinion,
    PeriodicReview,
)
from qms.printing.form import PrintedForm
from qms.printing.html_blocks import html_blocks
from qms.printing.labels import LABELS
from qms.printing.parts import HASH_SHOWN, document, field
from qms.printing.table_widths import column_widths
from qms.printing.text import long_day, short_day, short_moment

PAGE_MM = 162  # width of the text on a portrait page
STAMP_PT = 32  # width of a letter of the stamp in Word, which stretches it to fit
TICKED, OPEN = "[x]", "[  ]"


def _controlled_document(context: ControlledDocument) -> dict:
    labels = LABELS[context.language]
    blocks = html_blocks(context.body_html)
    return document(
        context,
        context.title,
        stamp=_stamp(context, labels),
        kind=context.kind.upper(),
        doc={
            "number": context.number,
            "issue_number": context.issue_number,
            "amendment_number": context.amendment_number,
            "signed_on": short_day(context.signed_on),
            "effective_on": short_day(context.effective_on),
        },
        facts=[row for row in _facts(context, labels) if row["text"]],
        cover=_cover(context, labels),
        contents=[
            {"level": block.level, "text": plain(block.runs).replace("\n", " ")}
            for block in headings(blocks)
            if block.level < 3
        ],
        amendments=[_amendment(row) for row in context.amendments],
        body=[as_data(block, partial(column_widths, width_mm=PAGE_MM)) for block in blocks],
        files=[
            {"number": str(number), "name": file.name, "size": file.size, "hash": file.hash[:HASH_SHOWN]}
            for number, file in enumerate(context.files, 1)
        ],
    )


def _stamp(context: ControlledDocument, labels: dict) -> dict:
    """What the copy is: drawn across the page, and said in the footer with the number and keeper of the copy."""
    number = labels["copy_number"].format(number=context.copy_number) if context.copy_number else ""
    holder = labels["copy_holder"].format(holder=context.copy_holder) if context.copy_holder else ""
    text = labels[f"copy_{context.copy}"]
    content_hash = context.mark.content_hash[:HASH_SHOWN]
    return {
        "text": text,
        "width": str(len(text) * STAMP_PT),
        "number": number,
        "line": " - ".join(filter(None, (text, number, holder))),
        "note": context.copy_note,
        "hash": labels["short_hash"].format(hash=content_hash) if content_hash else "",
    }


def _facts(context: ControlledDocument, labels: dict) -> list[dict]:
    return [
        field(labels["doc_number"], context.number, ""),
        field(labels["doc_issue"], context.issue_number, ""),
        field(labels["doc_amendment"], context.amendment_number, ""),
        field(labels["doc_signed_on"], short_day(context.signed_on), "…"),
        field(labels["doc_effective_on"], short_day(context.effective_on), "…"),
    ]


def _cover(context: ControlledDocument, labels: dict) -> list[dict]:
    """Three rows for the first of each column, three more for each further person; empty cells keep their place."""
    columns = (context.written, context.reviewed, context.approved)
    rows: list[dict] = []
    for place in range(max(1, *map(len, columns))):
        people = [column[place] if place < len(column) else None for column in columns]
        rows.append(_cover_row(labels["doc_signature"], [_pen(one, labels) if one else "" for one in people], True))
        rows.append(_cover_row(labels["doc_name"], [one.name if one else "" for one in people]))
        rows.append(_cover_row(labels["doc_position"], [one.title if one else "" for one in people]))
    return rows


def _cover_row(label: str, cells: list[str], signature: bool = False) -> dict:
    return {"label": label, "written": cells[0], "reviewed": cells[1], "approved": cells[2], "signature": signature}


def _pen(person: CoverSignature | Opinion, labels: dict) -> str:
    if person.signed_at is None:
        return ""
    lines = [labels["signed"], short_moment(person.signed_at)]
    return "\n".join([*lines, *([person.hash[:HASH_SHOWN]] if person.hash else [])])


def _amendment(row) -> dict:
    return {
        "request": row.request,
        "place": row.place,
        "description": row.description,
        "issue": row.issue,
        "signed_on": short_day(row.signed_on),
    }


def _choices(labels: dict, prefix: str, values: tuple[str, ...], chosen: str | None) -> str:
    """All answers of a question, the given one ticked."""
    return "     ".join(f"{TICKED if value == chosen else OPEN} {labels[prefix + value]}" for value in values)


def _change_request(context: ChangeRequest) -> dict:
    labels = LABELS[context.language]

    def row(key: str, text: str) -> dict:
        return field(labels[key], text, labels["blank"])

    named = " ".join(filter(None, (context.document_number, context.document_title)))
    return document(
        context,
        labels["change_title"],
        about=[
            row("change_asked_on", short_day(context.asked_on)),
            row("change_asker", context.asker),
            row("unit", context.unit),
            row("change_wish", _choices(labels, "change_wish_", ("new", "change", "withdraw"), context.wish)),
            row("change_document", named),
            *([row("doc_issue_and_amendment", context.issue)] if context.issue else []),
            row("change_wanted_by", short_day(context.wanted_by)),
            row("change_writer", context.writer),
        ],
        reason=context.reason or labels["blank"],
        content=context.content or labels["blank"],
        opinions=[_opinion(opinion, labels) for opinion in context.opinions],
        answer=context.answer or labels["blank"],
    )


def _opinion(opinion: Opinion, labels: dict) -> dict:
    chosen = {True: "agree", False: "disagree", None: None}[opinion.agrees]
    ticks = _choices(labels, "change_", ("agree", "disagree"), chosen)
    said = opinion.comment or ("" if opinion.agrees is not None else "\n\n")
    return {
        "who": "\n".join(filter(None, (opinion.who, opinion.name))),
        "opinion": "\n".join((ticks, said)).rstrip(" ") if said else ticks,
        "signature": _pen(opinion, labels),
    }


def _decision(context: Decision) -> dict:
    labels = LABELS[context.language]
    day = long_day(context.letterhead.day, context.language)
    stamp = labels["copy_draft"] if context.draft else ""
    return document(
        context,
        labels["decision_title"],
        stamp={"text": stamp, "number": "", "width": str(len(stamp) * STAMP_PT)},
        subtitle=context.subject,
        authority=context.authority.upper(),
        grounds=[text for text in (*context.grounds, context.proposal) if text],
        articles=[
            {"number": labels["decision_article"].format(number=number), "text": text}
            for number, text in enumerate(context.articles or _articles(context, labels), 1)
        ],
        annex_of=labels["decision_annex_of"].format(number=context.letterhead.number or "…", day=day),
        annex_day=labels["decision_ends_on" if context.purpose == "withdraw" else "doc_effective_on"],
        rows=[
            {
                "row": str(number),
                "number": row.number,
                "title": "\n".join(filter(None, (row.title, row.note))),
                "issue": row.issue,
                "effective_on": short_day(row.effective_on),
                "hash": row.hash[:HASH_SHOWN],
            }
            for number, row in enumerate(context.rows, 1)
        ],
    )


def _articles(context: Decision, labels: dict) -> list[str]:
    return [
        labels[f"decision_{context.purpose}_1"].format(count=f"{len(context.rows):02}"),
        labels[f"decision_{context.purpose}_2"],
        labels["decision_3"].format(who=context.carried_out_by or labels["decision_everyone"]),
    ]


def _periodic_review(context: PeriodicReview) -> dict:
    labels = LABELS[context.language]

    def row(key: str, value: str | date | None) -> dict:
        return field(labels[key], value if isinstance(value, str) else short_day(value), labels["blank"])

    return document(
        context,
        labels["review_title"],
        about=[
            row("doc_number", context.number),
            row("doc_title", context.title),
            *([row("doc_kind", context.kind)] if context.kind else []),
            row("unit", context.unit),
            row("doc_issue_and_amendment", context.issue),
            row("doc_effective_on", context.effective_on),
            row("review_last", context.last_reviewed_on),
            row("review_due", context.due),
            row("review_on", context.reviewed_on),
            row("review_reviewer", context.reviewer),
        ],
        answers=[vars(answer) | {"number": str(number)} for number, answer in enumerate(context.answers, 1)],
        conclusion=[
            row(
                "review_outcome",
                _choices(labels, "review_outcome_", ("no_change", "change", "withdraw"), context.outcome),
            ),
            row("review_reason", context.reason),
            row("review_next", context.next_due),
        ],
    )


def _form(name: str, build, sample) -> PrintedForm:
    return PrintedForm(name, f"{name}.docx", f"{name}.typ", build, sample)


CONTROLLED_DOCUMENT = _form("controlled_document", _controlled_document, samples.controlled_document)
CHANGE_REQUEST = _form("change_request", _change_request, samples.change_request)
DECISION = _form("decision", _decision, samples.decision)
PERIODIC_REVIEW = _form("periodic_review", _periodic_review, samples.periodic_review)

DOCUMENT_FORMS = (CONTROLLED_DOCUMENT, CHANGE_REQUEST, DECISION, PERIODIC_REVIEW)
