"""The checker of evidence stands alone, and says in one sentence what it cannot read."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from qms.packing import verify_evidence
from tests.qms.verifying.evidence import KIND, evidence, sha, with_manifest


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest, files: manifest["files"].pop(),
        lambda manifest, files: manifest["files"].append({"path": "../secret", "sha256": sha(""), "size": 0}),
        lambda manifest, files: manifest["files"][0].update(size=1),
        lambda manifest, files: manifest["files"][0].update(sha256=sha("")),
        lambda manifest, files: files.update({"pages/more.html": b""}),
    ],
)
def test_files_that_the_manifest_does_not_name_so(run, tmp_path, change):
    path = with_manifest(evidence().write(tmp_path / "evidence.zip"), change)

    assert run(path)[1] == ["manifest"]


def damaged(data):
    return data[: len(data) // 2]


def flipped(data):
    """One byte of the first member's content is another."""
    return data[:60] + bytes([data[60] ^ 255]) + data[61:]


@pytest.mark.parametrize("harm", [damaged, flipped, lambda data: b"", lambda data: b"PK"])
def test_a_damaged_archive_cannot_be_read(tmp_path, capsys, harm):
    path = evidence().write(tmp_path / "evidence.zip")
    path.write_bytes(harm(path.read_bytes()))

    assert verify_evidence.main([str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b"null", b"[" * 5000, b'{"kind":1,"uid":2,"history":3,"live":4}'])
def test_lines_of_another_shape_cannot_be_read(run, line):
    made = evidence()
    made.harm_files = lambda files: files.update({f"records/{KIND}.jsonl": line + b"\n"})

    assert run(made)[0] == 2


def test_evidence_that_is_not_there_or_of_another_format(run, tmp_path):
    assert run(tmp_path / "nothing.zip")[0] == 2
    assert run(tmp_path)[0] == 2

    path = evidence().write(tmp_path / "evidence.zip")
    assert run(with_manifest(path, lambda manifest, files: manifest.update(format=2)))[0] == 2


def test_the_checker_runs_alone_in_the_unpacked_folder(tmp_path):
    with zipfile.ZipFile(evidence().write(tmp_path / "evidence.zip")) as archive:
        archive.extractall(tmp_path / "folder")  # noqa: S202 - written above
    command = [sys.executable, "-I", "verify_evidence.py"]

    done = subprocess.run(command, cwd=tmp_path / "folder", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (
        0,
        ["consistent", "rows=5", "seals=2", "broken=0"],
        "",
    )

    shutil.rmtree(tmp_path / "folder/seals")
    done = subprocess.run(command, cwd=tmp_path / "folder", capture_output=True, text=True, check=False)
    assert done.returncode == 1


def test_the_checker_needs_nothing_of_the_product():
    text = Path(verify_evidence.__file__).read_text(encoding="utf-8")

    names = [line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert set(names) <= sys.stdlib_module_names


def test_the_checker_is_short_enough_to_be_read_before_it_is_trusted():
    assert len(Path(verify_evidence.__file__).read_text(encoding="utf-8").splitlines()) < 300
