"""What may be wrong with an office's own template, said as a sentence with the way out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # the file
    "empty": _("The file is empty. Choose a Word file (.docx)."),
    "too_big": _("The file is larger than %(size)s MB. Make its pictures smaller and choose it again."),
    "not_word": _(
        "This is not a Word file (.docx). Open it in Word, save it as Word document (.docx) and choose that."
    ),
    "old_word": _(
        "The file is in the old .doc format or protected by a password. Save it as Word document (.docx) without"
        " a password and choose that."
    ),
    "word_template": _("The file is a Word template (.dotx). Save it as Word document (.docx) and choose that."),
    "macros": _("The file contains macros. Save it as Word document (.docx) without macros and choose that."),
    "damaged": _("The file is damaged or cut off. Open it in Word, save it again as .docx and choose that."),
    "unpacks": _("The file unpacks to far more than a form holds. Copy its content into a new Word file."),
    "definitions": _(
        "The file holds definitions that Word does not write, so it was not opened. Copy its content into a new"
        " Word file."
    ),
    "attached": _(
        "The file is linked to another template (“%(target)s”). In Word, under Developer, Document Template, attach"
        " Normal instead."
    ),
    "external": _(
        "The file fetches “%(target)s” from outside. Put the picture or text itself into the file, or delete the link."
    ),
    "embedded": _("The file holds something that a form does not need (%(kind)s). Delete it and save the file again."),
    "field": _("The field “%(field)s” is not allowed in a form. Delete it; page numbers, contents and links may stay."),
    # its variables
    "syntax": _("A variable or condition is written wrongly: %(problem)s."),
    "unknown": _("There is no variable “%(name)s” in this form."),
    "unknown_near": _("There is no variable “%(name)s” in this form. Did you mean “%(near)s”?"),
    "hidden": _("“%(name)s” reaches into the program and is refused. Use the variables in the list only."),
    "statement": _("“%(what)s” is not allowed in a template. Only show variables, choose with if, repeat with for."),
    "filter": _("The filter “%(name)s” is not allowed. Allowed are: %(allowed)s."),
    "loop": _("A repetition must go through a list of the form, such as “%(example)s”, not through “%(over)s”."),
    "nested_loop": _(
        "A repetition inside another must go through a list of the outer one's row, not through “%(over)s”."
    ),
    "deep": _("Repetitions stand more than %(depth)s deep in one another. Take the innermost out."),
    "absent": _("The template does not show “%(name)s”, which this form must carry. Put “%(tag)s” into it."),
    "misplaced": _("“%(name)s” must stand alone in a paragraph of its own, written as “%(tag)s”."),
    # the trial
    "unfilled": _("The template cannot be filled: %(problem)s."),
    "slow": _("Filling the template with a sample took more than %(seconds)s seconds. Make it simpler."),
}


@dataclass(frozen=True)
class Fault:
    """One fault: plain data, so that the trial in a process of its own can hand it back."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code]) % self.params


def distinct(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, in the order met."""
    return list({(fault.code, *sorted(fault.params.items())): fault for fault in faults}.values())
