"""Denials in other languages than English: whether a statement has those of its source."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.grounding.fault import Fault
from assistant.grounding.tokens import known
from assistant.language import WORDS as LITTLE_WORDS
from assistant.language import language_of
from index.sentences import sentences

# The negative words of each language's grammar as Universal Dependencies marks them, with
# Polarity=Neg or PronType=Neg, and its words for "without" and "forbidden".
DENYING: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "de": "nicht nie niemals kein keine keinen keinem keiner keines niemand niemandem "
        "niemanden nichts nirgends nirgendwo weder ohne kaum verboten",
        "fr": "ne n pas jamais aucun aucune ni rien nul nulle sans interdit interdite interdits",
        "es": "no nunca jamás ningún ninguna ninguno ni nadie nada tampoco sin prohibido prohibida",
        "pt": "não nunca jamais nenhum nenhuma nem ninguém nada tampouco sem proibido proibida",
        "it": "non mai nessun nessuna nessuno né nulla niente neppure nemmeno senza vietato",
        "nl": "niet nooit geen niemand niets nergens noch zonder nauwelijks verboden",
        "ru": "не ни нет никогда никто никого никому ничего ничто нельзя без нигде никакой никакая "
        "никакие никаких невозможно запрещено запрещается запрещён",
    }.items()
}
WORD = re.compile(r"[^\W\d_]+")
CLAUSE = re.compile(r"[,;:()–—]")
REACH = 3
"""Words of meaning on each side of a denial that it may be about."""
LEAST_SHARED = 2
STEM = 5
"""Letters that two forms of one word have in common."""
UNKNOWN = "?"
LEAST_TOLD = 2
FEWEST, MOST_STRANGE = 4, 0.6
"""From so many words, of which so large a part is in no English dictionary, a text is not in
English."""
UNREAD = "The checks do not read this language: only its own words can stand."


@dataclass(frozen=True, slots=True)
class Denied:
    """A word that denies and the words of meaning around it, in its clause."""

    word: str
    company: tuple[str, ...]


def language_read(statement: str, cited: Sequence[str]) -> str | None:
    """The code of the language that cited words are in, None for English; `UNKNOWN` for one that
    cannot be told."""
    source = " ".join(cited)
    for text in (source, f"{source} {statement}"):
        found = language_of(text)
        if found is not None:
            return found.code or UNKNOWN
    words = [word for word in WORD.findall(source) if word.islower()]
    strange = sum(not known(word) for word in words)
    if len(words) < FEWEST or strange <= MOST_STRANGE * len(words):
        return None
    return _likeliest(f"{source} {statement}")


def _likeliest(text: str) -> str:
    """The language that most little and denying words of a short text that isn't English are of."""
    words = {word.casefold() for word in WORD.findall(text)}
    little = {one.code: found for one, found in LITTLE_WORDS.items()}
    told = {code: len(words & (DENYING[code] | little.get(code, set()))) for code in DENYING}
    code = max(told, key=lambda one: told[one])
    return code if told[code] >= LEAST_TOLD else UNKNOWN


def foreign_faults(statement: str, cited: Sequence[str]) -> Iterator[Fault]:
    """The denials that a statement about words in another language drops or adds. In a language
    whose denials are not read, everything but the cited words themselves is a fault."""
    code = language_read(statement, cited)
    if code is None:
        return
    if code not in DENYING:
        if not any(_plain(statement) in _plain(text) for text in cited):
            yield Fault("language", statement, UNREAD)
        return
    for word in undenied(statement, cited, code):
        yield Fault("negation", word, f"The source denies this: “{word}”.")
    for word in denied_anew(statement, cited, code):
        yield Fault("negation", word, "The source does not deny this.")


def _plain(text: str) -> str:
    return f" {' '.join(WORD.findall(text.casefold()))} "


def undenied(statement: str, cited: Sequence[str], code: str) -> Iterator[str]:
    """The words that deny something in the cited words which the statement says without them."""
    theirs = [denied for text in cited for denied in _denials(text, code)]
    ours = list(_denials(statement, code))
    for denied in theirs:
        if _says(statement, denied, code) and not any(_same(denied, one) for one in ours):
            yield denied.word


def denied_anew(statement: str, cited: Sequence[str], code: str) -> Iterator[str]:
    """The words that deny something in the statement which the cited words say without them."""
    theirs = [denied for text in cited for denied in _denials(text, code)]
    for denied in _denials(statement, code):
        said = any(_says(text, denied, code) for text in cited)
        if said and not any(_same(denied, other) for other in theirs):
            yield denied.word


def _denials(text: str, code: str) -> Iterator[Denied]:
    for start, end in sentences(text, 0, len(text)):
        for clause in CLAUSE.split(text[start:end]):
            words = [word.casefold() for word in WORD.findall(clause)]
            for at, word in enumerate(words):
                if word in DENYING[code]:
                    before = [one for one in words[:at] if _means(one, code)][-REACH:]
                    after = [one for one in words[at + 1 :] if _means(one, code)][:REACH]
                    yield Denied(word, (*before, *after))


def _means(word: str, code: str) -> bool:
    little = any(word in words for one, words in LITTLE_WORDS.items() if one.code == code)
    return len(word) > 2 and not little and word not in DENYING[code]


def _says(text: str, denied: Denied, code: str) -> bool:
    """True where a sentence of the text holds most of what is denied."""
    for start, end in sentences(text, 0, len(text)):
        words = [word.casefold() for word in WORD.findall(text[start:end])]
        shared = sum(any(_like(one, word) for word in words) for one in denied.company)
        if shared >= max(min(LEAST_SHARED, len(denied.company)), len(denied.company) // 2 + 1):
            return True
    return False


def _same(one: Denied, other: Denied) -> bool:
    """True where both deny the same, in whatever words."""
    return any(_like(a, b) for a in one.company for b in other.company)


def _like(one: str, other: str) -> bool:
    """True for forms of one word: the same beginning, all but its end."""
    if one == other:
        return True
    length = max(min(len(one), len(other)) - 2, STEM)
    return min(len(one), len(other)) >= STEM and one[:length] == other[:length]
