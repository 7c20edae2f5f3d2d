"""Run by test_evolution_migrated.py: a kind of record whose fields are added, renamed and dropped on a filled database.

It stands in a folder of its own (the first argument) and is an app `evolving` of this process alone.
"""

import sys
import warnings
from importlib import invalidate_caches
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command

HEAD = "from django.db import models\nfrom qms.history.tracked import TrackedModel\n\nclass Paper(TrackedModel):\n"
META = "\n    class Meta(TrackedModel.Meta):\n        app_label = 'evolving'\n"
BEFORE = "    name = models.CharField(max_length=50)\n    colour = models.CharField(max_length=20)\n" + (
    "    weight = models.PositiveIntegerField(default=0)\n"
)
AFTER = "    title = models.CharField(max_length=50)\n    weight = models.PositiveIntegerField(default=0)\n" + (
    "    pages = models.PositiveIntegerField(default=1)\n    note = models.TextField(blank=True)\n"
)
MIGRATION = """from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("evolving", "0001_initial")]
    operations = [
        operation
        for name in ("paper", "historicalpaper")
        for operation in (
            migrations.AddField(name, "pages", models.PositiveIntegerField(default=1)),
            migrations.AddField(name, "note", models.TextField(blank=True, default=""), preserve_default=False),
            migrations.RenameField(name, "name", "title"),
            migrations.RemoveField(name, "colour"),
        )
    ]
"""
folder = Path(sys.argv[1]) / "evolving"


def models_are(fields: str) -> None:
    """Read the app's models anew, as the next release's process would."""
    (folder / "models.py").write_text(HEAD + fields + META)
    invalidate_caches()
    sys.modules.pop("evolving.models", None)
    apps.all_models["evolving"].clear()
    apps.clear_cache()
    apps.get_app_config("evolving").import_models()
    apps.clear_cache()


def told(what: str) -> None:
    """One line of what verifying says now."""
    from qms.history.verify import verify  # noqa: PLC0415 - apps are ready only now

    verdict = verify(kinds=["evolving.paper"])
    print(what, verdict.verdict, verdict.rows, sorted({fault.harm for fault in verdict.faults}))  # noqa: T201


def main() -> None:
    """Fill, seal, verify; migrate, verify; change, verify; forget the declaration, verify."""
    (folder / "migrations").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "migrations" / "__init__.py").touch()
    (folder / "models.py").write_text(HEAD + BEFORE + META)
    warnings.simplefilter("ignore", RuntimeWarning)  # a model read anew
    django.setup()
    from qms.history import evolution, sealing  # noqa: PLC0415 - apps are ready only now
    from qms.history.recording import recording  # noqa: PLC0415
    from qms.history.triggers import missing_triggers  # noqa: PLC0415
    from qms.models import User  # noqa: PLC0415

    call_command("makemigrations", "evolving", verbosity=0)
    call_command("migrate", "evolving", verbosity=0)
    change = {"by": User.objects.get(username="system"), "operation": "test", "reason": "Theo kế hoạch"}
    with recording(**change):
        paper = apps.get_model("evolving", "Paper")(name="Sổ theo dõi", colour="xanh", weight=3)
        paper.save()
        paper.colour = "đỏ"
        paper.save()
    sealing.seal_now()
    told("before")
    (folder / "migrations" / "0002_evolved.py").write_text(MIGRATION)
    models_are(AFTER)
    call_command("migrate", "evolving", verbosity=0)
    evolution.RENAMED["evolving.paper"] = {"name": "title"}
    evolution.DROPPED["evolving.paper"] = ["colour"]
    told("after")
    with recording(**change):
        paper = apps.get_model("evolving", "Paper").objects.get()
        paper.pages = 12
        paper.save()
    sealing.seal_now()
    told("changed")
    print("fence", [name for name in missing_triggers() if "paper" in name])  # noqa: T201
    evolution.RENAMED.clear()
    told("undeclared")


main()
