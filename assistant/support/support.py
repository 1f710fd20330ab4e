"""How far cited words support a statement: a probability."""

from collections.abc import Sequence

from assistant.support.model import SupportModel, shipped
from assistant.support.windows import windows


def score(statement: str, cited: Sequence[str]) -> float:
    """The probability that the cited words, together, support the statement: from 0 to 1.

    A statement that is the cited words, up to white space, scores 1 unread.
    Of cited words too long for one window the best window counts; of a statement too long to be
    read at once, the sentence that is supported least.
    """
    [found] = scores([(statement, cited)])
    return found


def scores(
    pairs: Sequence[tuple[str, Sequence[str]]], model: SupportModel | None = None
) -> list[float]:
    """`score` of each statement with its cited words, in order, by the model that ships or
    another."""
    parts = [[] if verbatim(*pair) else windows(*pair) for pair in pairs]
    every = [window for of_pair in parts for of_part in of_pair for window in of_part]
    read = iter((model or shipped()).probabilities(every) if every else [])
    found = []
    for pair, of_pair in zip(pairs, parts, strict=True):
        least = [max((next(read) for _ in of_part), default=0.0) for of_part in of_pair]
        found.append(1.0 if verbatim(*pair) else min(least, default=0.0))
    return found


def verbatim(statement: str, cited: Sequence[str]) -> bool:
    """Whether the statement is, up to white space, the words of one citation or of all of them."""
    said = _plain(statement)
    return bool(said) and said in {_plain(words) for words in (*cited, " ".join(cited))}


def _plain(text: str) -> str:
    return " ".join(text.split())
