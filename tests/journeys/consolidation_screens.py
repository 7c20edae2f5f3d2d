"""Pages of consolidated reports and of all units by quarters; each with who opens it."""

from django.urls import reverse

from qms.models import Consolidation
from tests.journeys.screen import Screen


def consolidation_screens():
    """Every page of them, as the demonstration fills it."""
    yield from boards()
    made = Consolidation.objects.get(code="2019-Q2")
    yield Screen("consolidations", reverse("consolidations"), "officer")
    yield Screen("consolidations-nothing", f"{reverse('consolidations')}?q=khong+co+dau", "officer")
    yield Screen("consolidations-empty", reverse("consolidations"), "officer2")
    yield Screen("consolidation", made.get_absolute_url(), "officer")
    yield Screen("consolidation-as-of", f"{made.get_absolute_url()}?as_of=2019-08-01", "director")
    yield Screen("consolidation-line", reverse("consolidation_line", args=[made.uid, "dossiers_on_time"]), "auditor")
    yield Screen("consolidation-new", reverse("consolidation_new"), "officer")
    yield Screen("consolidation-new-refused", reverse("consolidation_new"), "officer1", 403)
    for step in ("redraw", "attach"):
        yield Screen(f"consolidation-{step}", reverse("consolidation_step", args=[made.uid, step]), "officer")
    yield Screen("consolidation-sign-again", reverse("consolidation_step", args=[made.uid, "sign"]), "director", 409)


def boards():
    """All units by quarters: today, everything with a line, as of a day, only what is missing, refused; reminders."""
    board = reverse("reports_board")
    yield Screen("reports-board", board, "officer")
    yield Screen("reports-board-line", f"{board}?year=all&line=dossiers_on_time", "director")
    yield Screen("reports-board-as-of", f"{board}?as_of=2019-07-15&year=2019", "auditor")
    yield Screen("reports-board-missing", f"{board}?show=missing", "officer")
    yield Screen("reports-board-nothing", f"{board}?q=khong+co+dau", "officer")
    yield Screen("reports-board-refused", board, "officer1", 403)
    yield Screen("reports-remind", reverse("reports_remind", args=["2020-Q2"]), "officer")
    yield Screen("reports-remind-nobody", reverse("reports_remind", args=["2019-Q1"]), "officer")
