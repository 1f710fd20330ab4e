"""The things that indexing makes: documents, and the sentences and passages that lie in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's canonical text, in Unicode code points, end exclusive."""

    document: str
    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """True where both lie in one document and share at least one character."""
        return self.document == other.document and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of a document: where it starts, how deep it is (1 is the top), its words."""

    start: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as Footnote reads it.

    `text` is the canonical text that every offset counts in. `id` is the path relative to the
    documents folder, with `/`. `digest` is `sha256:` and the hexadecimal hash of the file's
    bytes. `pages` are the offsets at which pages start, empty where the format has none. `size`
    is that of the file in bytes, known once the document comes from the catalog. `loader` is the
    version of the loader that read it, known where it comes from its file. `date` is the day that
    the document states that it is from, as `2024-05-03`, None where it states none.
    """

    id: str
    title: str
    text: str
    digest: str
    media_type: str
    pages: tuple[int, ...]
    headings: tuple[Heading, ...]
    source: Path
    size: int = 0
    loader: int = 1
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, without the white space around it: `text[span.start:span.end] == text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is searched as one; the passages of a document tile its text.

    `heading` is the trail of headings above it, `position` its ordinal in the document, `score`
    its rank score between 0 and 1 where it comes from a search.
    """

    id: str
    span: Span
    text: str
    heading: str
    position: int
    score: float | None = None


def blank_pages(starts: Sequence[int], end: int) -> str:
    """The pages without text among those that start at these offsets of a text: `pages 2, 5-7`."""
    blank = [n for n, (at, then) in enumerate(pairwise([*starts, end]), 1) if at == then]
    runs: list[list[int]] = []
    for page in blank:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    named = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page{'s' * (len(blank) > 1)} {named}" if named else ""
