"""How much memory a program and all that it has started hold, as Linux tells it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def held(pid: int) -> float:
    """Megabytes: pages that several of them share are counted once (PSS)."""
    return sum(_kilobytes(one) for one in family(pid)) / 1024


def family(pid: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                # The name of a program may hold blanks and brackets; the parent comes after it.
                parents.setdefault(int((folder / "stat").read_text().rpartition(")")[2].split()[1]), []).append(
                    int(folder.name)
                )
    found, open_ = [], [pid]
    while open_:
        one = open_.pop()
        found.append(one)
        open_ += parents.get(one, [])
    return found


def _kilobytes(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
