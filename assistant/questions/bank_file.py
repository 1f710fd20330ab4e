"""The kept questions in a file, so that they are made once for an index and its settings."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.questions.idea import Kept
from index.document import Span
from index.errors import StorageUnusable

NAME = "questions.json"
VERSION = 1
"""Raised whenever the same documents would give other questions."""


def read_bank(folder: Path, made_by: Mapping[str, Any]) -> tuple[Kept, ...] | None:
    """The questions kept in an index's folder; None where there are none that were made by the
    same index and settings, or where the file cannot be read: they can be made anew."""
    try:
        stored = json.loads((folder / NAME).read_text("utf-8"))
        if stored["made_by"] != _key(made_by):
            return None
        return tuple(_kept(row) for row in stored["questions"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_bank(folder: Path, made_by: Mapping[str, Any], kept: Sequence[Kept]) -> None:
    """Keeps the questions in an index's folder; a reader sees the old file or the new one.

    Raises `StorageUnusable`.
    """
    content = {"made_by": _key(made_by), "questions": [asdict(one) for one in kept]}
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=folder, prefix=NAME, delete=False
        ) as file:
            json.dump(content, file, ensure_ascii=False)
        os.replace(file.name, folder / NAME)
    except OSError as error:
        raise StorageUnusable(
            f"{folder / NAME}: cannot be written ({error.strerror}); free space or permissions, "
            "or choose another folder with --data"
        ) from error


def _key(made_by: Mapping[str, Any]) -> dict[str, Any]:
    key: dict[str, Any] = json.loads(json.dumps({**made_by, "version": VERSION}))
    return key


def _kept(row: Mapping[str, Any]) -> Kept:
    evidence = tuple(
        Span(str(span["document"]), int(span["start"]), int(span["end"]))
        for span in row["evidence"]
    )
    return Kept(
        question=str(row["question"]),
        kind=row["kind"],
        document=str(row["document"]),
        evidence=evidence,
        confidence=float(row["confidence"]),
    )
