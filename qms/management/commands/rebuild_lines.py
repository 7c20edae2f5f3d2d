"""Write the registers of records kept and of citations anew from the issues themselves."""

from typing import Any

from qms.management.base import ProductCommand
from qms.operations.issue_content import rebuild_lines


class Command(ProductCommand):
    """`rebuild_lines`: once after an upgrade from a version without these registers; again is no change."""

    help = "Write the records kept and the citations of all issues anew from their frozen content."

    def run(self, **options: Any) -> None:
        self.stdout.write(f"{rebuild_lines()} issues")
