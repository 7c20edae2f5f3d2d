"""What stops a form from being printed, in one sentence that names the way out."""

from django.utils.translation import gettext as _


class PrintingUnavailable(Exception):
    """A package, font or template is missing or broken; the message names it and goes to the user as it is."""


def missing_package(package: str) -> PrintingUnavailable:
    return PrintingUnavailable(
        _("Printing needs the Python package “%(package)s”; ask the administrator to install it.")
        % {"package": package}
    )


def missing_font(filename: str) -> PrintingUnavailable:
    return PrintingUnavailable(
        _("Printing needs the font file “%(file)s”; ask the administrator to restore qms/printing/fonts.")
        % {"file": filename}
    )


def missing_template(filename: str) -> PrintingUnavailable:
    return PrintingUnavailable(
        _("The form template “%(file)s” is missing; ask the administrator to restore it.") % {"file": filename}
    )


def broken_template(filename: str, problem: Exception) -> PrintingUnavailable:
    return PrintingUnavailable(
        _("The form template “%(file)s” cannot be filled: %(problem)s.")
        % {"file": filename, "problem": str(problem).rstrip(".")}
    )


def refused_template(filename: str, sentence: str) -> PrintingUnavailable:
    return PrintingUnavailable(
        _("The form template “%(file)s” cannot be filled. %(sentence)s") % {"file": filename, "sentence": sentence}
    )
