"""What goes over the pipe between a process and its workers: a header in JSON, then bytes."""

import json
import struct
from typing import IO, Any

LENGTHS = struct.Struct(">II")
LARGEST = 256_000_000
"""Bytes of the largest file that is read, and of the most that may come out of one."""


def write(pipe: IO[bytes], header: dict[str, Any], body: bytes = b"") -> None:
    """Sends one frame; raises `BrokenPipeError` where nobody reads any more."""
    head = json.dumps(header).encode()
    pipe.write(LENGTHS.pack(len(head), len(body)))
    pipe.write(head)
    pipe.write(body)
    pipe.flush()


def read(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The next frame. Raises `EOFError` where there is none, and `ValueError` for what is none."""
    head, body = LENGTHS.unpack(_exactly(pipe, LENGTHS.size))
    if head > LARGEST or body > LARGEST:
        raise ValueError(f"a frame of {head} and {body} bytes")
    header = json.loads(_exactly(pipe, head))
    if not isinstance(header, dict):
        raise ValueError("a frame without a header")
    return header, _exactly(pipe, body)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    part = pipe.read(size)
    if len(part) < size:
        raise EOFError
    return part
