"""Suites as labelled searches: folders with `docs/` and `questions.jsonl`, as the contract has
them. Their evidence is what `footnote eval --check` checks; here it is only read."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answer import Turn
from assistant.conversation import understand
from assistant.reader.candidate import Features
from assistant.reader.fitting.labelled import Labelled, labelled
from index.document import Span
from index.listing import LOOKED_AT
from index.retrieval import Index


def of_suite(
    suite: Path, index: Index, features: Features, *, hide: bool = False
) -> Iterator[Labelled]:
    """The questions of a suite, each understood after its history, searched and labelled. With
    `hide`, each that can be answered comes once more, the passages that answer it taken out."""
    ids = {Path(entry.id).stem: entry.id for entry in index.entries()}
    for line in (suite / "questions.jsonl").read_text("utf-8").splitlines():
        case: dict[str, Any] = json.loads(line)
        gold = [Span(ids[g["doc_id"]], g["start"], g["end"]) for g in case["evidence"]]
        scope = [ids[case["doc_id"]]] if case["scope"] == "document" else []
        history = [Turn(turn["question"], turn["answer"]) for turn in case["history"]]
        found = index.search(understand(case["question"], history).query, LOOKED_AT, scope)
        if row := labelled(features, found, gold, case["answerable"]):
            yield row
        left = [h for h in found.hits if not any(h.passage.span.overlaps(g) for g in gold)]
        hidden = replace(found, hits=tuple(left))
        if hide and gold and (row := labelled(features, hidden, [], False)):
            yield replace(row, hidden=True)
