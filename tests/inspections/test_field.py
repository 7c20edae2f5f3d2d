"""The shell of the field app: the same for everybody, complete, and small."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from inspections.field_phrases import WORDS
from inspections.field_registrations import may_be_taken_along
from inspections.views.field import FOLDER, module_files, shell_files
from qms.config.static_files import HashedModulesStorage
from tests.inspections.phones import visit

SCRIPTS = Path(finders.find(f"{FOLDER}/app.js")).parent
PAGE = Path(__file__).resolve().parents[2] / "inspections/templates/inspections/field.html"
SAID = (
    r'\bt\("([^"]+)"',  # said at once
    r'\["([^"]+)", \{',  # faults, said later
    r'\["(?:warning|info|danger|success)", "([^"]+)"\]',  # states
    r'(?:answer|finding|photo|choice): "([A-Z][^"]+)"',  # kinds of what was sent
)


def test_shell_is_the_same_for_everybody(org, client):
    """No name, no token: it is kept on phones."""
    pages = set()
    for person, language in ((org.lead1, "vi"), (org.inspector1, "en")):
        client.force_login(person)
        client.cookies["django_language"] = language
        pages.add(client.get(reverse("field")).content.decode())
    (page,) = pages
    assert "csrf" not in page
    assert str(org.lead1) not in page


def test_strangers_get_worker_and_manifest_and_no_page(org, client):
    """A browser fetches the two without a session; the page asks for one."""
    assert client.get(reverse("field")).status_code == 302
    worker = client.get(reverse("service_worker"))
    assert (worker.status_code, worker.headers["Cache-Control"]) == (200, "no-cache")
    kept = json.loads(re.search(r"FILES = (\[.*\]);", worker.content.decode()).group(1))
    assert len(kept) == len(shell_files())
    manifest = client.get(reverse("web_manifest")).json()
    assert manifest["start_url"] == reverse("field")
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_every_script_is_kept_and_every_word_listed():
    """What a script says, the catalogue has; what the folder holds, the worker keeps."""
    assert {f"{FOLDER}/{path.name}" for path in SCRIPTS.glob("*.js")} == set(module_files()) - {"vendor/idb.js"}
    text = "\n".join(path.read_text() for path in sorted(SCRIPTS.glob("*.js")))
    said = {word for pattern in SAID for word in re.findall(pattern, text)}
    said |= set(re.findall(r'data-t="([^"]+)"', PAGE.read_text()))
    assert said == set(WORDS)


def test_shell_is_small():
    """At most 200 kB compressed."""
    assert sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in shell_files()) < 150_000


def test_modules_name_each_other_by_hash(tmp_path):
    """After collecting, each import leads to a file that is there."""
    storage = HashedModulesStorage(location=tmp_path, base_url="/static/")
    files = {}
    for name in module_files():
        source = FileSystemStorage(Path(finders.find(name)).parents[len(Path(name).parts) - 1])
        with source.open(name) as file:
            storage.save(name, file)
        files[name] = (storage, name)
    errors = [done for _name, _hashed, done in storage.post_process(files) if isinstance(done, Exception)]
    assert not errors
    for name in module_files():
        path = tmp_path / storage.stored_name(name)
        found = re.findall(r'from "(\.[^"]+)"', path.read_text())
        assert all(re.search(r"\.[0-9a-f]{12}\.js$", address) for address in found), name
        assert all((path.parent / address).is_file() for address in found), name


@pytest.mark.parametrize(("state", "who", "offered"), [
    ("in_progress", "inspector1", True), ("notified", "lead1", True), ("in_progress", "manager1", False),
    ("with_unit", "lead1", False),
])  # fmt: skip
def test_the_team_takes_along_what_is_under_way(org, state, who, offered):
    """The button stands where it leads somewhere."""
    made = visit(org, count=0, **{"in_progress": False, state: True})
    assert may_be_taken_along(made.inspection, getattr(org, who)) is offered
