"""Denials, from "not" to "unlikely" and "lack", and whether a source has the same ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.grounding.alignment import counterpart, neighbours
from assistant.grounding.opposites import opposite_in, sides_of
from assistant.grounding.tokens import Token, keys_of, parts

EXPLICIT = frozenset(
    "not never no none nobody nothing neither nor without nowhere hardly scarcely barely rarely "
    "seldom".split()
)
NOT_DENYING = {
    "not": frozenset("only just merely least".split()),
    "no": frozenset("more less fewer later sooner doubt matter longer other".split()),
}
"""What follows these makes no denial of them; "no longer" is one."""
IMPLICIT = frozenset(
    "lack fail refuse abstain avoid deny reject refrain cease stop prevent absence absent unable "
    "impossible failure refusal inability rejection denial prohibit forbid ban exclude".split()
)
SCANT = frozenset("few little".split())
"""Denials too, unless "a" stands before them."""
PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis")
EXISTING = frozenset("exist available occur".split())
"""What does not exist is what stands before."""
UNTIL = 7
HEADS = 3
"""Content words after a denial that it may deny."""
BEFORE = 2


@dataclass(frozen=True, slots=True)
class Denial:
    """A word at `at` that denies; `heads` are the words it denies, nearest first, `others` what
    stands before it. `plain` is true for "not" and its like, false for "unlikely" and "lack";
    `base` is what a prefix denies. `short` is true for ", but not by Norway" and "does not exist",
    which say of what stands elsewhere what they deny."""

    at: int
    word: Token
    plain: bool
    base: Token | None
    heads: tuple[Token, ...]
    others: tuple[Token, ...]
    short: bool = False


def denials(tokens: Sequence[Token]) -> tuple[Denial, ...]:
    """The denials of a text, in order."""
    return tuple(_denials(tokens))


def _denials(tokens: Sequence[Token]) -> Iterator[Denial]:
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        plain = token.word in EXPLICIT
        base = _base(tokens, at)
        scant = token.word in SCANT and (not at or tokens[at - 1].word != "a")
        if not (plain or base or scant or not IMPLICIT.isdisjoint(token.keys)):
            continue
        if plain and _means_none(tokens, at):
            continue
        others = tuple(other for _, other in neighbours(tokens, at, -1, BEFORE, clause=True))
        heads = _heads_of(tokens, at, base)
        short = plain and at > 0 and tokens[at - 1].word in ("but", ",", "and")
        short = short or (plain and bool(heads) and not EXISTING.isdisjoint(heads[0].keys))
        yield Denial(at, token, plain, base, heads, others, short)


def _heads_of(tokens: Sequence[Token], at: int, base: Token | None) -> tuple[Token, ...]:
    heads = tuple(other for _, other in neighbours(tokens, at, 1, HEADS, clause=True))
    if base is not None:
        return (base, *(head for head in heads if head is not base))
    return heads or tuple(other for _, other in neighbours(tokens, at, 1, 1))


def _base(tokens: Sequence[Token], at: int) -> Token | None:
    """What a denying prefix denies: "likely" in "unlikely", "violent" in "non-violent"."""
    token = tokens[at]
    if token.word == "non":
        return next((other for _, other in neighbours(tokens, at, 1, 1)), None)
    rest = affirmed(token.word)
    return replace(token, word=rest, keys=keys_of(rest)) if rest else None


def _means_none(tokens: Sequence[Token], at: int) -> bool:
    word = tokens[at].word
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if word == "no" and following == "longer":
        return False
    before = tokens[at - 1].word if at else ""
    if word == "not" and any(token.word == "until" for token in tokens[at + 1 : at + UNTIL]):
        return True  # "not published until" says when it was
    return following in NOT_DENYING.get(word, ()) or (word == "not" and before == "or")


def affirmed(word: str) -> str:
    """The word without a denying prefix ("unlikely": "likely"); empty where it has none."""
    for prefix in PREFIXES:
        rest = word.removeprefix(prefix)
        if rest == word or len(rest) < 4 or "NOUN" in parts(word):
            continue
        if all({"ADJ", "ADV"} & parts(form).keys() for form in (word, rest)):
            return rest
    return ""


def added(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Denial]:
    """The denials of a statement that nothing in the source matches: "not" and its like, and
    "unlikely" where the source says "likely"."""
    unmatched, _ = _unmatched(denials(tokens), denials(source))
    for denial in unmatched:
        if not denial.plain:
            base = denial.base
            if base is not None and any(base.like(token) for token in source):
                yield denial
        elif _spoken_of(denial, source) and not (
            _turned(denial, source) or _compares(tokens, denial, source)
        ):
            yield denial


def dropped(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Denial]:
    """The denials of the source whose words a statement repeats without denying them."""
    _, unmatched = _unmatched(denials(tokens), denials(source))
    for denial in unmatched:
        if denial.heads and any(repeats(tokens, at, denial, source) for at in range(len(tokens))):
            yield denial


def _unmatched(
    ours: Sequence[Denial], theirs: Sequence[Denial]
) -> tuple[list[Denial], list[Denial]]:
    """The denials on each side that none on the other matches; each matches one, and first of
    all the same word."""
    mine, others = list(ours), list(theirs)
    for same in (True, False):
        for one in list(mine):
            for other in others:
                if (not same or one.word.word == other.word.word) and _match(one, other):
                    mine.remove(one)
                    others.remove(other)
                    break
    return mine, others


def repeats(tokens: Sequence[Token], at: int, denial: Denial, source: Sequence[Token]) -> bool:
    """True where a statement's word is the first one that a denial in the source denies, in the
    same company and not itself denied."""
    token = tokens[at]
    if not token.content or not token.like(denial.heads[0]) or affirmed(token.word):
        return False
    if not _kept_company(tokens, at, denial):
        return False
    best, _ = counterpart(tokens, at, source, token.like)
    if best is None and denial.base is None:
        return False
    if best is not None and not _heads(denial, source[best]):
        return False
    own = () if denial.plain else (denial.word,)
    return not any(token.like(word) for word in own)


def _compares(tokens: Sequence[Token], denial: Denial, source: Sequence[Token]) -> bool:
    """True for "not as high as" where the source compares by the same word, "higher than"."""
    following = tokens[denial.at + 1].word if denial.at + 1 < len(tokens) else ""
    groups = {group for head in denial.heads[:1] for group, _ in sides_of(head)}
    if following not in ("as", "so") or not groups:
        return False
    return any(not groups.isdisjoint(g for g, _ in sides_of(token)) for token in source)


def _heads(denial: Denial, token: Token) -> bool:
    return any(token.start == head.start for head in denial.heads)


def _kept_company(tokens: Sequence[Token], at: int, denial: Denial) -> bool:
    """True where the statement holds more of what the source says there than one word."""
    near = [other for step in (-1, 1) for _, other in neighbours(tokens, at, step)]
    company = [*denial.heads[1:], *denial.others]
    shared = sum(any(one.like(other) for one in near) for other in company)
    return shared >= min(1 if denial.plain else 2, len(company))


def _match(one: Denial, other: Denial) -> bool:
    """True where both deny the same: the first words that one denies are among the other's.

    "Not unlikely" is no match for "unlikely": it denies the denial.
    """
    if any(a.heads and a.heads[0].like(b.word) for a, b in ((one, other), (other, one))):
        return False
    if one.short or other.short:
        mine, theirs = (*one.others, *one.heads), (*other.others, *other.heads)
        return any(a.like(b) for a in mine for b in theirs)
    return any(
        a.like(b) or _akin(a, b)
        for mine, theirs in ((one, other), (other, one))
        for a in mine.heads[:2]
        for b in theirs.heads
    )


def _akin(one: Token, other: Token) -> bool:
    """True for words of one family, such as "intervene" and "interventionist"."""
    a, b = one.word, other.word
    return len(a) > 5 and len(b) > 5 and a[:6] == b[:6]


def _spoken_of(denial: Denial, source: Sequence[Token]) -> bool:
    """True where the source speaks of what is denied at all."""
    return any(head.like(token) for head in (*denial.heads, *denial.others) for token in source)


def _turned(denial: Denial, source: Sequence[Token]) -> bool:
    """True where the source says the opposite of the word that is denied: "not far", "near"."""
    return any(opposite_in(head, source) for head in denial.heads[:2])


def is_denied(at: int, tokens: Sequence[Token], denials: Sequence[Denial]) -> bool:
    """True where a denial is of the token at that place first of all."""
    return any(
        denial.at != at and any(tokens[at].start == head.start for head in denial.heads[:1])
        for denial in denials
    )
