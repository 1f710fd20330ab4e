"""What a question takes in a real server, the reader included."""

import time
from collections.abc import Sequence
from typing import Any

import httpx

from assistant.settings import Settings
from evals.bench import serving
from evals.scale.measuring import resident

WARM_UP = 20
"""Questions that are asked before any time counts."""
COUNTED = 30
"""Questions that count: an answer takes many times what its search does."""


def served(settings: Settings, questions: Sequence[str], *more: str) -> dict[str, Any]:
    """Seconds of each question as the client sees it (`wall`) and of the reader (`read`);
    seconds from the start of the server to its first answer; its memory in MB after all.

    `more` are further arguments of `footnote serve`.
    """
    began = time.perf_counter()
    with (
        serving(settings.documents, settings.data, *more) as (address, process),
        httpx.Client(base_url=address, timeout=600) as client,
    ):

        def ask(question: str) -> dict[str, float]:
            start = time.perf_counter()
            answer = client.post("/api/v1/ask", json={"question": question})
            wall = time.perf_counter() - start
            return {"wall": wall, **answer.raise_for_status().json()["seconds"]}

        ask(questions[-1])
        ready = time.perf_counter() - began
        for question in questions[:WARM_UP]:
            ask(question)
        found = [ask(question) for question in questions[WARM_UP:][:COUNTED]]
        memory = resident(process)
    return {
        "start": ready,
        "memory": memory,
        "wall": [one["wall"] for one in found],
        "read": [one["read"] for one in found],
    }
