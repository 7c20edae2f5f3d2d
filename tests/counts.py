"""How much a run tries: samples before each change, everything under QMS_ENDURANCE=full."""

import os

FULL = os.environ.get("QMS_ENDURANCE") == "full"


def examples(number):
    """Examples of a property: so many in the full count, a quarter of them before each change."""
    return number if FULL else max(number // 4, 6)
