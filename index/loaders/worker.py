"""The process that reads files of other formats than text: one task after the other, with limits.

It gets the bytes of a file and gives plain values; it opens no file but Python's own modules,
writes none, and has no network where the system lets a process give that up.
"""

import ctypes
import dataclasses
import importlib
import json
import math
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from types import ModuleType
from typing import IO, Any

from index.errors import UnreadableDocument
from index.loaders import frames

MEMORY = 1 << 30
"""Bytes of address space that a worker may have."""
IDLE = 60.0
"""Seconds without a task after which a worker ends by itself."""
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # of Linux's unshare(2)

Task = tuple[dict[str, Any], bytes]


def main() -> None:
    """Serves tasks from standard input on standard output until that ends or none has come for a
    while. The task that the parent waits for dies with the parent."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not get among the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent
    _give_up_network()
    limits = _limit()
    tasks: queue.Queue[Task] = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while True:
        try:
            task, content = tasks.get(timeout=IDLE)
        except queue.Empty:
            os._exit(0)
        if limits:
            _limit_time(limits, task["seconds"])
        header, body = _done(task, content)
        frames.write(answers, header, body)
        if "memory" in header:
            os._exit(0)  # what is left of it may hold much memory


def _listen(pipe: IO[bytes], tasks: "queue.Queue[Task]") -> None:
    """Ends the process with its parent, even in the middle of a task."""
    with suppress(EOFError, ValueError, OSError):
        while True:
            tasks.put(frames.read(pipe))
    os._exit(0)


def _done(task: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """The answer to a task: a value or bytes, or what went wrong."""
    try:
        call = getattr(importlib.import_module(task["module"]), task["function"])
        result = call(content, **task["arguments"])
        if isinstance(result, bytes):
            return {}, result
        if dataclasses.is_dataclass(result) and not isinstance(result, type):
            result = dataclasses.asdict(result)
        return {}, json.dumps(result, ensure_ascii=True).encode()
    except UnreadableDocument as error:
        return {"reason": str(error)}, b""
    except MemoryError:
        return {"memory": True}, b""
    except RecursionError:
        return {"reason": "nested too deeply to be read"}, b""
    except Exception as error:
        return {"failed": type(error).__name__}, b""


def _limit() -> ModuleType | None:
    """Limits memory and files; the module that does, None where the system has no such limits."""
    try:
        import resource
    except ImportError:
        return None
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),  # a dump would hold the document
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(ValueError, OSError):  # not every system can limit each
            resource.setrlimit(kind, (most, most))
    return resource


def _limit_time(resource: ModuleType, seconds: float) -> None:
    """Has the system end this process after so much computing, its parent there or not."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _give_up_network() -> None:
    """Leaves this process without a network, where Linux lets it do so."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)
