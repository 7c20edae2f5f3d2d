"""The table between two editions: what it shows, how it is corrected, its versions, and files out and in."""

import io
import re
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from inspections.reports.clause_editions import other_editions
from qms import clock, policy
from qms.correspondences.rows import digest_of, said_rows, standing_rows
from qms.correspondences.trees import trees_of
from qms.correspondences.versions import clauses_changed_since, rows_at, versions_of
from qms.enums import Relation
from qms.importing.verdicts import summary_of
from qms.models import Correspondence, CorrespondenceVersion, Edition, ImportStaging
from qms.operations.correspondences import add_row, correct_row, end_row
from qms.operations.standards import load_standard_file
from tests.factories import (
    ClauseFactory,
    CorrespondenceFactory,
    DocumentClauseFactory,
    DocumentFactory,
    EditionFactory,
    IssueFactory,
    StandardFactory,
    TransitionProgrammeFactory,
    save,
)
from tests.inspections.test_imports_findings import case, needs_cases
from tests.qms.importing.made_files import workbook_of


@pytest.fixture
def pair(org):
    """A small table: 1.1 is split, 1.2 is modified, 1.3 has no row; 2.3 has none either."""
    standard = StandardFactory(code="77")
    one, two = EditionFactory(standard=standard, year="2010"), EditionFactory(standard=standard, year="2020")
    old = {n: ClauseFactory(edition=one, number=n, position=i) for i, n in enumerate(("1.1", "1.2", "1.3"))}
    new = {n: ClauseFactory(edition=two, number=n, position=i) for i, n in enumerate(("2.1", "2.2", "2.3"))}
    for source, target, relation in (("1.1", "2.1", "split"), ("1.1", "2.2", "split"), ("1.2", "2.2", "modified")):
        values = {"relation": relation, "note_vi": "ghi chú", "note_en": "note", "change_degree": "minor"}
        CorrespondenceFactory(from_clause=old[source], to_clause=new[target], basis="seen", **values)
    return one, two, old, new


def row_of(old, new):
    return Correspondence.objects.get(from_clause=old, to_clause=new)


def test_while_a_transition_follows_the_table_its_leaders_correct_it(org, pair):
    one, two, old, new = pair
    row = row_of(old["1.2"], new["2.2"])
    assert policy.may(org.officer1, "qms.correct_correspondence", row)
    programme = TransitionProgrammeFactory(unit=org.ministry, from_edition=one, to_edition=two, running=True)
    assert not policy.may(org.officer1, "qms.correct_correspondence", row)
    assert policy.may(org.officer, "qms.correct_correspondence", row)
    save(programme, status="closed", closed_on=clock.today())
    assert policy.may(org.officer1, "qms.correct_correspondence", row)


def browser(person, language="en"):
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = language
    return client


def address(name, one, two):
    return reverse(name, args=[one.uid, two.uid])


def typed(row, **changes):
    names = ("relation", "change_degree", "note_vi", "note_en", "basis", "version")
    values = {name: getattr(row, name) for name in names} | {"from_clause": row.from_clause_id or ""}
    return values | {"to_clause": row.to_clause_id or "", "reason": "Đọc lại hai bản"} | changes


def test_shipped_table_shows_the_known_counts(org):
    one, two = (Edition.objects.get(standard__code="9001", year=year) for year in ("2008", "2015"))
    rows = list(standing_rows(one.pk, two.pk))
    both = [row for row in rows if row.from_clause_id and row.to_clause_id]
    assert sum(row.from_clause.auditable and row.to_clause.auditable for row in both) == 82

    trees = browser(org.officer1).get(address("correspondence", one, two)).context["trees"]
    assert [node.clause.number for node in trees.withdrawn] == ["4.2.2", "5.5.2", "8.5.3"]
    assert [node.clause.number for node in trees.added] == ["4.1", "4.2", "6.1.1", "6.2.2", "7.1.6"]
    assert not any(node.unconfirmed for node in (*trees.old, *trees.new))
    assert versions_of(one.pk, two.pk).get().digest == digest_of(said_rows(one.pk, two.pk).values())


