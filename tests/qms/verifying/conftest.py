"""The checker of evidence, run on what a test wrote."""

import pytest

from qms.packing import verify_evidence
from tests.qms.verifying.evidence import Evidence, canonical


@pytest.fixture
def run(tmp_path, capsys):
    """Verify evidence, optionally against a copy; gives the code, the harms told and all lines."""

    def verify(made, copy=None):
        arguments = [str(made.write(tmp_path / "evidence.zip") if isinstance(made, Evidence) else made)]
        if copy is not None:
            folder = tmp_path / "copy"
            folder.mkdir()
            for seal in copy:
                (folder / f"{seal['number']:09}.json").write_text(canonical(seal), encoding="utf-8")
            arguments += ["--seals", str(folder)]
        code = verify_evidence.main(arguments)
        lines = capsys.readouterr().out.splitlines()
        return code, [line.split()[1] for line in lines if line.startswith("BROKEN ")], lines

    return verify
