"""Databases of the tests: copies of one template; plain tests roll back, `transactional` ones get their own copy."""

import gc
import itertools
import os
import shutil
from copy import deepcopy
from functools import partial
from pathlib import Path
from zlib import crc32

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connections, transaction
from xdist.scheduler import LoadFileScheduling

from qms import calendar, clock
from qms.demo.build import build_demo
from qms.demo.days import NOW
from qms.history.recording import recording
from qms.models import User
from tests.counts import FULL
from tests.organisation import build_organisation
from tests.template_database import template

calendar.set_overrides(None)  # tests without a database count working days too; those of decided days register them


def _connect_to(name):
    """Point every connection of this process, also those that other threads will open, at the database `name`."""
    connections.close_all()
    for alias in connections:
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Instead of migrating: copy the template for this process."""
    source = template()
    with django_db_blocker.unblock():
        before = connections.settings["default"]["NAME"]
        source.ensure()
        copy = source.copy()
        _connect_to(copy)
    yield
    with django_db_blocker.unblock():
        _connect_to(before)
        source.drop(copy)


def _really_commits(request):
    names = set(request.fixturenames) & {"transactional_db", "live_server"}
    return bool(names or request.node.get_closest_marker("transactional"))


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """An own copy of the template in which the test really commits. Nothing is ever flushed: the copy is dropped."""
    source = template()
    with django_db_blocker.unblock():
        before = connections.settings["default"]["NAME"]
        copy = source.copy()
        _connect_to(copy)
        try:
            yield
        finally:
            _connect_to(before)
            source.drop(copy)


def _filled_copy(blocker, fill):
    """A further copy for this process, filled once: its name, and what filling it returned."""
    source = template()
    with blocker.unblock():
        before = connections.settings["default"]["NAME"]
        copy = source.copy()
        _connect_to(copy)
        with transaction.atomic():
            made = fill()
        _connect_to(before)
    yield copy, made
    with blocker.unblock():
        source.drop(copy)


@pytest.fixture(scope="session")
def organisation_copy(django_db_setup, django_db_blocker):
    """A copy in which the organisation stands."""
    yield from _filled_copy(django_db_blocker, build_organisation)


@pytest.fixture(scope="session")
def demonstration_copy(django_db_setup, django_db_blocker):
    """A copy in which the demonstration stands, some of it in bulk."""
    yield from _filled_copy(django_db_blocker, partial(build_demo, units=3, inspections=12))


STANDING = {"organisation": "organisation_copy", "demonstration": "demonstration_copy"}
"""Fixtures of records that stand in a copy of their own: the name of the fixture that makes the copy."""


_stores = itertools.count()


@pytest.fixture(autouse=True)
def _own_seals():
    """Each test seals into a folder of its own, and so do processes that it starts: seals are never taken back."""
    folder = settings.DATA_DIR / "seals" / f"{os.getpid()}-{next(_stores)}"
    store = storages["seals"]
    store._location = folder
    for name in ("base_location", "location"):
        store.__dict__.pop(name, None)
    os.environ["QMS_SEALS_DIR"] = str(folder)
    return folder


@pytest.fixture
def _stands(request, django_db_blocker):
    """Work in the copy that holds what the test asks for, for one test."""
    (wanted,) = set(STANDING) & set(request.fixturenames)
    copy, _made = request.getfixturevalue(STANDING[wanted])
    with django_db_blocker.unblock():
        before = connections.settings["default"]["NAME"]
        _connect_to(copy)
    yield
    with django_db_blocker.unblock():
        _connect_to(before)


def _open(request):
    """The database that the test works in: its own when it really commits, else one that is rolled back."""
    if _really_commits(request):
        request.getfixturevalue("transactional_db")
        return
    if set(STANDING) & set(request.fixturenames):
        request.getfixturevalue("_stands")
    request.getfixturevalue("_django_db_helper")


@pytest.fixture
def db(request):
    """The process's copy inside a transaction that is rolled back, or the test's own copy when it really commits."""
    _open(request)


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    """pytest-django's own fixture of this name would flush for tests that commit."""
    if _really_commits(request) or request.node.get_closest_marker("django_db"):
        _open(request)


