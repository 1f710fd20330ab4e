"""What each verb of the command line does: parse, call one function, print."""

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Turn
from assistant.pace import Pacing
from assistant.settings import Settings
from index.errors import FootnoteError, InvalidInput, InvalidQuestion
from index.intake import Progress


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the command line; `run` gives the exit code."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Settings], int]


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error for indexing, with the rate and the time left, shown where that is a
    terminal."""
    from tqdm import tqdm

    pacing = Pacing()
    with tqdm(
        desc="indexing",
        unit="B",
        unit_scale=True,
        file=sys.stderr,
        disable=None,
        bar_format="{desc}: {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}{postfix}",
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(str(pacing.told(done, total)), refresh=False)
            bar.update(done - bar.n)

        yield show


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.assistant import open_assistant
    from assistant.watching import watching
    from assistant.web.access.access import read_access
    from assistant.web.scope import naming_nothing
    from assistant.web.server import listen, serve
    from assistant.writer.nearby import Nearby, places

    # These first: that something is wrong with them should be known before an hour of indexing.
    sites = read_access(settings).sites
    with listen(settings.host, settings.port) as listener:
        nearby = None if settings.model else Nearby(places(listener.getsockname()[1]))
        with progress_bar() as progress:
            assistant = open_assistant(settings, progress)
        tell_unread(assistant.unread)
        for unknown in naming_nothing(sites, [entry.id for entry in assistant.documents()]):
            sys.stderr.write(f"footnote: {unknown}\n")
        if nearby and (line := nearby.suggestion()):
            sys.stderr.write(line)
        follow = watching(settings, assistant.sync_soon)
        try:
            assistant.bank.begin()
            with follow:
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
            show_json({"question": readable, "error": str(error)})
        else:
            sys.stderr.write(f"footnote: {error}\n")


def _show(answer: Answer, arguments: argparse.Namespace) -> None:
    if arguments.json:
        show_json(answer.to_json(explain=arguments.explain))
    else:
        from assistant.text import as_text

        _line(as_text(answer))
    if arguments.explain and not arguments.json:
        from assistant.text import explained

        sys.stderr.write(explained(answer))


def show_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of standard output, which may not know every character."""
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


def _nothing(parser: argparse.ArgumentParser) -> None:
    """A verb without arguments of its own."""


VERBS = (
    Verb("serve", "serve the chat page and the API", _nothing, _serve),
    Verb("ask", "answer questions", _ask_arguments, _ask),
)
