"""The demonstration: the same for the same seed, true to the lifecycles, and something to do for everybody."""

import json
from collections import Counter

import pytest

from inspections.enums import FindingStatus, Grade, InspectionStatus, NonconformityStatus
from inspections.guards import current_causes
from inspections.independence import faults_of, live_sessions
from inspections.models import Finding, Inspection, Nonconformity
from inspections.refused_causes import is_refused
from inspections.rules.nonconformities import took_part
from qms import clock
from qms.demo.days import BEGINS, NOW
from qms.demo.people import told_people
from qms.enums import ActionStatus
from qms.history import canonical
from qms.history.chain import plain_fields
from qms.history.checks import tracked_models
from qms.history.spans import rebuild_spans, span_model
from qms.models import Action, Document, Participation, Signature, Unit, User
from qms.models.reach import participation_rows
from qms.registry import registry

pytestmark = pytest.mark.django_db

AFTER_PLAN = (
    NonconformityStatus.IN_PROGRESS,
    NonconformityStatus.EFFECTIVENESS_CHECK,
    NonconformityStatus.CLOSED,
)


def all_nonconformities():
    return Nonconformity.objects.select_related("verifier", "finding", "inspection")


def test_every_status_is_shown(demonstration):
    assert set(Nonconformity.objects.values_list("status", flat=True)) == set(NonconformityStatus.values)
    assert set(Inspection.objects.values_list("status", flat=True)) == set(InspectionStatus.values)
    missing = set(FindingStatus.values) - set(Finding.objects.values_list("status", flat=True))
    assert missing <= {FindingStatus.WITHDRAWN}
    assert set(ActionStatus.values) - set(Action.objects.values_list("status", flat=True)) <= {ActionStatus.CANCELLED}
    assert Document.objects.in_force(clock.today()).count() > 15


def test_units_stand_in_their_own_system(demonstration):
    holders = {unit.code for unit in Unit.objects.filter(holdings__isnull=False)}
    assert {"BLĐTBXH", "TTr", "SLĐ-01", "SLĐ-79", "TTTT"} <= holders
    assert not {"VP", "SLĐ-01-VP"} & holders
    assert len(holders) == 1 + 23 + 63


def test_nonconformities_hold_what_their_lifecycle_asks_for(demonstration):
    for record in all_nonconformities():
        assert record.requirement
        assert record.fact
        assert record.evidence
        if record.status not in AFTER_PLAN:
            continue
        causes = current_causes(record)
        assert causes, record.number
        for cause in causes:
            assert cause.confirmed_by_id not in (None, cause.author_id)
            assert cause.evidence
            assert cause.corrective_actions.all() or cause.no_action_reason
        if record.grade == Grade.MAJOR:
            assert any(cause.method != "sentence" for cause in causes)
        assert record.approved_by_id not in (None, record.proposed_by_id)
        assert record.verifier_id is not None
        assert record.verifier_id not in took_part(record), record.number
        assert record.criterion
        assert record.check_on


def test_a_second_round_is_under_way_with_causes_of_every_method(demonstration):
    record = Nonconformity.objects.get(loop=2)
    causes = {cause.method: cause for cause in record.causes.filter(loop=2)}
    assert set(causes) == {"sentence", "five_whys", "ishikawa"}
    assert "whys" in causes["five_whys"].chain[0]  # it branches
    assert causes["five_whys"].confirmed_by_id
    assert is_refused(causes["sentence"])
    assert record.effect_checks.get().failed == 1


def test_closed_nonconformities_rest_on_verified_actions_and_a_signature(demonstration):
    signed = set(Signature.objects.filter(step="effective").values_list("record_uid", flat=True))
    for record in all_nonconformities().filter(status__in=["closed", "effectiveness_check"]):
        actions = [row.action for row in record.corrective_actions.select_related("action")]
        assert actions
        assert {action.status for action in actions} <= {ActionStatus.VERIFIED, ActionStatus.CANCELLED}
        for action in actions:
            assert action.verified_by_id != action.owner_id
    for record in all_nonconformities().filter(status="closed"):
        assert record.effect_evidence
        assert record.check_on <= record.closed_on <= clock.today()
        assert record.uid in signed
        if record.finding_id:
            assert record.finding.status == FindingStatus.CLOSED