@pytest.fixture
def database_url(transactional_db):
    """DATABASE_URL of this test's own copy, for processes that it starts."""
    return template().url(connections.settings["default"]["NAME"])


@pytest.fixture
def system(db):
    """The installation's own account."""
    return User.objects.get(username="system")


@pytest.fixture
def as_system(system):
    """Inside an operation of the installation's own account, for tests that save records by hand."""
    with recording(by=system, operation="test", reason="a test"):
        yield system


@pytest.fixture
def organisation(request, db):
    """A ministry, its inspectorate and two departments with divisions and people: see tests/organisation.py."""
    if _really_commits(request):
        return build_organisation()
    return deepcopy(request.getfixturevalue("organisation_copy")[1])


@pytest.fixture
def demonstration(db):
    """The demonstration on its own day, rolled back to after each test; its tests share a process."""
    with clock.at(NOW):
        yield


def pytest_collection_modifyitems(config, items):
    """Tests never flush: whoever commits says so by the mark `transactional`."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is not None and (mark.kwargs.get("transaction") or mark.args):
            raise pytest.UsageError(f"{item.nodeid}: use @pytest.mark.transactional.")
    if FULL:
        return
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        _keep(config, items, lambda item: _touches_database(item) and _on_the_second(config, item))
    elif os.environ.get("QMS_MATRICES") == "shared":
        _keep(config, items, lambda item: _on_the_first(config, item))


def pytest_collection_finish(session):
    """What stands once everything is imported stays: looking for rubbish in it again and again took a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Processes side by side take whole files, so that what a file's tests share is made once."""
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


class ByFile(LoadFileScheduling):
    """Files that read the demonstration go to one process: building it takes as long as two hundred tests."""

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        return "demonstration" if "/test_demo" in file or "/test_every_list" in file else file


DATABASE = {"db", "transactional_db", "django_db_setup"}
MATRICES = {
    "test_way_without_history_is_refused",
    "test_ordinary_orm_is_refused",
    "test_history_row_tells_who_when_and_why",
    "test_saving_adds_the_next_link",
    "test_texts_columns_and_live_row_say_the_same",
    "test_saving_named_fields_adds_the_next_link",
    "test_bulk_update_refuses_changes_it_would_not_write",
    "test_bulk_update_refuses_an_older_state",
    "test_shut_elsewhere",
    "test_open_to_nobody_else",
    "test_second_click_is_refused",
    "test_wagtails_addresses_do_what_the_lifecycle_allows_and_nothing_else",
    "test_closed_addresses_are_not_found_for_anybody",
    "test_page_of_another_has_no_side_door",
    "test_side_door_is_not_found_by_another_unit",
    "test_closed_side_door_is_not_found_by_the_writer_either",
    "test_address_is_there_for_its_own_side",
    "test_record_of_another_department_is_as_absent",
    "test_without_an_account_one_is_sent_to_sign_in",
    "test_lists_exports_and_searches_tell_nothing",
    "test_same_seed_builds_the_same_records",
    "test_writing_outside_an_operation_is_refused",
    "test_way_with_history_leaves_its_row",
    "test_insert_or_replace_is_refused_on_a_connection_without_recursive_triggers",
    "test_changing_a_reverse_set_is_refused",
    "test_overwriting_by_a_known_key_is_refused",
    "test_loaddata_is_refused",
    "test_upsert_is_refused",
    "test_update_is_refused",
    "test_delete_is_refused",
    "test_insert_or_replace_is_refused",
    "test_second_row_for_one_sequence_is_refused",
    "test_save_from_an_older_state_is_refused",
    "test_creating_begins_the_chain",
    "test_bulk_create_writes_history_beside_the_rows",
    "test_bulk_update_adds_the_next_links",
    "test_asks_for_its_reason",
}
"""Every way, state or address for every model. The second database takes a thirtieth, drawn by the seed; the
first takes all, or under QMS_MATRICES=shared, when both run with one seed, another thirtieth. The full count takes all
on both."""


