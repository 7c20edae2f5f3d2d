"""The sections of a controlled document as blocks: a Vietnamese procedure (quy trình) and the other kinds."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from qms.enums import OnlineLevel, ProcedureLevel

TEXT = ["bold", "italic", "ol", "ul"]
CONTENTS = ["h3", "h4", *TEXT]
GENERAL = _("General part")
WORK = _("How the work runs")
KEPT = _("Forms and records")
"""Groups in which the sections are offered."""


class TextSection(blocks.RichTextBlock):
    """A section of running text."""

    class Meta:
        template = "cms/blocks/text.html"


class References(blocks.ListBlock):
    """Documents that the procedure refers to, one a line."""

    def __init__(self, **kwargs: object) -> None:
        line = blocks.CharBlock(
            label=_("Document referred to"),
            max_length=300,
            help_text=_("Number first, then the title: QT-05 Kiểm soát tài liệu; Nghị định 61/2018/NĐ-CP về ..."),
        )
        super().__init__(line, **kwargs)

    class Meta:
        icon = "link"
        group = GENERAL
        template = "cms/blocks/references.html"


class Definition(blocks.StructBlock):
    """A term or abbreviation and what it means."""

    term = blocks.CharBlock(label=_("Term or abbreviation"), max_length=120)
    meaning = blocks.TextBlock(label=_("Meaning"), rows=2)


class Contents(blocks.StructBlock):
    """A part of the contents, with or without its own heading."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=200,
        help_text=_("Without a number: the number is given when the document is drawn."),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=CONTENTS)

    class Meta:
        icon = "doc-full"
        group = WORK
        template = "cms/blocks/contents.html"


