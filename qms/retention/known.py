"""Whether the installation has retention rules or has disposed of anything: told with the person of a session.

Pages ask only where there is something to find. The columns are read together with the person, so they cost no query.
"""

from typing import Any

HAS_RULES, HAS_DISPOSED = "retention_has_rules", "retention_has_disposed"
KNOWN = {
    HAS_RULES: "EXISTS (SELECT 1 FROM qms_retentionrule)",
    HAS_DISPOSED: "EXISTS (SELECT 1 FROM qms_disposal WHERE status = 'carried_out')",
}
"""Today's tables whatever day is shown: no rule and no disposal is ever taken away."""


def may_have_rules(user: Any) -> bool:
    """Whether a rule may stand; asked for where the person did not come with a session."""
    return bool(getattr(user, HAS_RULES, True))


def may_have_disposed(user: Any) -> bool:
    """Whether anything may have been disposed of."""
    return bool(getattr(user, HAS_DISPOSED, True))
