"""What every format gives for a file, and what is known of a format before one is read."""

import json
from dataclasses import dataclass, replace

from index.document import Heading
from index.errors import UnreadableDocument
from index.loaders.dates import day_of

LONGEST_NAME = 200
"""Characters of a title or heading that are kept as such: each passage below it carries them."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's canonical text, the title that it states (None where it states none), its headings
    in order of where they start, the offsets at which its pages start (none where the format has no
    pages), and the day that it states that it is from, as `2024-05-03`. All offsets are code points
    of `text`."""

    text: str
    title: str | None = None
    headings: tuple[Heading, ...] = ()
    pages: tuple[int, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type and the module whose `parse(content: bytes) -> Parsed` reads it.

    `parse` depends on the bytes alone, and raises `UnreadableDocument` with the reason where they
    hold no text. The module is imported when the first such file is read; where `isolated`, in
    another process, which has limits. `places` is the module that shows its pages, if any:
    `picture(content, page) -> bytes` (PNG) and `boxes(content, page, text, start, end)`.
    Where it is a `table`, each line of the text is a row, the names of columns, or of a sheet.
    `version` is raised whenever the same bytes would be read in another way: documents of another
    version are read again.
    """

    media_type: str
    module: str
    isolated: bool = True
    places: str | None = None
    table: bool = False
    version: int = 1


def parsed_of(answer: bytes) -> Parsed:
    """What a parser in another process gave as JSON, with nothing in it taken on trust.

    Raises `UnreadableDocument` where it is not of that form.
    """
    try:
        value = json.loads(answer)
        text, title = str(value["text"]), value["title"]
        headings = tuple(
            Heading(int(one["start"]), int(one["level"]), str(one["text"]))
            for one in value["headings"]
        )
        pages = tuple(int(page) for page in value["pages"])
        date = day_of(value["date"])
        for words in (text, title or "", *(heading.text for heading in headings)):
            words.encode()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableDocument("its parser gave what cannot be used; save it anew") from error
    starts = [heading.start for heading in headings]
    for offsets in (starts, list(pages)):
        if offsets != sorted(offsets) or any(not 0 <= at <= len(text) for at in offsets):
            raise UnreadableDocument("its parser gave offsets outside of its text; save it anew")
    return Parsed(text, title, headings, pages, date)


def with_short_names(parsed: Parsed) -> Parsed:
    """The same with title and headings cut to `LONGEST_NAME`; the text keeps all words."""
    headings = tuple(replace(one, text=_short(one.text)) for one in parsed.headings)
    return replace(parsed, title=parsed.title and _short(parsed.title), headings=headings)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rstrip()
