"""Make again what lists of past days are read from."""

from typing import Any

from qms.history.spans import rebuild_spans
from qms.history.standing_tables import tracked_models
from qms.management.base import ProductCommand


class Command(ProductCommand):
    """`rebuild_spans`: where `verify_history` finds that spans differ from the history; again is no change."""

    help = "Make what lists of past days are read from again from the history, which stays as it is."

    def run(self, **options: Any) -> None:
        for model in tracked_models():
            if hasattr(model, "SPAN"):
                self.stdout.write(f"{model._meta.label_lower}: {rebuild_spans(model)} spans")
