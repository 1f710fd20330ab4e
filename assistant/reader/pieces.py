"""A question with a window of text as the cross reader's model reads it: word pieces.

`[CLS] question [SEP] what it is about: sentences … [SEP]`. Training and reading both go through
here, so that the model meets the same shape in both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Encoding

from index.weights import tokenizer

CLS, SEP = 101, 102
LONGEST_QUESTION = 64
"""Word pieces of a question that can be read."""
LONGEST_ABOUT = 20
"""Word pieces of title and heading that are read; the rest is left out."""
LONGEST = 256
"""Word pieces of a whole window, markers included."""
MARKERS = 3
LONGEST_TEXT = LONGEST - LONGEST_QUESTION - LONGEST_ABOUT - MARKERS
"""Word pieces of a text that have room whatever is asked."""


@dataclass(frozen=True, slots=True)
class Window:
    """The word pieces of a window; `question` of them, markers counted, come before the text,
    `sentences` are ranges of them, in reading order."""

    ids: tuple[int, ...]
    question: int
    sentences: tuple[tuple[int, int], ...]


def split(texts: Sequence[str]) -> list[Encoding]:
    """The word pieces of each text, without markers; `offsets` are code points of that text."""
    return tokenizer().encode_batch(list(texts), add_special_tokens=False)


def asked(question: str) -> str:
    """A question as the model reads it: whether it ends in a question mark is chance. Words in
    brackets that a search lent it stay."""
    question = question.strip()
    cut = question.rfind("(") if question.endswith(")") else len(question)
    return f"{question[:cut].rstrip(' ?')} {question[cut:]}".strip()


def about(title: str, heading: str) -> str:
    """What a window is about, in words; nothing where neither is known."""
    known = dict.fromkeys(part.strip() for part in (title, heading) if part.strip())
    return ", ".join(known) + ":" if known else ""


def window(
    question: Sequence[int], about: Sequence[int], sentences: Sequence[Sequence[int]]
) -> Window:
    """A window of whole sentences; raises `ValueError` where it is longer than `LONGEST`."""
    ids = [CLS, *question, SEP]
    asked = len(ids)
    ids += about[:LONGEST_ABOUT]
    ranges = []
    for sentence in sentences:
        ranges.append((len(ids), len(ids) + len(sentence)))
        ids += sentence
    ids.append(SEP)
    if len(ids) > LONGEST:
        raise ValueError(f"a window of {len(ids)} word pieces; the model reads {LONGEST}")
    return Window(tuple(ids), asked, tuple(ranges))
