"""The checklist templates of the demonstration, out of fixtures/demo/checklist_templates.yaml."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from inspections.models import ChecklistTemplate, TemplateQuestion, TemplateVersion
from inspections.operations.template import draft_of, make_template, publish_version
from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.operations.data_files import read_yaml

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "checklist_templates.yaml"


def tell_templates(stage: Stage) -> dict[str, TemplateVersion]:
    """Write and publish each template on its day. Returns the versions in force by the code of their unit."""
    return {told["unit"]: _tell(stage, told) for told in read_yaml(FILE)["templates"]}


def _tell(stage: Stage, told: dict[str, Any]) -> TemplateVersion:
    day = told["day"] if isinstance(told["day"], dt.date) else dt.date.fromisoformat(told["day"])
    by = stage.people[told["by"]]
    words = {name: told[name] for name in ("title_vi", "title_en", "purpose")}
    with clock.at(moment(day, 9, 15)):
        draft = ChecklistTemplate(unit=stage.units[told["unit"]], edition=stage.editions["2015"], **words)
        template = make_template(draft, by=by, questions=_questions(told["sections"]))
    with clock.at(moment(day, 15, 40)):
        version = draft_of(template)
        assert version is not None, "a template that was just made has a draft"
        return publish_version(version, by=by, summary="Ban hành lần đầu.")


def _questions(sections: list[dict[str, Any]]) -> list[TemplateQuestion]:
    return [_question(section["name"], one) for section in sections for one in section["questions"]]


def _question(section: str, told: dict[str, Any]) -> TemplateQuestion:
    limits = {name: Decimal(told[name]) for name in ("least", "most") if name in told}
    return TemplateQuestion(
        section=section,
        question_vi=told["vi"],
        question_en=told["en"],
        guidance=told.get("guidance", ""),
        question_type=told["type"],
        choices=[
            {"label_vi": vi, "label_en": en, "conforms": conforms} for vi, en, conforms in told.get("choices", ())
        ],
        measure=told.get("measure", ""),
        shown_after=f"q{told['after']}" if "after" in told else "",
        shown_when=list(told.get("when", ())),
        evidence_when=list(told.get("evidence", ())),
        max_score=Decimal(told["score"]) if "score" in told else None,
        **limits,
    )
