"""How likely a noun phrase names a person."""

from assistant.conversation import grammar
from assistant.conversation.phrases import ORGANISING, Phrase
from assistant.countries import countries

LIKELY = 0.8
"""How surely a name is that of a person where it has two or three words."""


def personal(phrase: Phrase) -> float:
    """1 for a phrase that surely names a person, 0 for one that does not, less for what may."""
    words = phrase.text.lower().split()
    if not phrase.named:
        if phrase.plural or phrase.noun in grammar.THING_NOUNS:
            return 0.0
        if phrase.noun in grammar.PERSON_NOUNS:
            return 1.0
        return 0.2 if _is_role(phrase) else 0.0
    if phrase.plural or phrase.text[0] in '“"' or set(words) & ORGANISING:
        return 0.0
    if (
        words[0] in grammar.MALE | grammar.FEMALE
        or words[0].rstrip(".") in grammar.MALE_WORDS | grammar.FEMALE_WORDS
    ):
        return 1.0
    if _is_country(phrase) or (phrase.head.islower() and not _is_role(phrase)):
        return 0.0
    if words[0] == "the" or phrase.text.isupper() or any(w in grammar.TIME_NOUNS for w in words):
        return 0.0
    if phrase.place:
        return 0.1
    return LIKELY if 2 <= len(words) <= 3 else 0.5


def _is_role(phrase: Phrase) -> bool:
    noun = phrase.noun
    return noun in grammar.PERSON_NOUNS or grammar.PERSON_ENDING.search(noun) is not None


def _is_country(phrase: Phrase) -> bool:
    pattern, _ = countries()
    return pattern.fullmatch(phrase.text.removeprefix("the ")) is not None
