"""``python -m tests.fuzz [arguments of schemathesis run]``: made-up requests for every operation, answers checked.

The server runs as in production on the demo corpus; its reader is a curator, so that writes get through, or with
``--anonymous`` before all other arguments nobody that is known. No answer may be a 5xx, have a status or a media type
that the description does not tell, or a body of another shape; what the description forbids must be refused, and other
methods too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT
from tests.prepared import serving_demo

# Whether a value is refused may hang on other parameters (`highlight` without `q`), on the rows (an id that is
# nobody's) and on lists too long to spell out (`fields`); that is said in words, so a refusal is no fault.
# `ignored_auth` takes reading without a token for one, and reading is open.
LEFT_OUT = "positive_data_acceptance,ignored_auth"
SETTINGS = Path(__file__).with_name("schemathesis.toml")
ANONYMOUS = "--anonymous"
BRIEF = ["--phases", "fuzzing", "--max-examples", "20"]


def reports(*, named: bool) -> Path:
    """Where the report of a run is left."""
    return ROOT / "var" / "fuzz" / ("named" if named else "anonymous")


def main(given: list[str]) -> int:
    """Run it; the exit status of schemathesis."""
    named = given[:1] != [ANONYMOUS]
    given = given if named else given[1:]
    folder = reports(named=named)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("junit-*.xml"):
        old.unlink()
    with tempfile.TemporaryDirectory() as store, serving_demo(Path(store)) as site:
        who = []
        if named:
            token = site.manage("createtoken", "fuzz", "--groups", "curators,ingestors").splitlines()[-1]
            who = ["--header", f"Authorization: Token {token}"]
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(SETTINGS)),
            *("run", f"{site.address}/api/v1/schema/"),
            *(*who, "--checks", "all", "--exclude-checks", LEFT_OUT),
            *("--report", "junit", "--report-dir", str(folder), "--generation-database", "none", "--warnings", "off"),
            *("--continue-on-failure", *(given or BRIEF)),
        ]
        hooks = os.environ | {"SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "PYTHONPATH": str(ROOT)}
        # It keeps what it finds where it runs.
        return subprocess.run(command, cwd=folder, env=hooks, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
