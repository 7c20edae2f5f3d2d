"""The lives of the demonstration's documents, told by fixtures/demo/document_lives.yaml through the real operations."""

from typing import Any

from qms import clock
from qms.demo import document_care, document_decisions, document_readers, document_requests, document_writing
from qms.demo.days import moment
from qms.demo.document_play import Act, Play, hour_of
from qms.demo.documents import FOLDER, WRITTEN_FOR, shared, texts
from qms.demo.stage import Stage
from qms.operations.data_files import LINE, read_yaml

ACTS: dict[str, Act] = {
    **document_writing.ACTS,
    **document_decisions.ACTS,
    **document_readers.ACTS,
    **document_requests.ACTS,
    **document_care.ACTS,
}
"""What an act of the story does, by its name."""

WHEN = ("day", "at", "do", "place")


def build_document_lives(stage: Stage) -> None:
    """Let the documents live from the day on which they were brought in, each act at its own moment."""
    play = Play(stage, texts(), shared())
    for act in told():
        play.place = act.get("place", WRITTEN_FOR)
        facts = {name: value for name, value in act.items() if name not in WHEN}
        with clock.at(moment(act["day"], *hour_of(act.get("at")))):
            ACTS[act["do"]](play, **facts)


def told() -> list[dict[str, Any]]:
    """The acts in the order of their moments, however the file groups them."""
    acts = read_yaml(FOLDER / "document_lives.yaml")["acts"]
    return sorted(_plain(acts), key=lambda act: (act["day"], hour_of(act.get("at"))))


def _plain(value: Any) -> Any:
    """Without the line numbers that the reader of YAML adds."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if name != LINE}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