FOURTHS = {
    "test_action_links.py",
    "test_action_views.py",
    "test_as_of_probe.py",
    "test_backup.py",
    "test_change_requests.py",
    "test_checklist_book.py",
    "test_clause_work_pages.py",
    "test_comments.py",
    "test_comparing.py",
    "test_conduct.py",
    "test_correspondences.py",
    "test_decisions.py",
    "test_demo_lives.py",
    "test_demo_seed.py",
    "test_document_reviews.py",
    "test_documents.py",
    "test_documents_import.py",
    "test_editor.py",
    "test_evidence.py",
    "test_external_documents.py",
    "test_feedback.py",
    "test_following.py",
    "test_guards.py",
    "test_independence_cases.py",
    "test_issue_files.py",
    "test_issue_pages.py",
    "test_issue_reviewing.py",
    "test_nonconformity_views.py",
    "test_objective_pages.py",
    "test_pages_cases.py",
    "test_paper_copies.py",
    "test_parts_seen.py",
    "test_print_templates.py",
    "test_printing.py",
    "test_printing_documents.py",
    "test_printing_own_templates.py",
    "test_programme_many.py",
    "test_report_versions.py",
    "test_periodic_report_pages.py",
    "test_periodic_reports.py",
    "test_risk_pages.py",
    "test_staging.py",
    "test_successions.py",
    "test_templates_views.py",
    "test_transition_board.py",
    "test_transition_command.py",
    "test_transition_programmes.py",
    "test_transition_queue.py",
    "test_transition_runs.py",
    "test_views_actions.py",
    "test_views_inspections.py",
    "test_views_nonconformities.py",
    "test_views_reading.py",
    "test_word.py",
    "test_word_pages.py",
    "test_workbook.py",
    "test_worklist.py",
}
"""Files of many slow cases: a run that shares the matrices takes a fourth of each, drawn by the seed."""
ALWAYS = {
    "test_columns_of_a_register_fill_the_page_and_have_labels",
    "test_committed_word_templates_are_what_the_script_builds",
    "test_every_kind_of_record_is_commented_on",
    "test_no_variable_is_hidden_by_a_method_of_its_container",
    "test_page_of_a_form_lists_its_variables_and_offers_ours",
    "test_text_is_drawn_once_for_each_state",
    "test_calendar_shows_due_days_and_checks_and_says_what_the_filters_leave_out",
}
"""Tests of those files that ask something of everything that is declared or registered elsewhere: whoever declares
one thing more breaks them, so the first database never leaves them out."""
BOTH = {
    "history", "test_library.py", "test_reach.py", "test_reached.py", "test_reading.py", "test_search.py",
    "test_syncing.py", "endurance",
}  # fmt: skip
"""Files and folders where the databases differ most: whole on both. Of all else the second takes a twelfth."""


def _on_the_first(config, item):
    if _in_matrix(item):
        return _drawn(config, item, 1, of=30)
    return item.path.name not in FOURTHS or item.originalname in ALWAYS or _drawn(config, item, 0, of=4)


def _on_the_second(config, item):
    if _in_matrix(item):
        return _drawn(config, item, 0, of=30)
    return item.path.name in BOTH or item.path.parent.name in BOTH or _drawn(config, item, 2, of=12)


def _in_matrix(item):
    return item.originalname in MATRICES


def _drawn(config, item, share, of):
    seed = getattr(config.option, "randomly_seed", 0)
    return crc32(item.nodeid.encode()) % of == ((seed if isinstance(seed, int) else 0) + share) % of


def _touches_database(item):
    marked = any(item.iter_markers("django_db")) or any(item.iter_markers("transactional"))
    return marked or bool(DATABASE & set(item.fixturenames))


def _keep(config, items, wanted):
    """Leave out the others: the run on the other database shows them."""
    left_out = [item for item in items if not wanted(item)]
    items[:] = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=left_out)


def pytest_sessionfinish(session):
    """Remove the data folder that the test settings made, and nothing else."""
    folder = Path(settings.DATA_DIR)
    if hasattr(session.config, "workerinput"):
        return  # processes side by side share it
    if folder.name.startswith("qms-test-") and os.environ.get("QMS_DATA_DIR") == str(folder):
        shutil.rmtree(folder, ignore_errors=True)
