"""Speed of a question by size: `python -m evals.scale --passages 1000 100000` prints two tables.

Asks the questions of a suite through `POST /api/v1/ask` of a real server whose folder holds the
suite's documents among others (see `evals.corpus`). The steps of a search, which an answer adds
up, are timed over the same questions in a process without a server. A folder made for it is kept
in --work, for the next run.
"""

import argparse
import os
import platform
import random
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean, median, quantiles

import httpx

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from evals.bench import ROOT, serving
from evals.case import Case
from evals.corpus import ASKED, make
from evals.suite import load_suite
from index.embedding import open_embedder
from index.retrieval import LEG, STEPS, Index
from index.weights import NAME

WARM_UP = 20
"""Questions that are asked before any time counts."""
OTHERS = 100
"""Questions that are asked in another way besides."""
COMPARED = 25
"""Questions for which every passage is compared."""
Times = dict[str, list[float]]


def measure(settings: Settings, cases: Sequence[Case], passages: int) -> dict[str, str]:
    """One column of the table: what was measured, by name of the row."""
    server, seconds, rss = asked_of_server(settings, cases)
    search, others, near = asked_here(settings, cases)
    wall, total = median(server["wall"]), median(server["total"])
    row = {
        "documents": f"{sum(1 for _ in settings.documents.rglob('*.txt')):,}",
        "passages": f"{passages:,}",
        "**median**": f"**{_ms(wall)}**",
        "95th percentile": _ms(quantiles(server["wall"], n=20)[-1]),
    }
    row |= {step: _share(median(search[step]), wall) for step in STEPS}
    row["read"] = _share(median(server["read"]), wall)
    chain = [
        t - s - r
        for t, s, r in zip(server["total"], server["retrieve"], server["read"], strict=True)
    ]
    row["the chain around them"] = _share(median(chain), wall)
    row["HTTP and JSON"] = _share(wall - total, wall)
    row |= {what: _ms(median(times)) for what, times in others.items()}
    row[f"of the {LEG} nearest passages, found"] = f"{near:.3f}"
    row["start of the server to its first answer"] = f"{seconds:.1f} s"
    row["memory of the server"] = f"{rss / 1024:,.0f} MB"
    row["disk"] = f"{_size(settings.data) / 2**20:,.0f} MB"
    return row


def asked_of_server(settings: Settings, cases: Sequence[Case]) -> tuple[Times, float, int]:
    """Seconds of each question by `wall` and by what its answer tells; seconds from the start of
    the server to its first answer; its resident memory in KiB after all of them."""
    began = time.perf_counter()
    with (
        serving(settings.documents, settings.data) as (address, process),
        httpx.Client(base_url=address, timeout=120) as client,
    ):

        def ask(case: Case) -> dict[str, float]:
            start = time.perf_counter()
            answer = client.post("/api/v1/ask", json={"question": case.question})
            wall = time.perf_counter() - start
            return {"wall": wall, **answer.raise_for_status().json()["seconds"]}

        ask(cases[-1])
        ready = time.perf_counter() - began
        for case in cases[:WARM_UP]:
            ask(case)
        found = [ask(case) for case in cases]
        return _columns(found), ready, _resident(process)


def asked_here(settings: Settings, cases: Sequence[Case]) -> tuple[Times, Times, float]:
    """Seconds of the steps of a search, question by question, and those of other questions; the
    share of the nearest passages that a search of the vectors finds."""
    assistant = open_assistant(settings)
    try:
        index = assistant.index
        steps = [index.search(case.question, 8).seconds for case in (*cases[:WARM_UP], *cases)][
            WARM_UP:
        ]
        near = [_found(index, case.question) for case in cases[:COMPARED]]
        return _columns(steps), dict(_others(assistant, cases)), mean(near)
    finally:
        assistant.close()


def _found(index: Index, question: str) -> float:
    """The share of the passages nearest to a question, each compared, that a search finds."""
    (vector,) = index.embedder.encode([question])
    every = [entry.id for entry in index.entries()]
    nearest = {id for id, _ in index.catalog.nearest(vector, LEG, every)}
    hits = index.search(question, 2 * LEG).hits
    return len(nearest & {hit.passage.id for hit in hits if hit.dense_rank}) / len(nearest)


def _others(assistant: Assistant, cases: Sequence[Case]) -> Iterator[tuple[str, list[float]]]:
    documents = [d.id for d in assistant.documents() if d.id.startswith(f"{ASKED}/")][:1]
    few = [case.question for case in cases[:OTHERS]]
    yield "of one document", [_timed(assistant.ask, question, (), documents) for question in few]
    yield "with a misspelt word", [_timed(assistant.ask, _misspelt(question)) for question in few]
    summary = "What are the main points?"
    yield (
        "to sum up one document",
        [_timed(assistant.ask, summary, (), documents) for _ in range(3)],
    )
    yield "to sum up all documents", [_timed(assistant.ask, summary) for _ in range(3)]


def _misspelt(question: str) -> str:
    """The question with two letters of its longest word exchanged."""
    longest = max(question.split(), key=len)
    return question.replace(longest, f"{longest[:2]}{longest[3:4]}{longest[2:3]}{longest[4:]}")


def _timed(ask: Callable[..., object], *given: object) -> float:
    began = time.perf_counter()
    ask(*given)
    return time.perf_counter() - began


def _columns(rows: Sequence[Mapping[str, float]]) -> Times:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _resident(process: int) -> int:
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(told.stdout)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


def _share(seconds: float, whole: float) -> str:
    return f"{_ms(seconds)} ({100 * seconds / whole:.0f}%)"


def main() -> None:
    """Makes the folders that are missing, measures, and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.scale", description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[1000, 100_000], metavar="N")
    parser.add_argument(
        "--suite", type=Path, default=ROOT / "evals" / "suites" / "article", metavar="DIR",
        help="whose questions are asked, and whose documents come first",
    )  # fmt: skip
    parser.add_argument(
        "--text", type=Path, nargs="*", default=[], metavar="FILE",
        help="JSON lines with a `passage`, gzip-compressed, for the bulk; none: drawn words",
    )  # fmt: skip
    parser.add_argument("--work", type=Path, help="keep what is made here, and use it again")
    parser.add_argument("--questions", type=int, default=200, metavar="N")
    given = parser.parse_args()
    suite = load_suite(given.suite)
    cases = [case for case in suite.cases if not case.history and case.scope == "corpus"]
    random.Random(1).shuffle(cases)
    with tempfile.TemporaryDirectory() as kept:
        columns = []
        for passages in given.passages:
            work = (given.work or Path(kept)) / f"{passages}"
            data = work / "data"
            data.mkdir(parents=True, exist_ok=True)
            settings = Settings(documents=work / "documents", data=data)
            made = make(settings, passages, suite.documents.root, given.text, open_embedder(NAME))
            columns.append(measure(settings, cases[: given.questions], made))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    sys.stdout.write(
        f"{os.cpu_count()} cores ({platform.machine()}), load {load:.1f}, "
        f"Python {platform.python_version()}; {len(cases[: given.questions])} questions of "
        f"{suite.name}; `{shlex.join(['python', '-m', 'evals.scale', *sys.argv[1:]])}`\n\n"
    )
    rows = [["", *("" for _ in columns)], ["---", *("--:" for _ in columns)]]
    rows += [[what, *(column[what] for column in columns)] for what in columns[0]]
    sys.stdout.writelines(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    main()
