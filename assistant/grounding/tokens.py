"""The words of a text as fidelity is checked on them: places, lemmas, clauses, capitals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import sentencex
from lemminflect import getAllLemmas, getLemma

from index.words import STOP_WORDS, fold, stem

TOKEN = re.compile(
    r"(?P<initials>(?:[^\W\d_]\.){2,})"
    r"|(?P<code>[^\W\d_]+(?:-[^\W_]+)*-?\d[\w-]*(?<![-_]))"
    r"|(?P<decade>\d{2,4}['’]?s\b)"
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<negated>[^\W\d_]+n['’]t\b|cannot\b)"
    r"|(?P<word>[^\W\d_]+(?:['’](?!t\b|s\b|re\b|ve\b|ll\b|d\b|m\b)[^\W\d_]+)*)"
    r"|(?P<ending>['’][^\W\d_]+)"
    r"|(?P<mark>[%‰$€£¥°]|\S)"
)
WHOLE_FORM = {"ca": "can", "wo": "will", "sha": "shall"}

CLAUSE_MARKS = frozenset(",;:()[]–—")
CLAUSE_WORDS = frozenset(
    "but although though while whereas because since unless until which who whom whose where when "
    "after before if despite".split()
)
AUXILIARY = frozenset(
    "be am is are was were been being do does did have has had having can could will would shall "
    "should may might must".split()
)
ASKED_WITH = frozenset(
    "yes tell explain describe say says said mention mentions mentioned article text document "
    "documents passage author".split()
)
"""Words that say nothing in a question, and much in a statement."""
FUNCTION = (
    STOP_WORDS - ASKED_WITH
    | AUXILIARY
    | frozenset(
        "according per via upon whether among within without toward towards since despite yet "
        "already still ever".split()
    )
)


UNLISTED = frozenset("every unless whereas amid beside against onto versus albeit lest".split())
"""Everyday words that the dictionary leaves out."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark. `keys` are what two tokens share when they mean the same word,
    `owns` is true of a possessive: "Norway's"."""

    text: str
    word: str
    start: int
    kind: str
    sentence: int
    clause: int
    opens: bool
    keys: frozenset[str]
    owns: bool = False

    @property
    def capital(self) -> bool:
        """True where it is written with a capital letter first."""
        return self.text[:1].isupper()

    @property
    def acronym(self) -> bool:
        """True for an acronym that is spelt like a small word: the WHO, the US."""
        return self.text in ("US", "WHO", "IT")

    @property
    def content(self) -> bool:
        """True for a word that carries meaning, or a number."""
        if self.kind in ("number", "code", "initials", "decade") or self.acronym:
            return True
        return self.kind == "word" and self.word not in FUNCTION

    def like(self, other: "Token") -> bool:
        """True where both are forms of one word."""
        return not self.keys.isdisjoint(other.keys)


def tokens(texts: Sequence[str]) -> tuple[Token, ...]:
    """The tokens of texts that are read one after the other; offsets count in the texts joined
    by line breaks."""
    found: list[Token] = []
    sentence = clause = base = 0
    for text in texts:
        text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair
        for boundary in sentencex.get_sentence_boundaries("en", text):
            first, last = boundary["start_index"], boundary["end_index"]
            clause = _sentence(text[first:last], base + first, sentence, clause + 1, found)
            sentence += 1
        base += len(text) + 1
    return tuple(found)


def _sentence(text: str, base: int, sentence: int, clause: int, found: list[Token]) -> int:
    """Appends the tokens of a sentence; gives the number of its last clause."""
    opens = True
    newest = clause
    around: list[int] = []
    for piece in _pieces(text):
        word = _word(piece.text, piece.kind)
        if piece.text in ")]" and around:
            clause = around.pop()
        elif piece.text in CLAUSE_MARKS or (
            word in CLAUSE_WORDS and piece.text != "WHO" and not opens
        ):
            if piece.text in "([":
                around.append(clause)
            newest += 1
            clause = newest
        keys = keys_of(word) if piece.kind == "word" else frozenset([word])
        found.append(
            Token(
                piece.text, word, base + piece.start, piece.kind, sentence, clause, opens, keys,
                piece.owns,
            )
        )  # fmt: skip
        if piece.kind != "mark":
            opens = False
    return newest


def _word(piece: str, kind: str) -> str:
    if kind in ("mark", "number"):
        return piece.replace(",", "") if kind == "number" else piece
    return fold(piece.replace(".", "") if kind == "initials" else piece)


class _Piece(NamedTuple):
    text: str
    start: int
    kind: str
    owns: bool = False


def _pieces(text: str) -> list[_Piece]:
    """The pieces of a sentence with their offsets and kinds; “can't” gives “can” and “not”."""
    pieces: list[_Piece] = []
    for match in TOKEN.finditer(text):
        kind, piece, at = str(match.lastgroup), match.group(), match.start()
        possessive = piece in ("'", "’") and text[at - 1 : at] == "s"
        if pieces and (possessive or piece in ("'s", "’s")):
            pieces[-1] = pieces[-1]._replace(owns=True)
        elif kind == "negated":
            verb = piece[:-3].lower()
            pieces.append(_Piece(WHOLE_FORM.get(verb, verb), at, "word"))
            pieces.append(_Piece("not", at + len(verb), "word"))
        elif kind != "ending":  # of 're and 'll the word before has the meaning
            pieces.append(_Piece(piece, at, kind))
    return pieces


@lru_cache(maxsize=65536)
def keys_of(word: str) -> frozenset[str]:
    """A folded word's lemmas, as far as the dictionary knows it, and its stem."""
    return frozenset(
        [word, stem(word), *(lemma for forms in parts(word).values() for lemma in forms)]
    )


@lru_cache(maxsize=65536)
def parts(word: str) -> dict[str, tuple[str, ...]]:
    """The parts of speech that a folded word can be, each with its lemmas; empty for a word that
    the dictionary does not hold.

    Source: lemminflect, whose tables come from the NIH's SPECIALIST Lexicon.
    """
    return dict(getAllLemmas(word))


@lru_cache(maxsize=65536)
def known(word: str) -> bool:
    """True for a folded word of everyday language, false for what is likely a name."""
    if word in FUNCTION or word in UNLISTED or parts(word):
        return True
    return any(
        len(word) > len(prefix) + 3 and word.startswith(prefix) and bool(parts(word[len(prefix) :]))
        for prefix in (
            "non",
            "anti",
            "multi",
            "inter",
            "geo",
            "hyper",
            "over",
            "under",
            "pre",
            "re",
        )
    )


@lru_cache(maxsize=65536)
def verb_of(word: str) -> str:
    """The lemma of a folded word as a verb; the word itself where it is none."""
    forms = parts(word).get("VERB") or getLemma(word, "VERB", lemmatize_oov=False)
    return str(forms[0]) if forms else word
