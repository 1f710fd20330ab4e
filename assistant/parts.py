"""Questions of several parts: each is searched and read by itself, the answers put together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Evidence, Turn
from assistant.conversation import Understood, understand
from assistant.reader.reading import Reading
from index.document import Passage
from index.words import content_stems

MOST_PARTS = 5
ASKS = r"(?:who|whom|whose|what|which|when|where|why|how)"
QUESTION = re.compile(rf"{ASKS}\b", re.IGNORECASE)
STANDS = re.compile(
    rf"(?:{ASKS}|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)
AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
)
BETWEEN = r"(?: (?!(?:it|he|she|they|we|you|i|the)\b)[\w-]+){0,3}?"
SUBJECT = r"(?:there|it|he|she|they|we|i|you|this|that|these|those)"
NOUN = (
    r"(?:the|an?|any|some|all|my|our|your|his|her|its|their|(?-i:[A-Z]\w+)|"
    r"(?:children|people|[\w-]{2,}s) \w+)"
)
CLAUSE = (
    rf"(?:(?:do|does|did|can|could|will|would|should|may|might|must) (?:{SUBJECT}|{NOUN})"
    rf"|{AUXILIARY} {SUBJECT})"
)
AND = re.compile(
    r",? and (?:also )?"
    rf"(?=(?:who|what|which)\b \w|(?:when|where|why|how){BETWEEN} {AUXILIARY}\b|{CLAUSE}\b)",
    re.IGNORECASE,
)
"""Joins a second question: one that is put as such, not a clause ("and how tired he was")."""
AND_IS = re.compile(rf",? and (?:also )?(?=(?:is|are|was|were) {NOUN}\b)", re.I)
"""Joins one that may also go on with the first: "Who came first and is the owner?"."""
NO_SUBJECT_ASKED = re.compile(
    rf"(?:when|where|why|how\b.*?|who|whom|what) {AUXILIARY}\b|{AUXILIARY}\b", re.IGNORECASE
)
"""Opens a question that has its subject, so that nothing can go on with what it asks for."""
YES_NO = re.compile(rf"{AUXILIARY} (?:(?!you\b){SUBJECT}|{NOUN})\b", re.IGNORECASE)
OBJECTS = re.compile(
    r"(?P<asks>(?:what|who|where|when) (?:is|are|was|were) )"
    r"(?P<one>the (?:[\w’-]+ ){1,3}of (?:the )?(?-i:[A-Z])[\w’ -]*?),? and "
    r"(?P<other>the (?:[\w’-]+ ){1,3}of [\w’ -]+)\?*",
    re.IGNORECASE,
)
"""Asks for one thing of something and another of something else: "the capital of Peru and the size
of Chile"."""
STATEMENT = re.compile(r"[^?]*[.!]\s+(?=[A-Z])")
WHOLE = re.compile(
    r"[\"“”«»‘]|\b(?:between|both|either|whether|depends?|difference|relation(?:ship)?|compare)\b",
    re.IGNORECASE,
)
"""Where these stand, "and" may hold together what would be torn apart."""
TELLING = 3
"""Content words of a part that says by itself what it is about."""
FEWEST_WORDS = 3
"""A part of fewer words leans on the other for more than a name."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question as it was asked, and what to search for: itself with what it leaves to
    the parts before it."""

    asked: str
    query: str


def parts_of(understood: Understood) -> tuple[Part, ...]:
    """The parts of a question, each of which can be asked alone; in doubt the whole as one."""
    question = understood.asked
    said, asked = _statement(question)
    found = [part for one in _questions(asked) for part in _coordinated(one)]
    if not 1 < len(found) <= MOST_PARTS or not all(len(p.split()) >= FEWEST_WORDS for p in found):
        return (Part(question, understood.query),)
    before = [Turn(part, "") for part in (*said, *found)]
    return tuple(
        Part(part, _query(part, before[: order + len(said)])) for order, part in enumerate(found)
    )


