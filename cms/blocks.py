"""The sections of a Vietnamese procedure (quy trình) as blocks."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT = ["bold", "italic", "ol", "ul"]
CONTENTS = ["h3", "h4", *TEXT]


class TextSection(blocks.RichTextBlock):
    """A section of running text."""

    class Meta:
        template = "cms/blocks/text.html"


class References(blocks.ListBlock):
    """Documents that the procedure refers to, one a line."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(blocks.CharBlock(label=_("Document referred to"), max_length=300), **kwargs)

    class Meta:
        icon = "link"
        template = "cms/blocks/references.html"


class Definition(blocks.StructBlock):
    """A term or abbreviation and what it means."""

    term = blocks.CharBlock(label=_("Term or abbreviation"), max_length=120)
    meaning = blocks.TextBlock(label=_("Meaning"), rows=2)


class Contents(blocks.StructBlock):
    """A part of the contents, with or without its own heading."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=CONTENTS)

    class Meta:
        icon = "doc-full"
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

    time_limit_days = blocks.IntegerBlock(label=_("Legal time limit in working days"), required=False, min_value=0)
    steps = blocks.ListBlock(WorkStep(label=_("Step")), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        template = "cms/blocks/steps.html"


class FormRow(blocks.StructBlock):
    """A form that belongs to the procedure."""

    code = blocks.CharBlock(label=_("Code of the form"), max_length=60)
    name = blocks.CharBlock(label=_("Name of the form"), max_length=300)


class RecordRow(blocks.StructBlock):
    """A record that the procedure leaves behind."""

    name = blocks.CharBlock(label=_("Record kept"), max_length=300)
    retention = blocks.CharBlock(label=_("Retention"), max_length=120)
    place = blocks.CharBlock(label=_("Kept at"), required=False, max_length=200)


class DocumentBody(blocks.StreamBlock):
    """All sections; the frozen document puts them in their usual order whatever the order of writing."""

    purpose = TextSection(label=_("Purpose"), features=TEXT, icon="info-circle")
    scope = TextSection(label=_("Scope"), features=TEXT, icon="globe")
    references = References(label=_("References"))
    definitions = blocks.ListBlock(
        Definition(label=_("Definition")),
        label=_("Definitions and abbreviations"),
        icon="openquote",
        template="cms/blocks/definitions.html",
    )
    contents = Contents(label=_("Contents"))
    steps = StepTable(label=_("Step table"))
    forms = blocks.ListBlock(FormRow(label=_("Form")), label=_("Forms"), icon="form", template="cms/blocks/forms.html")
    records = blocks.ListBlock(
        RecordRow(label=_("Record kept")),
        label=_("Records kept"),
        icon="folder-open-1",
        template="cms/blocks/records.html",
    )

    class Meta:
        block_counts = {
            name: {"max_num": 1} for name in ("purpose", "scope", "references", "definitions", "forms", "records")
        }
