"""How long records are kept: rules, the longest of them, what is past its period, what forbids disposing."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from inspections.models import Finding, FindingClause
from qms import clock
from qms.evidence_enums import DisposalStatus, DisposalVerdict, RetentionStart
from qms.models import Clause, RetentionRule
from qms.operations import retention as operations
from qms.policy import Refused
from qms.registry import registry
from qms.retention.due import due_counts, due_rows, rows_of, rules_of
from qms.retention.holds import against
from qms.retention.periods import kept_by, last_start_past, until, years_after
from qms.retention.proposing import proposed, years_in
from qms.work_of_retention import tell_of_due
from qms.workflow import StepRefused
from tests.factories import (
    ActionFactory,
    DisposalFactory,
    DisposalItemFactory,
    FindingFactory,
    InspectionFactory,
    NonconformityFactory,
    RetentionRuleFactory,
    RiskFactory,
    save,
)
from tests.qms.history.agreement import assert_history_agrees
from tests.shared_organisation import fresh

FINDING = "inspections.finding"


def closed(org, day, **values):
    """A finding of the department's own inspection, closed on the day."""
    unit = {"unit": org.department, "raised_by_unit": org.department}
    made = FindingFactory(closed=True, observation=True, inspection=InspectionFactory(in_progress=True, **unit), **unit)
    return save(made, closed_on=day, **values)


def rule(org, **values):
    return RetentionRuleFactory(**({"unit": org.department, "kind": FINDING} | values))


def years_ago(years, days=0):
    return years_after(clock.today(), -years) + dt.timedelta(days=days)


def due(org, kind=FINDING):
    rules = rules_of(org.department).get(kind, [])
    return set(due_rows(registry.retained_kinds[kind], rules, org.department))


@pytest.mark.parametrize(
    "today", [dt.date(2020, 2, 29), dt.date(2021, 3, 1), dt.date(2020, 7, 15), dt.date(2024, 2, 28)]
)
@pytest.mark.parametrize("years", [0, 1, 4, 5])
def test_database_and_page_agree_on_every_day_around_the_end(today, years):
    made = RetentionRule(years=years, counted_from=RetentionStart.ENDED)
    first_kept = last_start_past(years, today)
    for days in range(-3, 4):
        start = years_after(today, -years) + dt.timedelta(days=days)
        assert (until(made, start, None) < today) == (start < first_kept)


def test_only_what_is_past_every_rule_is_due(org):
    old, young, open_one = closed(org, years_ago(5, -1)), closed(org, years_ago(5)), closed(org, years_ago(9))
    save(open_one, status="answered")
    assert due(org) == set()  # no rule: everything is kept

    rule(org, years=5)
    assert due(org) == {old}
    rule(org, years=6)
    assert due(org) == set()  # the longest holds
    assert young.closed_on == years_ago(5)


def test_a_rule_for_a_clause_keeps_what_cites_it_or_one_below_and_for_good_means_for_good(org):
    parent = org.edition.clauses.filter(number="9.2").first()
    child = Clause.objects.filter(edition=org.edition, number__startswith="9.2.").first()
    cites, other = closed(org, years_ago(8)), closed(org, years_ago(8))
    save(FindingClause(record=cites, clause=child or parent))
    rule(org, years=5)
    assert due(org) == {cites, other}

    rule(org, years=None, clause=parent)
    assert due(org) == {other}
    kind = registry.retained_kinds[FINDING]
    kept = kept_by(kind, rules_of(org.department)[FINDING], rows_of(kind).filter(pk__in=[cites.pk, other.pk]))
    assert kept[cites.pk].for_good
    assert kept[other.pk].until == years_after(years_ago(8), 5)


def test_counted_from_the_end_of_the_year(org):
    last_day = dt.date(clock.today().year - 3, 1, 2)
    made = closed(org, last_day)
    rule(org, years=2, counted_from=RetentionStart.YEAR_END)
    assert due(org) == {made}
    save(made, closed_on=dt.date(clock.today().year - 2, 12, 31))
    assert due(org) == set()


def test_every_kind_answers_the_same_questions(org):
    risk = RiskFactory(unit=org.department)
    save(risk, status="closed", closed_on=years_ago(7))
    for label, kind in registry.retained_kinds.items():
        rule(org, kind=label, years=5)
        rows_of(kind).values_list("kept_unit", "kept_number", "kept_name", "ended_day", "recorded_day", "is_closed")[:1]
        for file_label, path in kind.files:
            assert list(registry.file_links[file_label].objects.filter(**{f"{path}__in": [0]})) == []
    assert due(org, "qms.risk") == {risk}


def test_as_many_questions_for_a_hundred_records_as_for_one(org, django_assert_num_queries):
    rule(org, years=5)
    rule(org, kind="qms.action", years=5)
    closed(org, years_ago(6))
    with django_assert_num_queries(3):
        assert due_counts(org.department) == {FINDING: 1, "qms.action": 0}
    for _number in range(5):
        closed(org, years_ago(6))
    with django_assert_num_queries(3):
        assert due_counts(org.department)[FINDING] == 6


def test_what_is_open_cited_or_kept_cannot_be_chosen_and_is_told_why(org):
    rule(org, years=5)
    cited, young, still = closed(org, years_ago(6)), closed(org, years_ago(1)), closed(org, years_ago(9))
    save(still, status="answered")
    NonconformityFactory(accepted=True, finding=cited, unit=org.department, raised_by_unit=org.department)
    elsewhere = closed(org, years_ago(6))
    ActionFactory(assigned=True, unit=org.department, waits_for_kind=FINDING, waits_for_uid=elsewhere.uid)
    keys = [cited.pk, young.pk, still.pk, elsewhere.pk]
    rows = list(rows_of(registry.retained_kinds[FINDING]).filter(pk__in=keys))

    told, _kept = against(FINDING, rules_of(org.department)[FINDING], rows)
    assert "is open and cites it" in " ".join(told[cited.pk])
    assert "To be kept until" in " ".join(told[young.pk])
    assert "still open" in " ".join(told[still.pk])
    assert "waits for it" in " ".join(told[elsewhere.pk])


