"""Fills an empty database with what every test starts from: run as `python -m tests.template_content`."""

import importlib.util

import django


def build() -> None:
    """Migrate (which also puts up the triggers), make the machine accounts, load the standards."""
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup()

    from qms import clock  # noqa: PLC0415 - after django.setup()
    from qms.demo.days import BEGINS  # noqa: PLC0415 - after django.setup()
    from qms.operations.people import ensure_machine_accounts  # noqa: PLC0415 - after django.setup()

    call_command("migrate", verbosity=0, interactive=False)
    with clock.at(BEGINS):
        load_standards(ensure_machine_accounts())


def load_standards(system: object) -> None:
    """Load the three editions and how they correspond, by the product's own operation, as the demonstration does."""
    from django.conf import settings  # noqa: PLC0415 - after django.setup()

    if importlib.util.find_spec("qms.operations.standards") is None:
        return
    from qms.operations.standards import load_standard_file  # noqa: PLC0415 - after django.setup()

    folder = settings.BASE_DIR / "fixtures" / "standards"
    for path in [*sorted(folder.glob("iso*.yaml")), *sorted(folder.glob("correspondence*.yaml"))]:
        load_standard_file(path, by=system)


if __name__ == "__main__":
    django.setup()
    build()
