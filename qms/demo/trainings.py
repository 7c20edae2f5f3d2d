"""Trainings of the ministry's office and of a department: judged, held and planned, with the competences they gave."""

from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.models.training import Training
from qms.operations import trainings
from qms.operations.data_files import LINE, read_yaml
from qms.operations.trained_people import trained

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "trainings.yaml"
WORDS = ("title", "reason", "planned_on", "valid_to", "hours", "place", "trainer", "content", "cost")


def build_trainings(stage: Stage) -> None:
    """Each at its own moments."""
    for entry in read_yaml(FILE)["trainings"]:
        _training(stage, entry)


def _training(stage: Stage, entry: dict[str, Any]) -> None:
    officer, unit = stage.people[entry["by"]], stage.units[entry["unit"]]
    words = {name: entry[name] for name in WORDS if name in entry}
    edition = stage.editions[entry["edition"]] if "edition" in entry else None
    told = {name: result for name, result in entry["people"].items() if name != LINE}
    given = {stage.people[name].pk: result for name, result in told.items()}
    people = [stage.people[name] for name in told]
    with clock.at(moment(entry["planned_by"], 9)):
        training = Training(unit=unit, edition=edition, decision_number=entry.get("decision", ""), **words)
        training = trainings.plan_training(training, by=officer, people=people)
    if "held" not in entry:
        return
    results = {row.uid: (given[row.user_id], "") for row in trained(training)}
    with clock.at(moment(entry["held"], 17)):
        training = trainings.hold_training(
            training, by=officer, held_on=entry["held"], hours=training.hours, place=training.place,
            trainer=training.trainer, results=results,
        )  # fmt: skip
    if "judged" in entry:
        with clock.at(moment(entry["judged"], 15)):
            trainings.judge_training(training, by=stage.people[entry["judge"]], effect=entry["effect"])