class WorkStep(blocks.StructBlock):
    """One row of the step table; its order is its place."""

    what = blocks.TextBlock(label=_("What is done"), rows=2)
    responsible = blocks.CharBlock(label=_("Responsible"), max_length=200)
    duration = blocks.DecimalBlock(
        label=_("Time"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=1,
        help_text=_("Leave empty if fixed otherwise."),
    )
    duration_unit = blocks.ChoiceBlock(
        label=_("Time counted in"),
        choices=[("day", _("working days")), ("hour", _("working hours"))],
        default="day",
        required=False,
    )
    result = blocks.CharBlock(label=_("Form or result"), required=False, max_length=300)


class StepTable(blocks.StructBlock):
    """How the work runs, step by step (trình tự thực hiện)."""

    time_limit_days = blocks.IntegerBlock(
        label=_("Legal time limit in working days"),
        required=False,
        min_value=0,
        help_text=_(
            "For work that has a limit and is no administrative procedure; the limit of an administrative procedure "
            "stands in its own section and goes before this one."
        ),
    )
    steps = blocks.ListBlock(WorkStep(label=_("Step")), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        group = WORK
        template = "cms/blocks/steps.html"


class LegalBasis(blocks.StructBlock):
    """One legal text on which an administrative procedure rests."""

    number = blocks.CharBlock(
        label=_("Number of the legal text"),
        required=False,
        max_length=80,
        help_text=_("As it is published, such as 61/2018/NĐ-CP. Its status is looked up by this number."),
    )
    title = blocks.CharBlock(label=_("Title of the legal text"), max_length=400)


class DossierPart(blocks.StructBlock):
    """One paper of the dossier."""

    name = blocks.TextBlock(label=_("Part of the dossier"), rows=2)
    originals = blocks.IntegerBlock(label=_("Originals"), required=False, min_value=0, default=1)
    copies = blocks.IntegerBlock(label=_("Photocopies"), required=False, min_value=0, default=0)
    note = blocks.CharBlock(label=_("Remark"), required=False, max_length=300)


class Administrative(blocks.StructBlock):
    """What an administrative procedure (thủ tục hành chính) is made of, in the order of the framework model."""

    code = blocks.CharBlock(
        label=_("Code of the administrative procedure"),
        required=False,
        max_length=40,
        help_text=_("As in the national database of administrative procedures, such as 1.004946."),
    )
    field = blocks.CharBlock(
        label=_("Field"),
        required=False,
        max_length=150,
        help_text=_("The field of state administration, such as Người có công, Việc làm, Bảo trợ xã hội."),
    )
    level = blocks.ChoiceBlock(
        label=_("Level at which it is carried out"), choices=ProcedureLevel.choices, required=False
    )
    audience = blocks.TextBlock(
        label=_("Who may apply"),
        required=False,
        rows=2,
        help_text=_("Citizens, organisations, enterprises: whom the procedure serves."),
    )
    legal_basis = blocks.ListBlock(LegalBasis(label=_("Legal text")), label=_("Legal basis"), default=[])
    conditions = blocks.TextBlock(
        label=_("Requirements and conditions"),
        required=False,
        rows=3,
        help_text=_("What the law asks of the applicant. Leave empty if it asks for nothing."),
    )
    dossier = blocks.ListBlock(DossierPart(label=_("Part of the dossier")), label=_("The dossier"), default=[])
    sets = blocks.IntegerBlock(label=_("Number of sets of the dossier"), required=False, min_value=0, default=1)
    time_limit_days = blocks.DecimalBlock(
        label=_("Legal time limit in working days"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=1,
        help_text=_("The days that the law allows, counted from a complete dossier. The steps may not add up to more."),
    )
    time_limit_note = blocks.CharBlock(
        label=_("Note to the time limit"),
        required=False,
        max_length=300,
        help_text=_("From when it is counted, when it is longer."),
    )
    place = blocks.TextBlock(
        label=_("Where the dossier is handed in and the result is given out"), required=False, rows=2
    )
    fee = blocks.TextBlock(
        label=_("Fee"), required=False, rows=1, help_text=_("The amount and who set it; Không where it is free.")
    )
    online_level = blocks.ChoiceBlock(
        label=_("Level of the online service"), choices=OnlineLevel.choices, required=False
    )
    post_channel = blocks.BooleanBlock(label=_("Dossiers and results may go by public post"), required=False)
    decision_number = blocks.CharBlock(
        label=_("Decision that announced the procedure"),
        required=False,
        max_length=80,
        help_text=_("Number of the decision (quyết định công bố), such as 636/QĐ-LĐTBXH."),
    )
    decided_on = blocks.DateBlock(label=_("Announced on"), required=False)
    published_on = blocks.DateBlock(
        label=_("Published on"), required=False, help_text=_("The day on which people could read it.")
    )

    class Meta:
        icon = "clipboard-list"
        group = WORK


class Objective(blocks.StructBlock):
    """A quality objective and how it is to be reached."""

    objective = blocks.TextBlock(label=_("Objective"), rows=2)
    target = blocks.CharBlock(
        label=_("Target"), max_length=200, help_text=_("What can be measured, such as 98 per cent of dossiers on time.")
    )
    measure = blocks.TextBlock(label=_("How it is reached"), required=False, rows=2)
    responsible = blocks.CharBlock(label=_("Responsible"), required=False, max_length=200)
    due = blocks.CharBlock(
        label=_("By when"), required=False, max_length=120, help_text=_("A day or a period, such as 31/12/2020.")
    )


class FormRow(blocks.StructBlock):
    """A form that belongs to the procedure."""

    code = blocks.CharBlock(label=_("Code of the form"), max_length=60)
    name = blocks.CharBlock(label=_("Name of the form"), max_length=300)


class RecordRow(blocks.StructBlock):
    """A record that the procedure leaves behind."""

    code = blocks.CharBlock(label=_("Code of the record"), required=False, max_length=60)
    name = blocks.CharBlock(label=_("Record kept"), max_length=300)
    keeper = blocks.CharBlock(
        label=_("Kept by"), required=False, max_length=200, help_text=_("The post or unit that answers for it.")
    )
    retention = blocks.CharBlock(
        label=_("Retention"), max_length=120, help_text=_("How long it is kept, such as 5 năm or Vĩnh viễn.")
    )
    place = blocks.CharBlock(label=_("Kept at"), required=False, max_length=200)
    disposal = blocks.CharBlock(
        label=_("Disposal"),
        required=False,
        max_length=200,
        help_text=_("What happens to it then: handed to the archive, destroyed."),
    )


ONCE = ("purpose", "scope", "references", "definitions", "administrative", "objectives", "forms", "records")
"""Sections that a document has once at most."""


class DocumentBody(blocks.StreamBlock):
    """All sections; a frozen procedure puts them in their usual order whatever the order of writing."""

    purpose = TextSection(label=_("Purpose"), features=TEXT, icon="info-circle", group=GENERAL)
    scope = TextSection(label=_("Scope"), features=TEXT, icon="globe", group=GENERAL)
    references = References(label=_("References"))
    definitions = blocks.ListBlock(
        Definition(label=_("Definition")),
        label=_("Definitions and abbreviations"),
        icon="openquote",
        group=GENERAL,
        template="cms/blocks/definitions.html",
    )
    administrative = Administrative(label=_("Administrative procedure"))
    contents = Contents(label=_("Contents"))
    steps = StepTable(label=_("Step table"))
    objectives = blocks.ListBlock(
        Objective(label=_("Objective")),
        label=_("Quality objectives"),
        icon="check",
        group=WORK,
        template="cms/blocks/objectives.html",
    )
    forms = blocks.ListBlock(
        FormRow(label=_("Form")), label=_("Forms"), icon="form", group=KEPT, template="cms/blocks/forms.html"
    )
    records = blocks.ListBlock(
        RecordRow(label=_("Record kept")), label=_("Records kept"), icon="folder-open-1", group=KEPT
    )

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ONCE}