def test_heading_called_equivalent_is_so_only_if_all_below_it_is(org, pair):
    one, two, old, new = pair
    old_head, new_head = (
        ClauseFactory(edition=edition, number=str(n), position=0) for n, edition in ((1, one), (2, two))
    )
    CorrespondenceFactory(from_clause=old_head, to_clause=new_head, relation="equivalent", basis="seen")
    for place, number in enumerate(("1.1", "1.2"), 1):
        save(old[number], parent=old_head, position=place)
    assert group_of(pair, old_head) == "modified"
    save(old["1.1"], parent=None)
    save(row_of(old["1.2"], new["2.2"]), relation="equivalent")
    assert group_of(pair, old_head) == "equivalent"


def group_of(pair, clause):
    one, two, _old, _new = pair
    shown = trees_of(one, two, standing_rows(one.pk, two.pk)).old
    return next(node.group for node in shown if node.clause.pk == clause.pk)


def test_clause_without_a_row_is_listed_unconfirmed(org, pair):
    one, two, _old, _new = pair
    client = browser(org.officer1)
    page = client.get(address("correspondence", one, two))
    trees = page.context["trees"]
    assert [node.clause.number for node in trees.withdrawn if node.unconfirmed] == ["1.3"]
    assert [node.clause.number for node in trees.added if node.unconfirmed] == ["2.3"]
    assert page.content.decode().count("unconfirmed") >= 4
    form = client.get(f"{address('correspondence_add', one, two)}?from_clause=1.3").context["form"]
    assert form["from_clause"].value() == pair[2]["1.3"].pk


def test_workshop_filters_sorts_and_asks_the_same_however_long(org, pair, django_assert_max_num_queries):
    one, two, _old, new = pair
    client, url = browser(org.officer1), address("correspondence", one, two)
    for query, count in (
        ("relation=split", 2),
        ("old=1", 3),
        ("new=2.2", 2),
        ("basis=own", 0),
        ("q=GHI+chu+1.2", 1),
        ("sort=-relation", 3),
    ):
        assert len(client.get(f"{url}?{query}").context["rows"]) == count, query
    for number in range(40):
        clause = ClauseFactory(edition=one, number=f"3.{number}", position=10 + number)
        CorrespondenceFactory(from_clause=clause, to_clause=new["2.1"], relation="merged")
    with django_assert_max_num_queries(40):
        assert client.get(url).status_code == 200


def test_correction_is_a_new_version_with_its_reason(org, pair):
    one, two, old, new = pair
    row, client = row_of(old["1.2"], new["2.2"]), browser(org.officer1)
    url = reverse("correspondence_row_step", args=[row.uid, "correct"])
    assert client.post(url, typed(row, reason="")).status_code == 200
    assert not CorrespondenceVersion.objects.filter(from_edition=one).exists()

    answer = client.post(url, typed(row, to_clause=new["2.3"].pk, relation="equivalent"))
    assert answer.url == address("correspondence", one, two)
    row.refresh_from_db()
    assert (row.to_clause, row.relation) == (new["2.3"], Relation.EQUIVALENT)
    newest, first = versions_of(one.pk, two.pk)
    assert (first.number, first.changes, newest.number, newest.reason) == (1, [], 2, "Đọc lại hai bản")
    assert newest.made_by == org.officer1
    assert newest.digest != first.digest
    assert clauses_changed_since(one.pk, two.pk, 1) == {"1.2"}

    page = client.get(address("correspondence_versions", one, two)).content.decode()
    for words in ("Đọc lại hai bản", "1.2 → 2.2", "<del>Modified</del>", "<ins>Equivalent</ins>"):
        assert words in page
    assert "Sửa đổi" in browser(org.officer1, "vi").get(address("correspondence_versions", one, two)).content.decode()
    told = client.get(reverse("correspondence_row", args=[row.uid])).content.decode()
    assert "Row of the correspondence corrected" in told


