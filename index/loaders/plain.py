"""Plain text: the canonical text is the decoded file, less a byte-order mark and with LF ends:
nothing stripped, normalised or replaced."""

import re

from index.document import Heading
from index.loaders.dates import day_of
from index.loaders.encoding import decode
from index.loaders.front_matter import stated
from index.loaders.parsed import Parsed


def parse(content: bytes) -> Parsed:
    """A text file, with the title that its first line states.

    Raises `UnreadableDocument` as `decode` does.
    """
    text = decode(content).replace("\r\n", "\n")
    title, headings = read_plain(text)
    return Parsed(text, title, headings, date=day_of(stated(text, "date")))


LONGEST_TITLE = 200
ENDS_AS_TITLE = re.compile(r"(?<!\S)\S*[^\W_][)\]”\"’'?!]?$")
WORD = re.compile(r"\S")


def read_plain(text: str) -> tuple[str | None, tuple[Heading, ...]]:
    """The title that the first line states: a short line of words that stands alone and does not
    end as a sentence in prose does. It is the one heading of a plain text."""
    start, title = _alone(text)
    if len(title) > LONGEST_TITLE or not title[:1].isalnum() or not ENDS_AS_TITLE.search(title):
        return None, ()
    return title, (Heading(start, 1, " ".join(title.split())),)


def _alone(text: str) -> tuple[int, str]:
    """The first line with words and where it starts, where a blank line and more text follow; else
    no words. Each character is looked at once, however many blanks there are."""
    first = WORD.search(text)
    start = first.start() if first else len(text)
    end = text.find("\n", start)
    blank = text.find("\n", end + 1)
    if -1 in (end, blank) or text[end:blank].strip(" \t\n") or not WORD.search(text, blank):
        return start, ""
    return start, text[start:end].rstrip(" \t")
