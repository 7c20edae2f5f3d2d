"""A migration that adds, renames and drops fields of a filled table: the history verifies before and after it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """from qms.config.settings.test import *
INSTALLED_APPS = [*INSTALLED_APPS, "evolving"]
"""


@pytest.mark.transactional
def test_history_verifies_before_and_after_fields_are_added_renamed_and_dropped(database_url, tmp_path):
    (tmp_path / "evolving_settings.py").write_text(SETTINGS)
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "evolving_settings",
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        "QMS_SEALS_DIR": str(tmp_path / "seals"),
    }

    told = subprocess.run(
        [sys.executable, "-m", "tests.qms.history.evolving", str(tmp_path)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr[-3000:]
    assert told.stdout.splitlines() == [
        "before consistent 2 []",
        "after consistent 2 []",
        "changed consistent 3 []",
        "fence []",
        "undeclared broken 3 ['column']",
    ]
