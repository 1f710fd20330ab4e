"""Gradio's page shares the slots: stopped or closed, it holds none of them any longer."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from assistant.web import app
from assistant.web.access.joins import Joins
from assistant.web.answering import Answering
from tests.waiting import until
from tests.web.gated import GatedAssistant
from tests.web.serving import served

SOON = 2.0
"""Seconds in which these pages begin to read."""


class Page:
    """The page as its script talks to Gradio, and the slots behind it."""

    def __init__(
        self, client: httpx.Client, gated: GatedAssistant, answering: Answering, joins: Joins
    ) -> None:
        self.client, self.gated, self.answering, self.joins = client, gated, answering, joins
        page = client.get("/").text
        begins = page.index("{", page.index("window.gradio_config"))
        ask = json.JSONDecoder().raw_decode(page, begins)[0]["dependencies"][0]
        self._ask: dict[str, Any] = {"fn_index": ask["id"], "trigger_id": ask["targets"][0][0]}

    def join(self, question: str) -> str:
        """Asks, in a session named like the question; gives the id of what asks."""
        data = {"id": 1, "question": {"question": question}}
        body = self._ask | {"data": [None], "event_data": data, "session_hash": question}
        joined = self.client.post("/gradio_api/queue/join", json=body)
        return str(joined.json()["event_id"])

    @contextmanager
    def asking(self, question: str) -> Iterator[str]:
        """The id of what asks, while the page takes what is said; it has been said something."""
        id = self.join(question)
        query = {"session_hash": question}
        with self.client.stream("GET", "/gradio_api/queue/data", params=query) as response:
            next(line for line in response.iter_lines() if '"process_generating"' in line)
            yield id

    def stop(self, question: str, id: str) -> None:
        """As the page's button does."""
        body = {"session_hash": question, "fn_index": self._ask["fn_index"], "event_id": id}
        assert self.client.post("/gradio_api/cancel", json=body).status_code == 200

    def is_free(self) -> bool:
        """Whether nothing is answered or waits; what is being made is let out bit by bit."""
        self.gated.allow(1)
        return self.answering.queue == (0, 0)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    made: list[Answering] = []
    joins: list[Joins] = []

    def one_at_a_time(assistant: Any, **more: Any) -> Answering:
        made.append(Answering(assistant, at_once=1, **more))
        return made[-1]

    def soon(*given: Any) -> Joins:
        joins.append(Joins(*given, patience=SOON))
        return joins[-1]

    lines = "\n".join(f"Line {n}." for n in range(3))
    gated = GatedAssistant({"a.txt": lines}, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "Answering", one_at_a_time)
        patch.setattr(app, "Joins", soon)
        with served(gated) as address, httpx.Client(base_url=address, timeout=60) as client:
            client.get("/healthz")  # it is there
            yield Page(client, gated, made[0], joins[0])
            gated.allow()


@pytest.fixture(autouse=True)
def shut(page: Page) -> None:
    """No leave is left over from another test."""
    while page.gated.leave.acquire(blocking=False):
        pass


def test_closed_page_frees_its_slot(page: Page) -> None:
    with page.asking("closed"):
        until(lambda: page.answering.queue == (0, 1))
    until(page.is_free)
    assert "closed" in page.gated.closed


def test_stopped_answer_frees_its_slot(page: Page) -> None:
    with page.asking("stopped") as id:
        until(lambda: page.answering.queue == (0, 1))
        stop = threading.Thread(target=page.stop, args=("stopped", id))
        stop.start()  # it is told once the chunk is there that was being made
        until(page.is_free)
        stop.join()
    assert "stopped" in page.gated.closed


def test_page_that_is_closed_while_it_waits_leaves_the_queue(page: Page) -> None:
    answered: list[Any] = []
    holder = threading.Thread(
        target=lambda: answered.append(page.answering.ask("api", "holds the slot"))
    )
    holder.start()
    until(lambda: page.answering.queue == (0, 1))
    with page.asking("waits"):
        until(lambda: page.answering.queue == (1, 1))
    until(lambda: page.answering.queue == (0, 1))
    page.gated.allow()
    holder.join()
    assert answered
    assert "waits" not in page.gated.begun


def test_answer_that_no_page_comes_to_read_is_stopped_and_forgotten(page: Page) -> None:
    page.join("nobody reads")
    until(lambda: page.answering.queue == (0, 1))
    until(lambda: not page.joins.waits_for("nobody reads"))
    until(page.is_free)
    assert "nobody reads" in page.gated.closed
    with page.client.stream(
        "GET", "/gradio_api/queue/data", params={"session_hash": "nobody reads"}
    ) as response:
        assert '"session_not_found":true' in response.read().decode()


def test_page_that_reads_goes_on_reading_however_long_it_takes(page: Page) -> None:
    with page.asking("slow"):
        until(lambda: not page.joins.waits_for("slow"))
        assert page.answering.queue == (0, 1)
    until(page.is_free)


def test_question_of_no_session_is_refused(page: Page) -> None:
    for body in (b"{}", b"[]", b"no JSON", b'{"session_hash": null}', b"[" * 100_000):
        assert page.client.post("/gradio_api/queue/join", content=body).status_code == 422
