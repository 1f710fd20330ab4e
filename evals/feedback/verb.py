"""The verb `footnote feedback`, registered with the command line by the package's metadata."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.verbs import Verb
from index.errors import FolderUnusable

if TYPE_CHECKING:
    from assistant.feedback.given import Feedback

LONGEST = 36_500
"""Days: a hundred years."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--json", action="store_true", help="one JSON object for each")
    one.add_argument(
        "--to-suite",
        type=Path,
        metavar="FILE",
        help="draft a case for each complaint, in a YAML suite; what is there stays",
    )
    one.add_argument("--clear", action="store_true", help="delete all that is kept")
    one.add_argument(
        "--forget",
        type=_days,
        metavar="DAYS",
        help="delete what is older than so many days, and for good what was taken back",
    )


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > LONGEST:
        raise argparse.ArgumentTypeError(f"{text}: not a number of days from 0 to {LONGEST}")
    return int(text)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.feedback.file import FeedbackFile
    from assistant.syncing import place_of

    file = FeedbackFile(place_of(settings))
    if arguments.clear:
        count = file.clear()
        sys.stdout.write(f"deleted: {_verdicts(count)}, from {file.path}\n")
        return 0
    if arguments.forget is not None:
        count = file.forget(datetime.now(UTC) - timedelta(days=arguments.forget))
        sys.stdout.write(f"deleted: {_verdicts(count)}, from {file.path}\n")
        return 0
    kept = file.read()
    for fault in kept.faults:
        sys.stderr.write(f"footnote: {fault}\n")
    if arguments.to_suite is not None:
        return _to_suite(kept.feedback, settings, arguments.to_suite)
    if arguments.json:
        for one in kept.feedback:
            sys.stdout.write(json.dumps(one.to_json()) + "\n")
    elif kept.feedback:
        sys.stdout.write("".join(_lines(kept.feedback)))
    else:
        sys.stdout.write(f"no feedback is kept in {file.path}\n")
    return 0


def _to_suite(feedback: "Sequence[Feedback]", settings: Settings, suite: Path) -> int:
    from evals.feedback.drafted import complaints
    from evals.feedback.written import write_cases
    from evals.folder import DocumentFolder

    wrong = complaints(feedback)
    if not wrong:
        sys.stdout.write(f"no case for {suite}: nothing that is kept finds fault with an answer\n")
        return 0
    folder = settings.documents
    if not folder.is_dir():
        raise FolderUnusable(f"{folder}: no such folder; name another with --documents")
    written = write_cases(wrong, DocumentFolder(folder), suite)
    again = f", {written.there} there already" if written.there else ""
    sys.stdout.write(f"{suite}: {written.added} added{again}\n")
    if not written.gated:
        sys.stdout.write(
            "it may pass although a case is wrong; add `wrong: {max: 0}` to its gates\n"
        )
    return 0


def _lines(feedback: "Sequence[Feedback]") -> Iterator[str]:
    for one in feedback:
        said = one.verdict.replace("_", " ")
        yield f"{one.time:%Y-%m-%d %H:%M} UTC  {said:<14}  {_shown(one.question)}\n"
        if one.comment.strip():
            yield f"    {_shown(one.comment)}\n"


def _shown(text: str) -> str:
    """A text on one line, with what could steer a terminal spelled out."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode()
        for sign in " ".join(text.split())
    )


def _verdicts(count: int) -> str:
    return "1 verdict" if count == 1 else f"{count} verdicts"


FEEDBACK = Verb(
    "feedback", "list what people said of answers, or draft cases from it", _arguments, _run
)
