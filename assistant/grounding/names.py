"""The names in a text, and whether a source holds the same ones in whatever form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.grounding.dates import is_calendar
from assistant.grounding.quantities import ORDINALS, WORDS
from assistant.grounding.tokens import FUNCTION, Token, known, parts

ALIASES = (
    ("us", "usa", "united states", "united states of america", "america", "american", "americans"),
    ("uk", "united kingdom", "great britain", "britain", "british", "briton", "britons"),
    ("eu", "european union"),
    ("un", "united nations"),
    ("ussr", "soviet union", "soviet"),
    ("uae", "united arab emirates", "emirati"),
    ("netherlands", "dutch", "holland"),
    ("france", "french"),
    ("germany", "german"),
    ("greece", "greek"),
    ("switzerland", "swiss"),
    ("denmark", "danish", "dane"),
    ("poland", "polish", "pole"),
    ("spain", "spanish", "spaniard"),
    ("turkey", "turkish", "turk"),
    ("wales", "welsh"),
    ("ireland", "irish"),
    ("scotland", "scottish", "scots"),
    ("england", "english"),
    ("norway", "norwegian"),
    ("sweden", "swedish", "swede"),
    ("finland", "finnish", "finn"),
    ("portugal", "portuguese"),
    ("peru", "peruvian"),
    ("philippines", "filipino", "philippine"),
    ("thailand", "thai"),
    ("iceland", "icelandic"),
    ("cyprus", "cypriot"),
    ("afghanistan", "afghan"),
    ("pakistan", "pakistani"),
    ("kazakhstan", "kazakh"),
    ("uzbekistan", "uzbek"),
    ("europe", "european"),
    ("moscow", "muscovite"),
    ("congo", "congolese"),
    ("lebanon", "lebanese"),
    ("vietnam", "vietnamese"),
    ("burma", "burmese", "myanmar"),
    ("new york", "nyc"),
    ("covid", "covid-19", "coronavirus"),
)
"""Names that mean one thing and do not look alike."""
NAMED = {name: f"={group[0]}" for group in ALIASES for name in group}
LONGEST_ALIAS = 4
QUALIFIED = frozenset("latin south north central".split())
"""Before "America" these make another place of it."""

ENDINGS = (
    "", "s", "es", "n", "ns", "an", "ans", "ian", "ians", "ean", "ese", "i", "is", "ish", "ic",
    "er", "ers", "ite", "ites", "ist", "ists", "al", "e",
)  # fmt: skip
SHORTEST_ROOT = 3
QUARTERS = {"q1": "first", "q2": "second", "q3": "third", "q4": "fourth"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `tokens[first:last]`; `keys` are what two forms of one name share."""

    first: int
    last: int
    keys: frozenset[str]

    def words(self, tokens: Sequence[Token]) -> str:
        """The name as it is written."""
        return " ".join(token.text for token in tokens[self.first : self.last])


def names(tokens: Sequence[Token]) -> tuple[Name, ...]:
    """The names in a text, in order: each word of one that is written with a capital, an
    abbreviation, a code such as H1N1; known names of several words as one."""
    return tuple(_names(tokens))


def _names(tokens: Sequence[Token]) -> Iterator[Name]:
    at = 0
    while at < len(tokens):
        alias, last = _alias(tokens, at)
        if alias:
            yield Name(at, last, frozenset([alias]))
        elif is_name(tokens, at):
            yield Name(at, last, frozenset([tokens[at].word]))
        at = last


