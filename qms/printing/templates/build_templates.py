"""Build the Word templates: `python -m qms.printing.templates.build_templates`.

The templates are committed; an office may edit its copy in Word, so this script is where ours come from.
The text in double braces is filled by docxtpl: {%p ..%} stands in a paragraph of its own, {%tr ..%} in a row.
"""

from pathlib import Path

from qms.printing.register_forms import COLUMNS
from qms.printing.templates.build_committee_templates import COMMITTEE_TEMPLATES
from qms.printing.templates.build_consolidation_templates import CONSOLIDATION_TEMPLATES
from qms.printing.templates.build_document_templates import DOCUMENT_TEMPLATES, register
from qms.printing.templates.build_feedback_templates import FEEDBACK_TEMPLATES
from qms.printing.templates.build_report_templates import REPORT_TEMPLATES
from qms.printing.templates.build_review_templates import REVIEW_TEMPLATES
from qms.printing.templates.build_visit_templates import VISIT_TEMPLATES
from qms.printing.templates.word import Word
from qms.printing.templates.word_report import ListingWord, ReportWord

HERE = Path(__file__).parent


def corrective_action_request() -> Word:
    word = ListingWord()
    word.letterhead()
    word.title()
    word.fields("about")
    word.heading("labels.car_part1")
    word.fields("description")
    word.heading("labels.car_part2")
    word.fields("correction")
    word.heading("labels.car_part3")
    word.field("similar")
    word.optional_table(
        "causes",
        ["ordinal", "car_cause", "car_method", "car_confirmed"],
        ["number", "text", "method", "confirmed"],
        widths=[10, 77, 30, 45],
        splits=True,
    )
    word.heading("labels.car_part4")
    word.optional_table(
        "actions",
        ["ordinal", "car_action", "car_owner", "car_due", "car_done", "car_verified"],
        ["number", "action", "owner", "due", "done", "verified"],
        widths=[10, 47, 30, 24, 23, 28],
    )
    word.heading("labels.car_part5")
    word.paragraph("{{ implementation }}")
    word.heading("labels.car_part6")
    word.fields("effectiveness")
    word.table_if_any(
        "checks",
        "car_checks",
        ["car_check_round", "car_check_day", "car_check_judge", "car_check_shown", "car_check_verdict"],
        ["round", "day", "judge", "shown", "verdict"],
        widths=[14, 24, 34, 62, 28],
    )
    word.signatures()
    _annexes(word)
    return word


def _annexes(word: Word) -> None:
    """Earlier rounds with their causes and actions, and the course of events."""
    word.paragraph("{%p if rounds %}")
    word.heading("labels.car_annex_rounds")
    word.paragraph("{%p for one in rounds %}")
    word.paragraph("{{ one.title }}", bold=True)
    word.optional_table(
        "one.causes",
        ["ordinal", "car_cause", "car_method", "car_confirmed"],
        ["number", "text", "method", "confirmed"],
        widths=[10, 77, 30, 45],
        splits=True,
    )
    word.paragraph("", after=2)
    word.optional_table(
        "one.actions",
        ["ordinal", "car_action", "car_owner", "car_due", "car_done", "car_verified"],
        ["number", "action", "owner", "due", "done", "verified"],
        widths=[10, 47, 30, 24, 23, 28],
    )
    word.paragraph("{{ one.ended }}", italic=True)
    word.paragraph("{%p endfor %}")
    word.paragraph("{%p endif %}")
    word.paragraph("{%p if story %}")
    word.heading("labels.car_annex_story")
    word.paragraph("{%p for chapter in story %}")
    word.paragraph("{{ chapter.title }}", bold=True, after=2)
    word.paragraph("{%p for line in chapter.lines %}")
    word.paragraph("- {{ line }}", after=2)
    word.paragraph("{%p endfor %}")
    word.paragraph("{%p endfor %}")
    word.paragraph("{%p endif %}")


def inspection_report() -> Word:
    word = ReportWord()
    word.letterhead()
    word.title("subtitle", "version")
    word.boxed("copy_note")
    word.heading("labels.report_part1")
    word.fields("general")
    word.heading("labels.report_part2")
    word.optional_table(
        "team",
        ["ordinal", "report_name", "report_role", "unit"],
        ["number", "name", "role", "unit"],
        widths=[10, 56, 40, 56],
    )
    _examined(word)
    _findings(word)
    word.heading("labels.report_section9")
    word.fields("remarks", kept=True)
    word.signatures(kept=True)
    return word


def _examined(word: ReportWord) -> None:
    """Sessions and meetings, what was covered, what was not looked at, scores."""
    word.heading("labels.report_part3")
    word.optional_table(
        "sessions",
        ["report_when", "unit", "report_subject", "report_inspectors", "report_outcome"],
        ["when", "unit", "subject", "inspectors", "outcome"],
        widths=[27, 33, 45, 33, 24],
    )
    word.table_if_any(
        "meetings",
        "report_meetings",
        ["report_meeting", "report_present", "report_minutes"],
        ["meeting", "present", "minutes"],
        widths=[42, 60, 60],
    )
    word.heading("labels.report_section4")
    word.fields("coverage")
    word.listed("not_examined", "report_not_examined")
    word.listed("not_applicable", "report_not_applicable")
    word.table_if_any(
        "scores",
        "report_scores",
        ["unit", "report_score", "report_most", "report_share"],
        ["unit", "score", "most", "share"],
        widths=[82, 28, 28, 24],
    )


def _findings(word: Word) -> None:
    """What was found, how it stands to last time, and who was sent in spite of an obstacle."""
    word.heading("labels.report_section5")
    word.tally()
    word.heading("labels.report_section6")
    word.optional_table(
        "findings",
        ["report_where", "report_text", "report_graded"],
        ["where", "told", "graded"],
        widths=[53, 78, 31],
        blank="labels.report_no_findings",
        small=(0,),
    )
    word.heading("labels.report_section7")
    word.optional_table(
        "last_time",
        ["report_last", "report_compared", "report_since"],
        ["who", "found", "since"],
        widths=[53, 54, 55],
        blank="labels.report_no_last_time",
        small=(0, 2),
    )
    word.heading("labels.report_section8")
    word.optional_table(
        "overrules",
        ["report_person", "report_obstacle", "report_reason", "report_decided"],
        ["who", "obstacle", "reason", "decided"],
        widths=[40, 38, 48, 36],
        blank="labels.none",
    )


def programme_grid() -> Word:
    word = Word(landscape=True)
    word.letterhead()
    word.title("version")
    word.fields("about")
    word.months_grid()
    word.condition("legend", "{{ legend }}", italic=True)
    word.signatures()
    return word


def main() -> None:
    """Write each template beside this script, always the same bytes for the same script."""
    own = (corrective_action_request, inspection_report, programme_grid)
    for build in (*own, *VISIT_TEMPLATES, *REVIEW_TEMPLATES, *REPORT_TEMPLATES):
        build().save(HERE / f"{build.__name__}.docx")
    named = {**DOCUMENT_TEMPLATES, **FEEDBACK_TEMPLATES, **COMMITTEE_TEMPLATES, **CONSOLIDATION_TEMPLATES}
    for name, build in named.items():
        build().save(HERE / f"{name}.docx")
    for name in COLUMNS:
        register(name).save(HERE / f"{name}.docx")


if __name__ == "__main__":
    main()
