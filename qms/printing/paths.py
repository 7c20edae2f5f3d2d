"""Where templates and fonts lie."""

from pathlib import Path

from qms.printing.errors import missing_template

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(__file__).parent / "fonts"


def template(name: str) -> Path:
    """Return the template's path; an absolute name (an office's own template) stays as it is."""
    path = TEMPLATES / name
    if not path.is_file():
        raise missing_template(name)
    return path
