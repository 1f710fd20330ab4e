"""`footnote verify`: whether an exported file and its quotes still hold."""

import argparse
import functools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.verbs import Verb
from index.errors import InvalidInput

if TYPE_CHECKING:
    from assistant.export.reading import Exported
    from assistant.export.verify import CheckedQuote, Verification
    from index.document import Document

SHOWN = 60
"""Characters of a quote in its line."""
KEPT = 16
"""Documents that are held at once."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="an export, as Markdown or HTML")
    parser.add_argument("--json", action="store_true", help="the findings as one JSON object")


def _verify(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.export.verify import verify

    exported = _read(arguments.file)
    found = verify(exported, current(settings.documents))
    if arguments.json:
        shown = json.dumps({"format": exported.format, **found.to_json()})
    else:
        shown = "\n".join(map(_printable, _lines(found)))
    sys.stdout.write(f"{shown}\n")
    return 0 if found.holds else 1


def _read(file: Path) -> "Exported":
    from assistant.export.reading import read_export

    try:
        return read_export(file.read_bytes())
    except OSError as error:
        raise InvalidInput(
            f"{file}: cannot be read ({error.strerror}); give a file that Footnote exported"
        ) from error
    except InvalidInput as error:
        raise InvalidInput(f"{file}: {error}") from error


def current(folder: Path) -> "Callable[[str], Document | None]":
    """A function that gives a document of the folder by its id, as indexing would read it now.

    It reads the files themselves, and only those asked for: that needs no index and no model. None
    for an id without a file that can be read. Raises `FolderUnusable`.
    """
    from index.errors import UnreadableDocument
    from index.loaders import load
    from index.scan import scan

    paths = {found.id: found.path for found in scan(folder).files}

    @functools.lru_cache(maxsize=KEPT)
    def document(id: str) -> "Document | None":
        try:
            return load(paths[id], folder) if id in paths else None
        except UnreadableDocument:
            return None

    return document


def _lines(found: "Verification") -> Iterator[str]:
    """One line a quote, one a fault, and a last one with the sum of it."""
    yield from map(_line, found.quotes)
    yield from found.statement_faults
    yield from found.file_faults
    words = {"holds": "hold", "moved": "moved", "changed": "changed", "missing": "missing"}
    counts = ((found.count(state), word) for state, word in words.items())
    quotes = ", ".join(f"{count} {word}" for count, word in counts if count) or "none"
    verdict = "everything holds" if found.holds else "NOT everything holds"
    yield f"{verdict}; quotes: {quotes}; the file is {'altered' if found.file_faults else 'whole'}"


def _line(quote: "CheckedQuote") -> str:
    from assistant.explanation import beginning

    cited, now = quote.footnote.citation, quote.standing.span
    line = f"[{quote.footnote.number}] {quote.standing.state}: {cited.span.document} "
    line += f"{cited.span.start}–{cited.span.end}"
    if quote.standing.state == "moved" and now is not None:
        line += f", now {now.start}–{now.end}"
    reason = f" ({quote.standing.reason})" if quote.standing.reason else ""
    return f"{line}{reason} “{beginning(cited.quote, SHOWN)}”"


def _printable(line: str) -> str:
    """The line with what could steer a terminal spelled out: the file may be anybody's."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)


VERIFY = Verb(
    "verify", "check an exported file and its quotes against the documents", _arguments, _verify
)
