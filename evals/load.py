"""A server under load: `python -m evals.load --serve` (or a URL) prints a Markdown table.

So many visitors ask over the widget's way, `POST /api/v1/chat`, each one question after the
other, and wait as long as they are told to where the server is full. Each answer is compared with
what the first one to the same question said: a visitor who gets a part of another's is found.
"""

import argparse
import asyncio
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from evals.bench import DOCUMENTS, SUITE, serving
from evals.suite import load_suite

SESSIONS, CHAT, HEALTH = "/api/v1/sessions", "/api/v1/chat", "/healthz"
LOOK_AT_HEALTH = 0.25
LOOK_AT_MEMORY = 5.0
NO_LIMITS = ("--per-session", "0", "--per-address", "0", "--in-all", "0")


@dataclass
class Seen:
    """What the visitors have seen. Times are in seconds, memory in MiB."""

    answers: list[float] = field(default_factory=list)
    first_events: list[float] = field(default_factory=list)
    turned_away: int = 0
    without_retry_after: int = 0
    mixed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    """For each question, what the first answer to it said."""


class Visitor:
    """One visitor: a session of its own, one question after the other."""

    def __init__(self, client: httpx.AsyncClient, seen: Seen) -> None:
        self._client, self._seen = client, seen
        self._headers = {"Origin": str(client.base_url).rstrip("/")}

    async def visit(self, questions: Iterator[str], end: float) -> None:
        """Asks until the end (on the monotonic clock)."""
        while time.monotonic() < end:
            try:
                if "Authorization" not in self._headers:
                    await self._begin()
                await self._ask(next(questions), end)
            except (httpx.HTTPError, ValueError, KeyError) as error:
                self._seen.errors.append(f"{type(error).__name__}: {error}")

    async def _begin(self) -> None:
        response = await self._client.post(SESSIONS, json={}, headers=self._headers)
        response.raise_for_status()
        self._headers["Authorization"] = f"Bearer {response.json()['token']}"

    async def _ask(self, question: str, end: float) -> None:
        seen, began = self._seen, time.monotonic()
        body = {"question": question}
        async with self._client.stream("POST", CHAT, json=body, headers=self._headers) as response:
            if response.status_code == 429:
                seen.turned_away += 1
                wait = response.headers.get("retry-after", "")
                seen.without_retry_after += not wait.isdecimal()
                left = end - time.monotonic()
                await asyncio.sleep(max(0.0, min(left, int(wait) if wait.isdecimal() else 1)))
                return
            if response.status_code != 200:
                raise ValueError(f"status {response.status_code}")
            events: list[tuple[str, str, Any]] = []
            fields: dict[str, str] = {}
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if line and name:
                    fields[name] = value
                elif fields:
                    if not events:
                        seen.first_events.append(time.monotonic() - began)
                    events.append((fields["id"], fields["event"], json.loads(fields["data"])))
                    fields = {}
        seen.answers.append(time.monotonic() - began)
        self._check(question, events)

    def _check(self, question: str, events: list[tuple[str, str, Any]]) -> None:
        seen = self._seen
        _, name, done = events[-1]
        if name != "done":
            seen.errors.append(f"{question}: ends with {name}: {done.get('detail')}")
            return
        answer = done["answer"]
        statements = [data["statement"] for _, _, data in events if "statement" in data]
        citations = [data for _, event, data in events if event == "citation"]
        own = (
            answer["question"] == question
            and len({id.partition(".")[0] for id, _, _ in events}) == 1
            and (statements, citations) == (answer["statements"], answer["citations"])
        )
        said = json.dumps({key: value for key, value in answer.items() if key != "seconds"})
        if not own or seen.said.setdefault(question, said) != said:
            seen.mixed.append(question)


