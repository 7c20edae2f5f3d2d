"""Management reviews of a department and of the ministry's office: two that took place, one that is planned."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.document_play import signing
from qms.demo.stage import Stage
from qms.models.actions import Action
from qms.models.management_reviews import ManagementReview
from qms.operations import actions
from qms.operations import management_reviews as reviews
from qms.operations.data_files import LINE, read_yaml

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "reviews.yaml"
EVE = dt.timedelta(days=1)
"""Inputs are frozen on the day before the meeting, with the figures of the end of the day before that."""


def build_reviews(stage: Stage) -> None:
    """Everything at its own moment, through the operations of the pages; after all that it gathers stands."""
    for entry in read_yaml(FILE)["units"]:
        for told in entry["reviews"]:
            _at(told["planned"], 9, _planned, stage, entry, told)
            if "minutes" in told:
                _held(stage, entry, told)


def _at(day: dt.date, hour: int, act: Callable[..., Any], *given: Any) -> Any:
    with clock.at(moment(day, hour)):
        return act(*given)


def _planned(stage: Stage, entry: dict[str, Any], told: dict[str, Any]) -> None:
    people = stage.people
    review = ManagementReview(
        unit=stage.units[entry["unit"]], edition=stage.editions[told["edition"]], title=told["title"],
        period_from=told["from"], period_to=told["to"], meeting_on=told["meeting"], place=entry["place"],
        chair=people[entry["head"]], secretary=people[entry["secretary"]],
    )  # fmt: skip
    reviews.plan_review(review, by=people[entry["officer"]])


def _held(stage: Stage, entry: dict[str, Any], told: dict[str, Any]) -> None:
    review = ManagementReview.objects.select_related("edition__standard", "unit").get(title=told["title"])
    _at(told["meeting"] - EVE, 15, _gathered, stage, entry, told, review)
    _at(told["meeting"], 10, _written, stage, entry, told, review)
    _at(told["meeting"], 16, _signed, stage, entry, told, review)
    for decision in told["decisions"]:
        if "done" in decision:
            _at(decision["done"], 15, _done, stage, review, decision)


def _gathered(stage: Stage, entry: dict[str, Any], told: dict[str, Any], review: Any) -> None:
    officer = stage.people[entry["officer"]]
    reviews.freeze_review(review, by=officer, frozen_on=told["meeting"] - 2 * EVE)
    for row in review.inputs.filter(ended_at=None, key__in=[key for key in told["texts"] if key != LINE]):
        reviews.write_input(row, by=officer, text=told["texts"][row.key])


def _written(stage: Stage, entry: dict[str, Any], told: dict[str, Any], review: Any) -> None:
    officer = stage.people[entry["officer"]]
    minutes = {"discussion": told["discussion"], "conclusion": told["conclusion"], "absent": entry["absent"]}
    reviews.hold_review(review, by=officer, meeting_on=told["meeting"], present=entry["present"], **minutes)
    for row in review.inputs.filter(ended_at=None, key__in=[key for key in told["opinions"] if key != LINE]):
        reviews.write_input(row, by=officer, text=row.text, opinion=told["opinions"][row.key])
    for one in told["decisions"]:
        reviews.add_decision(
            review, by=officer, kind=one["kind"], text=one["text"], owner=stage.people[one["owner"]],
            unit=stage.units[one.get("unit", entry["unit"])], due_on=one["due"],
        )  # fmt: skip


def _signed(stage: Stage, entry: dict[str, Any], told: dict[str, Any], review: Any) -> None:
    head = stage.people[entry["head"]]
    reviews.sign_review(review, by=head, signature=signing(head, review), minutes_number=told["minutes"])


def _done(stage: Stage, review: Any, told: dict[str, Any]) -> None:
    action = Action.objects.select_related("owner").get(review_decision__review=review, title=told["text"])
    action = actions.start_action(action, by=action.owner)
    action = actions.report_done(action, by=action.owner, evidence=told["evidence"])
    actions.verify_action(action, by=stage.people[told["by"]], verification_note="Đã xem hồ sơ.")
