"""What a report can say by itself: a conclusion drafted from its facts, and the good practices as its strengths."""

from collections import Counter
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from inspections.enums import Grade
from inspections.report_facts import report_facts
from inspections.report_words import in_words


def drafted(inspection: Any) -> dict[str, str]:
    """Conclusion and strengths as a proposal in the reader's language; the lead edits them."""
    facts = in_words(report_facts(inspection), "en" if get_language() == "en" else "vi")
    return {"conclusion": drafted_conclusion(facts), "strengths": drafted_strengths(facts)}


def drafted_strengths(facts: dict[str, Any]) -> str:
    """The good practices found, one a line with its unit."""
    good = [row for row in facts["findings"] if row["grade"] == Grade.GOOD_PRACTICE]
    return "\n".join(f"- {row['name']}: {row['statement']}" for row in good)


def drafted_conclusion(facts: dict[str, Any]) -> str:
    """What was examined, what was found, how it stands to last time: one sentence each."""
    told = [_examined(facts), _found(facts), _nonconforming(facts), *_last_time(facts)]
    return "\n".join(filter(None, told))


def _examined(facts: dict[str, Any]) -> str:
    coverage = facts["coverage"]
    words = {"units": len(facts["units"]), "sessions": len(facts["sessions"])}
    told = _("Units inspected: %(units)d; sessions: %(sessions)d.") % words
    if coverage["planned"]:
        counts = {"covered": len(coverage["covered"]), "planned": len(coverage["planned"]), "share": coverage["share"]}
        told += " " + _("It covered %(covered)d of %(planned)d planned clauses (%(share)d%%).") % counts
    return told


def _found(facts: dict[str, Any]) -> str:
    count = len(facts["findings"])
    if not count:
        return _("It recorded no findings.")
    counted = Counter(row["grade"] for row in facts["findings"])
    by_grade = ", ".join(f"{grade.label}: {counted[grade.value]}" for grade in Grade if counted[grade.value])
    words = {"count": count, "by_grade": by_grade}
    return (
        ngettext(
            "It recorded %(count)d finding (%(by_grade)s).", "It recorded %(count)d findings (%(by_grade)s).", count
        )
        % words
    )


def _nonconforming(facts: dict[str, Any]) -> str:
    bad = [row for row in facts["findings"] if row["grade"] in Grade.nonconforming()]
    if not bad:
        return _("Within what was examined, no nonconformity was found.")
    clauses = ", ".join(dict.fromkeys(number for row in bad for number in row["clauses"]))
    told = _("Within what was examined, the requirements are met except for the nonconformities recorded.")
    concerned = _("Clauses concerned: %(clauses)s.") % {"clauses": clauses}
    return f"{told} {concerned}" if clauses else told


def _last_time(facts: dict[str, Any]) -> list[str]:
    told = []
    for row in facts["comparison"]:
        still = [*row["findings_open"], *row["nonconformities_open"]]
        words = {"unit": row["name"], "number": row["number"], "numbers": ", ".join(still)}
        if still:
            told.append(_("%(unit)s: of inspection %(number)s are still open: %(numbers)s.") % words)
        if row["again"]:
            words = {"unit": row["name"], "clauses": ", ".join(row["again"])}
            told.append(_("%(unit)s: not conforming again: %(clauses)s.") % words)
    return told
