"""Made-up requests for every operation, a few of each; ``make fuzz`` asks as many as one likes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from lxml import etree

from tests import answers
from tests.conftest import ROOT
from tests.fuzz.__main__ import ANONYMOUS, reports

pytestmark = pytest.mark.slow

# The same on every run; `make fuzz` asks others each time.
METHODS = ("get", "post", "put", "patch", "delete")
FEW = ["--phases", "fuzzing", "--max-examples", "6", "--seed", "1", "--no-color"]


@pytest.mark.parametrize("who", [[], [ANONYMOUS]], ids=["curator", "anonymous"])
def test_no_answer_is_one_that_the_description_does_not_tell(who: list[str]) -> None:
    command = [sys.executable, "-m", "tests.fuzz", *who, *FEW]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
    [report] = reports(named=not who).glob("junit-*.xml")
    asked = {case.get("name") for case in etree.parse(report).iter("testcase")}
    described = {
        f"{method.upper()} {path}"
        for path, operations in answers.description()["paths"].items()
        for method in operations
        if method in METHODS
    }
    assert not described - asked, "operations that were not asked"
