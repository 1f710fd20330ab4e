"""Words of documents and people as Markdown that shows them and does nothing else."""

import re
import unicodedata

from assistant.export.emphasis import flat

ACTIVE = re.compile(
    r"[\\`*_{}\[\]<>&~|$^=#!@]"  # marks of Markdown and of what many programs add to it
    r"|%(?=%)"  # hides words in some
    r"|:(?=\S)"  # addresses, pictograms
    r"|(?<!\d)\.(?=\w)|\.(?=[^\W\d_])"  # addresses without http; a decimal point stays
)
FIRST = re.compile(r"[-+:]|\d{1,9}(?=[.)])")
"""What makes a list or a definition where it begins a line."""
CODE = re.compile(r"[A-Za-z0-9:]+")


def inline(text: str) -> str:
    """The text on one line, such that nothing in it is markup, for a place after other words."""
    return _plain(flat(text))


def line(text: str) -> str:
    """The same for a place at the beginning of a line."""
    return _tame(inline(text))


def emphasised(text: str, start: int, end: int) -> str:
    """A line in which the words from start to end are strong.

    Marks at their edges stay outside: strong words that begin or end with one are not recognised
    beside a letter.
    """
    while start < end and not _letter(text[start]):
        start += 1
    while start < end and not _letter(text[end - 1]):
        end -= 1
    if start == end:
        return line(text)
    before, strong, after = text[:start], text[start:end], text[end:]
    return _tame(f"{_plain(before)}**{_plain(strong)}**{_plain(after)}")


def struck(text: str) -> str:
    """The text on one line, struck through, for a place at the beginning of a line or after a
    space."""
    words = inline(text)
    return f"~~{words}~~" if words else ""


def code(text: str) -> str:
    """A digest as code; any other text as it is."""
    return f"`{text}`" if CODE.fullmatch(text) else inline(text)


def _plain(text: str) -> str:
    """The text with everything that is markup escaped, its white space kept."""
    return ACTIVE.sub(r"\\\g<0>", text)


def _tame(text: str) -> str:
    """The line with what would begin a list made plain."""
    found = FIRST.match(text)
    if found is None:
        return text
    if found[0].isdecimal():
        return f"{found[0]}\\{text[found.end() :]}"
    return f"\\{text}"


def _letter(char: str) -> bool:
    """True for letters, digits and the marks that belong to them."""
    return unicodedata.category(char)[0] in "LMN"
