"""Parsers that do harm, for the tests of isolation."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from index.document import Heading
from index.errors import UnreadableDocument
from index.loaders.parsed import Parsed


def parse(content: bytes) -> Parsed:
    if content == b"surrogate":
        return Parsed("\ud800")
    if content == b"outside":
        return Parsed("a", pages=(2,))
    if content == b"crash":
        crash(content)
    if content.startswith(b"killed"):
        killed(content)
    if content == b"loop":
        loop(content)
    text = content.decode()
    return Parsed(text, text.partition("\n")[0], (Heading(0, 1, "Title"),), (0,))


def process(content: bytes) -> int:
    return os.getpid()


def size(content: bytes) -> int:
    return len(content)


def refuse(content: bytes) -> None:
    raise UnreadableDocument("no good")


def fail(content: bytes) -> float:
    return 1 / len(content)


def loop(content: bytes) -> None:
    while True:
        pass


def bomb(content: bytes) -> int:
    return len(bytes(1 << 32))


def crash(content: bytes) -> None:
    ctypes.string_at(0)


def killed(content: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(content: bytes) -> None:
    os._exit(0)


def nest(content: bytes) -> None:
    nest(content)


def chatter(content: bytes) -> str:
    os.write(1, b"\0" * 100)
    sys.stdout.write("hello")
    sys.stdout.flush()
    return "done"


def environment(content: bytes) -> list[str]:
    return sorted(os.environ)


def network_modules(content: bytes) -> list[str]:
    return [
        name for name in ("socket", "ssl", "http.client", "urllib.request") if name in sys.modules
    ]


def connect(content: bytes, port: int) -> str:
    import socket

    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return "refused"
    return "connected"


def write(content: bytes, path: str) -> str:
    try:
        Path(path).write_text("a")
    except OSError:
        return "refused"
    return "written"


def meet(content: bytes) -> int:
    time.sleep(0.5)
    return os.getpid()
