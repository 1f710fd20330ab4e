"""Where the verb of a statement stands, among words that may be verbs or nouns."""

from collections.abc import Sequence

from assistant.questions.making.english import (
    BE,
    DETERMINERS,
    DO,
    FINITE_BE,
    HAVE,
    MODALS,
    PREPOSITIONS,
    SUBORDINATORS,
    is_adverb,
)
from assistant.questions.making.names import is_capital
from assistant.questions.making.verbs import INTRANSITIVE, Verb, form_of, is_participle

LONGEST_SUBJECT = 9
"""Words before the verb."""
QUANTITIES = frozenset("many several some most few all various numerous multiple".split())
DESCRIBES = (
    DETERMINERS
    | PREPOSITIONS
    | QUANTITIES
    | frozenset("and or but nor very more less also".split())
)
"""Words behind which no verb begins, but what describes a noun."""
AUXILIARIES = FINITE_BE | HAVE | DO | MODALS


def find_verb(tokens: Sequence[str]) -> tuple[int, int] | None:
    """Where the verb of a statement stands: from its finite form to its last word.

    None where that cannot be told safely.
    """
    for at in range(1, min(len(tokens), LONGEST_SUBJECT + 2)):
        word, before = tokens[at], tokens[at - 1]
        if word in (",", ";", ":") or word.lower() in SUBORDINATORS:
            return None
        ahead = tokens[at + 1 : at + 2]
        if word == "to" and not (is_capital(ahead) or set(ahead) & DETERMINERS):
            return None
        verb = finite(word, tokens[:at])
        if verb is None or is_capital([word]):
            continue
        noun = tokens[at - 2] if is_adverb(before) and at > 1 else before
        ends_a_noun = noun.lower() not in DESCRIBES and not before.endswith(("’s", "'s"))
        if ends_a_noun and _leads_on(tokens[at:], verb, named=is_capital([before])):
            return _whole_verb(tokens, at)
        if word.lower() in FINITE_BE | HAVE | MODALS:
            return None
    return None


def finite(word: str, after: Sequence[str]) -> Verb | None:
    """The verb that begins a predicate here, after that subject; None where it is none."""
    lower = word.lower()
    if lower in AUXILIARIES:
        return Verb(lower, "past")
    verb = form_of(word)
    if verb is None or verb.form == "participle":
        return None
    plural = _is_plural(after)
    if verb.form == "base":
        return verb if plural else None
    if verb.form == "third":
        return verb if not plural else None
    return verb


def hides_verb(tokens: Sequence[str], at: int) -> bool:
    """True for a word of a subject that looks like its verb: "the tests showed cells can …"."""
    verb = form_of(tokens[at])
    before = tokens[at - 1]
    past = verb.form == "past" if verb else is_participle(tokens[at]) and is_capital([before])
    return past and before.lower() not in DESCRIBES and not is_adverb(before)


def _is_plural(subject: Sequence[str]) -> bool:
    cuts = [i for i, word in enumerate(subject) if word.lower() in PREPOSITIONS and i]
    if cuts and subject[cuts[0]] == "of" and subject[cuts[0] - 1].strip("%").isdigit():
        cuts = cuts[1:]  # "60% of goods"
    head = subject[cuts[0] - 1] if cuts else subject[-1]
    plural = head.endswith("s") and not head.endswith(("ss", "us", "is", "’s", "'s", "S"))
    return plural or "and" in subject


def _whole_verb(tokens: Sequence[str], at: int) -> tuple[int, int]:
    """The place of a finite verb with all that belongs to it."""
    end = at + 1
    auxiliary = tokens[at] in AUXILIARIES
    while end < len(tokens) and auxiliary:
        word = tokens[end]
        verb = form_of(word)
        base = tokens[at] in MODALS | DO and verb is not None and verb.form == "base"
        if word in BE | HAVE or (is_adverb(word) and end + 1 < len(tokens)):
            end += 1
        elif base or is_participle(word) or (word.endswith("ing") and _follows_be(tokens, end)):
            end += 1
            break
        else:
            break
    return at, end


def _follows_be(tokens: Sequence[str], at: int) -> bool:
    before = next((word for word in reversed(tokens[:at]) if not is_adverb(word)), "")
    after = tokens[at + 1 : at + 2]
    return before in BE and bool(after) and after[0] in DETERMINERS | PREPOSITIONS


def _leads_on(tokens: Sequence[str], verb: Verb, *, named: bool) -> bool:
    """False where a later verb shows that this one only describes the subject, or is a noun."""
    following = tokens[1:2]
    if not following or following[0] in (",", ";", "and", "or"):
        return False
    if verb.form == "past" and is_participle(tokens[0]) and following[0] in PREPOSITIONS:
        if not named and verb.base not in INTRANSITIVE:
            return False  # "the report published in 2001 …"
        if any(_only_past(word) for word in tokens[1:]) and "and" not in tokens:
            return False
    ends = SUBORDINATORS | {"as", "than", ";", ":"}
    if not verb.noun_like:
        ends |= {",", "and", "or", "but"}
    before = ""
    for word in tokens[_whole_verb(tokens, 0)[1] :]:
        lower = word.lower()
        if lower in ends:
            return True
        if lower in FINITE_BE | MODALS | DO | HAVE and before not in MODALS | {"to"}:
            return False
        if _only_past(word):
            return False
        before = lower
        other = form_of(word) if verb.noun_like else None
        if other and not other.noun_like and other.form != "participle":
            return other.form == "past"  # which may be a participle: "… parts built in Tarsk"
    return True


def _only_past(word: str) -> bool:
    verb = form_of(word)
    return verb is not None and verb.form == "past" and not is_participle(word)