def test_two_who_correct_one_row_do_not_overwrite_each_other(org, pair):
    _one, _two, old, new = pair
    row, client = row_of(old["1.2"], new["2.2"]), browser(org.officer1)
    correct_row(row, by=org.officer, version=row.version, note_vi="trước", reason="một")
    answer = client.post(
        reverse("correspondence_row_step", args=[row.uid, "correct"]), typed(row, note_vi="điều tôi gõ")
    )
    assert answer.status_code == 409
    assert "điều tôi gõ" in answer.content.decode()
    row.refresh_from_db()
    assert row.note_vi == "trước"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_clause": ""}, "to_clause"),
        ({"relation": "withdrawn"}, "to_clause"),
        ({"relation": "new"}, "from_clause"),
        ({"to_clause": "2.1", "from_clause": "1.1"}, "to_clause"),
        ({"relation": "sings"}, "relation"),
    ],
)
def test_row_that_cannot_stand_so_is_refused_at_its_field(org, pair, changes, field):
    one, two, old, new = pair
    row = row_of(old["1.2"], new["2.2"])
    sides = {"from_clause": old, "to_clause": new}
    keys = {name: sides[name][value].pk if name in sides and value else value for name, value in changes.items()}
    answer = browser(org.officer1).post(
        reverse("correspondence_row_step", args=[row.uid, "correct"]), typed(row, **keys)
    )
    assert field in answer.context["form"].errors
    assert not versions_of(one.pk, two.pk).exists()


def test_row_is_added_and_ended_and_every_reader_forgets_it(org, pair):
    one, two, old, new = pair
    client = browser(org.officer1)
    values = {"from_clause": old["1.3"].pk, "to_clause": new["2.3"].pk, "relation": "modified", "basis": "own"}
    assert client.post(address("correspondence_add", one, two), values).status_code == 200
    client.post(address("correspondence_add", one, two), values | {"reason": "thiếu"})
    row = row_of(old["1.3"], new["2.3"])
    assert not trees_of(one, two, standing_rows(one.pk, two.pk)).withdrawn
    assert other_editions([old["1.3"]])[0].elsewhere

    client.post(reverse("correspondence_row_step", args=[row.uid, "end"]), {"reason": "nhầm", "version": row.version})
    row.refresh_from_db()
    assert row.ended_at
    assert str(row.uid) not in said_rows(one.pk, two.pk)
    assert other_editions([old["1.3"]])[0].elsewhere == []
    assert '"1.3"' not in client.get(address("correspondence_file", one, two)).content.decode()
    assert client.get(reverse("correspondence_row_step", args=[row.uid, "correct"])).status_code == 404
    compared = client.get(f"{address('correspondence_compare', one, two)}?old=1&new=3")
    assert compared.context["changes"] == []
    assert (
        client.get(f"{address('correspondence_compare', one, two)}?old=2&new=3").context["changes"][0].kind == "ended"
    )
    assert client.get(f"{address('correspondence_compare', one, two)}?old=9&new=x").status_code == 404


def test_every_version_can_be_told_again_to_its_digest(org, pair):
    one, two, old, new = pair
    row = row_of(old["1.1"], new["2.1"])
    correct_row(row, by=org.officer1, relation="merged", reason="một")
    row.refresh_from_db()
    added = Correspondence(from_edition=one, to_edition=two, to_clause=new["2.3"], relation="new")
    add_row(added, by=org.officer1, reason="hai")
    end_row(row, by=org.officer1, reason="ba")
    versions = list(versions_of(one.pk, two.pk))
    assert [version.number for version in versions] == [4, 3, 2, 1]
    assert [digest_of(rows_at(version).values()) for version in versions] == [version.digest for version in versions]


def test_only_quality_officers_correct(org, pair):
    one, two, old, new = pair
    row = row_of(old["1.2"], new["2.2"])
    reader = browser(org.reader1)
    step = reverse("correspondence_row_step", args=[row.uid, "end"])
    assert reader.get(address("correspondence", one, two)).context["create"] is None
    assert reader.get(step).status_code == 409
    assert reader.post(step, {"reason": "không"}).status_code == 403
    assert reader.get(address("correspondence_add", one, two)).status_code == 403
    with pytest.raises(policy.Refused):
        end_row(row, by=org.manager1, reason="không")
    assert versions_of(one.pk, two.pk).count() == 0


