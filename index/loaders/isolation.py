"""Calls that read a file in another process, so that a bad file costs nothing but itself.

A worker reads many files and is replaced when one killed it, or after enough of them; several
work side by side where several threads call. Nothing is forked, nothing depends on the folder
that the program was started in, and a worker ends with its parent.
"""

import atexit
import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.errors import Busy, UnreadableDocument
from index.loaders import frames

SECONDS = 60.0
"""How long one file may compute; a second more for every hundred thousand bytes of it. Seconds of
computing, so that a file does not fail because the machine is busy."""
WAITING = 10
"""After so many times as long by the clock it is ended too."""
FILES = 500
"""After so many a worker is replaced: what a library leaks goes with it."""
START = "import sys; sys.path[:] = sys.argv[1:]; from index.loaders.worker import main; main()"
ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
"""All that a worker is told of the environment: the rest may hold keys."""
TOO_LONG = getattr(signal, "SIGXCPU", 0)
KILLED = getattr(signal, "SIGKILL", 0)
KILLS = 3
"""So often a worker may be ended from outside over the same file until that is the file's fault."""
TOO_LARGE = f"larger than {frames.LARGEST // 10**6} MB; split it"


class Pool:
    """At most `size` workers, started when they are first needed. Safe to call from threads."""

    def __init__(self, size: int, seconds: float = SECONDS, patience: float | None = None) -> None:
        """With `patience`, a call that waits longer than so many seconds for a worker is `Busy`."""
        self.seconds, self.patience = seconds, patience
        self._idle: list[_Worker] = []
        self._busy: dict[int, _Worker] = {}
        self._slots = threading.BoundedSemaphore(size)
        self._kills: Counter[str] = Counter()

    def call(
        self, module: str, function: str, content: bytes, arguments: Mapping[str, Any] | None = None
    ) -> bytes:
        """What a module's function makes of a file's bytes, as bytes; any other value as JSON.

        Raises `UnreadableDocument` as the function does, and where it takes too long or too much
        memory, fails or crashes; and `Busy`.
        """
        if len(content) > frames.LARGEST:
            raise UnreadableDocument(TOO_LARGE)
        seconds = self.seconds + len(content) / 1e5
        task = {
            "module": module,
            "function": function,
            "arguments": dict(arguments or {}),
            "seconds": seconds,
        }
        if not self._slots.acquire(timeout=self.patience):
            raise Busy("Too many pages are being shown at the moment.", retry_after=5)
        try:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is not None:
                    worker.end()
                    continue
                try:
                    return self._done(worker, task, content, seconds)
                except _Gone:
                    continue  # it ended by itself just now, as it had nothing to do
            return self._done(_started(), task, content, seconds)
        finally:
            self._slots.release()

    def close(self) -> None:
        """Ends the workers that have nothing to do."""
        while self._idle:
            self._idle.pop().end()

    def interrupt(self, thread: int) -> None:
        """Ends the worker that a thread of that number waits for, if any: its call fails."""
        worker = self._busy.get(thread)
        if worker is not None:
            worker.interrupted = True
            worker.process.kill()

    def _done(
        self, worker: "_Worker", task: dict[str, Any], content: bytes, seconds: float
    ) -> bytes:
        thread = threading.get_ident()
        self._busy[thread] = worker
        try:
            header, body = worker.ask(task, content, seconds)
        except _Killed as error:
            worker.end()
            raise self._killed(content) from error
        except BaseException:
            worker.end()
            raise
        finally:
            del self._busy[thread]
        if "memory" in header or worker.files >= FILES:
            worker.end()
        else:
            self._idle.append(worker)
        if "memory" in header:
            raise UnreadableDocument("needs more than 1 GB of memory to read; split it")
        if "reason" in header:
            raise UnreadableDocument(str(header["reason"]))
        if "failed" in header:
            raise UnreadableDocument(
                f"damaged, or of a kind that its parser cannot read ({header['failed']}); "
                "save it anew"
            )
        return body

    def _killed(self, content: bytes) -> UnreadableDocument:
        """What to say of a file whose worker was ended from outside, as a system does that runs
        out of memory: that may have other causes, but not each time."""
        file = hashlib.sha256(content).hexdigest()
        self._kills[file] += 1
        if self._kills[file] < KILLS:
            return UnreadableDocument(
                "its reader was ended from outside, as where memory runs out; the next run reads "
                "it again",
                passing=True,
            )
        del self._kills[file]
        return UnreadableDocument(
            f"its reader was ended from outside {KILLS} times, as where memory runs out; split it"
        )


class _Gone(Exception):
    """A worker had ended before it was given a task."""


class _Killed(Exception):
    """A worker was ended from outside."""


class _Worker:
    """One process, asked by one thread at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.files = 0
        self.interrupted = False

    def ask(
        self, task: dict[str, Any], content: bytes, seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(WAITING * seconds, stop)
        timer.daemon = True
        timer.start()
        self.files += 1
        try:
            frames.write(process.stdin, task, content)
            return frames.read(process.stdout)
        except (EOFError, OSError) as error:
            process.wait()
            if late.is_set() or process.returncode == -TOO_LONG:
                raise UnreadableDocument(
                    f"took more than {seconds:.0f} s to read; split it"
                ) from error
            if self.interrupted:
                raise UnreadableDocument("its reading was broken off", passing=True) from error
            if process.returncode == -KILLED:
                raise _Killed from error
            if process.returncode == 0 and self.files > 1:
                raise _Gone from error
            raise UnreadableDocument(_crashed(process.returncode)) from error
        except ValueError as error:
            raise UnreadableDocument("its parser gave what cannot be used; save it anew") from error
        finally:
            timer.cancel()

    def end(self) -> None:
        atexit.unregister(self.end)
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be sent
                    pipe.close()


def _started() -> _Worker:
    paths = [str(Path(path).resolve()) for path in sys.path]
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    # One arena: each reserves much of the address space that is limited.
    environment["MALLOC_ARENA_MAX"] = "1"
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", START, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        raise UnreadableDocument(
            f"no process could be started to read it ({error.strerror})", passing=True
        ) from error
    worker = _Worker(process)
    atexit.register(worker.end)
    return worker


def _crashed(code: int) -> str:
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"code {code}"
    return f"its parser crashed on it ({name}); save it anew, or convert it"
