"""Words that are each other's opposites."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.grounding.tokens import Token, known, parts

OPPOSITES = tuple(
    tuple(frozenset(words.split()) for words in pair)
    for pair in (
        ("more most", "less fewer least fewest"),
        (
            "increase rise grow growth gain climb expand expansion intensify strengthen boost "
            "raise soar surge up upward escalate double triple",
            "decrease fall decline drop shrink shrinkage reduce reduction weaken lower diminish "
            "plunge plummet down downward halve lessen dwindle",
        ),
        ("high higher highest", "low lower lowest"),
        (
            "great greater greatest large larger largest big bigger biggest",
            "small smaller smallest little tiny",
        ),
        ("long longer longest", "short shorter shortest"),
        ("strong stronger strongest", "weak weaker weakest"),
        (
            "improve improvement strengthen enhance deepen reinforce boost",
            "worsen deteriorate deterioration weaken undermine damage impair hamper",
        ),
        ("currently now presently nowadays today", "previously formerly"),
        ("like", "unlike"),
        ("before precede prior earlier earliest", "after follow later subsequent latest"),
        ("first initial beginning start begin", "last final end finish"),
        ("best better good", "worst worse bad"),
        ("benefit advantage", "harm disadvantage drawback"),
        ("positive", "negative"),
        ("mild slight light", "severe serious heavy grave"),
        (
            "majority most all every always entire whole",
            "minority few none never some sometimes rarely",
        ),
        ("near nearby close proximity adjacent nearness", "far distant remote distance"),
        ("include contain comprise inclusion", "exclude omit lack exclusion"),
        ("support back favor favour endorse approve", "oppose resist object reject disapprove"),
        ("allow permit enable let authorize", "forbid prohibit ban prevent block bar disallow"),
        ("win victory defeat", "lose loss"),
        ("accept agree", "refuse reject disagree decline"),
        ("join accession", "leave exit withdraw withdrawal abstain abstention"),
        ("open", "close shut"),
        ("succeed success successful", "fail failure unsuccessful"),
        ("fast quick rapid rapidly quickly", "slow slowly gradual gradually"),
        ("old older oldest ancient", "new newer newest recent modern young younger youngest"),
        ("rich wealthy", "poor"),
        ("hot warm warmer hottest", "cold cool cooler coldest"),
        ("safe safety", "dangerous danger unsafe"),
        ("public", "private secret"),
        ("major main primary chief", "minor secondary"),
        ("maximum max", "minimum min"),
        ("inside within internal domestic inner", "outside external foreign outer"),
        ("above upper top", "below beneath bottom"),
        ("left", "right"),
        ("north northern", "south southern"),
        ("east eastern", "west western"),
        ("male man men boy", "female woman women girl"),
        ("import", "export"),
        ("friend friendly ally", "enemy hostile foe"),
        ("true correct right", "false incorrect wrong"),
        ("legal lawful", "illegal unlawful"),
        ("cause trigger", "prevent"),
        ("alive", "dead"),
        ("rare scarce uncommon", "common frequent abundant"),
        ("easy simple", "hard difficult complex"),
        ("arrive arrival come", "leave depart departure"),
        ("build construct create establish found", "destroy demolish dismantle abolish"),
        ("appear emerge", "disappear vanish"),
        ("remember", "forget"),
        ("love like", "hate dislike"),
        ("ascend ascent", "descend descent"),
        ("active", "passive inactive"),
        ("encourage", "discourage"),
        ("guilty convict", "innocent acquit"),
        ("peace peaceful", "war warlike"),
        ("wide broad", "narrow"),
        ("full", "empty"),
        ("over more above", "under less below"),
        ("often frequently usually", "rarely seldom never"),
        ("both", "neither"),
        ("visible", "hidden invisible"),
        ("same similar identical", "different"),
        ("can able could", "cannot unable"),
    )
)
Side = tuple[int, int]


PREFIXES = (("up", "down"), ("over", "under"), ("pre", "post"), ("hyper", "hypo"))
"""Beginnings that make two words of one each other's opposites."""


def _table() -> dict[str, tuple[Side, ...]]:
    found: dict[str, tuple[Side, ...]] = {}
    for group, pair in enumerate(OPPOSITES):
        for side, words in enumerate(pair):
            for word in words:
                found[word] = (*found.get(word, ()), (group, side))
    return found


SIDES = _table()
"""Each word of `OPPOSITES` with the pairs it belongs to."""


def sides_of(token: Token) -> tuple[Side, ...]:
    """The pairs of opposites that a word or its lemma belongs to, and on which side."""
    return _sides(token.word) if token.kind == "word" else ()


@lru_cache(maxsize=65536)
def _sides(word: str) -> tuple[Side, ...]:
    if word in SIDES:
        return SIDES[word]
    for group, pair in enumerate(PREFIXES):
        for side, prefix in enumerate(pair):
            if word.startswith(prefix) and known(word.removeprefix(prefix)):
                return ((len(OPPOSITES) + group, side),)
    lemmas = (lemma for forms in parts(word).values() for lemma in forms)
    return next((SIDES[lemma] for lemma in lemmas if lemma in SIDES), ())


def opposite_in(token: Token, source: Sequence[Token]) -> bool:
    """True where the source holds an opposite of the word."""
    others = {(group, 1 - side) for group, side in sides_of(token)}
    return any(not others.isdisjoint(sides_of(other)) for other in source)
