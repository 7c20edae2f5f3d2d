"""Pages of the evidence for the reform index; each with who opens it."""

from django.urls import reverse

from qms.models import Unit
from tests.journeys.screen import Screen


def par_screens():
    """The table above holders and of one's own, one holder's year, another's, and nothing."""
    board = f"{reverse('par')}?year=2019"
    holder = reverse("par_holder", args=[Unit.objects.get(code="SLĐ-01").uid])
    yield Screen("par", board, "lead")
    yield Screen("par-all", board, "officer")
    yield Screen("par-as-of", f"{board}&as_of=2019-07-15", "officer1")
    yield Screen("par-lacking", f"{board}&lacks=documents&show=lacking", "officer1")
    yield Screen("par-nothing", f"{board}&q=khong+co+dau")
    yield Screen("par-empty", board, "reader1")
    yield Screen("par-holder", f"{holder}?year=2019")
    yield Screen("par-holder-year-runs", f"{holder}?year=2020", "head1")
    yield Screen("par-holder-as-of", f"{holder}?year=2019&as_of=2019-07-15")
    yield Screen("par-holder-from-above", f"{holder}?year=2019", "officer")
    yield Screen("par-holder-of-others", holder, "officer2", 404)