def test_what_hangs_on_a_clause_is_counted_within_reach(org, pair):
    one, two, old, _new = pair
    for unit in (org.division, org.department, org.division2):
        document = DocumentFactory(unit=unit)
        IssueFactory(document=document, approved=True)
        DocumentClauseFactory(record=document, clause=old["1.1"])

    def counted(person):
        trees = browser(person).get(address("correspondence", one, two)).context["trees"]
        return {n.clause.number: (n.hanging.near, n.hanging.below) for n in trees.old if n.hanging}

    assert counted(org.officer1) == {"1.1": (2, 2)}
    assert counted(org.officer) == {"1.1": (0, 3)}
    assert counted(org.reader1) == {}
    url = reverse("clause_records", args=[old["1.1"].uid])
    assert len(browser(org.officer1).get(url).context["rows"]) == 2
    assert [unit for _number, _name, unit in browser(org.officer2).get(url).context["rows"]] == [
        document.get_absolute_url()
    ]
    assert browser(org.reader1).get(url).context["rows"] == []
    assert browser(org.officer1).get(f"{url}?kind=nothing").status_code == 404


def exported(client, one, two, kind):
    answer = client.get(f"{address('correspondence', one, two)}?export={kind}")
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_workbook_that_left_comes_back_unchanged(org, pair, tmp_path, language):
    one, two, old, _new = pair
    save = Correspondence(
        from_edition=one, to_edition=two, from_clause=old["1.3"], relation="withdrawn", own_word="gone"
    )
    add_row(save, by=org.officer1, reason="bỏ")
    path = tmp_path / "bang.xlsx"
    path.write_bytes(exported(browser(org.officer1, language), one, two, "xlsx"))
    assert last_line("load_standard", path, by="officer1") == "created=0 updated=0 unchanged=4 linked=0"
    assert versions_of(one.pk, two.pk).count() == 2


def test_data_file_that_left_comes_back_unchanged_and_changed_is_a_version(org, pair, tmp_path, system):
    one, two, _old, new = pair
    fresh = Correspondence(from_edition=one, to_edition=two, to_clause=new["2.3"], relation="new", note_vi='“mới”: "x"')
    add_row(fresh, by=org.officer1, reason="mới")
    text = browser(org.officer1).get(address("correspondence_file", one, two)).content.decode()
    path = tmp_path / "table.yaml"
    path.write_text(text)
    counts = load_standard_file(path, by=system)
    assert (counts.created, counts.updated, counts.unchanged) == (0, 0, 4)
    assert versions_of(one.pk, two.pk).count() == 2
    path.write_text(text.replace('"modified"', '"superset"'))
    assert load_standard_file(path, by=system).updated == 1
    row = Correspondence.objects.get(from_edition=one, own_word="superset")
    assert (row.relation, versions_of(one.pk, two.pk).first().number) == (Relation.MODIFIED, 3)


def last_line(*command, **options):
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue().strip().splitlines()[-1]


URN = "urn:other:risk:req_node:"


def mapping(*links, slug="abc"):
    """A workbook of the shape of another tool: links by node, and both lists of nodes."""
    nodes = ["node_id", "assessable", "urn", "ref_id", "name", "description"]
    sheets = [("mappings_content", [["source_node_id", "target_node_id", "relationship", "rationale"], *links])]
    for sheet, year in (("source", "1.0"), ("target", "2.0")):
        rows = [[None, False, f"{URN}{slug}-{year}:a", "A", "Governance", None]]
        rows += [[f"A.{n}", True, f"{URN}{slug}-{year}:a.{n}", f"A.{n}", f"Duty {n}", f"Do {n}."] for n in (1, 2, 3)]
        sheets.append((sheet, [nodes, *rows]))
    return workbook_of(("meta", [["type", "library"], ["urn", URN]]), *sheets)


LINKS = (["A.1", "A.1", "equal", "syntactic"], ["A.2", "A.2", "subset", None], ["A.2", "A.3", "Intersects with", None])


def test_mapping_of_another_tool_becomes_two_editions_and_a_table(org, tmp_path):
    path = tmp_path / "mapping.xlsx"
    path.write_bytes(mapping(*LINKS, ["A.3", "A.3", "not_related", None]))
    assert last_line("load_standard", path, by="officer1") == "created=11 updated=0 unchanged=1 linked=0"
    one, two = (Edition.objects.get(standard__code="abc", year=year) for year in ("1.0", "2.0"))
    rows = [(r.relation, r.own_word, r.basis) for r in standing_rows(one.pk, two.pk)]
    words = [("equivalent", "equal", "syntactic"), ("modified", "subset", ""), ("modified", "Intersects with", "")]
    assert rows == words
    clauses = {clause.number: clause for clause in one.clauses.select_related("parent")}
    assert (clauses["A.1"].parent, clauses["A"].auditable, clauses["A.1"].auditable) == (clauses["A"], False, True)
    trees = trees_of(one, two, standing_rows(one.pk, two.pk))
    assert [node.clause.number for node in trees.withdrawn] == ["A.3"]
    assert last_line("load_standard", path, by="officer1") == "created=0 updated=0 unchanged=12 linked=0"
    assert versions_of(one.pk, two.pk).get().reason


