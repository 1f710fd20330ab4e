"""A real server in a thread of the test."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

from assistant.web.access.sites import Sites
from assistant.web.answering import Answering
from assistant.web.api.router import build_api
from assistant.web.openai.routes import build_openai
from assistant.web.problem import answer_errors_as_problems
from assistant.web.server import address_of, build_server, listen
from tests.web.building import build


@contextmanager
def served(assistant: Any, port: int = 0) -> Iterator[str]:
    """The address of a server for the assistant, in a thread, until the end."""
    with _served(lambda: build(assistant), port) as address:
        yield address


@contextmanager
def served_api(assistant: Any, answering: Answering) -> Iterator[str]:
    """The same of the API alone and that in OpenAI's form, which are there at once."""
    app = FastAPI()
    answer_errors_as_problems(app)
    app.include_router(build_api(assistant, answering, Sites()))
    app.include_router(build_openai(assistant, answering))
    with _served(lambda: app, 0) as address:
        yield address


@contextmanager
def _served(made: Callable[[], FastAPI], port: int) -> Iterator[str]:
    servers: list[uvicorn.Server] = []
    with listen("127.0.0.1", port) as listener:

        def run() -> None:
            servers.append(build_server(made(), log_level="critical"))
            servers[0].run(sockets=[listener])

        thread = threading.Thread(target=run)
        thread.start()
        address = address_of(listener)
        try:
            yield address
        finally:
            while not servers and thread.is_alive():
                thread.join(0.05)
            for server in servers:
                server.should_exit = True
            thread.join()
