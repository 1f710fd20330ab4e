"""Mutants that turn a comparison round."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from evals.mutation.edits import Edit, capitalised
from evals.mutation.said import Said

NUMBER = (
    r" (?:the )?(?:[$€£]?[0-9]|a |one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"twenty|thirty|forty|fifty|half|hundred|thousand|million)"
)
AMOUNT = r" [$€£]?[0-9]"
ADJECTIVE = (
    r" (?!than|or|and|of|recent|so|years|days|time|information|likely)[a-z]+(?:al|ive|ous|ic|ful|"
    r"able|ible|ant|ent|ed|ly|ing|ate|x|ult) "
)
SUPERLATIVE = (
    r" (?:common|important|likely|popular|significant|effective|powerful|famous|successful|severe|"
    r"expensive|efficient|widely|highly|frequent|frequently|recent|prominent|populous|prevalent|"
    r"notable|valuable|abundant)\b"
)
MEASURED = (
    r" (?:levels?|rates?|risk|prices?|temperatures?|pressure|cost|speed|quality|mortality|"
    r"molecular|concentrations?|demand|sensitivity|incidence)\b"
)
NO_PART = (
    r" (?!house|class|canton|limb|extremit|respiratory|tract|part|level |back|jaw|case|body|half|"
    r"left|right|end|bound|court|ventric)[a-z]"
)
NO_EVENT = (
    r" (?!all\b|that\b|which\b|him\b|her \b|it\b|us\b|being\b|whom|long|then|(?:he|she|they|we|I|"
    r"you) knew)[a-z0-9A-Z]"
)
NO_FIRST = (
    r" (?!and|or|base|[a-z]+ed\b|name|hand|person|lady|aid|time|place|responder|came|cousin|two|"
    r"three|few|year|month|day|week|being|to|line|in|half|of|degree|class|order|step|second)[a-z]+"
)
MODAL = "to|can|could|or|and|would|will|should|may|the"
CALLED_AFTER = (
    "soon|and|or|shortly|named|looked?|looking|year|day|immediately|sought|run|ran|just|again|"
    "long|called|titled|even|until|directly|modell?ed|patterned|taking|go|goes|going|went|come|came"
)


class Pair(NamedTuple):
    """A word and its opposite; `after` must follow the word, none of `before` may precede it."""

    old: str
    new: str
    after: str = ""
    before: str = "no|not"


PLAIN = """
larger smaller, smaller larger, bigger smaller, shorter longer, faster slower, slower faster,
stronger weaker, weaker stronger, strengthened weakened, increases decreases, decreases increases,
increased decreased, decreased increased, increasing decreasing, decreasing increasing
"""
RANKED = """
largest smallest, smallest largest, biggest smallest, greatest smallest, longest shortest,
oldest youngest, youngest oldest
"""


def _pairs(words: str, before: str) -> Iterator[Pair]:
    for pair in " ".join(words.split()).split(", "):
        old, new = pair.split()
        yield Pair(old, new, before=before)


PAIRS = (
    *_pairs(PLAIN, "no|not|and|or|ever|either"),
    *_pairs(RANKED, "second|third|fourth|fifth"),
    Pair("more than", "less than", NUMBER, "no|not|once|little"),
    Pair("less than", "more than", NUMBER, "no|not|nothing|in"),
    Pair("fewer than", "more than", NUMBER),
    Pair("over", "under", AMOUNT, "all|turned|took|handed|win|won|control|ruled?|from|take"),
    Pair("under", "over", AMOUNT, "from"),
    Pair("at least", "at most", NUMBER, "or"),
    Pair("at most", "at least", NUMBER, "or"),
    Pair("up to", "at least", NUMBER, "led|add|adds|added|leading|lead|catch|is|was"),
    Pair("more", "less", ADJECTIVE, "no|any|once|some|even|the|many|much|two|three|one|and|or"),
    Pair("more likely", "less likely"),
    Pair("less likely", "more likely"),
    Pair("most", "least", SUPERLATIVE, "second|its|at"),
    Pair("best", "worst", r" [a-z]", "at|second|is|are"),
    Pair("worst", "best", r" [a-z]", "at|second"),
    Pair("higher", "lower", r" (?!education|order|learning)[a-z]"),
    Pair("lower", "higher", NO_PART, f"no|not|{MODAL}"),
    Pair("highest", "lowest", r" [a-z]", "second|third|fourth|fifth"),
    Pair("lowest", "highest", r" [a-z]", "second|third|fourth|fifth"),
    Pair("greater", "smaller", r" (?!than|or)[a-z]"),
    Pair("greater than", "less than"),
    Pair("longer", "shorter", before="no|any"),
    Pair("older", "younger", before="or|and|no|not"),
    Pair("younger", "older", before="or|and|no|not"),
    Pair("better", "worse", r" (?!known|than|off|understand)", f"no|not|{MODAL}"),
    Pair("better known", "less known"),
    Pair("worse", "better", before="no|not|even"),
    Pair("earlier", "later", " than"),
    Pair("later", "earlier", " than"),
    Pair("majority", "minority", " of"),
    Pair("minority", "majority", " of"),
    Pair("increase", "decrease", r" (?:in|of|the|by|from|its|their)\b", "no|not|and|or"),
    Pair("decrease", "increase", r" (?:in|of|the|by|from|its|their)\b", "no|not|and|or"),
    Pair("rose", "fell", r" (?:to|by|from|in|slightly|sharply)\b"),
    Pair("fell", "rose", r" (?:to|by|from)\b", "it"),
    Pair("reduced", "increased", r" (?:risk|mortality|the|levels?|rates?|by)\b", "and|or|be"),
    Pair("reduces", "increases", r" (?:the|risk|mortality|its|their)\b", "and|or"),
    Pair("enhances", "weakens", r" (?:the|these|its|their|those)\b", "and|or"),
    Pair("before", "after", NO_EVENT, "ever|and|or|never|day|night|years|just|as|long"),
    Pair("after", "before", NO_EVENT, CALLED_AFTER),
    Pair(
        "first",
        "last",
        NO_FIRST,
        "at|first|[a-z]+ly|was|is|were|are|been|when|he|she|it|they|who|we|and|or|be|on|[0-9a-z]+ed",
    ),
    Pair("above", "below", " (?:the|sea|[0-9])", "mentioned|and|over|see"),
    Pair("below", "above", " (?:the|sea|[0-9])", "mentioned|and|see"),
    Pair("high", "low", MEASURED, "too|so|as|very|and|or"),
    Pair("low", "high", MEASURED, "too|so|as|very|and|or"),
)  # fmt: skip
"""Words and their opposites, with the words around them that make the exchange fluent."""

_PATTERNS = tuple(
    (
        pair,
        re.compile(rf"(?<![\w-])(?:{pair.old}|\A{capitalised(pair.old)})(?![\w-]){pair.after}"),
        re.compile(rf"\b(?:{pair.before}) \Z"),
    )
    for pair in PAIRS
)


def comparison_edits(said: Said) -> Iterator[Edit]:
    """Each comparison turned into its opposite: more and less, before and after, first and last."""
    for pair, pattern, not_before in _PATTERNS:
        for match in pattern.finditer(said.text):
            start, end = match.start(), match.start() + len(pair.old)
            led = not_before.search(said.text[:start])
            if not led and said.free(start, end) and not said.in_name(start, end):
                yield Edit(start, end, pair.new)
