"""Mutants that claim more than is said: without "may", without the condition, "all" for "most"."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit, capitalised
from evals.mutation.english.verbs import base_of, past, third_person
from evals.mutation.said import Said

MODAL = re.compile(
    r"(?<=[\w)] )(may|might|could|should) ((?!only)(?:also|even|still|[a-z]+ly) )?([a-z]+)\b"
    r"(?! or (?:may|might) not)"
)
NO_MODAL = re.compile(r"\b(?:as|may or|what|so that|in order that|how|whether [^,]*) \Z")
DOUBT = re.compile(
    r"\b(?:allegedly|reportedly|supposedly|purportedly|possibly|perhaps|probably|potentially|"
    r"presumably|apparently|arguably),? (?=[a-z])",
    re.I,
)
SAME_DOUBT = re.compile(r"\b(?:may|might|could|can|would|if|believed|thought)\b")
INTENT = re.compile(
    r"\b(plans|planned|hopes|hoped|intends|intended|wants|wanted|proposes|proposed|tries|tried|"
    r"attempts|attempted|threatens|threatened|promises|promised|aims|aimed) to ([a-z]+)\b"
)
NOUN_BEFORE = re.compile(r"\b(?:the|its|their|his|her|of|and|be|is|are|was|were) \Z")
EXPECTED = re.compile(
    r"\b(is|are|was|were) (?:expected|likely|thought|believed|said|alleged|estimated|predicted|"
    r"projected|planned|intended|supposed|scheduled|set) to ([a-z]+)\b"
)
MYTH = re.compile(
    r"\bit is an? (?:myth|misconception|fallacy|rumour|rumor|hoax) that (?=[a-zA-Z])", re.I
)
WRONGLY = re.compile(r"\b(?:wrongly|falsely|mistakenly|erroneously|incorrectly)\b")

IF_FIRST = re.compile(r"\A(?:If|Unless|Provided that|As long as) [^,;:()]{8,120}, (?:then )?")
IF_LAST = re.compile(
    r",? (?:only )?(?:if|unless|provided that|as long as) [^,;:()?]{8,150}(?=\.\Z)"
)
NO_CONDITION = re.compile(
    r"\b(?:as|even|ask\w*|wonder\w*|know\w*|see|sees|determin\w*|doubt\w*|test\w*|question\w*|"
    r"check\w*|decid\w*|and|or|not|only|that)\Z"
)

ALL = (
    (r"(?:some|most|many|several|part) of (?=(?:the|its|their|these|those|his|her)\b)", "all of "),
    (r"(?:almost|nearly|virtually|practically) all\b", "all"),
    (r"(?:some|many|several) (?=[a-z]+(?<!ou)(?<!i)(?<!s)s\b)", "all "),
    (r"(?:sometimes|often|usually|generally|typically|frequently|occasionally)\b", "always"),
    (r"(?:mostly|mainly|largely|partly|partially)\b", "entirely"),
)
MOST_OF = re.compile(r"(?:\AMost|(?<=[a-z)] )most) (?=[a-z]+(?<!ou)(?<!i)(?<!s)s\b)")
NO_QUANTITY = re.compile(
    r"\b(?:more|less|very|too|so|as|how|not|never|no|than|the|a|an|its|their|his|her|is|are|at|"
    r"one|among|for|other|these|those|and|or|quite|[a-z]+['’]s) \Z",
    re.I,
)
ALREADY = re.compile(r"\b(?:all|every|always|entirely|each)\b", re.I)


def hedge_edits(said: Said) -> Iterator[Edit]:
    """Each "may", "allegedly", "planned to" and "it is a myth that", taken away."""
    for edit in _hedges(said):
        if said.free(edit.start, edit.end) and not said.in_name(edit.start, edit.end):
            yield edit


def _hedges(said: Said) -> Iterator[Edit]:
    text = said.text
    for m in MODAL.finditer(text):
        still = DOUBT.match(text, m.end(1) + 1)
        if still or NO_MODAL.search(text[: m.start()]) or m[3] in ("or", "not", "well", "as"):
            continue
        yield Edit(*m.span(1), "will")
        if m[1] in ("may", "might") and base_of(m[3], "base") not in (None, "have"):
            yield Edit(*m.span(), (m[2] or "") + past(m[3]))
    for m in DOUBT.finditer(text):
        if not SAME_DOUBT.search(text[max(0, m.start() - 20) : m.end() + 15]):
            yield _cut(text, m.start(), m.end())
    for m in INTENT.finditer(text):
        base = base_of(m[2], "base")
        if base and not NOUN_BEFORE.search(text[: m.start()]):
            yield Edit(*m.span(), third_person(base) if m[1].endswith("s") else past(base))
    for m in EXPECTED.finditer(text):
        base = base_of(m[2], "base")
        if m[2] == "be":
            yield Edit(*m.span(), m[1])
        elif base:
            now = {"is": third_person(base), "are": base}.get(m[1], past(base))
            yield Edit(*m.span(), now)
    for m in MYTH.finditer(text):
        yield _cut(text, m.start(), m.end())
    for m in WRONGLY.finditer(text):
        yield Edit(*m.span(), "rightly")


def _cut(text: str, start: int, end: int) -> Edit:
    """The words taken away, with a capital after them where they began the sentence."""
    return Edit(start, end, "") if start else Edit(0, end + 1, text[end : end + 1].upper())


def condition_edits(said: Said) -> Iterator[Edit]:
    """Each "if …" and "unless …", taken away."""
    text = said.text
    for m in IF_FIRST.finditer(text):
        if said.free(*m.span()) and not re.match(r"(?:and|or|but)\b", text[m.end() :]):
            yield _cut(text, 0, m.end())
    for m in IF_LAST.finditer(text):
        if said.free(*m.span()) and not NO_CONDITION.search(text[: m.start()]):
            yield Edit(*m.span(), "")


def quantifier_edits(said: Said) -> Iterator[Edit]:
    """ "All" for "most" and "some", "always" for "often", "entirely" for "mainly"."""
    text = said.text
    if ALREADY.search(said.cited):
        return
    for pattern, now in ALL:
        for m in re.finditer(rf"\b{pattern}", text, re.I):
            if said.free(*m.span()) and not NO_QUANTITY.search(text[: m.start()]):
                yield Edit(*m.span(), capitalised(now) if m.start() == 0 else now)
    for m in MOST_OF.finditer(text):
        if said.free(*m.span()) and not NO_QUANTITY.search(text[: m.start()]):
            yield Edit(*m.span(), "All " if m.start() == 0 else "all ")
