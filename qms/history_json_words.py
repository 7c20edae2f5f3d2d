"""Lists and tables in the records of qms, as histories tell them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from qms.enums import DocumentKind
from qms.history.json_words import plainly, tell
from qms.models.standards import in_language
from qms.transition.defaults import DEFAULT_STEPS


def register() -> None:
    """Say what each field means; called once when apps are ready."""
    tell("qms.holderstep", "proof", holder_proof)
    tell("qms.transitionstep", "settings", step_settings)
    tell("qms.transitionstep", "after", step_titles)
    tell("qms.documentscheme", "number_patterns", patterns)
    tell("qms.declaration", "exclusions", exclusions)
    tell("qms.disposalitem", "files", file_names)
    tell("qms.reviewinput", "figures", figures)
    tell("qms.consolidatedreport", "figures", reported_figures)
    tell("qms.consolidation", "states", reported_states)


def holder_proof(value: Any, *_around: Any) -> Iterator[str]:
    """What proves a step of a holder, and what proved it before that was lost."""
    yield in_language(value.get("text", ""), value.get("text_en", ""))
    if not value.get("text") and "all" in value:
        yield _("%(done)s of %(all)s") % {"done": value.get("done", 0), "all": value["all"]}
    if lost := in_language(value.get("lost", ""), value.get("lost_en", "")):
        yield _("no longer: %(proof)s") % {"proof": lost}


def step_settings(value: Any, *_around: Any) -> Iterator[str]:
    """What the proof of a step needs."""
    rest = {name: inner for name, inner in value.items() if name != "months"}
    if value.get("months"):
        yield _("months in force: %(months)s") % {"months": value["months"]}
    yield plainly(rest)


def step_titles(value: Any, *_around: Any) -> Iterable[str]:
    """The steps that come before."""
    titles = {one.key: in_language(one.title_vi, one.title_en) for one in DEFAULT_STEPS}
    return [titles.get(key, key) for key in value]


def patterns(value: Any, *_around: Any) -> Iterable[str]:
    """How each kind of document is numbered; `{n}` is where the number stands."""
    labels = dict(DocumentKind.choices)
    return [f"{labels.get(kind, kind)}: {_pattern(text)}" for kind, text in value.items()]


def _pattern(text: str) -> str:
    """A pattern by its first number: `QT-{n:02}` is QT-01."""
    try:
        return str(text).format(n=1)
    except (ValueError, KeyError, IndexError):
        return str(text)


def exclusions(value: Any, *_around: Any) -> Iterable[str]:
    """The clauses that do not apply, each with its reason."""
    return [
        f"{one.get('number', '')} {in_language(one.get('title_vi', ''), one.get('title_en', ''))}: "
        f"{one.get('reason', '')}"
        for one in value
    ]


def file_names(value: Any, *_around: Any) -> Iterable[str]:
    """Names of files that a record carried."""
    return [str(one.get("name", "")) for one in value]


def figures(value: Any, *_around: Any) -> Iterable[str]:
    """Figures that a review was shown."""
    return [f"{plainly(one.get('label'))}: {plainly(one.get('value'))}" for one in value]


def reported_figures(value: Any, *_around: Any) -> Iterable[str]:
    """Figures of a report that were added up: what was counted, of how much."""
    return [f"{line}: {' / '.join(str(part) for part in parts if part is not None)}" for line, parts in value.items()]


def reported_states(value: Any, *_around: Any) -> Iterable[str]:
    """Which units had reported what when it was drawn up."""
    return [f"{one.get('code', '')} {one.get('period', '')} {one.get('report') or '-'}".strip() for one in value]