@pytest.mark.parametrize(
    ("link", "cell", "says"),
    [
        (["A.1", "A.1", "resembles", None], "mappings_content!C5", "equivalent, modified, merged"),
        (["A.9", "A.1", "equal", None], "mappings_content!A5", "A.9"),
        (["A.1", None, "equal", None], "mappings_content!5", "Choose a clause"),
        (["A.1", "A.1", "subset", None], "mappings_content!B5", "stands twice"),
        (["A.3", "A.1", "equal", "x" * 21], "mappings_content!D5", "20"),
    ],
)
def test_wrong_cell_is_refused_with_its_address_and_nothing_is_written(org, tmp_path, link, cell, says):
    path = tmp_path / "mapping.xlsx"
    path.write_bytes(mapping(*LINKS, link))
    with translation.override("en"), pytest.raises(CommandError) as refused:
        call_command("load_standard", path, by="officer1", stdout=io.StringIO())
    assert says in str(refused.value)
    assert cell in str(refused.value) or cell.replace("!5", "!B5") in str(refused.value)
    assert not Edition.objects.filter(standard__code="abc").exists()


def test_table_whose_editions_nobody_knows_is_refused(org, tmp_path):
    path = tmp_path / "bare.xlsx"
    path.write_bytes(workbook_of(("links", [["Old clause", "New clause", "Relation"], ["1", "2", "equal"]])))
    with translation.override("en"), pytest.raises(CommandError, match="From edition"):
        call_command("load_standard", path, by="officer1", stdout=io.StringIO())
    other = tmp_path / "criteria.xlsx"
    other.write_bytes(workbook_of(("list", [["Number", "Title"], ["1", "One"]])))
    with pytest.raises(CommandError, match="import_workbook"):
        call_command("load_standard", other, by="officer1", stdout=io.StringIO())


def bring_in_by_hand(client, content, name):
    """Choose, look, decide. Returns the summary that was shown."""
    client.post(reverse("imports"), {"kind": "correspondences", "file": SimpleUploadedFile(name, content)})
    staging = ImportStaging.objects.latest("pk")
    page = client.get(reverse("import_preview", args=[staging.uid]))
    expected = page.context["form"]["expected"].value()
    client.post(reverse("import_commit", args=[staging.uid]), {"expected": expected, "reason": ""})
    return summary_of(staging.counts)


def test_mapping_comes_in_through_the_browser(org):
    summary = bring_in_by_hand(browser(org.officer1), mapping(*LINKS, slug="iso27001"), "mapping.xlsx")
    assert summary == "rows=11 created=11 updated=0 unchanged=0 rejected=0"
    assert Correspondence.objects.filter(from_edition__standard__code="iso27001", ended_at=None).count() == 3


@needs_cases
def test_real_mapping_comes_in_by_command_and_by_hand(org):
    path = case("ciso-edition-mapping")
    assert last_line("load_standard", path, by="officer1") == "created=474 updated=0 unchanged=0 linked=0"
    one, two = (Edition.objects.get(standard__code="27001", year=year) for year in ("2013", "2022"))
    rows = list(standing_rows(one.pk, two.pk))
    assert Counter(row.own_word for row in rows) == {"equal": 77, "subset": 48, "superset": 6, "intersect": 3}
    assert Counter(row.relation for row in rows) == {"equivalent": 77, "modified": 57}
    assert (len({row.from_clause_id for row in rows}), len({row.to_clause_id for row in rows})) == (131, 107)
    summary = bring_in_by_hand(browser(org.officer1), path.read_bytes(), path.name)
    assert re.fullmatch(r"rows=474 created=0 updated=0 unchanged=474 rejected=0", summary)
