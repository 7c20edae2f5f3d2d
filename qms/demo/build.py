"""Builds the demonstration, all or nothing, on its own clock."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from qms import clock
from qms.demo.clause_moves import build_clause_moves
from qms.demo.clause_works import build_clause_works
from qms.demo.days import BEGINS
from qms.demo.declarations import build_declarations
from qms.demo.document_lives import build_document_lives
from qms.demo.documents import build_documents
from qms.demo.duties import build_duties
from qms.demo.feedback import build_feedback
from qms.demo.files import build_files
from qms.demo.objectives import build_objectives
from qms.demo.organisation import build_organisation
from qms.demo.outputs import build_outputs
from qms.demo.periodic_reports import build_periodic_reports
from qms.demo.plans import build_plans
from qms.demo.retention import build_retention
from qms.demo.reviews import build_reviews
from qms.demo.risks import build_risks
from qms.demo.stage import Stage
from qms.demo.trainings import build_trainings
from qms.demo.transition_programmes import build_transition_programmes
from qms.demo.transition_steps import build_transition_steps, look_at_records
from qms.demo.workshop import build_workshop
from qms.models.organisation import Unit
from qms.operations.people import ensure_machine_accounts
from qms.operations.standards import load_standard_file
from qms.registry import registry
from qms.reporting.loading import load_forms_and_schemes

STANDARDS = (
    "iso9001-2008",
    "iso9001-2015",
    "iso9001-2026",
    "par-example",
    "correspondence-2008-2015",
    "correspondence-2015-2026",
)
Say = Callable[[str, float], None]


def is_empty() -> bool:
    """Whether nothing has been built or entered yet."""
    return not Unit.objects.exists()


@contextmanager
def phase(name: str, say: Say) -> Iterator[None]:
    """Tell how many seconds something took."""
    began = time.monotonic()
    yield
    say(name, time.monotonic() - began)


def load_standards() -> None:
    """Load the editions and correspondences that the product ships, as of the demonstration's beginning."""
    folder = Path(settings.BASE_DIR) / "fixtures" / "standards"
    with clock.at(BEGINS):
        system = ensure_machine_accounts()
        for name in STANDARDS:
            load_standard_file(folder / f"{name}.yaml", by=system)


def count_rows() -> None:
    """Let PostgreSQL look at what was written: of an open transaction it learns nothing by itself and plans badly."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@transaction.atomic
def build_demo(
    *,
    units: int = 0,
    inspections: int = 0,
    seed: int = 2020,
    within: Sequence[str] = (),
    password: str = "",
    say: Say = lambda name, seconds: None,
) -> dict[str, int]:
    """Build the whole demonstration in one transaction; the same arguments give the same records.

    `units`: invented divisions, `inspections`: inspections in bulk with ten findings each, `within`: only in these
    departments. Returns how many records of each kind were written.
    """
    with phase("standards", say):
        load_standards()
    with clock.at(BEGINS):
        system = ensure_machine_accounts()
    with phase("organisation", say):
        build_organisation(by=system, divisions=units, staffed=inspections > 0, password=password)
    with clock.at(BEGINS):
        load_forms_and_schemes(by=system)
    stage = Stage.set_up(system=system, seed=seed, inspections=inspections, within=within)
    with phase("documents", say):
        build_documents(stage)
        count_rows()
    with phase("documents' lives", say):
        build_document_lives(stage)
    with phase("records", say):
        for build in registry.demo_builders:
            build(stage)
    with phase("duties", say):
        build_duties(stage)
        build_risks(stage)
        build_feedback(stage)
    with phase("transition", say):
        build_workshop(stage)
        build_transition_programmes(stage)
        build_clause_moves(stage)
        build_clause_works(stage)
        build_transition_steps(stage)
        build_declarations(stage)
        build_retention(stage)
        build_plans(stage)
        build_trainings(stage)
        build_objectives(stage)
        build_outputs(stage)
        build_reviews(stage)
        build_files(stage)
        look_at_records(stage)
    with phase("periodic reports", say):
        build_periodic_reports(stage)
    return stage.counts