def _alias(tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    """The one spelling of the known name that starts here, and where it ends."""
    for length in range(LONGEST_ALIAS, 0, -1):
        words = [token.word for token in tokens[at : at + length]]
        alias = NAMED.get(" ".join(words)) if len(words) == length else None
        if alias is None or not (tokens[at].capital or alias == "=covid"):
            continue
        if words == ["us"] and tokens[at].text not in ("U.S.", "US"):
            continue
        if words[0].startswith("america") and at and tokens[at - 1].word in QUALIFIED:
            continue
        return alias, at + length
    return None, at + 1


def is_name(tokens: Sequence[Token], at: int) -> bool:
    """True for a word that its capitals, its form or its place show to be a name."""
    token = tokens[at]
    if token.kind in ("code", "initials"):
        return True
    if token.kind != "word" or not token.capital or is_calendar(tokens, at):
        return False
    if token.text.isupper() and len(token.text) > 1:
        return token.word not in FUNCTION or len(token.text) > 3 or token.acronym
    if any(letter.isupper() for letter in token.text[1:]):
        return True
    if token.word in FUNCTION or token.word in WORDS or token.word in ORDINALS:
        return False
    if not token.opens and not _quoted_start(tokens, at):
        return True
    following = at + 1 < len(tokens) and tokens[at + 1].capital and tokens[at + 1].kind == "word"
    return not known(token.word) or (following and not _describes(token.word))


def _quoted_start(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].text in '“"‘:('


def _describes(word: str) -> bool:
    """True for a word that can stand before a name without being part of it."""
    return bool({"ADJ", "ADV", "VERB", "AUX"} & parts(word).keys()) or word.endswith("s")


def held(
    name: Name, tokens: Sequence[Token], source: Sequence[Token], theirs: Sequence[Name]
) -> bool:
    """True where the source holds the name, whole or as an adjective, in capitals or not, spelt
    out or abbreviated."""
    if any(not name.keys.isdisjoint(other.keys) for other in theirs):
        return True
    token = tokens[name.first]
    if name.last - name.first == 1:
        words = [other.word for other in source if other.kind != "mark"]
        if any(same_root(token.word, word) for word in words):
            return True
        if any(token.like(other) for other in source):
            return True
        if "-" in token.word and all(part in words for part in token.word.split("-")):
            return True
        if _quarter(token.word, source) or _run_together(name, tokens, words):
            return True
    if not (name.keys - {token.word}):
        return _abbreviates(token, source) or _spelt_out(name, tokens, source)
    return False


def _run_together(name: Name, tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """True for "Tech Crunch" where the source writes "TechCrunch"."""
    near = [token.word for token in tokens[max(0, name.first - 1) : name.last + 1]]
    here = tokens[name.first].word
    return any(here + other in words or other + here in words for other in near if other != here)


def _quarter(word: str, source: Sequence[Token]) -> bool:
    """True for "Q3" where the source speaks of the third quarter."""
    ordinal = QUARTERS.get(word)
    return any(one.word == ordinal and other.word == "quarter" for one, other in pairwise(source))


@lru_cache(maxsize=65536)
def same_root(one: str, other: str) -> bool:
    """True for a place and its people or adjective: Nicaragua and Nicaraguan, Russia and Russian.

    The shorter, without up to two letters at its end, is the root of both; what follows it is an
    ending that names take.
    """
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    for cut in range(3):
        root = short[: len(short) - cut]
        if len(root) < SHORTEST_ROOT + cut:
            return False
        rest = short[len(short) - cut :]
        if (
            long.startswith(root)
            and long[len(root) :] in ENDINGS
            and (not cut or rest in ("a", "y", "o", "e", "ia", "i"))
        ):
            return True
    return False


def _abbreviates(token: Token, source: Sequence[Token]) -> bool:
    """True for initials of capitalised words that stand side by side in the source."""
    letters = token.text.replace(".", "").lower()
    return (
        len(letters) > 1
        and token.text[-1:] in (".", letters[-1].upper())
        and letters in _initials(source)
    )


def _initials(source: Sequence[Token]) -> str:
    """The first letters of runs of capitalised words, the runs parted by spaces."""
    letters = []
    for token in source:
        if token.capital and token.kind == "word":
            letters.append(token.word[0])
        elif token.word not in ("of", "and", "the", "for", "-"):
            letters.append(" ")
    return "".join(letters)


def _spelt_out(name: Name, tokens: Sequence[Token], source: Sequence[Token]) -> bool:
    """True for a word of a spelt-out name that the source abbreviates."""
    first = name.first
    while first and (tokens[first - 1].capital or tokens[first - 1].word in ("of", "and", "the")):
        first -= 1
    last = name.last
    while last < len(tokens) and (
        tokens[last].capital or tokens[last].word in ("of", "and", "the")
    ):
        last += 1
    initials = _initials(tokens[first:last]).replace(" ", "")
    short = [
        t.text.replace(".", "").lower() for t in source if t.text.isupper() or t.kind == "initials"
    ]
    return any(len(word) > 1 and word in initials for word in short)
