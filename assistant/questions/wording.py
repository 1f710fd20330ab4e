"""Which questions read as a person would ask them; a clumsy one is worse than none."""

import re

from assistant.questions.idea import Kind
from assistant.questions.making.drafts import ASKING
from assistant.questions.making.english import PREPOSITIONS, SUBORDINATORS
from assistant.questions.making.kinds import kind_of as kind_of_name
from assistant.questions.making.names import Names, is_capital
from assistant.questions.making.turning import Draft
from assistant.questions.objects import asks_for_a_thing
from index.words import content_stems

LONGEST = 12
"""Words of a question."""
LONGEST_TERM = 4
"""Words of a term that is asked for."""
FEWEST_TOLD = 3
"""Words with meaning in a question for a detail; with fewer, nobody knows what is meant."""
ODD = re.compile(r"[,;:()\[\]<>|*_`]|\bWho or what\b|[“\"]")
NOT_LAST = PREPOSITIONS - frozenset("of for with from to into about against by on as".split())
"""What a question does not end with: "What had knowledge stagnated during?"."""
RELATIVE = SUBORDINATORS | frozenset("so such than more less respectively".split())
PURPOSE = re.compile(r" to (?!the |a |an |be )[a-z]+ ")
"""A purpose in the middle: "What do they wait to complete the work?"."""
TIED_TO_TODAY = re.compile(
    r"\b(?:recently|currently|now|today|ago|yesterday|tomorrow|(?:this|last|next) "
    r"(?:year|month|week|decade|century|summer|winter|spring|autumn)|\w+day)\b",
    re.IGNORECASE,
)
CLUMSY = re.compile(
    "|".join(
        (
            r"^Which country (?:is|was|has been) (?:a|an|the) ",
            r"^How much money ",
            r"^(?:Who|What) (?:is|was|are|were) .+ (?:called|named)\?$",
            # "What had since 1990 the mayor been?", "When was Ada the director?"
            r"^\w+ (?:is|are|was|were|has|have|had|will|would) "
            r"(?:in|on|at|by|for|from|since|between|during|after|before|until)\b",
            r"^When (?:is|was) (?:[A-Z]\w+ )+(?:the|an?)\b",
            # "How many pupils were the classes limited?", "What has Ada offered in early May?"
            r"^How many [\w -]+ (?:is|are|was|were) (?:the\b|an?\b|[A-Z])",
            r"^\w+ (?:has|have) .+ (?:in|on) (?:early|late|mid|\d|[A-Z][a-z]+ \d)",
            r"^What (?:can|may|might|could|must|should) .+ be \w+ \w+\?$",
            r"^\w+ would\b",
            r"\b(?:he|she|they|him|them|her|his|later|earlier)\b",
        )
    )
)
"""Forms that lose what the sentence said, or that nobody uses."""
SAYS_LITTLE = frozenset(
    "various several many some other its their his her this these different numerous such".split()
)
WORDS_OF_KINDS: tuple[tuple[str, Kind], ...] = (
    ("how many ", "how many"),
    ("how much ", "how many"),
    ("what percentage ", "how many"),
    ("when ", "when"),
    ("where ", "where"),
    ("why ", "why"),
    ("who ", "who"),
    ("whom ", "who"),
    ("which ", "which"),
)


def natural(draft: Draft, names: Names, *, alone: bool) -> str | None:
    """The draft's question as a person would ask it; None where it is clumsy or says too little.

    `names` are those of the document; only where that is `alone` in its folder can a question
    without a name be understood.
    """
    question = re.sub(r"^In what year ", "When ", draft.question)
    if not reads_well(question):
        return None
    if draft.kind == "definition":
        return question if _is_worth_defining(question, names) else None
    if draft.kind == "name":  # "What includes 11 member states?" is no question that one asks
        fits = question.startswith(("Who ", "Which country "))
    else:
        fits = draft.kind != "cloze" or (asks_for_a_thing(draft) and _tells(draft.answers[0]))
    return question if fits and tells_enough(question, alone=alone) else None


def tells_enough(question: str, *, alone: bool) -> bool:
    """Whether a question for a detail can be understood by somebody who has not read it.

    Among other documents that takes a name or a number; for one `alone`, more words will do.
    """
    told = len(content_stems(question) - ASKING)
    if re.search(r" \W?(?:[A-Z]|\d)", question):
        return told >= FEWEST_TOLD
    vague = re.match(r"\w+ (?:is|are|was|were|do|does|did|has|have|had) an? ", question)
    return alone and told >= FEWEST_TOLD + bool(vague)


def _is_worth_defining(question: str, names: Names) -> bool:
    """False for a country, for a word that may be capital only where a sentence begins, and for
    what may be a person asked for as a thing."""
    if question.endswith(" stand for?"):
        return True
    word, _, term = question.rstrip("?").split(" ", 2)
    bare = term.removeprefix("the ").split()
    if len(bare) > LONGEST_TERM or kind_of_name(term) == "country":
        return False
    if word == "Who" or kind_of_name(term) != "unknown" or not is_capital(bare):
        return True
    if len(bare) == 1:
        return term != bare[0]  # "the Quasiturbine"
    # "Bielany Forest" is a thing, as the text has forests; of "Denis Papin" nobody can tell.
    return (
        any(part.isupper() and part.isalpha() for part in bare)
        or names.opening([bare[-1], "is"]) == "word"
    )


def _tells(answer: str) -> bool:
    """False for an answer such as "various countries" or "its engagements"."""
    first, *others = answer.lower().split()
    return not (first in SAYS_LITTLE and len(others) < 2 and answer == answer.lower())


def reads_well(question: str) -> bool:
    """False for a question that is long, twisted, or hangs on the day it was written."""
    words = question.rstrip("?").split()
    if not 3 <= len(words) <= LONGEST or ODD.search(question) or CLUMSY.search(question):
        return False
    if words[-1].lower() in NOT_LAST or TIED_TO_TODAY.search(question):
        return False
    if PURPOSE.search(question):
        return False
    return not RELATIVE & {word.lower() for word in words[1:]}


def kind_of(question: str) -> Kind:
    """What a question asks for, told by how it begins."""
    asked = question.lower()
    return next((kind for words, kind in WORDS_OF_KINDS if asked.startswith(words)), "what")
