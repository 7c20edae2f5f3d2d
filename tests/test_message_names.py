"""Every name by which the code asks for a translation is one that the collecting of messages knows."""

import re

from django.conf import settings

APPS = ("qms", "inspections", "cms")
RENAMED = re.compile(r"import (\w*gettext\w* as (?!_$)\w+)$", re.MULTILINE)


def test_no_translation_is_asked_for_by_a_name_that_is_not_collected():
    paths = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]

    assert len(paths) > 500
    assert not [(path.name, found) for path in paths for found in RENAMED.findall(path.read_text())]
