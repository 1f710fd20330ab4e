"""A real server of OpenAI's chat completions on this machine, whose model follows a script."""

import json
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from typing import Any, NamedTuple

MODEL = "scripted"


class Pause(NamedTuple):
    """Nothing comes for so many seconds."""

    seconds: float


class Status(NamedTuple):
    """The request ends with this status, as the first step only."""

    code: int
    headers: Mapping[str, str] = {}
    words: str = "the server says no"


class Raw(NamedTuple):
    """Bytes as they are, in the place of an event."""

    content: bytes


class End(NamedTuple):
    """The model ends, for this reason; with none it just stops, and the stream ends properly."""

    reason: str | None = None


class Drop(NamedTuple):
    """The connection is cut."""


Step = str | Pause | Status | Raw | End | Drop
Messages = list[dict[str, str]]
Script = Callable[[Messages], Iterable[Step]]


@dataclass
class Request:
    """A request as it came; `closed` tells that the client went before the answer ended."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    closed: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> Messages:
        """What the model was told, as roles and contents."""
        return list(self.body.get("messages", []))

    @property
    def prompt(self) -> str:
        """The same as one text."""
        return "\n".join(str(message["content"]) for message in self.messages)


@dataclass
class Scripted:
    """A server under way. `script` may be set anew at any time; `url` is that for `--model-url`."""

    script: Script
    url: str = ""
    requests: list[Request] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


class _Gone(Exception):
    """The client closed the connection."""


@contextmanager
def scripted(script: Script, port: int = 0) -> Iterator[Scripted]:
    """A server whose model follows the script, on a free port of 127.0.0.1."""
    told = Scripted(script)

    class Handler(_Handler):
        server_told = told

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        told.url = f"http://127.0.0.1:{server.server_port}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            told.stopping.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_told: Scripted

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def do_GET(self) -> None:
        """The list of models."""
        models = {"object": "list", "data": [{"id": MODEL, "object": "model"}]}
        self._whole(200 if self.path.endswith("/models") else 404, models)

    def do_POST(self) -> None:
        """What the script makes of a request."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, body)
        self.server_told.requests.append(request)
        steps = iter(self.server_told.script(request.messages))
        try:
            first = next(steps, End("stop"))
            while isinstance(first, Pause):
                self._wait(first.seconds)
                first = next(steps, End("stop"))
            if isinstance(first, Status):
                error = {"error": {"message": first.words, "type": "error", "code": first.code}}
                self._whole(first.code, error, first.headers)
            elif isinstance(first, Drop):
                self._cut()
            else:
                self._play(chain([first], steps), request)
        except (_Gone, ConnectionError):
            request.closed.set()
            self.close_connection = True
        finally:
            request.ended.set()

    def _play(self, steps: Iterator[Step], request: Request) -> None:
        stream = bool(request.body.get("stream"))
        said: list[str] = []
        reason: str | None = "stop"
        if stream:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
        for step in steps:
            if isinstance(step, str):
                said.append(step)
                if stream:
                    self._event(_chunk({"role": "assistant", "content": step}))
            elif isinstance(step, Pause):
                self._wait(step.seconds)
            elif isinstance(step, Raw):
                self._send(step.content)
            elif isinstance(step, End):
                reason = step.reason
                break
            elif isinstance(step, Drop):
                self._cut()
                return
        usage = {
            "prompt_tokens": len(request.prompt.split()),
            "completion_tokens": len(said),
            "total_tokens": len(request.prompt.split()) + len(said),
        }
        if not stream:
            message = {"role": "assistant", "content": "".join(said)}
            choice = {"index": 0, "message": message, "finish_reason": reason}
            self._whole(200, {**_head("chat.completion"), "choices": [choice], "usage": usage})
            return
        if reason is not None:
            self._event(_chunk({}, reason))
            if (request.body.get("stream_options") or {}).get("include_usage"):
                self._event({**_head("chat.completion.chunk"), "choices": [], "usage": usage})
            self._send(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, value: dict[str, Any]) -> None:
        self._send(b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n")

    def _send(self, content: bytes) -> None:
        self._look()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
        self.wfile.flush()

    def _whole(self, status: int, value: Any, headers: Mapping[str, str] = {}) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        for name, said in headers.items():
            self.send_header(name, said)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._look(min(0.01, seconds))
            if self.server_told.stopping.is_set():
                raise _Gone

    def _look(self, seconds: float = 0) -> None:
        """Raises where the client has gone."""
        if select.select([self.connection], [], [], seconds)[0]:
            if not self.connection.recv(1, socket.MSG_PEEK):
                raise _Gone
            time.sleep(seconds)

    def _cut(self) -> None:
        """Ends the connection with a reset, as a crash does."""
        self.wfile.flush()
        time.sleep(0.05)  # what was sent is to arrive
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


def _head(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": MODEL}


def _chunk(delta: dict[str, str], reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return {**_head("chat.completion.chunk"), "choices": [choice]}
