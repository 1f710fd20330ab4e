"""Whether a statement may stand with the words that it cites."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.grounding.check import check
from assistant.grounding.fault import Fault
from assistant.support.support import score, verbatim
from index.words import WORD, content_stems

LEAST_SUPPORT = 0.2
"""The score from which a statement without a fault counts as supported. Chosen where it costs one
faithful statement in a hundred: `evals/BENCHMARKS.md`, Support."""
MOSTLY_NEW = 0.5
LEAST_NEW = 0.6
"""The same for a statement of whose words of meaning so large a part is not in the cited words."""

FEWEST = 2
"""Words of meaning of the shortest statement that is one."""

UNCITED = "It cites nothing."
UNSUPPORTED = "The source does not say this."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about a statement.

    `score` is how far the cited words support it, from 0 to 1; `faults` are what it says and they
    do not. `reason`, a short sentence for people, tells why it is not supported, None where it is.
    """

    supported: bool
    score: float
    faults: tuple[Fault, ...]
    reason: str | None


def judge(statement: str, cited: Sequence[str]) -> Verdict:
    """The verdict on a statement with the sentences that it cites.

    It is supported if no check finds a fault, it shares more with the cited words than names, and
    the score reaches `LEAST_SUPPORT`, or `LEAST_NEW` where most of its words are its own.
    """
    if not any(words.strip() for words in cited):
        return Verdict(False, 0.0, (), UNCITED)
    faults = () if verbatim(statement, cited) else check(statement, cited)
    found = score(statement, cited)
    if faults:
        return Verdict(False, found, faults, faults[0].reason)
    if found < least_support(statement, cited):
        return Verdict(False, found, (), UNSUPPORTED)
    return Verdict(True, found, (), None)


def least_support(statement: str, cited: Sequence[str]) -> float:
    """The score that a statement needs: more than there is for one that shares nothing but names,
    or says next to nothing.

    "ROSATOM bribed officials" has its name from the source and all that it says from elsewhere,
    which the trained score sees badly.
    """
    if verbatim(statement, cited):
        return LEAST_SUPPORT
    said = content_stems(statement)
    held = frozenset().union(*(content_stems(text) for text in cited))
    if len(said) < FEWEST or not (said & held) - _names(statement, cited):
        return float("inf")
    return LEAST_NEW if len(said - held) >= MOSTLY_NEW * len(said) else LEAST_SUPPORT


def _names(statement: str, cited: Sequence[str]) -> frozenset[str]:
    """The stems of words with a capital that no cited words have without one."""
    small = {word for text in cited for word in WORD.findall(text) if word[0].islower()}
    names = [w for w in WORD.findall(statement) if w[0].isupper() and w.lower() not in small]
    return content_stems(" ".join(names))
