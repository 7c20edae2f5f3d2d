"""The Word templates of the papers of a visit; `build_templates` writes them with the others."""

from qms.printing.templates.word import CENTER, Word


def _team(word: Word) -> None:
    word.optional_table(
        "team",
        ["ordinal", "report_name", "report_role", "unit"],
        ["number", "name", "role", "unit"],
        widths=[10, 56, 40, 56],
    )


def _timetable(word: Word) -> None:
    word.optional_table(
        "sessions",
        ["plan_when", "unit", "plan_subject", "plan_inspectors", "plan_representative"],
        ["when", "unit", "subject", "inspectors", "representative"],
        widths=[27, 33, 44, 31, 27],
    )


def visit_plan() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.heading("labels.report_part1")
    word.fields("general")
    word.heading("labels.report_part2")
    _team(word)
    word.heading("labels.plan_meetings")
    word.fields("meetings")
    word.heading("labels.plan_timetable")
    _timetable(word)
    word.signatures()
    return word


def visit_notice() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.paragraph("{{ labels.notice_to }}", align=CENTER)
    word.paragraph("{%p for unit in to %}")
    word.paragraph("{{ unit }}", align=CENTER)
    word.paragraph("{%p endfor %}")
    word.paragraph("{{ opening_line }}")
    word.fields("general")
    word.fields("meetings")
    word.heading("labels.notice_team")
    _team(word)
    word.heading("labels.notice_timetable")
    _timetable(word)
    word.paragraph("")
    word.paragraphs("asked", kept=True)
    word.signatures(kept=True)
    return word


def meeting_minutes() -> Word:
    word = Word()
    word.letterhead()
    word.title("subtitle", "version")
    word.fields("about")
    word.heading("labels.minutes_attendance")
    word.optional_table(
        "attendance",
        ["ordinal", "report_name", "minutes_position", "unit", "minutes_sign"],
        ["number", "name", "position", "unit", "signature"],
        widths=[10, 46, 36, 42, 28],
    )
    word.heading("labels.minutes_content")
    word.paragraphs("minutes", kept=True)
    word.signatures(kept=True)
    return word


VISIT_TEMPLATES = (visit_plan, visit_notice, meeting_minutes)
