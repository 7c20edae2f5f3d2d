"""Words of a table: our relations in both languages, those of other tables, degrees and evidence."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qms.enums import Basis, Relation
from qms.folding import fold
from qms.policy import Text

OTHERS = {
    "equal": Relation.EQUIVALENT, "equal to": Relation.EQUIVALENT, "equivalent to": Relation.EQUIVALENT,
    "identical": Relation.EQUIVALENT, "subset": Relation.MODIFIED, "subset of": Relation.MODIFIED,
    "superset": Relation.MODIFIED, "superset of": Relation.MODIFIED, "intersect": Relation.MODIFIED,
    "intersects": Relation.MODIFIED, "intersects with": Relation.MODIFIED, "overlap": Relation.MODIFIED,
    "partial": Relation.MODIFIED,
}  # fmt: skip
"""What tables of other tools call a relation, and ours for it: equal is equivalent, the rest says that it differs."""

NO_LINK = {"not related", "no relationship", "none"}
"""Words by which a row of another table says that it is no row."""

DEGREES: dict[str, Text] = {"none": _("no change"), "minor": _("small change"), "major": _("large change")}


def degree_shown(degree: str) -> str:
    """The degree of change in the reader's language; another's own word as it is."""
    return str(DEGREES.get(degree, degree))


def basis_shown(basis: str) -> str:
    """What a row rests on, in words; another's own word as it is."""
    return str(Basis(basis).label) if basis in Basis.values else basis


def relation_shown(relation: str) -> str:
    """A relation in the reader's language."""
    return str(Relation(relation).label) if relation in Relation.values else relation


def plain(text: str) -> str:
    """A word for comparing: folded, with blanks for joining signs ("not_related", "subset-of")."""
    return " ".join(fold(text.replace("_", " ").replace("-", " ")).split())


def own_words(labels: dict[str, Text]) -> dict[str, str]:
    """Our values by their own names and by what they are called in every language of the product."""
    words = {plain(value): value for value in labels}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words |= {plain(str(label)): value for value, label in labels.items()}
    return words


def relation_of(text: str) -> tuple[str, str] | None:
    """(our relation, the source's own word where it is not ours) of a word, or None where nobody knows it."""
    word = plain(text)
    ours = own_words(dict(Relation.choices)).get(word)
    if ours is not None:
        return ours, ""
    return (str(OTHERS[word]), text.strip()) if word in OTHERS else None


def says_no_link(text: str) -> bool:
    """Whether a row says that its two sides have nothing to do with each other."""
    return plain(text) in NO_LINK


def allowed_relations() -> str:
    """The words that a file may use."""
    return ", ".join([*Relation.values, *(word for word in OTHERS if " " not in word)])


def value_of(text: str, labels: dict[str, Text]) -> str:
    """Our value for a word; a word that is none of ours as it stands."""
    return own_words(labels).get(plain(text), text.strip())
