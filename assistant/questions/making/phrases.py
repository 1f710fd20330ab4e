"""The phrase that a predicate is about: what is left out when a question asks "what?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions.making.clause import Clause, joined
from assistant.questions.making.english import (
    BE,
    DETERMINERS,
    FINITE_BE,
    HAVE,
    MODALS,
    PREPOSITIONS,
    is_adverb,
)
from assistant.questions.making.names import MONTHS_AND_DAYS, is_capital
from assistant.questions.making.verbs import form_of, is_participle

LONGEST = 14
"""Words of an answer."""
ASIDE_PREPOSITIONS = frozenset(
    "in on at during after before since until through throughout within by across with from".split()
)
"""What begins the circumstances of an action, rather than describing the thing itself."""
PARTICLES = frozenset("up out off down away back".split())
NOUN_ENDS = ("s", "tion", "ment", "ity", "ness", "ance", "ence", "ism", "ture")
NAMING = frozenset(
    "name rename call elect appoint consider declare crown give award grant offer pay teach".split()
)
"""Verbs whose passive is followed by a thing: "was named a saint"."""
NO_NOUNS = frozenset(
    "only just even both once first very more most less so too further about all each much many "
    "some any daily weekly monthly yearly worldwide together overnight twice able easy difficult "
    "hard likely that to and or".split()
)
EMPTY = frozenset("role roles part place account own".split())
"""What is played, taken or held without being anything to ask for."""
TIMES = frozenset("last next every each year years month months day days week weeks times".split())
QUANTITY = re.compile(r"[$€£]?\d|\d%$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a predicate, what stands before it ("to build", "on") and after it."""

    before: tuple[str, ...]
    words: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def text(self) -> str:
        """The phrase as it is written."""
        return joined(self.words)

    @property
    def answers(self) -> tuple[str, ...]:
        """The phrase, and what is its core where it is long."""
        core = _core(self.words)
        return (self.text,) if core == self.words else (self.text, joined(core))


def object_phrase(clause: Clause) -> Phrase | None:
    """What the verb of a clause is done to or about, None where that cannot be told safely."""
    before, words = _reach(clause)
    copula = is_copula(clause) and not before
    if not before and _helps(clause.verb[-1]):
        return None
    led = bool(before) and before[-1] in PREPOSITIONS
    if not words or not ((led and _is_verbal(words)) or _can_open(words, copula=copula)):
        return None
    if not before and _is_passive(clause) and not _names(clause.verb[-1]):
        return None
    end = len(words) if copula else _phrase_end(words)
    after = tuple(words[end:])
    while end > 1 and is_adverb(words[end - 1]):
        end -= 1
    phrase = Phrase(before, tuple(words[:end]), after)
    return phrase if _is_thing(phrase.words) and len(phrase.words) <= LONGEST else None


def _is_passive(clause: Clause) -> bool:
    return len(clause.verb) > 1 and clause.verb[-2] in BE and clause.verb[-1] not in BE


def _names(participle: str) -> bool:
    verb = form_of(participle)
    return verb is not None and verb.base in NAMING


def _reach(clause: Clause) -> tuple[tuple[str, ...], Sequence[str]]:
    """What stays with the verb ("focuses on", "seek to build"), and what comes then."""
    at, rest = 0, clause.rest
    copula = is_copula(clause)
    if copula and len(rest) > 2 and rest[0].islower() and rest[1] in ("for", "to", "of", "with"):
        at = 1 if rest[0] not in PREPOSITIONS | DETERMINERS and not is_adverb(rest[0]) else 0
    while at + 1 < len(rest) and rest[at] == "to" and _is_base(rest[at + 1]):
        at += 2
    if at < len(rest) and rest[at] in PARTICLES and not copula:
        at += 1
    if at < len(rest) - 1 and rest[at] == "to" and not _is_noun(rest[at + 1 :]):
        return rest[:at], ()
    if not copula or at:
        at += at < len(rest) and rest[at] in PREPOSITIONS - {"than", "like", "unlike", "as", "per"}
    return rest[:at], rest[at:]


def is_copula(clause: Clause) -> bool:
    """True where the verb is a form of be and nothing more."""
    return clause.verb[-1] in BE


def _helps(word: str) -> bool:
    """True for a verb behind which another may stand bare: "helped grant a wish"."""
    verb = form_of(word)
    return verb is not None and verb.base in ("help", "let", "make", "see", "hear", "watch")


def _is_verbal(words: Sequence[str]) -> bool:
    """True for "building walls" and "dried fish"."""
    verbal = words[0].endswith("ing") or is_participle(words[0])
    return verbal and words[0].islower() and len(words) > 1


def _is_noun(words: Sequence[str]) -> bool:
    """True where a noun phrase surely begins, rather than a verb that is not known."""
    if words[0] in DETERMINERS or is_capital(words[:1]):
        return True
    return any(word.endswith(NOUN_ENDS) for word in words[:3])


def _is_base(word: str) -> bool:
    verb = form_of(word)
    return (verb is not None and verb.base == word) or word in ("be", "have")


def _can_open(words: Sequence[str], *, copula: bool) -> bool:
    first = words[0]
    if copula:
        return first in ("a", "an", "the", "one")
    if TIMES & set(words[:3]):
        return False
    if QUANTITY.match(first) or first in PREPOSITIONS | TIMES | NO_NOUNS:
        return False
    if is_adverb(first) or first.endswith("ing") or is_participle(first) or "’" in first[-2:]:
        return False
    return first in DETERMINERS or is_capital([first]) or (len(words) > 1 and first.isalpha())


def _phrase_end(words: Sequence[str]) -> int:
    """Up to circumstances that name something, or to the purpose, so that those stay asked."""
    for at in range(1, len(words)):
        word = words[at]
        if word == "to" and at + 1 < len(words) and _is_base(words[at + 1]):
            return 0 if words[at + 1] == "be" or words[at - 1] in NO_NOUNS else at
        tail = words[at + 1 :]
        named = any(is_capital([other]) or other[:1].isdigit() for other in tail[:4])
        acting = word == "by" and bool(tail) and tail[0].endswith("ing")
        if word in ASIDE_PREPOSITIONS and (named or acting):
            return at
    return len(words)


def _is_thing(words: Sequence[str]) -> bool:
    if not words or words[-1].lower() in PREPOSITIONS | DETERMINERS | BE | {"and", "or", "to"}:
        return False
    if (len(words) == 1 and not is_capital(words)) or is_participle(words[-1]):
        return False
    if EMPTY & set(words) or (len(words) == 2 and words[0] == "the" and words[1].islower()):
        return False
    return not any(word in FINITE_BE | HAVE | MODALS or word in MONTHS_AND_DAYS for word in words)


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    if len(words) <= 4:
        return words
    for at in range(2, len(words)):
        if words[at] in PREPOSITIONS - {"of"} or words[at] in ("that", "which", "who", ","):
            while is_participle(words[at - 1]) or words[at - 1] == "and":
                at -= 1
            return words[:at] if at > 1 else words
    return words
