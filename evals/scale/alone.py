"""What an index, or the bare Chroma collection in it, needs in a process that does nothing else.

The collection is opened and asked with Chroma's own client, as a program would that has nothing
but the vectors.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.scale.measuring import resident
from index.catalog import Catalog
from index.embedding import open_embedder
from index.retrieval import LEG, STEPS, Index
from index.weights import NAME

WARM_UP = 20
"""Questions that are asked before any time counts, but for the first one."""
PASSAGES = 8
"""That a search returns, as many as an answer reads."""


def of_index(place: Path, questions: Iterable[str]) -> dict[str, Any]:
    """Seconds to open the index, to answer the first question, and of each step of the others, with
    what all threads together computed (`processor`); the memory of the process in MB, and what
    the embedding model alone took of that (`before`)."""
    embedder = open_embedder(NAME)
    embedder.encode(["warm"])
    before = resident(os.getpid())
    began = time.perf_counter()
    index = Index(place, embedder)
    index.entries()
    opened = time.perf_counter() - began
    first, *others = questions
    index.search(first, PASSAGES)
    asked = time.perf_counter() - began
    steps, processor = [], []
    for question in others:
        start = time.process_time()
        steps.append(index.search(question, PASSAGES).seconds)
        processor.append(time.process_time() - start)
    steps = steps[WARM_UP:]
    found: dict[str, Any] = {step: [seconds[step] for seconds in steps] for step in STEPS}
    found["processor"] = processor[WARM_UP:]
    found["search"] = [sum(seconds.values()) for seconds in steps]
    memory = resident(os.getpid())
    index.close()
    return {**found, "open": opened, "first": asked, "memory": memory, "before": before}


def of_chroma(place: Path, questions: Iterable[str]) -> dict[str, Any]:
    """The same of the collection alone, as far as it has it, with the vectors at hand."""
    import chromadb
    from chromadb.config import Settings

    vectors = open_embedder(NAME).encode(list(questions))
    catalog = Catalog(place / "catalog.sqlite")
    name = f"passages-{catalog.collection}"
    catalog.close()
    before = resident(os.getpid())
    began = time.perf_counter()
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    client: Any = chromadb.PersistentClient(str(place / "chroma"), settings=settings)
    collection = client.get_collection(name, embedding_function=None)
    opened = time.perf_counter() - began
    seconds, processor = [], []
    for vector in vectors:
        start, computed = time.perf_counter(), time.process_time()
        collection.query(query_embeddings=[vector], n_results=LEG, include=["distances"])
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - computed)
    return {
        "open": opened,
        "first": opened + seconds[0],
        "search": seconds[1 + WARM_UP :],
        "processor": processor[1 + WARM_UP :],
        "memory": resident(os.getpid()),
        "before": before,
    }


def alone(what: str, place: Path, questions: Sequence[str]) -> dict[str, Any]:
    """What `index` or `chroma` needs, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "evals.scale.alone", what, str(place)],
        input=json.dumps(questions), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(told.stdout)
    return found


if __name__ == "__main__":
    measure = {"index": of_index, "chroma": of_chroma}[sys.argv[1]]
    json.dump(measure(Path(sys.argv[2]), json.load(sys.stdin)), sys.stdout)
