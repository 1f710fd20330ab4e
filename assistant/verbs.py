"""What each verb of the command line does: parse, call one function, print."""

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Turn
from assistant.settings import Settings
from index.errors import FootnoteError, InvalidInput, InvalidQuestion
from index.sync import Progress, SyncSummary


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the command line; `run` gives the exit code."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Settings], int]


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error for indexing, shown where that is a terminal."""
    from tqdm import tqdm

    with tqdm(desc="indexing", unit="B", unit_scale=True, file=sys.stderr, disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.assistant import open_assistant
    from assistant.web.access.access import read_access
    from assistant.web.server import listen, serve

    # These first: that something is wrong with them should be known before an hour of indexing.
    read_access(settings)
    with listen(settings.host, settings.port) as listener:
        with progress_bar() as progress:
            assistant = open_assistant(settings, progress)
        tell_unread(assistant.unread)
        try:
            assistant.bank.begin()
            serve(assistant, settings.host, settings.port, listener)
        finally:
            assistant.close()
    return 0


def tell_unread(count: int) -> None:
    """Says on standard error that files were left out, if any were."""
    if count:
        files = "1 file" if count == 1 else f"{count} files"
        sys.stderr.write(f"footnote: {files} could not be read; `footnote index` says which\n")


def _ask_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "question", nargs="?", help="without it, questions come on standard input, one a line"
    )
    parser.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="ID",
        help="ask this document or folder only",
    )
    parser.add_argument(
        "--history", type=Path, metavar="FILE", help='JSON list of {"question", "answer"} turns'
    )
    parser.add_argument(
        "--explain", action="store_true", help="show on standard error how it was found"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object an answer")


def _ask(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.assistant import open_assistant
    from assistant.chain import request

    history = read_history(arguments.history) if arguments.history else ()
    if arguments.question is not None:
        request(_text(arguments.question))  # a question that cannot be asked needs no index
    with progress_bar() as progress:
        assistant = open_assistant(settings, progress)
    tell_unread(assistant.unread)

    def ask(question: str) -> Answer:
        return assistant.ask(_text(question), history, arguments.document)

    try:
        if arguments.question is not None:
            _show(ask(arguments.question), arguments)
            return 0
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="surrogateescape")  # one bad line costs only itself
        for line in sys.stdin:
            if line.strip():
                _answer_line(line.strip(), ask, arguments)
        return 0
    finally:
        assistant.close()


def _text(words: str) -> str:
    """The words of a question; raises `InvalidQuestion` for bytes that are no text."""
    if not _is_text(words):
        raise InvalidQuestion("the question is not UTF-8 text; ask it in UTF-8")
    return words


def _answer_line(
    question: str, ask: Callable[[str], Answer], arguments: argparse.Namespace
) -> None:
    try:
        _show(ask(question), arguments)
    except FootnoteError as error:
        if arguments.json:
            readable = question.encode(errors="replace").decode()
            _json_line({"question": readable, "error": str(error)})
        else:
            sys.stderr.write(f"footnote: {error}\n")


def _show(answer: Answer, arguments: argparse.Namespace) -> None:
    if arguments.json:
        _json_line(answer.to_json(explain=arguments.explain))
    else:
        from assistant.text import as_text

        _line(as_text(answer))
    if arguments.explain and not arguments.json:
        from assistant.text import explained

        sys.stderr.write(explained(answer))


def _json_line(value: dict[str, Any]) -> None:
    in_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    _line(json.dumps(value, ensure_ascii=not in_unicode))


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def read_history(path: Path) -> tuple[Turn, ...]:
    """The turns in a JSON file, oldest first; raises `InvalidInput`."""
    shape = 'a JSON list of {"question": "…", "answer": "…"} objects, oldest first'
    try:
        rows = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput(f"{path}: cannot be read ({error}); give {shape}") from error
    try:
        turns = tuple(Turn(row["question"], row["answer"]) for row in rows)
    except (TypeError, KeyError) as error:
        raise InvalidInput(f"{path}: not the right form; give {shape}") from error
    if not all(_is_text(said) for turn in turns for said in (turn.question, turn.answer)):
        raise InvalidInput(f"{path}: a question or answer is not text; give {shape}")
    return turns


def _is_text(value: object) -> bool:
    """Whether a value is text that can be encoded: bytes that are none, and some JSON strings,
    come as halves of surrogate pairs."""
    return isinstance(value, str) and value == value.encode(errors="replace").decode()


def _index_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help="make the index anew from nothing")
    parser.add_argument("--json", action="store_true", help="the summary as one JSON object")


def _index(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.assistant import sync_index

    with progress_bar() as progress:
        summary = sync_index(settings, rebuild=arguments.rebuild, progress=progress)
    if arguments.json:
        _json_line(_summary_json(summary))
    else:
        _line(_summary_text(summary))
    return 0


def _summary_json(summary: SyncSummary) -> dict[str, Any]:
    listed = {
        name: [{"path": path, "reason": reason} for path, reason in getattr(summary, name).items()]
        for name in ("failed", "skipped")
    }
    return asdict(summary) | listed


def _summary_text(summary: SyncSummary) -> str:
    done = ", ".join(
        f"{len(getattr(summary, name))} {name}"
        for name in ("added", "updated", "removed", "unchanged", "failed")
    )
    lines = [f"{done}; {summary.passages} passages in the index"]
    lines += [f"failed: {path}: {reason}" for path, reason in summary.failed.items()]
    lines += [f"left out: {path}: {reason}" for path, reason in summary.skipped.items()]
    return "\n".join(lines)


def _doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.assistant import place_of
    from index.doctor import examine
    from index.embedding import open_embedder

    embedder = open_embedder(settings.embedding)
    faults = list(examine(settings.documents, place_of(settings), embedder))
    _line("\n".join(faults) or "the index is whole and in line with the documents")
    return 1 if faults else 0


def _nothing(parser: argparse.ArgumentParser) -> None:
    """A verb without arguments of its own."""


VERBS = (
    Verb("serve", "serve the chat page and the API", _nothing, _serve),
    Verb("ask", "answer questions", _ask_arguments, _ask),
    Verb("index", "bring the index in line with the documents", _index_arguments, _index),
    Verb("doctor", "check the index against the documents and itself", _nothing, _doctor),
)
