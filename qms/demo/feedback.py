"""Feedback of citizens and organisations to a department, each at its own moment."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.models.documents import Document
from qms.models.feedback import Feedback
from qms.operations import feedback as operations
from qms.operations.data_files import read_yaml
from qms.performance_enums import FeedbackChannel

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "feedback.yaml"

Entry = dict[str, Any]
Step = Callable[[Stage, Feedback, Entry], Feedback]


def build_feedback(stage: Stage) -> None:
    """Everything in the order of days, through the operations of the pages."""
    acts: list[tuple[Any, int, Callable[[], None]]] = []
    for entry in read_yaml(FILE)["feedback"]:
        acts += _story(stage, entry)
    for day, order, act in sorted(acts, key=lambda one: one[:2]):
        with clock.at(moment(day, 8 + order)):
            act()


def _story(stage: Stage, entry: Entry) -> list[tuple[Any, int, Callable[[], None]]]:
    made: dict[str, Feedback] = {}

    def begin() -> None:
        made["feedback"] = _received(stage, entry)

    def go_on(step: Step) -> Callable[[], None]:
        return lambda: made.update(feedback=step(stage, made["feedback"], entry))

    taken = [(name, step) for name, step in STEPS.items() if name in entry]
    return [(entry["day"], 0, begin)] + [
        (entry[name]["day"], order, go_on(step)) for order, (name, step) in enumerate(taken, 1)
    ]


def _received(stage: Stage, entry: Entry) -> Feedback:
    process = entry.get("process")
    document = Document.objects.filter(number=process, unit__code__startswith="SLĐ-01").first() if process else None
    feedback = Feedback(
        unit=stage.units[entry["unit"]], document=document, kind=entry["kind"], channel=entry["channel"],
        subject=entry["subject"], body=entry["body"], dossier=entry.get("dossier", ""), satisfaction=entry.get("stars"),
    )  # fmt: skip
    by = stage.system if entry["channel"] == FeedbackChannel.WEB else stage.people[entry["officer"]]
    made: Feedback = operations.receive_feedback(feedback, by=by, sender=entry.get("sender"))
    return made


def _assigned(stage: Stage, feedback: Feedback, entry: Entry) -> Feedback:
    handler = stage.people[entry["assign"]["to"]]
    return operations.assign_feedback(feedback, by=stage.people[entry["officer"]], handler=handler)


def _proposed(stage: Stage, feedback: Feedback, entry: Entry) -> Feedback:
    by = stage.people[entry["assign"]["to"]]
    return operations.propose_answer(feedback, by=by, answer=entry["propose"]["text"])


def _approved(stage: Stage, feedback: Feedback, entry: Entry) -> Feedback:
    return operations.approve_answer(feedback, by=stage.people[entry["approve"]["by"]])


def _sent(stage: Stage, feedback: Feedback, entry: Entry) -> Feedback:
    return operations.send_answer(feedback, by=stage.people[entry["assign"]["to"]])


def _closed(stage: Stage, feedback: Feedback, entry: Entry) -> Feedback:
    return operations.close_feedback(feedback, by=stage.people[entry["officer"]])


def _forwarded(stage: Stage, feedback: Feedback, entry: Entry) -> Feedback:
    told = entry["forward"]
    return operations.forward_feedback(
        feedback, by=stage.people[entry["officer"]], forwarded_to=told["to"], public_note=told["note"]
    )


def _refused(stage: Stage, feedback: Feedback, entry: Entry) -> Feedback:
    told = entry["refuse"]
    return operations.refuse_feedback(
        feedback, by=stage.people[entry["officer"]], reason=told["reason"], public_note=told["note"]
    )


STEPS: dict[str, Step] = {
    "assign": _assigned,
    "propose": _proposed,
    "approve": _approved,
    "send": _sent,
    "close": _closed,
    "forward": _forwarded,
    "refuse": _refused,
}