def _query(part: str, before: Sequence[Turn]) -> str:
    """What to search for: with words of the parts before only where it points back at them, or
    says too little by itself."""
    understood = understand(part, before)
    leans = understood.put or len(content_stems(part)) < TELLING
    return understood.query if leans else part


def _statement(text: str) -> tuple[list[str], str]:
    """What is said before the questions of a text, if anything, and the questions."""
    found = STATEMENT.match(text)
    if found is None or not _stands(text[found.end() :]):
        return [], text
    return [found.group().strip()], text[found.end() :]


def _questions(text: str) -> list[str]:
    """The questions of a text that is nothing but questions, else the text."""
    row = [part.strip() for part in re.findall(r"[^?]+\?", text)]
    whole = "".join(row).replace(" ", "") == text.replace(" ", "")
    return row if whole and all(_stands(part) for part in row) else [text]


def _stands(part: str) -> bool:
    return bool(STANDS.match(re.sub(r"^(?:and|but|also),? ", "", part, flags=re.IGNORECASE)))


def _coordinated(question: str) -> Iterator[str]:
    """The questions that "and" joins: "When was it built and who paid for it?"."""
    first = question.lstrip()
    if WHOLE.search(question) or not (QUESTION.match(first) or YES_NO.match(first)):
        yield question
        return
    if objects := OBJECTS.fullmatch(first):
        yield from (f"{objects['asks']}{objects[name]}?" for name in ("one", "other"))
        return
    row = AND.split(first)
    if NO_SUBJECT_ASKED.match(first):
        row = [part for one in row for part in AND_IS.split(one)]
    if YES_NO.match(first) and re.search(rf"\b{ASKS}\b", row[0], re.IGNORECASE):
        row = [first]  # "Is it known who came and who left?"
    for part in row:
        bare = part.rstrip("?!. ,")
        yield f"{bare[0].upper()}{bare[1:]}?" if bare else part


def together(parts: Sequence[Part], readings: Sequence[Reading]) -> Reading:
    """The readings of the parts as one: what answers in reading order, what is missing named.

    The confidence is that of the least certain part that is answered; of the most certain one
    where none is.
    """
    if len(parts) == 1:
        return readings[0]
    answered = [reading for reading in readings if not reading.refused]
    if not answered:
        best = max(readings, key=lambda reading: reading.confidence)
        return Reading((), best.confidence, refuse_below=best.refuse_below)
    least = min(answered, key=lambda reading: reading.confidence)
    missing = [p for p, r in zip(parts, readings, strict=True) if r not in answered]
    return Reading(
        evidence=_in_reading_order([e for reading in answered for e in reading.evidence]),
        confidence=least.confidence,
        refuse_below=least.refuse_below,
        notes=tuple(f"Not found in the documents: “{part.asked}”" for part in missing),
    )


def _in_reading_order(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Each sentence once: as evidence where any part takes it for that."""
    found: dict[tuple[str, int], Evidence] = {}
    for one in evidence:
        place = one.sentence.span.document, one.sentence.span.start
        known = found.get(place)
        if known is None or (known.role, one.role) == ("context", "evidence"):
            found[place] = one
    order = list(dict.fromkeys(document for document, _ in found))
    row = sorted(found, key=lambda place: (order.index(place[0]), place[1]))
    first = next((p for p in row if found[p].short_answer), None)  # one is emphasised
    return tuple(replace(found[p], short_answer=None) if p != first else found[p] for p in row)


def in_turn(lists: Sequence[Sequence[Passage]], limit: int) -> tuple[Passage, ...]:
    """The passages of the parts, the best of each first, without overlap."""
    taken: list[Passage] = []
    longest = max((len(one) for one in lists), default=0)
    for rank in range(longest):
        for passages in lists:
            if rank < len(passages) and len(taken) < limit:
                passage = passages[rank]
                if not any(passage.span.overlaps(other.span) for other in taken):
                    taken.append(passage)
    return tuple(taken)
