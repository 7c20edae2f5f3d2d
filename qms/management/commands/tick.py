"""Do the scheduled work that is due; run it as often as you like."""

import sys
from typing import Any

from django.db import DatabaseError, close_old_connections

from qms.management.base import FINDING, ProductCommand
from qms.registry import registry


class Command(ProductCommand):
    """`tick`: each registered job once, each in its own transaction; one that fails does not stop the others."""

    help = "Do the scheduled work that is due: acceptance by silence and the like. Idempotent."
    requires_system_checks: list[str] = []  # runs each minute; serve and migrate have checked

    def run(self, *, by: Any, **options: Any) -> int | None:
        failed = 0
        for name, job in sorted(registry.ticks.items()):
            try:
                done = job()
            except Exception as fault:  # noqa: BLE001 - whatever one job meets, the others still run
                failed += 1
                self.stderr.write(f"{name}: {type(fault).__name__}: {fault}")
                if isinstance(fault, DatabaseError):
                    close_old_connections()
            else:
                self.stdout.write(f"{name}={done}")
        sys.stdout.flush()
        return FINDING if failed else None
