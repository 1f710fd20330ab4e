"""The question sets as they are on disk: rows of a question, a passage and where it answers."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

Range = tuple[int, int]
"""From, to: code points of a passage."""

WEAK = {"sentence", "passage", "conclusion", "quote"}
"""Answers of these kinds tell which sentences answer, not the words of a short answer."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a set with its sentences; `title` is empty where none is told."""

    source: str
    group: str
    title: str
    text: str
    sentences: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A question about a passage. No answers: the passage does not answer it.

    `exact`: the answers are words of a short answer. `placed`: they tell which sentences answer.
    `written`: a person wrote an unanswerable question to look answerable.
    """

    question: str
    passage: Passage
    answers: tuple[Range, ...]
    exact: bool
    placed: bool
    written: bool


def read(folder: Path, source: str) -> Iterator[Row]:
    """The rows of one set, `SOURCE.jsonl.gz` in the folder.

    Where a set tells titles of answerable rows only, or of others only, they are left out: else a
    title would give the label away.
    """
    with gzip.open(folder / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    titled = len({bool(row["answers"]) for row in rows if _title(row)}) == 2
    passages: dict[tuple[str, str], Passage] = {}
    for row in rows:
        told = row.get("meta") or {}
        key = _title(row), row["passage"]
        if key not in passages:
            passages[key] = _passage(source, row, key[0] if titled else "")
        yield Row(
            row["question"],
            passages[key],
            tuple((answer["start"], answer["end"]) for answer in row["answers"]),
            told.get("span") not in WEAK,
            told.get("span") != "passage",
            row["negative_kind"] == "adversarial",
        )


def _title(row: dict[str, Any]) -> str:
    return (row.get("meta") or {}).get("title") or ""


def _passage(source: str, row: dict[str, Any], title: str) -> Passage:
    sentences = tuple((start, end) for start, end in row["sentences"] if start < end)
    return Passage(source, title or source, _readable(title), row["passage"], sentences)


def _readable(title: str) -> str:
    """A title in words; nothing where it is only a key."""
    if re.search(r":\d|\d$|Comments$", title):
        return ""
    plain = unquote(title).replace("_", " ")
    return plain if " " in plain else plain.replace("-", " ")
