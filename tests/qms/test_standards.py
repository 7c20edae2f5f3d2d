"""Standards come from data files: loading again is no change, and a bad file says where it is bad."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from qms import policy
from qms.history.recording import recording
from qms.models import Clause, Correspondence, Document, DocumentClause, Edition, InformationDemand, Unit
from qms.models.people import User
from qms.operations.loading import LoadRefused
from qms.operations.standards import load_standard_file

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "standards"
EDITION = """
standard: "77"
edition: "2019"
standard_name_vi: "Bộ tiêu chí thử"
name_vi: "Bộ tiêu chí thử 2019"
published: 2019-05-01
clauses:
  - {number: "1", parent: null, title_vi: "Một", title_en: "One", auditable: false}
  - {number: "1.1", parent: "1", title_vi: "Một một", title_en: "One one", auditable: true,
     documented_information: [{kind: "retain", item: "", text_vi: "Hồ sơ", text_en: "Records"}]}
"""


@pytest.fixture
def write(tmp_path):
    def to_file(text, name="criteria.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return to_file


def load(path, system):
    return load_standard_file(path, by=system)


def test_edition_loads_with_clauses_and_what_they_ask_for(write, system):
    counts = load(write(EDITION), system)
    assert (counts.created, counts.updated, counts.unchanged) == (5, 0, 0)
    edition = Edition.objects.get(standard__code="77")
    assert (edition.code, edition.published_on) == ("77:2019", dt.date(2019, 5, 1))
    leaf = Clause.objects.get(edition=edition, number="1.1")
    assert (leaf.parent.number, leaf.auditable) == ("1", True)
    assert InformationDemand.objects.get(clause=leaf).text_vi == "Hồ sơ"


def test_edition_loaded_again_changes_nothing(write, system):
    path = write(EDITION)
    load(path, system)
    before = Clause.history.count()
    counts = load(path, system)
    assert (counts.created, counts.updated, counts.unchanged, counts.linked) == (0, 0, 5, 0)
    assert Clause.history.count() == before


def test_changed_title_is_one_change_with_history(write, system):
    load(write(EDITION), system)
    counts = load(write(EDITION.replace("Một một", "Một và một")), system)
    assert (counts.created, counts.updated) == (0, 1)
    clause = Clause.objects.get(edition__standard__code="77", number="1.1")
    assert [row.title_vi for row in clause.history.order_by("sequence")] == ["Một một", "Một và một"]
    assert clause.history.latest("sequence").operation == "load_edition"


def test_shipped_files_load_twice_without_change(system):
    names = ["iso9001-2008", "iso9001-2015", "iso9001-2026", "correspondence-2008-2015", "correspondence-2015-2026"]
    for name in names:
        load(FOLDER / f"{name}.yaml", system)
    for name in names:
        counts = load(FOLDER / f"{name}.yaml", system)
        assert (counts.created, counts.updated) == (0, 0), name
    pair = Correspondence.objects.filter(from_edition__year="2008", to_edition__year="2015")
    assert (pair.filter(to_clause=None).count(), pair.filter(from_clause=None).count()) == (3, 5)
    assert Clause.objects.get(edition__year="2015", number="7.2").question_vi


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("standard: [", "line 2"),
        ("- just\n- a list", "does not begin with keys"),
        ("standard: x\nedition: y", "'clauses'"),
        (EDITION.replace('title_vi: "Một một"', "title_vi: 12"), "title_vi"),
        (EDITION.replace('parent: "1"', 'parent: "9"'), "1.1"),
        (EDITION.replace('kind: "retain"', 'kind: "sing"'), "sing"),
        (EDITION.replace('number: "1.1"', 'number: "1"'), "1"),
        (EDITION.replace("2019-05-01", "soon"), "published"),
        (EDITION.replace('edition: "2019"\n', ""), "edition"),
        (EDITION.replace('"Một"', '"' + "x" * 301 + '"'), "300"),
        ("standard: '77'\nfrom_edition: '1'\nto_edition: '2'\nrows: []", "77:1"),
    ],
)
def test_bad_file_is_refused_with_a_sentence_and_writes_nothing(write, system, text, says):
    with translation.override("en"), pytest.raises(LoadRefused, match=says.replace("'", ".")):
        load(write(text), system)
    assert not Edition.objects.filter(standard__code="77").exists()


def test_bad_entry_is_named_by_its_line(write, system):
    with pytest.raises(LoadRefused) as refused:
        load(write(EDITION.replace('title_vi: "Một một"', "title_vi: 12")), system)
    assert " 9:" in str(refused.value)
    assert "title_vi" in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00\x01", b"a: &a [*a]", b"!!python/object:os.system {}"])
def test_file_that_is_no_yaml_text_is_refused(tmp_path, system, content):
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    with pytest.raises(LoadRefused):
        load(path, system)


def test_missing_file_and_workbook_are_refused(tmp_path, system):
    with pytest.raises(LoadRefused, match="nothing.yaml"):
        load(tmp_path / "nothing.yaml", system)
    with pytest.raises(LoadRefused, match="import_workbook"):
        load(tmp_path / "criteria.xlsx", system)


def test_reference_that_waited_is_linked_when_its_edition_is_loaded(write, organisation, system):
    unit = Unit.objects.first()
    with recording(by=system, operation="test"):
        document = Document(number="T-1", kind="procedure", unit=unit, title_vi="Thử", author=system)
        document.save()
        waiting = DocumentClause(record=document, written_as="77:2019 1.1")
        waiting.save()
        plain = DocumentClause(record=document, written_as="1.1")
        plain.save()
    counts = load(write(EDITION), system)
    waiting.refresh_from_db()
    plain.refresh_from_db()
    assert counts.linked == 1
    assert waiting.clause.number == "1.1"
    assert plain.clause is None
    assert load(write(EDITION), system).linked == 0


def test_only_officers_load_standards(write, organisation, system):
    reader = User.objects.people().exclude(role_assignments__role="officer").first()
    with pytest.raises(policy.Refused):
        load(write(EDITION), reader)
