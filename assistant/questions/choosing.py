"""Which of the kept questions are suggested: to begin with, and after an answer."""

import re
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.questions.idea import Kept, Kind
from assistant.questions.wording import kind_of
from index.document import Span
from index.words import content_stems, fold, stem

WIDE: tuple[Kind, ...] = ("own", "whole", "heading", "about")
"""The kinds that several sentences answer together."""
STARTERS = 4
FOLLOW_UPS = 3
NEAR = 600
"""Characters at which a place in the same document is half as near as the next sentence."""
RANKED = 0.85
"""How much each further passage of a refusal counts, as a share of the one before."""
NAMED = 2.0
"""How much a name counts that a question shares with an answer, against another word."""
RELATED = 0.5
"""The share of its words that a question about another document must have in common."""


def starters(kept: Sequence[Kept], without: Sequence[str] = ()) -> tuple[str, ...]:
    """Up to four questions to begin with: the owner's, then of varied kinds and documents, the
    surest first; none that asks what one of `without` asks."""
    left = [one for one in kept if not is_asked(one.question, without)]
    chosen: list[Kept] = []
    while left and len(chosen) < STARTERS:
        best = max(left, key=lambda one: _worth(one, chosen))
        chosen.append(best)
        left = [one for one in left if not is_asked(one.question, [best.question])]
    return tuple(one.question for one in chosen)


def _worth(one: Kept, chosen: Sequence[Kept]) -> tuple[bool, bool, bool, bool, bool, float]:
    """How good a question is beside those chosen: compared from the first field on."""
    return (
        one.kind == "own",
        not any(_same_place(one, other) for other in chosen),
        one.kind != "about",
        one.kind not in {other.kind for other in chosen},
        one.document not in {other.document for other in chosen},
        one.confidence + (one.kind == "whole"),
    )


def follow_ups(kept: Sequence[Kept], answer: Answer, asked: Sequence[str]) -> tuple[str, ...]:
    """Up to three questions near an answer that other sentences answer and nobody has asked, the
    owner's first.

    After a refusal, those near the question and the passages that came nearest to it; where there
    are none such, and after small talk, starting questions.
    """
    before = (*asked, answer.question, answer.standalone_question)
    if answer.mode == "notice":
        return starters(kept, before)[:FOLLOW_UPS]
    left = [one for one in kept if not is_asked(one.question, before)]
    spans = tuple(citation.span for citation in answer.citations)
    if answer.refused:
        places = [(passage.span, RANKED**rank) for rank, passage in enumerate(answer.passages)]
        said = answer.standalone_question
    else:
        left = [one for one in left if not _shown(one, spans)]
        places = [(span, 1.0) for span in spans]
        said = " ".join((answer.standalone_question, *(c.quote for c in answer.citations)))
    words = content_stems(said)
    near = [(_nearness(one, places) + _shared(one, words), one) for one in left]
    related = [pair for pair in near if _is_related(pair[1], places, words)]
    related.sort(key=lambda pair: (pair[1].kind != "own", -pair[0], -pair[1].confidence))
    chosen: list[Kept] = []
    for _, one in related:
        repeats = is_asked(one.question, [other.question for other in chosen])
        if not repeats and not any(_same_place(one, other) for other in chosen):
            chosen.append(one)
    questions = tuple(one.question for one in chosen[:FOLLOW_UPS])
    return questions or (starters(kept, before)[:FOLLOW_UPS] if answer.refused else ())


def is_asked(question: str, asked: Sequence[str]) -> bool:
    """Whether one of the asked questions asks the same: the same kind of thing with the same
    words, but for one more or less."""
    stems, kind = content_stems(question), kind_of(question)
    for other in asked:
        others = content_stems(other)
        close = stems == others or ((stems < others or others < stems) and len(stems ^ others) == 1)
        if question == other or (close and others and kind == kind_of(other.strip())):
            return True
    return False


def _same_place(one: Kept, other: Kept) -> bool:
    """Whether two questions for a detail are answered by the same sentences."""
    return any(a.overlaps(b) for a in one.evidence[:1] for b in other.evidence[:1])


def _shown(one: Kept, spans: Sequence[Span]) -> bool:
    """Whether an answer already shows what answers a question: all of it, where it asks for more
    than a detail."""
    told = one.evidence if one.kind in WIDE else one.evidence[:1]
    return all(any(span.overlaps(shown) for shown in spans) for span in told)


def _nearness(one: Kept, places: Sequence[tuple[Span, float]]) -> float:
    """How near a question's evidence is to one of the places, 0 (other documents) to 1."""
    return max(
        (
            weight / (1 + _gap(span, place) / NEAR)
            for span in one.evidence
            for place, weight in places
            if span.document == place.document
        ),
        default=0.0,
    )


def _gap(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _shared(one: Kept, words: frozenset[str]) -> float:
    """How much of what a question asks with occurs among these stems, 0 to 1."""
    names = {stem(fold(name)) for name in re.findall(r"(?<= )\W?([A-Z]\w+)", one.question)}
    weights = {s: NAMED if s in names else 1.0 for s in content_stems(one.question)}
    total = sum(weights.values())
    return sum(weights[s] for s in weights.keys() & words) / total if total else 0.0


def _is_related(one: Kept, places: Sequence[tuple[Span, float]], words: frozenset[str]) -> bool:
    here = any(span.document == place.document for span in one.evidence for place, _ in places)
    return here or _shared(one, words) >= RELATED
