"""What Python does for a call, counted: unlike seconds it is the same on every machine, whatever else runs there."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def instructions(call: Callable[[], Any]) -> int:
    """The instructions of Python that a call takes; what functions written in C do is not in it."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def grows_in_proportion(call: Callable[[int], Any], small: int) -> bool:
    """Whether four times the size is about four times the work in seconds; quadratic work is sixteen times as much.

    For work that is done in C, as that of regular expressions.
    """

    def seconds(size: int) -> float:
        start = time.process_time()
        call(size)
        return time.process_time() - start

    seconds(small // 2)
    before = max(min(seconds(small) for _ in range(3)), 0.02)
    # What else the machine does makes work look longer, never shorter.
    return any(seconds(4 * small) < 9 * before for _ in range(5))