def test_closed_inspections_have_nothing_open(demonstration):
    for inspection in Inspection.objects.filter(status="closed"):
        assert not inspection.nonconformities.filter(status__in=NonconformityStatus.open_states()).exists()
    assert not Nonconformity.objects.filter(inspection__status__in=["planned", "notified", "in_progress"]).exists()


def test_inspectors_are_independent_and_competent(demonstration):
    for inspection in Inspection.objects.select_related("edition"):
        for session in live_sessions(inspection):
            named = [row.user for row in session.inspectors.all()]
            assert [fault.sentence for fault in faults_of(inspection, [session], named)] == [], inspection.number


def test_history_was_recorded_in_order_and_its_chains_hold(demonstration):
    for model in tracked_models():
        heads = dict(model._base_manager.values_list("pk", "head_hash"))
        previous: dict[int, tuple[str, int, object]] = {}
        for row in model.history.order_by("id", "sequence"):
            last_hash, last_number, last_moment = previous.get(row.id, ("", 0, None))
            assert (row.previous_hash, row.sequence) == (last_hash, last_number + 1)
            assert row.row_hash == canonical.digest(row.chain_text)
            assert last_moment is None or last_moment <= row.history_date
            previous[row.id] = (row.row_hash, row.sequence, row.history_date)
        assert {key: last[0] for key, last in previous.items()} == heads, model


def test_demo_happened_before_its_day(demonstration):
    moments = list(Nonconformity.history.values_list("history_date", flat=True))
    assert min(moments) >= BEGINS
    assert max(moments) < NOW


def test_live_rows_say_what_their_last_history_says(demonstration):
    for model in (Inspection, Finding, Nonconformity, Action, User, Unit):
        for record in model._base_manager.all():
            last = record.history.order_by("sequence").last()
            assert json.loads(last.chain_text)["fields"] == json.loads(json.dumps(plain_fields(record)))


def test_participation_says_who_is_named(demonstration):
    for model in (Inspection, Finding, Nonconformity, Action):
        kind = model._meta.label_lower
        standing = Participation.objects.filter(kind=kind).values_list("user_id", "record_id", "capacity")
        wanted = [
            (row.user_id, row.record_id, row.capacity)
            for record in model.objects.all()
            for row in participation_rows(record)
        ]
        assert Counter(standing) == Counter(wanted)


def test_spans_are_what_history_gives(demonstration):
    columns = ("record_id", "history_id", "unit_id", "status", "owner_id", "due", "valid_from", "valid_to")
    for model in (Nonconformity, Action):
        rows = span_model().objects.filter(kind=model._meta.label_lower).order_by("history_id")
        before = list(rows.values_list(*columns))
        rebuild_spans(model)
        assert list(rows.values_list(*columns)) == before


WITHOUT_WORK = {"auditor", "admin"}  # one looks on, the other keeps people and units


@pytest.mark.parametrize("username", [entry["username"] for entry in told_people() if "-" not in entry["username"]])
def test_every_account_finds_its_own_work(demonstration, username):
    user = User.objects.get(username=username)
    items = [item for source in registry.work_items for item in source(user)]
    assert bool(items) != (username in WITHOUT_WORK)


def test_second_department_reaches_nothing_of_the_first(demonstration):
    officer2 = User.objects.get(username="officer2")
    for model in (Inspection, Finding, Nonconformity, Action):
        rows = model.objects.visible_to(officer2)
        assert rows.exists()
        assert not rows.filter(unit__code__startswith="SLĐ-01").exists()


def test_superiors_check_is_reached_by_its_team_alone(demonstration):
    check = Inspection.objects.get(kind="superior", unit__code="SLĐ-01-VP")
    reached = {
        name
        for name in ("lead", "inspector", "officer", "director", "reader", "officer1", "officer2")
        if Inspection.objects.visible_to(User.objects.get(username=name)).filter(pk=check.pk).exists()
    }
    assert reached == {"lead", "inspector", "officer1"}
