"""What lists of files say of each."""

from django import template
from django.utils.translation import gettext_lazy as _

from qms.operations.files import IMAGES, TYPES

register = template.Library()

KINDS = {
    TYPES[".pdf"]: "PDF",
    TYPES[".docx"]: "Word",
    TYPES[".xlsx"]: "Excel",
    **dict.fromkeys(IMAGES, _("picture")),
}


@register.filter
def is_picture(media_type):
    """Whether a page shows it."""
    return media_type in IMAGES


@register.simple_tag
def file_kind(media_type):
    """The kind of file as people call it."""
    return KINDS.get(media_type, _("file"))
