"""``python -m tests.hostile.attack TARGET INPUTS REPORT [options of libFuzzer]``: one target, led by its branches.

An input that breaks the target is kept with its traceback, one for each place that broke, and the next is tried. The
report is JSON: how many inputs, how many findings, and the longest time that one took.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path
from random import Random

import atheris
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
with atheris.instrument_imports(include=["corpus", "api"], enable_loader_override=False):
    django.setup()
    from tests.hostile.targets import TARGETS

from tests.hostile.news import BUILT
from tests.hostile.pieces import changed
from tests.hostile.places import FINDINGS, built

REPORTED = 500  # inputs between two reports
BUILT_SHARE = 0.3  # of the inputs of a target that has documents of its own
SLOW = 5.0  # seconds; no input is larger than some thousand bytes


class Attack:
    """Gives inputs to a target, and keeps those that break it."""

    def __init__(self, name: str, inputs: int, report: Path) -> None:
        self.name, self.target, self.inputs, self.report = name, TARGETS[name], inputs, report
        self.tried, self.longest, self.found = 0, 0.0, set[str]()

    def give(self, content: bytes) -> None:
        """One input."""
        self.tried += 1
        began = time.perf_counter()
        try:
            self.target(content)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            self.keep(f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno}", content)
        took = time.perf_counter() - began
        self.longest = max(self.longest, took)
        if took > SLOW:
            self.keep("slow", content)
        if self.tried % REPORTED == 0 or self.tried == self.inputs:
            self.tell()
        if self.tried == self.inputs:
            # libFuzzer never returns, and runs nothing of Python's own at its end
            os._exit(0)

    def keep(self, what: str, content: bytes) -> None:
        """Write a finding down, once for each place."""
        if what in self.found:
            return
        self.found.add(what)
        FINDINGS.mkdir(parents=True, exist_ok=True)
        place = FINDINGS / f"{self.name}-{what.replace(' ', '-').replace(':', '-')}"
        place.write_bytes(content)
        place.with_suffix(".txt").write_text(f"{what}\n{traceback.format_exc()}")

    def tell(self) -> None:
        """Write what came of it so far."""
        told = {"inputs": self.tried, "findings": sorted(self.found), "longest_s": round(self.longest, 2)}
        self.report.write_text(json.dumps(told))


def main() -> None:
    """Run one target; libFuzzer ends the process itself."""
    name, inputs, report = (sys.argv.pop(1) for _ in range(3))
    attack = Attack(name, int(inputs), Path(report))

    def mutate(content: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if name in BUILT and random.random() < BUILT_SHARE:
            return built(name, random)[:most]
        return atheris.Mutate(content, most) if random.random() < 0.5 else changed(content, most, random)

    def give(content: bytes) -> None:
        attack.give(content)

    atheris.Setup(sys.argv, give, custom_mutator=mutate, internal_libfuzzer=True)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
