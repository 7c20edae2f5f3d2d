"""Print product, floor and ratio for list, record page, create and update."""

import argparse
import os

import django


def main() -> int:
    """Make a database of its own, measure, print; 1 when a ratio is above what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="nonconformities in the list")
    rows = parser.parse_args().rows
    os.environ["DJANGO_SETTINGS_MODULE"] = "qms.config.settings.test"
    django.setup()
    from django.test.utils import setup_test_environment  # noqa: PLC0415 - Django is set up only now

    from tests.benchmarks.pages import run  # noqa: PLC0415 - Django is set up only now

    setup_test_environment()
    return run(rows)


if __name__ == "__main__":
    raise SystemExit(main())
