"""Help with writing a finding: requirement + fact + objective evidence, what each grade means. Never forced."""

import re
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import Grade
from qms.folding import fold
from qms.policy import Text

THUMB: dict[str, Text] = {
    Grade.CONFORMITY: gettext_lazy("The requirement is met, and evidence shows it."),
    Grade.GOOD_PRACTICE: gettext_lazy("Done better than is asked for; other units could learn from it."),
    Grade.OBSERVATION: gettext_lazy(
        "Still met, but may become a nonconformity. The unit answers it; no corrective action request."
    ),
    Grade.OPPORTUNITY: gettext_lazy("Met; a suggestion how it could be better. The unit says whether it takes it up."),
    Grade.MINOR: gettext_lazy("A single lapse that does not break the process. Opens a corrective action request."),
    Grade.MAJOR: gettext_lazy(
        "A requirement is not applied at all, the process has broken down, minor ones keep coming back, "
        "citizens are harmed or the law is broken. Opens a corrective action request."
    ),
}
"""When to give a grade; ISO 9001 itself does not grade."""

HINTS: dict[str, Text] = {
    "requirement": gettext_lazy(
        "What is asked for: clause, procedure or legal text, with its number. "
        "Example: 8.5.1; QT-05, step 4: a letter of apology goes with every overdue dossier."
    ),
    "statement": gettext_lazy(
        "What is so, in one sentence, about the work and not about the person. "
        "Example: Overdue dossiers are returned without a letter of apology."
    ),
    "evidence": gettext_lazy(
        "What shows it, so that another person finds it again: number of the dossier or document, day, "
        "how many of how many. Example: 3 of 20 dossiers of May 2020 (numbers 12, 31 and 44)."
    ),
}
"""What belongs into each part of the sentence, with an example."""

DENIALS = frozenset(fold("không chưa không có chưa có phải cần được bị đã theo và not no is are the of to").split())
OVERLAP = 0.85  # of the words of a statement that stand in the requirement: then it says nothing of its own
FEWEST = 4  # words that can be compared


def grade_choices() -> list[tuple[str, Any]]:
    """Each grade with its rule of thumb inside its label, so that it is read out with the choice."""
    told = '<span><strong>{}</strong> <span class="form-hint d-block mt-0">{}</span></span>'
    return [(value, format_html(told, label, THUMB[value])) for value, label in Grade.choices]


def sentence(requirement: str, statement: str, evidence: str) -> str:
    """The finding as it will read; a part that is missing is shown as missing."""
    parts = [
        _("Requirement: %(text)s") % {"text": _line(requirement)},
        _("Fact: %(text)s") % {"text": _line(statement)},
        _("Evidence: %(text)s") % {"text": _line(evidence)},
    ]
    return " ".join(part if part.endswith((".", "…", "!", "?", ";")) else f"{part}." for part in parts)


def _line(text: str) -> str:
    return " ".join((text or "").split()) or "…"


def warnings_of(requirement: str, statement: str, evidence: str) -> list[str]:
    """What could be said better. Stops nothing: a finding without a number may be all that there is."""
    warnings = []
    if (evidence or "").strip() and not re.search(r"\d", evidence):
        warnings.append(
            _("The evidence names no document number, no day and no sample (such as “3 of 20 dossiers”): can it?")
        )
    if repeats_requirement(statement, requirement):
        warnings.append(_("The statement only repeats the requirement: say what was seen instead."))
    return warnings


def repeats_requirement(statement: str, requirement: str) -> bool:
    """Whether nearly every word of the statement stands in the requirement already."""
    asked, told = set(_words(requirement)), set(_words(statement)) - DENIALS
    return len(told) >= FEWEST and len(told & asked) >= OVERLAP * len(told)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text or ""))
