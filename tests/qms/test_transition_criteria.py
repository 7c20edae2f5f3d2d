"""Any two sets of criteria with a table between them: a mapping that another product shares drives a transition."""

import io

import pytest
from django.core.management import call_command

from qms.models import Edition
from qms.transition.plan import plan
from tests.factories import (
    DocumentClauseFactory,
    DocumentFactory,
    TransitionHolderFactory,
    TransitionProgrammeFactory,
)
from tests.inspections.test_imports_findings import case, needs_cases
from tests.qms.moves import cited

pytestmark = [pytest.mark.django_db, needs_cases]


def last_line(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()[-1]


def test_the_mapping_of_another_product_drives_a_transition(organisation):
    call_command("load_standard", str(case("ciso-edition-mapping")), stdout=io.StringIO())
    one, two = (Edition.objects.get(standard__code="27001", year=year) for year in ("2013", "2022"))
    programme = TransitionProgrammeFactory(running=True, unit=organisation.ministry, from_edition=one, to_edition=two)
    TransitionHolderFactory(programme=programme, unit=organisation.department)
    document = DocumentFactory(unit=organisation.division)
    for clause in one.clauses.all():
        DocumentClauseFactory(record=document, clause=clause)
    totals = plan(programme).totals
    pair = ("--from", "27001:2013", "--to", "27001:2022")
    counted = f"references={totals.references} automatic={totals.automatic} to_confirm={totals.to_confirm}"
    assert last_line("transition", "apply", *pair).startswith(counted)
    assert last_line("transition", "apply", *pair).endswith("changed=0")
    assert (totals.references, totals.automatic > 60) == (one.clauses.count(), True)
    assert len([text for text in cited(document) if text.startswith("22:")]) > 60
