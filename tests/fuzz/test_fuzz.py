"""Made-up requests for every operation, a few of each; ``make fuzz`` asks as many as one likes."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

# Each run asks others; what fails names its seed, and `make fuzz ARGS="--phases fuzzing --seed ..."` asks it again.
FEW = ["--phases", "fuzzing", "--max-examples", "6", "--no-color"]


def test_no_answer_is_one_that_the_description_does_not_tell():
    command = [sys.executable, "-m", "tests.fuzz", *FEW]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
