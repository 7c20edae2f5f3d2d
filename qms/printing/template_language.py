"""What a template may say: show variables, choose, repeat over lists. Nothing in it can run on for ever.

Jinja's sandbox keeps a template away from Python; this keeps it from everything else. A template is read into its
syntax tree and refused unless each piece of it is known to be harmless: no calls, no arithmetic, no assignments, and
loops only over the form's own lists, so that its work is bounded by the record that it prints.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from qms.printing.template_faults import Fault, distinct

HARMLESS = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.If,
    nodes.For,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Filter,
    nodes.Test,
)
FILTERS = ("capitalize", "count", "default", "first", "join", "last", "length", "lower", "title", "trim", "upper")
TESTS = ("defined", "undefined", "none", "true", "false", "string", "number")
LOOP = frozenset({"index", "index0", "revindex", "first", "last", "length"})
DEEPEST = 3


class Refused(TemplateError):
    """The template says something that templates may not; `faults` names each such thing."""

    def __init__(self, faults: list[Fault]):
        super().__init__("; ".join(fault.code for fault in faults))
        self.faults = faults


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """The environment in which every Word template is filled; it reads each part of the file before filling it.

    `names` are the variables of the form and `keys` all that may stand after a dot; without them only the kind of
    each piece is looked at. `used` holds the names met so far.
    """

    def __init__(self, finalize, names: Iterable[str] = (), keys: Iterable[str] = ()):
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=finalize)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.known = frozenset(names)
        self.keys = frozenset(keys) | LOOP
        self.used: set[str] = set()

    def from_string(self, source, globals=None, template_class=None):
        if faults := distinct(self.faults(self.parse(source))):
            raise Refused(faults)
        return super().from_string(source, globals, template_class)

    def getattr(self, obj, attribute):
        """What stands after a dot: a fact of a row, never a method of the dictionary that holds it."""
        if isinstance(obj, dict) and attribute not in obj:
            return self.undefined(obj=obj, name=attribute)
        return obj[attribute] if isinstance(obj, dict) else super().getattr(obj, attribute)

    def faults(self, tree: nodes.Template) -> Iterator[Fault]:
        yield from _Reading(self).node(tree, {}, 0)


class _Reading:
    """One walk through a syntax tree; `scope` maps the loop variables in sight to the depth of their loop."""

    def __init__(self, language: TemplateLanguage):
        self.language = language

    def node(self, node: nodes.Node, scope: dict[str, int], depth: int) -> Iterator[Fault]:
        if not isinstance(node, HARMLESS):
            yield Fault("statement", {"what": type(node).__name__.lower()})
            return
        if isinstance(node, nodes.For):
            yield from self.loop(node, scope, depth)
            return
        yield from self.piece(node, scope)
        for child in node.iter_child_nodes():
            yield from self.node(child, scope, depth)

    def piece(self, node: nodes.Node, scope: dict[str, int]) -> Iterator[Fault]:
        if isinstance(node, nodes.Name):
            yield from self.name(node.name, scope)
        elif isinstance(node, nodes.Getattr):
            yield from self.key(node.attr)
        elif isinstance(node, nodes.Getitem):
            yield from self.item(node.arg)
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield Fault("filter", {"name": node.name, "allowed": ", ".join(FILTERS)})
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            yield Fault("statement", {"what": f"is {node.name}"})

    def name(self, name: str, scope: dict[str, int]) -> Iterator[Fault]:
        self.language.used.add(name)
        if name.startswith("_"):
            yield Fault("hidden", {"name": name})
        elif self.language.known and name not in self.language.known and name not in scope:
            yield _unknown(name, self.language.known | scope.keys())

    def key(self, key: str) -> Iterator[Fault]:
        if key.startswith("_"):
            yield Fault("hidden", {"name": key})
        elif self.language.known and key not in self.language.keys:
            yield _unknown(key, self.language.keys)

    def item(self, arg: nodes.Node) -> Iterator[Fault]:
        if not isinstance(arg, nodes.Const):
            yield Fault("statement", {"what": "[...]"})
        elif isinstance(arg.value, str):
            yield from self.key(arg.value)
        elif not isinstance(arg.value, int):
            yield Fault("statement", {"what": "[...]"})

    def loop(self, node: nodes.For, scope: dict[str, int], depth: int) -> Iterator[Fault]:
        root = _root(node.iter)
        if root is None or not isinstance(node.target, nodes.Name) or node.recursive:
            yield Fault("loop", {"over": _words(node.iter), "example": "signature_rows"})
            return
        if depth and root not in scope:
            yield Fault("nested_loop", {"over": root})
        if depth >= DEEPEST:
            yield Fault("deep", {"depth": str(DEEPEST)})
            return
        yield from self.node(node.iter, scope, depth)
        inner = scope | {node.target.name: depth + 1, "loop": depth + 1}
        for child in (*node.body, *((node.test,) if node.test else ())):
            yield from self.node(child, inner, depth + 1)
        for child in node.else_:
            yield from self.node(child, scope, depth)


def _root(node: nodes.Node) -> str | None:
    """The name at which a path such as row.months begins; None for anything but a path."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else None


def _words(node: nodes.Node) -> str:
    called = node.node if isinstance(node, nodes.Call) else node
    return f"{_root(called) or type(called).__name__.lower()}{'(...)' if called is not node else ''}"


def _unknown(name: str, known: Iterable[str]) -> Fault:
    near = get_close_matches(name, list(known), 1)
    return Fault("unknown_near", {"name": name, "near": near[0]}) if near else Fault("unknown", {"name": name})
