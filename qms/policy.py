"""Authority, asked by name and answered with a reason: Allowed, or Denied with a sentence and who can."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Decision:
    """The answer of a rule. `reason` says why not; `who` says who can."""

    allowed: bool
    reason: Text = ""
    who: Text = ""

    def __bool__(self) -> bool:
        return self.allowed


Allowed = Decision(True)


def denied(reason: Text, who: Text = "") -> Decision:
    """Denied, with a sentence for the user and, where it helps, who can."""
    return Decision(False, reason, who)


class Refused(PermissionDenied):
    """A rule said no. Carries the decision; `str()` is the reason."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(str(decision.reason))


Rule = Callable[[Any, Any], Decision]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Declare the rule called `name`; each name once."""

    def declare(function: Rule) -> Rule:
        if name in RULES:
            raise ValueError(f"rule {name} is declared twice")
        RULES[name] = function
        return function

    return declare


def may(user: Any, name: str, record: Any = None) -> Decision:
    """Ask the rule. Nobody not signed in may anything; the installation's own account may do scheduled work."""
    if not user.is_authenticated or not user.is_active:
        return denied(_("Sign in first."))
    return RULES[name](user, record)


def refusal(user: Any, name: str, record: Any = None) -> list[str]:
    """The rule's no as one fault among others; empty where it says yes."""
    decision = may(user, name, record)
    return [] if decision else [str(decision.reason)]


def require(user: Any, name: str, record: Any = None) -> None:
    """Raise Refused when the rule says no."""
    decision = may(user, name, record)
    if not decision:
        raise Refused(decision)


def allow_if(condition: bool, reason: Text, who: Text = "") -> Decision:
    """Allowed when the condition holds, else denied with the reason."""
    return Allowed if condition else denied(reason, who)
