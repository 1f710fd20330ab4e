"""Statements that somebody wrote about cited words and judged: faithful to them, or not."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.fields import Fields, short
from evals.folder import DocumentFolder
from evals.problem import Place, Problem
from evals.yaml_lines import parse_yaml
from index.document import Document
from index.errors import InvalidInput

FILE_KEYS = ("document", "statements")
KEYS = ("id", "form", "change", "cites", "says", "faithful")
SPAN_KEYS = ("doc_id", "start", "end", "digest")
DIGITS = 12
"""How many of the 64 hexadecimal digits of its SHA-256 a span's text is known by."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement with the words it cites, and whether it says what they say.

    `label` names the form of a faithful statement ("passive"), or the one thing that an unfaithful
    one changes ("speaker").
    """

    id: str
    says: str
    cited: tuple[str, ...]
    faithful: bool
    label: str


def load_statements(path: Path, documents: Path) -> tuple[Labelled, ...]:
    """The statements of a YAML file about documents of a folder.

    `cites` holds exact words of the document that the file names, or spans: `doc_id`, `start` and
    `end` in code points of its text, and `digest`, the first 12 hexadecimal digits of the SHA-256
    of the cited text as UTF-8. A faithful statement has a `form`, an unfaithful one a `change`.

    Raises InvalidInput that names file, line, id and reason: words that the document does not
    hold, a digest that does not match, an id that occurs twice, a key that is missing or unknown.
    """
    problems: list[Problem] = []
    content = parse_yaml(_text(path), path, problems)
    statements: tuple[Labelled, ...] = ()
    if not problems:
        file = Fields(content, Place(path, 1), FILE_KEYS, problems)
        folder = DocumentFolder(documents)
        statements = tuple(_statements(file, folder))
        if not statements and not problems:
            file.report("holds no statements; add one")
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise InvalidInput(f"{problems[0]}{more}")
    return statements


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: cannot be read as UTF-8 text: {error}") from error


def _statements(file: Fields, folder: DocumentFolder) -> Iterator[Labelled]:
    document = file.text("document", "")
    seen: set[str] = set()
    for row, place in file.items("statements", ""):
        id = str(row.get("id", "")) if isinstance(row, dict) else ""
        fields = Fields(row, Place(place.path, place.line, id), KEYS, file.problems)
        id = fields.text("id")
        if id in seen:
            fields.report(f"id {id!r} occurs twice; give one another", "id")
        seen.add(id)
        faithful = fields.flag("faithful")
        cited = tuple(_cited(fields, folder, document))
        if not cited and fields.sound("cites"):
            fields.report("cites nothing; name the words it is to be judged by", "cites")
        label = fields.text("form" if faithful else "change")
        if fields.text("change" if faithful else "form", ""):
            fields.report("has 'form' if it is faithful and 'change' if not, never both")
        yield Labelled(id, fields.text("says"), cited, faithful, label)


def _cited(statement: Fields, folder: DocumentFolder, name: str) -> Iterator[str]:
    for item, place in statement.items("cites", "cites"):
        words = item if isinstance(item, str) else None
        # A text is put as a span without offsets, so that both are reported in one way.
        found = {"doc_id": name} if words is not None else item
        fields = Fields(found, place, SPAN_KEYS, statement.problems)
        document = _document(fields, folder, name)
        if document is None:
            continue
        if words is None:
            yield from _sliced(fields, document)
        elif words in document.text:
            yield words
        else:
            fields.report(f"{document.id} does not say {short(words)}; copy the words exactly")


def _document(fields: Fields, folder: DocumentFolder, name: str) -> Document | None:
    named = fields.text("doc_id", name)
    if not named:
        fields.report("names no document; add 'document' to the file, or 'doc_id' and offsets")
        return None
    try:
        return folder[folder.find(named)]
    except LookupError as error:
        fields.report(str(error))
        return None


def _sliced(fields: Fields, document: Document) -> Iterator[str]:
    start, end, digest = fields.whole("start"), fields.whole("end"), fields.text("digest")
    if not fields.sound("start", "end", "digest"):
        return
    if not 0 <= start < end <= len(document.text):
        fields.report(
            f"{start} to {end} is no span of {document.id}, "
            f"which has {len(document.text)} characters"
        )
        return
    words = document.text[start:end]
    if hashlib.sha256(words.encode()).hexdigest()[:DIGITS] == digest:
        yield words
    else:
        fields.report(
            f"{document.id} says {short(words)} from {start} to {end}, which is not the text of "
            f"digest {digest}; correct the offsets, or the digest if the new text is meant"
        )
