"""Metrics that compare words, after the normalisation of SQuAD.

Source: the official SQuAD 2.0 evaluation script (Rajpurkar, Jia and Liang, Know What You Don't
Know, ACL 2018).
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

ARTICLES = re.compile(r"\b(a|an|the)\b")


def normalised(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and the articles a, an, the.

    SQuAD drops ASCII punctuation; here typographic quotes, dashes and the like go too.
    """
    kept = "".join(char for char in text.lower() if not _is_punctuation(char))
    return ARTICLES.sub(" ", kept).split()


def exact_match(prediction: str, answers: Sequence[str]) -> float:
    """1 where the prediction has the same words, in order, as one of the answers, else 0."""
    return float(any(normalised(prediction) == normalised(answer) for answer in answers))


def f1(prediction: str, answers: Sequence[str]) -> float:
    """The best F1 of the prediction's words against one answer's, as multisets."""
    return max((_f1(normalised(prediction), normalised(answer)) for answer in answers), default=0.0)


def contains(text: str, answers: Sequence[str]) -> float:
    """1 where the words of an answer occur in the text, in order and side by side, else 0.

    Whole words only: "25" does not occur in "125".
    """
    words = f" {' '.join(normalised(text))} "
    wanted = (" ".join(normalised(answer)) for answer in answers)
    return float(any(answer and f" {answer} " in words for answer in wanted))


def _f1(predicted: list[str], expected: list[str]) -> float:
    if not predicted or not expected:
        return float(predicted == expected)
    common = (Counter(predicted) & Counter(expected)).total()
    return 2 * common / (len(predicted) + len(expected))


def _is_punctuation(char: str) -> bool:
    return char in string.punctuation or unicodedata.category(char).startswith("P")
