"""Figures for Prometheus: how many questions and how they ended, how long steps took, the queue,
the index. Never the text of a question, never the name of a document."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, Info
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from index.errors import FootnoteError

if TYPE_CHECKING:
    from assistant import written as account
    from assistant.answer import Answer
    from assistant.assistant import Assistant

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper ends of the histogram's buckets, in seconds."""
MEASURED_AGAIN = 60.0
"""Seconds for which the size of the index on the disk stands."""


class Metrics:
    """The figures of one application, in a registry of their own. Safe in threads."""

    def __init__(self, assistant: "Assistant") -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "footnote_questions",
            "Questions, by the way they came and how they ended",
            ("way", "outcome"),
            registry=self._registry,
        )
        self._steps = Histogram(
            "footnote_step_seconds",
            "Seconds that answers took, by step; `total` is all of it",
            ("step",),
            registry=self._registry,
            buckets=STEPS,
        )
        self._written = Written(self._registry)
        assistant.on_unanswered.append(self._written.spend)
        build = Info("footnote_build", "What answers", registry=self._registry)
        build.info({"version": version("footnote"), "reader": assistant.settings.reader})
        self._now = _Now(assistant)
        self._registry.register(self._now)

    def watch(self, queue: Callable[[], tuple[int, int]]) -> None:
        """From now on, tells how many questions wait and how many are being answered."""
        self._now.queue = queue

    def answered(self, way: str, answer: "Answer") -> None:
        """Counts a question that was answered, refused, or met with a fixed reply."""
        outcome = "answered"
        if answer.refused:
            outcome = "notice" if answer.mode == "notice" else "refused"
        self._count(way, outcome)
        if answer.writing:
            self._written.count(answer, answer.writing)
        self._written.spend(*answer.tokens)
        for step, seconds in answer.seconds.items():
            self._steps.labels(step).observe(seconds)

    def failed(self, way: str) -> None:
        """Counts a question that ended in an error."""
        self._count(way, "failed")

    def turned_away(self, way: str) -> None:
        """Counts a question for which there was no room."""
        self._count(way, "turned_away")

    def text(self) -> bytes:
        """All figures of now, in Prometheus' text format (`CONTENT_TYPE`)."""
        return generate_latest(self._registry)

    def _count(self, way: str, outcome: str) -> None:
        self._questions.labels(way, outcome).inc()


class Written:
    """Figures of the answers that a language model was to write."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, said: str, label: str) -> Counter:
            return Counter(f"footnote_writing_{name}", said, (label,), registry=registry)

        self._answers = counter("answers", "Answers that a model was to write", "outcome")
        self._statements = counter("statements", "Statements that a model wrote", "fate")
        self._tokens = counter("tokens", "Tokens of the model, read and written", "kind")
        self._failures = counter("failures", "Answers that a model failed to write", "kind")

    def count(self, answer: "Answer", writing: "account.Written") -> None:
        """Counts one writing; `quoted` is an answer for which the documents' own words were given
        instead."""
        outcome = "refused" if answer.refused else "quoted"
        self._answers.labels("written" if answer.mode == "written" else outcome).inc()
        repaired = writing.recited + writing.rewritten + writing.dropped
        fates = {
            "kept": writing.statements - repaired,
            "recited": writing.recited,
            "rewritten": writing.rewritten,
            "dropped": writing.dropped,
        }
        for fate, count in fates.items():
            self._statements.labels(fate).inc(max(0, count))
        if writing.failure:
            self._failures.labels(writing.failure).inc()

    def spend(self, prompt: int, completion: int) -> None:
        """Counts tokens of one question, those of requests that helped with it too."""
        self._tokens.labels("prompt").inc(prompt)
        self._tokens.labels("completion").inc(completion)


class _Now(Collector):
    """What is measured when it is asked for. What cannot be read at the moment is left out."""

    def __init__(self, assistant: "Assistant") -> None:
        self.queue: Callable[[], tuple[int, int]] | None = None
        self._assistant = assistant
        self._size = _Size(assistant)

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: else the registry would measure to learn the names."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        if self.queue is not None:
            waiting, answering = self.queue()
            family = GaugeMetricFamily(
                "footnote_queue_questions",
                "Questions that wait, and that are being answered",
                labels=("state",),
            )
            family.add_metric(("waiting",), waiting)
            family.add_metric(("answering",), answering)
            yield family
        with suppress(FootnoteError):
            entries = self._assistant.documents()
            passages = sum(entry.passages for entry in entries)
            yield GaugeMetricFamily("footnote_documents", "Documents indexed", len(entries))
            yield GaugeMetricFamily("footnote_passages", "Passages indexed", passages)
        yield GaugeMetricFamily("footnote_index_bytes", "Bytes of the index", self._size.bytes())


class _Size:
    """How large the index is on the disk, measured once a minute at most."""

    def __init__(self, assistant: "Assistant") -> None:
        from assistant.syncing import place_of

        self._place = place_of(assistant.settings)
        self._lock = threading.Lock()
        self._measured: tuple[float, int] | None = None

    def bytes(self) -> int:
        """The bytes of all its files."""
        with self._lock:
            now = time.monotonic()
            if self._measured is None or now - self._measured[0] >= MEASURED_AGAIN:
                self._measured = now, sum(map(_bytes, self._place.rglob("*")))
            return self._measured[1]


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # a file of Chroma's or SQLite's that is gone by now
        return 0
