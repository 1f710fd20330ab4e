"""A baseline as a JSON file: one line a case, the same bytes for the same results."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from evals.baseline import DIGITS, Baseline, Record, metrics_of
from evals.output import write
from index.errors import InvalidInput

VERSION = 1
MAKE = "make it with --update-baseline"
REMAKE = f"delete it and {MAKE}"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class _File:
    """The content of the file; the metrics are there for people, who see what a change did."""

    version: int
    suite: str
    retrieval_only: bool
    metrics: Mapping[str, float]
    cases: Mapping[str, Record]


_FILE = TypeAdapter(_File)


def load_baseline(path: Path, suite: str, *, retrieval_only: bool) -> Baseline:
    """The baseline in a file, for a run of that suite.

    Raises InvalidInput, naming file, reason and next step, where there is none, where it cannot
    be read, or where it is another suite's, another version's, or of another kind of run.
    """
    try:
        text = path.read_text(encoding="utf-8")
        version = _version(text)
        if version not in (None, VERSION):
            raise InvalidInput(f"{path}: has version {version!r}, known is {VERSION}; {REMAKE}")
        file = _FILE.validate_json(text, strict=True)
    except FileNotFoundError:
        raise InvalidInput(f"{path}: no such baseline; {MAKE}") from None
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read: {error.strerror}; name another") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        reason = f"{place}: {first['msg']}" if place else first["msg"]
        raise InvalidInput(f"{path}: not a baseline: {reason}; {REMAKE}") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{path}: not a baseline: {error}; {REMAKE}") from error
    if file.suite != suite:
        raise InvalidInput(f"{path}: is of suite {file.suite!r}, not {suite!r}; name another file")
    if file.retrieval_only != retrieval_only:
        kinds = ("with answers", "with --retrieval-only")
        was, now = kinds[file.retrieval_only], kinds[retrieval_only]
        raise InvalidInput(f"{path}: is of a run {was}, this one is {now}; name another file")
    return Baseline(file.suite, file.retrieval_only, file.cases)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Writes the baseline whole or not at all; raises InvalidInput where that is not possible."""
    path = path.resolve()  # what a link points to, as the link is to stay
    unfinished = path.with_name(f"{path.name}.unfinished")
    write(unfinished, as_text(baseline))
    try:
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink()
        raise InvalidInput(f"{path}: cannot be written: {error.strerror}; name another") from error


def as_text(baseline: Baseline) -> str:
    """The content of the file: keys in order, one line a case."""
    cases = [f"{_json(id)}: {_json(asdict(r))}" for id, r in sorted(baseline.records.items())]
    metrics = {name: round(value, DIGITS) for name, value in metrics_of(baseline).items()}
    parts = {
        "cases": "{\n" + ",\n".join(cases) + "\n}",
        "metrics": json.dumps(metrics, sort_keys=True, indent=1),
        "retrieval_only": _json(baseline.retrieval_only),
        "suite": _json(baseline.suite),
        "version": _json(VERSION),
    }
    return "{\n" + ",\n".join(f"{_json(key)}: {part}" for key, part in parts.items()) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _version(text: str) -> Any:
    content = json.loads(text)
    return content.get("version") if isinstance(content, dict) else None
