"""Pages of a transition's board and of its holders; each with who opens it."""

from django.urls import reverse

from qms.models import HolderStep, TransitionHolder, TransitionProgramme
from tests.journeys.screen import Screen


def transition_board_screens():
    """Each page once."""
    programme = TransitionProgramme.objects.get(unit__code="BLĐTBXH")
    board = reverse("transition_board", args=[programme.uid])
    yield Screen("transition-board", board, "officer")
    yield Screen("transition-board-then", f"{board}?as_of=2019-12-31", "officer")
    yield Screen("transition-board-late", f"{board}?show=late&sort=-done", "officer")
    yield Screen("transition-board-nothing", f"{board}?q=khong+co+dau", "officer")
    yield Screen("transition-board-page", f"{board}?page=2&sort=forecast", "officer")
    yield Screen("transition-board-department", board, "officer1")
    yield Screen("transition-board-look", reverse("transition_board_step", args=[programme.uid, "look"]), "officer")
    yield from holders(programme)


def holders(programme):
    """A holder with records of its own, one told by reports, one that is exempt."""
    own = TransitionHolder.objects.get(programme=programme, unit__code="SLĐ-01")
    yield Screen("transition-holder", own.get_absolute_url(), "officer1")
    yield Screen("transition-holder-then", f"{own.get_absolute_url()}?as_of=2019-12-31", "officer1")
    for code in ("SLĐ-34", "SLĐ-38"):
        told = TransitionHolder.objects.get(programme=programme, unit__code=code)
        yield Screen(f"transition-holder-{code[-2:]}", told.get_absolute_url(), "officer")
    exempt = TransitionHolder.objects.filter(programme=programme, group="exempt").first()
    yield Screen("transition-holder-exempt", exempt.get_absolute_url(), "officer")
    for name, who, status in (("plan", "officer1", 200), ("sign", "head1", 409), ("look", "officer1", 200)):
        address = reverse("transition_holder_step", args=[own.uid, name])
        yield Screen(f"transition-holder-{name}", address, who, status)
    for key, status in (("training", 200), ("review", 409)):
        row = HolderStep.objects.get(holder=own, step__key=key)
        yield Screen(
            f"transition-proof-{key}", reverse("transition_proof", args=[row.uid, "prove"]), "officer1", status
        )
