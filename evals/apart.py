"""A call measured in a process of its own: its time, and the most memory that it held."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from index.loaders import PARSERS


class Spent(NamedTuple):
    """Seconds of the clock and of computing, peak memory in MB, and what came of it."""

    wall: float
    computing: float
    peak: float
    result: Any


def apart(work: Callable[..., object], *given: object) -> Spent:
    """What a call takes in a process of its own, told on standard error too; of one that gives a
    function, what that takes."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(there, work, given))
    process.start()
    there.close()
    try:
        spent: Spent = here.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__}: ended without a result") from None
    finally:
        process.join()
    said = f"{spent.wall:.1f} s, {spent.computing:.1f} s of computing, {spent.peak:,.0f} MB"
    sys.stderr.write(f"{work.__name__}: {said}\n")
    return spent


def _measured(there: Any, work: Callable[..., object], given: Sequence[object]) -> None:
    began, before = time.perf_counter(), sum(os.times()[:4])
    result = work(*given)
    if callable(result):
        began, before = time.perf_counter(), sum(os.times()[:4])
        result()
        result = None
    PARSERS.close()  # what they computed counts once they have ended
    wall, computing = time.perf_counter() - began, sum(os.times()[:4]) - before
    there.send(Spent(wall, computing, peak(), result))


def peak() -> float:
    """The most memory that this process has held so far, in MB."""
    # Of Linux: what `getrusage` says there may be of the process that started this one.
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system tells no peak of memory; measure on Linux")
