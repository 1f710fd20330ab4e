"""One change of a statement: which characters, and what stands there afterwards."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

ARTICLE_BEFORE = re.compile(r"\b([Aa]n?)(\s+)\Z")
SOUNDS_LIKE_CONSONANT = re.compile(
    r"(?:uni|use|usu|eu|one\b|once|ubi|u\.|uk\b|us\b|ur[aeiou])", re.I
)
SOUNDS_LIKE_VOWEL = re.compile(
    r"(?:[aeiou]|hour|honest|heir|hono|8|1[18](?![0-9])|(?-i:[FHLMNRSX](?![a-z])))", re.I
)


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` becomes `now`."""

    start: int
    end: int
    now: str


def applied(text: str, edit: Edit) -> str:
    """The text after the edit."""
    return text[: edit.start] + edit.now + text[edit.end :]


def fluent(text: str, edit: Edit) -> Edit:
    """The edit with a fitting "a" or "an" before it, and a capital where a sentence begins."""
    now = edit.now
    if edit.start == 0:
        return Edit(0, edit.end, capitalised(now))
    article = ARTICLE_BEFORE.search(text, 0, edit.start)
    if article and now and article.start() < edit.start:
        fitting = article[1][0] + ("n" if takes_an(now) else "")
        if fitting != article[1]:
            return Edit(article.start(), edit.end, fitting + article[2] + now)
    return edit


def takes_an(words: str) -> bool:
    """Whether "an" stands before these words, rather than "a"."""
    words = words.lstrip("“\"'‘(")
    return bool(SOUNDS_LIKE_VOWEL.match(words)) and not SOUNDS_LIKE_CONSONANT.match(words)


def capitalised(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def turned(options: Iterable[T], *key: str) -> list[T]:
    """The options in an order that depends on the key alone: the same on every machine."""
    pool: Sequence[T] = list(options)
    if not pool:
        return []
    digest = hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).digest()
    first = int.from_bytes(digest[:8], "big") % len(pool)
    return [*pool[first:], *pool[:first]]
