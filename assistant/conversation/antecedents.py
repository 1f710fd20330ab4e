"""Which of the things that were spoken of a pointing word means."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.conversation import grammar
from assistant.conversation.mentions import Mention, lists
from assistant.conversation.people import LIKELY, personal
from assistant.conversation.phrases import Phrase, phrases
from assistant.conversation.references import Points, Reference
from index.words import content_stems

WEIGHTS = {
    "turns_ago": -0.5,
    "answer": -1.3,
    "wanted": 1.0,
    "sought": -1.0,
    "named": 1.3,
    "owner": 0.4,
    "first": 0.3,
    "kept": 1.9,
    "person": 0.5,
    "plural": 2.5,
    "noun": 2.0,
    "definite": -0.2,
    "oblique": -0.5,
}
"""What speaks for and against a mention where a word points at one. Found one at a time, by how
well the words that people put in are met on one half of the conversations of `evals.rewriting`."""
TOPIC_WEIGHTS = {
    "answer": -1.8,
    "named": 1.0,
    "owner": 0.9,
    "first": 0.3,
    "kept": 0.5,
    "often": 1.0,
    "plural": -0.3,
}
"""The same where no word does; `often` is the mean logarithm of how often its words were said."""


def topic(mentions: Sequence[Mention]) -> Mention | None:
    """What the conversation is about: what is meant where no word points at it."""
    said = Counter(stem for m in mentions for stem in content_stems(m.phrase.text))

    def likelihood(mention: Mention) -> tuple[float, int, int]:
        phrase = mention.phrase
        stems = content_stems(phrase.text)
        values = {
            "answer": mention.answer,
            "named": phrase.named,
            "owner": phrase.owner and not mention.answer,
            "first": mention.first and not mention.answer,
            "kept": mention.kept,
            "often": sum(math.log(said[stem]) for stem in stems) / max(len(stems), 1),
            "plural": phrase.plural,
        }
        return _weighed(TOPIC_WEIGHTS, values), mention.turn, -phrase.start

    return max((m for m in mentions if _speaks(m.phrase)), key=likelihood, default=None)


def _weighed(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return sum(weight * float(values[name]) for name, weight in weights.items())


def _speaks(phrase: Phrase) -> bool:
    """True for a phrase that says enough to be what is spoken of."""
    if phrase.noun in grammar.LIGHT_NOUNS or phrase.noun in grammar.TIME_NOUNS:
        return False
    return phrase.named or not phrase.text[0].isdigit()


def choose(reference: Reference, mentions: Sequence[Mention], now: int) -> Mention | None:
    """What a pointing word means, None where nothing that was said agrees with it."""
    if reference.points is Points.MEMBER:
        return _member(reference, mentions)
    fitting = [m for m in mentions if _agrees(reference, m)]
    if reference.points is Points.NOUN:
        fitting = [m for m in fitting if _fits(reference, m)]
    if reference.points in (Points.HE, Points.SHE):
        fitting = _people(fitting)
    return max(
        fitting,
        key=lambda m: (_likelihood(reference, m, now), m.turn, m.phrase.start),
        default=None,
    )


def _people(fitting: Sequence[Mention]) -> list[Mention]:
    """Where an answer tells who, without the other names of that turn."""
    told = {m.turn for m in fitting if m.person}
    return [m for m in fitting if m.person or m.turn not in told]


def _member(reference: Reference, mentions: Sequence[Mention]) -> Mention | None:
    """The one that is meant of the things that were listed last."""
    for mention in reversed(mentions):
        row = phrases(mention.phrase.text)
        if len(row) > 1 and [len(group) for group in lists(mention.phrase.text, row)] == [len(row)]:
            listed = row[reference.place : reference.place + 1 or None]
            return replace(mention, phrase=listed[0]) if listed else None
    return None


def _likelihood(reference: Reference, mention: Mention, now: int) -> float:
    """How likely a mention is the one that is meant, for comparison with others."""
    phrase = mention.phrase
    person = reference.points in (Points.HE, Points.SHE)
    values = {
        "turns_ago": now - mention.turn,
        "answer": mention.answer,
        "wanted": mention.wanted and not (phrase.oblique and reference.points is Points.IT),
        "sought": mention.sought,
        "named": phrase.named,
        "owner": phrase.owner and not mention.answer,
        "first": mention.first,
        "kept": mention.kept,
        "person": personal(phrase) if person else 0.0,
        "plural": phrase.plural and reference.points is Points.THEY,
        "noun": reference.noun != "" and reference.noun == phrase.noun,
        "definite": phrase.definite,
        "oblique": phrase.oblique and reference.points is not Points.THERE,
    }
    return _weighed(WEIGHTS, values)


def _agrees(reference: Reference, mention: Mention) -> bool:
    """True where number, gender and kind allow that a mention is meant."""
    phrase = mention.phrase
    first = phrase.text.lower().split()[0]
    if not _speaks(phrase):
        return False
    if reference.points in (Points.HE, Points.SHE):
        other = grammar.FEMALE if reference.points is Points.HE else grammar.MALE
        words = grammar.FEMALE_WORDS if reference.points is Points.HE else grammar.MALE_WORDS
        return personal(phrase) > 0 and first not in other and phrase.noun not in words
    if reference.points is Points.THEY:
        return (
            phrase.plural
            or phrase.noun in grammar.GROUP_NOUNS
            or (phrase.named and not phrase.place and first not in grammar.MALE | grammar.FEMALE)
        )
    if reference.points is Points.THERE:
        if not phrase.named:
            return phrase.noun in grammar.PLACE_NOUNS and phrase.definite
        people = any(personal(p) >= LIKELY for p in phrases(phrase.text))
        return not people and (phrase.place or (mention.answer and mention.wanted))
    if reference.points is Points.IT:
        return (
            not phrase.plural
            and first not in grammar.MALE | grammar.FEMALE
            and phrase.noun not in grammar.PERSON_NOUNS
        )
    return True


def _fits(reference: Reference, mention: Mention) -> bool:
    """True where something can be called by the noun of "that country" or "the band"."""
    phrase, noun = mention.phrase, reference.noun
    if phrase.noun == noun or not phrase.named:
        return phrase.noun == noun and reference.kind <= phrase.words
    if reference.plural != phrase.plural and noun not in grammar.GROUP_NOUNS - grammar.PLACE_NOUNS:
        return False
    says_more = noun in grammar.HELD_NOUNS or reference.kind or reference.sought
    if says_more and not reference.demonstrative:
        return False
    if noun in grammar.PERSON_NOUNS:
        return personal(phrase) > 0
    if noun in grammar.PLACE_NOUNS:
        lesser = phrase.local and noun in grammar.LARGE_PLACES
        return personal(phrase) < 1 and not phrase.text.isupper() and not lesser
    return reference.demonstrative and noun in grammar.GROUP_NOUNS and personal(phrase) < 1
