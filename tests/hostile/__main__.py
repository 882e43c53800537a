"""``python -m tests.hostile [--inputs N] [TARGET ...]``: made-up documents for the readers and the extractor.

Two targets run at a time. Inputs that reach something new are kept under var/hostile/ and are what the next run starts
from; what broke a target stands under var/hostile/findings/, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.conftest import ROOT
from tests.hostile.places import FOLDER, KINDS, seeds

# How much of all inputs each is given: the trained reader takes some hundred times as long as a date.
SHARES = {
    "text": 0.2,
    "page": 0.02,
    "json": 0.17,
    "csv": 0.1,
    "xml": 0.04,
    "nitf": 0.02,
    "newsml": 0.02,
    "feed": 0.02,
    "listing": 0.02,
    "ninjs": 0.03,
    "archive": 0.03,
    "streams": 0.05,
    "rules": 0.008,
    "reader": 0.002,
    "words": 0.17,
    "requests": 0.11,
}
LONGEST = {
    "nitf": 8_000,
    "newsml": 8_000,
    "feed": 8_000,
    "listing": 8_000,
    "ninjs": 8_000,
    "archive": 16_000,
    "words": 200,
    "reader": 600,
    "rules": 1_500,
}
LONGEST_ELSEWHERE = 3_000
SECONDS, MEGABYTES = 60, 3000  # after which libFuzzer itself ends a target


def attack(target: str, inputs: int, seed: int) -> dict[str, Any]:
    """What came of so many inputs."""
    longest = LONGEST.get(target, LONGEST_ELSEWHERE)
    kept = FOLDER / "inputs" / target
    kept.mkdir(parents=True, exist_ok=True)
    report, log = FOLDER / f"{target}.json", FOLDER / f"{target}.log"
    report.write_text(json.dumps({"inputs": 0, "findings": [], "longest_s": 0}))
    options = [f"-max_len={longest}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
    options += [f"-seed={seed}", f"-artifact_prefix={FOLDER / target}-", "-len_control=0", "-verbosity=0"]
    given = [target, str(inputs), str(report), *options, str(kept), str(seeds(target, longest))]
    with log.open("w") as out:
        run = [sys.executable, "-m", "tests.hostile.attack", *given]
        status = subprocess.run(run, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    found: dict[str, Any] = json.loads(report.read_text())
    if status:
        found["findings"].append(f"ended with status {status}: see {log.relative_to(ROOT)}")
    return found


def main(given: list[str]) -> int:
    """Run the targets; 1 where one was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000, help="of all targets together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(KINDS))
    options = parser.parse_args(given)
    unknown = set(options.targets) - set(KINDS)
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    targets = options.targets or list(SHARES)
    whole = sum(SHARES[target] for target in targets)

    def run(target: str) -> dict[str, Any]:
        found = attack(target, int(options.inputs * SHARES[target] / whole), options.seed)
        line = f"{target:9} {found['inputs']:>9,} inputs, the longest {found['longest_s']:.2f} s"
        print(line, *(f"\n  {one}" for one in found["findings"]), flush=True)  # noqa: T201
        return found

    with ThreadPoolExecutor(max(1, (os.cpu_count() or 1))) as pool:
        found = list(pool.map(run, targets))
    broken = sum(len(one["findings"]) for one in found)
    print(f"{sum(one['inputs'] for one in found):,} inputs, {broken} findings")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
