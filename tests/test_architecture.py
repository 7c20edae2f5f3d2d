"""The house's own rules, read from the code: layers, clock, rules, fields, sizes, keys."""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from qms.history.checks import check_managers, tracked_models
from qms.history.models import ChainedHistory
from qms.history.tracked import TrackedModel, TrackedQuerySet
from qms.policy import RULES
from qms.workflow import WORKFLOWS

APPS = ("qms", "inspections", "cms")
LONGEST_FUNCTION = 40  # lines
LONGEST_FILE = 400  # lines
LONGEST_COMPONENT = 40  # lines of a template that others include
EXTRA_FIELDS = {("nonconformity", "settle"): {"settled_as"}}
"""What a step asks for beside columns: read by the function that says where the step leads."""


def sources():
    """Every Python file of the product, without migrations."""
    found = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def name_of(path):
    return str(path.relative_to(settings.BASE_DIR))


def faults_in(paths, find):
    """What `find` says of each file's text, where it says something."""
    found = {name_of(path): find(path.read_text()) for path in paths}
    return {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.label)
def test_managers_of_tracked_models_are_guarded(model):
    managers = {model._base_manager, model._default_manager, *model._meta.managers}

    assert all(isinstance(manager.get_queryset(), TrackedQuerySet) for manager in managers)
    assert model._meta.base_manager_name, "keys and saves would go by an unguarded manager"
    assert not model._base_manager.get_queryset().query.where, "keys must lead to rows that were taken back, too"


def test_check_finds_an_unguarded_manager(monkeypatch):
    monkeypatch.setattr("qms.history.checks.tracked_models", lambda: [Group])

    assert [fault.id for fault in check_managers(None)] == ["qms.E001", "qms.E001"]


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.label)
def test_keys_of_tracked_models_protect(model):
    keys = [field for field in model._meta.concrete_fields if field.remote_field]

    assert [key.name for key in keys if key.remote_field.on_delete is not models.PROTECT] == []


def test_models_of_the_product_are_tracked_derived_or_said_why():
    derived = {"Counter", "ImportStaging", "Notice", "Participation", "PastParticipation", "RecordSpan", "UnitPath"}
    derived |= {"Citation", "ClauseMove", "KeptRecord", "SyncReceipt"}  # the ledger is only ever added to
    derived |= {"BackgroundJob", "ImportedRow", "StagedRow"}  # what they wrote is the record
    derived |= {"Seal", "TrailEntry"}  # the chain itself
    derived |= {"Mail", "NoticeChoice", "Reminder", "Submission"}  # post, settings of one's own, ledgers of once
    own = [model for app in ("qms", "inspections") for model in apps.get_app_config(app).get_models()]
    others = {model.__name__ for model in own if not issubclass(model, TrackedModel | ChainedHistory)}

    assert others <= derived


CLOCKS = re.compile(
    r"\b(datetime\.now|timezone\.now|localdate|date\.today|datetime\.today|utcnow|time\.time)\(|localtime\(\)"
)
CLOCK_HOMES = {"qms/clock.py", "qms/demo/installation.py"}  # the latter sets the demonstration's offset


def test_clock_is_the_only_source_of_now():
    others = [path for path in sources() if name_of(path) not in CLOCK_HOMES]

    assert faults_in(others, lambda text: [line for line in text.splitlines() if CLOCKS.search(line)]) == {}


SUPERUSER = re.compile(r"create_superuser|is_superuser\s*=\s*True")


def test_nobody_is_made_superuser():
    assert faults_in(sources(), SUPERUSER.findall) == {}


SILENT = re.compile(
    r"\bQuerySet\(|\._raw_delete\(|\._update\(|save_base\(|skip_history_when_saving|without_historical|\.raw\("
)
SILENT_HOMES = {"qms/history/bulk.py", "qms/history/past.py", "qms/history/tracked.py"}


def test_ways_round_the_guard_are_used_in_the_audited_modules_only():
    others = [path for path in sources() if name_of(path) not in SILENT_HOMES]

    assert faults_in(others, lambda text: [line for line in text.splitlines() if SILENT.search(line)]) == {}


TRANSITIONS = [(workflow, step) for workflow in WORKFLOWS.values() for step in workflow.transitions]


@pytest.mark.parametrize(
    ("workflow", "step"), TRANSITIONS, ids=[f"{workflow.name}.{step.name}" for workflow, step in TRANSITIONS]
)
def test_transition_names_a_rule_fields_and_states_that_exist(workflow, step):
    model = apps.get_model(workflow.model_label)
    states = {value for value, _label in model._meta.get_field(workflow.state_field).flatchoices}

    assert step.permission in RULES
    assert set(step.sources) <= states
    assert callable(step.to) or step.to in states
    assert [
        name for name in step.fields if not is_field(model, name, EXTRA_FIELDS.get((workflow.name, step.name), ()))
    ] == []
    assert bool(step.meaning) == step.signed


def is_field(model, name, extra):
    if name in extra:
        return True
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def length(function):
    """Lines of a function from its first statement after the docstring."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return function.end_lineno - body[0].lineno + 1


def too_long(text):
    """Functions that are too long, by name, and the file itself."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    lengths = {node.name: length(node) for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)}
    found = {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    whole = len(text.splitlines())
    return found | ({"the file": whole} if whole > LONGEST_FILE else {})


def test_functions_and_files_stay_short():
    assert faults_in(sources(), too_long) == {}


def templates(pattern):
    return sorted(path for app in APPS for path in (settings.BASE_DIR / app).rglob(pattern))


def test_components_stay_short():
    components = templates("templates/components/*.html")

    assert components
    assert faults_in(components, lambda text: len(text.splitlines()) >= LONGEST_COMPONENT) == {}


def inline(text):
    """Scripts and styles inside a template, which the content security policy stops."""
    found = re.findall(r"<style|\sstyle=\"|\son[a-z]+=\"|javascript:", text)
    scripts = re.findall(r"<script[^>]*>", text)
    return found + [tag for tag in scripts if "src=" not in tag and "application/json" not in tag]


def test_templates_hold_no_inline_script_or_style():
    assert templates("templates/**/*.html")
    assert faults_in(templates("templates/**/*.html"), inline) == {}