async def load(address: str, streams: int, seconds: float, process: int | None) -> Seen:
    """What so many visitors at a time see of a server; `process` is its id, if it is here."""
    seen = Seen()
    cases = load_suite(SUITE).cases
    questions = itertools.cycle([case.question for case in cases if not case.history])
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    end = time.monotonic() + seconds
    async with (
        httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client,
        httpx.AsyncClient(base_url=address, timeout=60) as other,
        asyncio.TaskGroup() as tasks,
    ):
        for _ in range(streams):
            tasks.create_task(Visitor(client, seen).visit(questions, end))
        tasks.create_task(_look_at_health(other, seen, end))
        tasks.create_task(_look_at_memory(process, seen, end))
    return seen


async def _look_at_health(client: httpx.AsyncClient, seen: Seen, end: float) -> None:
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            (await client.get(HEALTH)).raise_for_status()
        except httpx.HTTPError as error:
            seen.errors.append(f"{HEALTH}: {type(error).__name__}: {error}")
        seen.health.append(time.monotonic() - began)
        await asyncio.sleep(LOOK_AT_HEALTH)


async def _look_at_memory(process: int | None, seen: Seen, end: float) -> None:
    while process is not None and time.monotonic() < end:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        seen.memory.append(int(resident.split()[1]) / 1024)
        await asyncio.sleep(LOOK_AT_MEMORY)


def rows(seen: Seen, seconds: float) -> Iterator[tuple[str, str, str]]:
    """The lines of the table: what, measured, required."""
    yield "answers", f"{len(seen.answers):,} ({len(seen.answers) / seconds:.1f} a second)", ""
    if len(seen.answers) > 1:
        p95 = quantiles(seen.answers, n=20)[-1]
        yield "question to whole answer, median", f"{median(seen.answers):.2f} s", ""
        yield "the same, 95th percentile", f"{p95:.2f} s", ""
        yield "question to first event, median", f"{median(seen.first_events):.2f} s", ""
    yield "turned away (429)", f"{seen.turned_away:,}", ""
    yield "of these without Retry-After", str(seen.without_retry_after), "0"
    yield "mixed answers", str(len(seen.mixed)), "0"
    yield "errors", str(len(seen.errors)), "0"
    if seen.health:
        yield (
            f"slowest of {len(seen.health)} looks at {HEALTH}",
            f"{max(seen.health):.2f} s",
            "≤ 1 s",
        )
    if seen.memory:
        steps = seen.memory[:: max(1, len(seen.memory) // 12)]
        yield (
            "memory of the server, over time",
            " ".join(f"{m:.0f}" for m in steps) + " MiB",
            "flat",
        )


@contextmanager
def _server(given: argparse.Namespace) -> Iterator[tuple[str, int | None]]:
    if given.url:
        yield given.url, None
        return
    with (
        tempfile.TemporaryDirectory() as data,
        serving(DOCUMENTS, Path(data), *NO_LIMITS) as (address, process),
    ):
        yield address, process


def main() -> None:
    """Puts a server under load and prints the table; exit 1 where one of its limits is broken."""
    parser = argparse.ArgumentParser(prog="python -m evals.load", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("url", nargs="?", help="a running server, whose rates allow the load")
    where.add_argument("--serve", action="store_true", help="one of its own, over the article")
    parser.add_argument("--streams", type=int, default=100, help="visitors at a time")
    parser.add_argument("--seconds", type=float, default=60, help="how long")
    given = parser.parse_args()
    with _server(given) as (address, process):
        seen = asyncio.run(load(address, given.streams, given.seconds, process))
    sys.stdout.write("| what | measured | required |\n|---|---|---|\n")
    for row in rows(seen, given.seconds):
        sys.stdout.write(f"| {' | '.join(row)} |\n")
    for fault in [*seen.errors[:5], *seen.mixed[:5]]:
        sys.stderr.write(f"{fault}\n")
    sys.exit(bool(seen.errors or seen.mixed or seen.without_retry_after))


if __name__ == "__main__":
    main()
