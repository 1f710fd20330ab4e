"""Where a statement ends: what follows it in the same sentence is cut off."""

from collections.abc import Sequence

from assistant.questions.making.english import (
    DETERMINERS,
    DO,
    FINITE_BE,
    HAVE,
    MODALS,
    POINTING,
    PREPOSITIONS,
    is_adverb,
)
from assistant.questions.making.names import is_capital
from assistant.questions.making.verbs import INTRANSITIVE, form_of, is_participle

STOPS = frozenset("; :".split())
BREAKS = frozenset("because although though while whereas if unless".split())
LONGEST_ITEM = 7
"""Words between two commas of a list."""


def cut_tail(tokens: Sequence[str]) -> list[str]:
    """The words of a predicate up to where something else begins."""
    at = 0
    inside = False  # a clause that has begun with "that" and has no verb yet
    while at < len(tokens):
        word = tokens[at]
        inside = word in ("that", "which", "who") or (inside and not _is_finite(word))
        if word in STOPS or word.lower() in BREAKS:
            break
        ahead = list(tokens[at + 1 : at + 7])
        if word == "and" and "," in ahead and ahead[0] in PREPOSITIONS:
            break  # "… and to his surprise, the city …"
        if word == "and" and not inside and _new_predicate(tokens[at + 1 :]):
            break
        if word == "," and _adjectives(tokens, at):
            at += 1
            continue
        if word == ",":
            end = _list_end(tokens, at) if at else None
            if end is None:
                break
            at = end
            continue
        at += 1
    kept = list(tokens[:at])
    while kept and kept[-1] == ",":
        kept.pop()
    return kept


def _adjectives(tokens: Sequence[str], at: int) -> bool:
    """True for the comma of "a healthy, strong child"."""
    after = tokens[at + 1 : at + 2]
    return (
        at > 1
        and tokens[at - 2].lower() in DETERMINERS
        and tokens[at - 1].islower()
        and bool(after)
        and after[0].islower()
        and _listed(after[0], 0)
        and after[0] not in DETERMINERS | {"and", "or", "but"}
    )


def _new_predicate(tokens: Sequence[str]) -> bool:
    """True where another verb, or a subject with its verb, begins."""
    ahead = [word for word in tokens[:3] if not is_adverb(word)]
    if not ahead:
        return False
    first = ahead[0].lower()
    if first in FINITE_BE | HAVE | DO | MODALS | POINTING:
        return True
    verb = form_of(ahead[0])
    if verb is not None and (verb.form == "past" or (verb.form == "third" and not verb.noun_like)):
        return True
    for word in tokens[1:14]:
        if word == "," or word.lower() in ("that", "which", "who"):
            return False
        if word in FINITE_BE | HAVE | DO | MODALS:
            return True
        verb = form_of(word)
        past = verb is not None and verb.form == "past"
        if past and verb and (verb.base in INTRANSITIVE or not is_participle(word)):
            return True
    return False


def _is_finite(word: str) -> bool:
    verb = form_of(word)
    told = verb is not None and verb.form in ("past", "third") and not verb.noun_like
    return told or word in FINITE_BE | HAVE | DO | MODALS


def _list_end(tokens: Sequence[str], at: int) -> int | None:
    """The end of the list that goes on at this comma, None where something else begins there."""
    if tokens[at + 1 : at + 2] and tokens[at + 1].isdigit() and len(tokens[at + 1]) == 4:
        return at + 2 if at and tokens[at - 1].isdigit() else None  # "July 4, 1776"
    item = 0
    for end in range(at + 1, len(tokens)):
        word = tokens[end]
        lower = word.lower()
        if word == ",":
            item = 0
        elif lower in ("and", "or"):
            if _new_predicate(tokens[end + 1 :]):
                return None
            return _last_item(tokens, end + 1)
        elif (
            word in STOPS
            or lower in FINITE_BE | HAVE | DO | MODALS
            or not _listed(word, item)
            or (item and form_of(word) and is_capital([tokens[end - 1]]))
        ):
            return None
        else:
            item += 1
    return None


def _listed(word: str, item: int) -> bool:
    lower = word.lower()
    opens = item == 0 and (
        lower in PREPOSITIONS | {"which", "who", "where", "whose", "including", "such", "with"}
        or (lower.endswith("ing") and not is_capital([word]))
        or is_adverb(word)
        or lower in ("namely", "especially", "even", "not", "down", "up", "one", "part")
    )
    return not opens and item < LONGEST_ITEM and lower not in ("which", "who", "that")


def _last_item(tokens: Sequence[str], start: int) -> int | None:
    end = start
    while end < len(tokens) and tokens[end] not in (",", ";", ":"):
        end += 1
    first = tokens[start].lower() if end > start else "its"
    return None if first in (DETERMINERS - {"the", "a", "an"}) | PREPOSITIONS else end
