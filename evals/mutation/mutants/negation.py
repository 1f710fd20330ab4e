"""Mutants with a "not" too many or too few."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit, takes_an
from evals.mutation.english.clauses import CONDITION, NEGATIVE, QUANTIFIED, clause_end, clause_start
from evals.mutation.english.verbs import ALSO_NOUNS, IRREGULAR, base_of, past, third_person
from evals.mutation.said import Said

AUXILIARY = (
    r"is|are|was|were|has|have|had|can|could|will|would|should|must|do|does|did|be|been|being|Is|"
    r"Are|Was|Were"
)
DO_NOT = re.compile(r"\b(do|does|did)(?: not|n['’]t) ([a-z]+)\b")
AUXILIARY_NOT = re.compile(
    r"\b(is|are|was|were|has|have|had|can|could|will|would|should|must)(?: not\b|"
    r"n['’]t\b)(?! (?:only|just|merely|so|until|even|because|either|simply|as|alone|that|yet|"
    r"to be|least|more|less|fewer))"
)
CANNOT = re.compile(r"\bcannot\b(?! but| only)|\bcan['’]t\b")
NOT_YET = re.compile(r"\b(has|have|had|is|are|was|were) not yet\b")
NEVER = re.compile(r"(?<=[a-z] )never (?=[a-z])(?!before|mind)")
NO_NOUNS = re.compile(
    r"\b([Nn])o (?!longer|more|less|fewer|one|doubt|matter|later|other|such|need|"
    r"means)(?=((?:[a-z-]+ ){0,2}[a-z]+[^s\W]s)\b)"
)
NO_SINGULAR = re.compile(
    r"\bno ((?:[a-z]+ )?(?:effect|impact|evidence|role|difference|information|support|cure|"
    r"vaccine|treatment|reason|limit|change|access|data|intention|consensus|requirement|proof|"
    r"benefit|experience|response|immunity|time|money|interest|increase|significant difference))\b"
)
UNCOUNTED = re.compile(
    r"(?:evidence|information|support|access|data|proof|experience|immunity|time|money|interest)\Z"
)
NO_ONE = re.compile(
    r"\b(?:[Nn]o one|[Nn]obody)(?= (?:could|can|will|would|had|has|was|is|knew|knows|did)\b)"
)
NONE_OF = re.compile(r"\b([Nn])one of (?=the|these|those|its|their|his|her)")
NOT_ALL = re.compile(r"\bNot (?=all |every |everyone )")
NOT_TO = re.compile(r"(?<=[a-z] )not to (?=[a-z]+)")
WITHOUT = re.compile(r"\bwithout (?!which|whom)([a-z]+)\b")
AWKWARD_NOW = re.compile(
    r"\b(?:any|anyone|anything|anywhere|ever|yet|either|at all|but|nor|much|until|anymore|merely|"
    r"rather)\b"
)
AFTER_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|should|must|can|has been|have been|had been)(?= (?!not\b|"
    r"n['’]t|also|both|either|still|already|thus|therefore|hence|now|then|only|even|just|no|never|"
    r"some|several|many|most|mostly|one|another|among|almost|about|approximately|over|that|to|"
    r"only|generally|usually|often|sometimes|typically|mainly|primarily|largely|in part|as|"
    r"further|later|first|once|again|particularly|especially|perhaps|likely|commonly|probably|"
    r"possibly|what|how|why|where|when|being|necessary|more|less|at least|currently)[a-z0-9])"
)
SOMETIMES = re.compile(r"\b(?:at times|sometimes|often|occasionally|in some cases|some)\b", re.I)
A_NOUN = re.compile(r"\b(?:[Tt]he|[Aa]n?|his|her|their|its|of|no) \Z")
PERFECT = re.compile(
    r"(?<!should )(?<!would )(?<!could )(?<!must )(?<!may )(?<!might )(?<!to )\b(has|have|"
    r"had)(?= (?:[a-z]+ed|become|grown|taken|made|shown|found|given|led|begun|opted|noted|come|"
    r"gone|written|built|held|won|seen) )"
)
ALWAYS = re.compile(
    r"(?<=\b(?:is|re|as) )(?:often|usually|generally|typically|commonly|always|sometimes|"
    r"frequently) (?=[a-z]+(?:ed|en|n) )"
)
SUBJECT_WORD = re.compile(r"(?:[^\W\d_][\w’'.-]*) \Z")
NO_SUBJECT = frozenset(
    """
    the a an of in on at to by for with and or its their his her our from this no as such than more
    most other each every both further also often always still now later then already never not
    only sometimes who's soon once
    """.split()
)
THIRD = re.compile(r"(?<=[\w)] )(?:([a-z]+ly) )?([a-z]+s)\b(?= (?!and|or|of|in the|,)[a-z])")
PAST = re.compile(
    r"(?<=[\w)] )([a-z]+)\b(?= (?:the|a|an|his|her|its|their|this|that|these|those|him|it|them|"
    r"into|to|from|in|on|at|with|[A-Z]))"
)
OWNED = re.compile(r" (?:an?|the|its|his|her|their) ")
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|[Ii]t|who|I)\Z")


def dropped_edits(said: Said) -> Iterator[Edit]:
    """Each "not", "never", "no" and "without" whose loss reverses the sense, taken away."""
    for edit in _dropped(said):
        rest = said.text[edit.end : clause_end(said.text, edit.end)]
        before = said.text[: edit.start]
        if said.free(edit.start, edit.end) and not (
            AWKWARD_NOW.search(rest)
            or re.search(r"\bnot\b|\bnor\b|\bno\b", rest)
            or re.match(r",? but\b", said.text[clause_end(said.text, edit.end) :])
            or re.search(r"\b(?:whether|or|nor|neither|may|might)(?: \w+)? \Z", before)
        ):
            yield edit


def _dropped(said: Said) -> Iterator[Edit]:
    text = said.text
    for m in DO_NOT.finditer(text):
        base = base_of(m[2], "base")
        if m[2] in ("only", "just", "necessarily", "even", "so", "as", "always"):
            continue
        if base and m[1] in ("does", "do"):
            yield Edit(*m.span(), third_person(base) if m[1] == "does" else base)
        elif base:
            yield Edit(*m.span(), past(base))
        else:
            yield Edit(m.start(), m.start(2), m[1] + " ")
    for m in AUXILIARY_NOT.finditer(text):
        yield Edit(*m.span(), m[1])
    for m in CANNOT.finditer(text):
        yield Edit(*m.span(), "can")
    for m in NOT_YET.finditer(text):
        yield Edit(*m.span(), m[1] + " already")
    for pattern in (NEVER, NOT_TO):
        for m in pattern.finditer(text):
            yield Edit(*m.span(), "" if pattern is NEVER else "to ")
    for m in NO_NOUNS.finditer(text):
        yield Edit(m.start(), m.end(), "" if m[1] == "n" else "Some ")
    for m in NO_SINGULAR.finditer(text):
        article = "" if UNCOUNTED.search(m[1]) else "an " if takes_an(m[1]) else "a "
        yield Edit(*m.span(), article + m[1])
    for m in NO_ONE.finditer(text):
        yield Edit(*m.span(), "Everyone" if m[0][0] == "N" else "everyone")
    for m in NONE_OF.finditer(text):
        yield Edit(*m.span(), "All of " if m[1] == "N" else "all of ")
    for m in NOT_ALL.finditer(text):
        yield Edit(m.start(), m.end() + 1, text[m.end()].upper())
    for m in WITHOUT.finditer(text):
        if m[1] not in ("any", "doubt", "question", "exception"):
            yield Edit(
                m.start(),
                m.start(1),
                "while " if m[1].endswith("ing") and len(m[1]) > 5 else "with ",
            )


def added_edits(said: Said) -> Iterator[Edit]:
    """A "not" put behind an auxiliary or before a plain verb, where that denies what was said."""
    text = said.text
    for edit in _added(said):
        start, end = clause_start(text, edit.start), clause_end(text, edit.end)
        # The start of the clause tells whether it speaks of some or of all.
        if (
            said.free(edit.start, edit.end)
            and not NEGATIVE.search(text[start:end])
            and not CONDITION.search(text[: edit.start])
            and not QUANTIFIED.search(text[max(0, start - 25) : edit.start])
            and not SOMETIMES.search(text[: edit.start])
            and not QUANTIFIED.match(text[edit.end :].lstrip())
        ):
            yield edit


def _added(said: Said) -> Iterator[Edit]:
    text = said.text
    for m in AFTER_AUXILIARY.finditer(text):
        if A_NOUN.search(text, max(0, m.start() - 8), m.start()):
            continue  # "the will", "a can"
        if m[1] == "can":
            yield Edit(*m.span(), "cannot")
        else:
            first, *rest = m[1].split()
            yield Edit(*m.span(), " ".join([first, "not", *rest]))
    for m in PERFECT.finditer(text):
        yield Edit(*m.span(), m[1] + " not")
    for m in ALWAYS.finditer(text):
        yield Edit(*m.span(), "never ")
    yield from _plain_verbs(said)


def _plain_verbs(said: Said) -> Iterator[Edit]:
    """ "It provides" → "it does not provide", "he wrote" → "he did not write"."""
    text = said.text
    for m in THIRD.finditer(text):
        base = base_of(m[2], "s")
        if base == "have" and not OWNED.match(text[m.end() :]):
            continue
        if base and base not in ALSO_NOUNS and _subject_before(said, m.start()):
            adverb = f"{m[1]} " if m[1] else ""
            yield Edit(*m.span(), f"does not {adverb}{base}")
    for m in PAST.finditer(text):
        base = base_of(m[1], "past")
        if base == "have" and not OWNED.match(text[m.end() :]):
            continue
        if (
            base is None
            or base in ("set", "put", "cut", "let", "hit")
            or m[1] in ("found", "saw", "rose")
        ):
            continue
        clear = base in IRREGULAR and IRREGULAR[base][0] != IRREGULAR[base][1]
        name = any(n.end + 1 == m.start() and n.sort in ("person", "place") for n in said.names)
        if (
            (clear and _subject_before(said, m.start()))
            or PRONOUN.search(text[: m.start() - 1])
            or name
        ):
            yield Edit(*m.span(), f"did not {base}")


def _subject_before(said: Said, at: int) -> bool:
    """Whether the word before is one that a verb can follow: a noun, a name or a pronoun."""
    word = SUBJECT_WORD.search(said.text, max(0, at - 40), at)
    if word is None:
        return False
    bare = word[0].strip().lower()
    return bare not in NO_SUBJECT and not bare.endswith(("ly", "’s", "'s", "ing"))