def test_decided_ones_leave_the_list_and_those_kept_longer_come_back_after_a_year(org):
    rule(org, years=5)
    made = closed(org, years_ago(6))
    disposal = DisposalFactory(unit=org.department)
    item = DisposalItemFactory(disposal=disposal, record_id=made.pk, record_uid=made.uid, kind=FINDING)
    assert due(org) == set()
    save(disposal, status=DisposalStatus.CANCELLED)
    assert due(org) == {made}
    save(item, verdict=DisposalVerdict.KEEP)
    save(disposal, status=DisposalStatus.CARRIED_OUT, approved_on=years_ago(1, 1), approved_by=org.head1)
    assert due(org) == set()
    save(disposal, approved_on=years_ago(1, -1))
    assert due(org) == {made}


def test_only_the_officer_sets_replaces_and_ends_rules(org):
    new = RetentionRule(unit=org.department, kind=FINDING, years=5, basis="QT-02")
    for person in (org.manager1, org.head1, org.officer2):
        with pytest.raises(Refused):
            operations.set_retention(new, by=fresh(person))
    made = operations.set_retention(new, by=fresh(org.officer1))
    with pytest.raises(StepRefused, match="stands already"):
        operations.set_retention(
            RetentionRule(unit=org.department, kind=FINDING, years=9, basis="x"), by=fresh(org.officer1)
        )
    longer = operations.replace_retention(made, by=fresh(org.officer1), years=10, basis="QT-02", reason="Quy định mới")
    made.refresh_from_db()
    assert (made.ended_at is not None, longer.years, longer.ended_at) == (True, 10, None)
    assert made.history.latest().history_change_reason == "Quy định mới"
    assert_history_agrees(longer)


def test_rules_stand_at_holders_and_for_kinds_that_are_kept(org):
    for values, said in (
        ({"unit": org.division}, "holds no QMS"),
        ({"kind": "qms.unit"}, "not a kind of record"),
        ({"kind": "qms.action", "clause": org.edition.clauses.first()}, "cite no clauses"),
    ):
        given = {"unit": org.department, "kind": FINDING, "years": 5, "basis": "QT-02"} | values
        with pytest.raises(StepRefused, match=said):
            operations.set_retention(RetentionRule(**given), by=fresh(org.officer1))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("05 năm", (True, 5)),
        ("Vĩnh viễn", (True, None)),
        ("lưu 10 năm kể từ", (True, 10)),
        ("theo quy định", (False, None)),
    ],
)
def test_periods_written_by_procedures_are_read(text, found):
    assert years_in(text) == found


def test_proposals_leave_out_what_has_a_rule(org):
    rule(org)
    kinds = {one.rule.kind for one in proposed(org.department)}
    assert kinds == set(registry.retained_kinds) - {FINDING}


def test_the_officer_is_told_once_a_year(org):
    rule(org, years=5)
    assert tell_of_due() == 0
    closed(org, years_ago(6))
    assert tell_of_due() == 1
    assert tell_of_due() == 0
    with clock.at(clock.now() + dt.timedelta(days=366)):
        assert tell_of_due() == 1
    assert Finding.objects.exists()  # nothing disappears by itself


def test_a_record_says_how_long_it_is_kept(org):
    made, client = closed(org, dt.date(2018, 3, 4)), Client()
    client.force_login(org.officer1)
    assert "QT-77" not in client.get(reverse("finding", args=[made.uid])).content.decode()
    rule(org, years=5, basis="QT-77")
    page = client.get(reverse("finding", args=[made.uid])).content.decode()
    assert "04/03/2023" in page
    assert "QT-77" in page


def test_pages_of_rules_for_officer_reader_and_stranger(org):
    made, client = rule(org), Client()
    closed(org, years_ago(6))
    client.force_login(org.officer1)
    for address in (
        reverse("retention_rules"), f"{reverse('retention_rules')}?q=QT&export=csv", reverse("retention_new"),
        reverse("retention_propose"), made.get_absolute_url(), reverse("retention_rule_step", args=[made.uid, "end"]),
        reverse("retention_due"), f"{reverse('retention_due')}?export=xlsx", f"{reverse('retention_due')}?q=PH",
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 200, address
        assert b"".join(response)
    client.force_login(org.reader2)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get(reverse("retention_due")).status_code == 403
    assert client.get(reverse("retention_new")).status_code == 403


def test_rules_by_form(org):
    client = Client()
    client.force_login(org.officer1)
    given = {"unit": org.department.pk, "kind": FINDING, "years": "", "counted_from": "ended", "basis": "QT-02"}
    assert client.post(reverse("retention_new"), given).status_code == 302
    assert RetentionRule.objects.get().years is None
    chosen = {"holder": org.department.uid, "chosen": ["qms.action", "qms.risk"], "basis": ""}
    assert client.post(reverse("retention_propose"), chosen).status_code == 200  # by which document?
    assert client.post(reverse("retention_propose"), chosen | {"basis": "TT 10"}).status_code == 302
    assert set(RetentionRule.objects.values_list("kind", "basis")) == {
        (FINDING, "QT-02"), ("qms.action", "TT 10"), ("qms.risk", "TT 10"),
    }  # fmt: skip
