"""Whether what a model wrote stands by the sentences that it cites, or by others it was given."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.support.verdict import Verdict, judge
from assistant.writer.material import Given
from index.document import Sentence
from index.words import content_stems

TRIED = 3
"""Sentences that are tried in place of those that a statement cites."""
SHARED = 2
"""Words of meaning that a sentence shares with a statement to be tried for it."""
ADDED = 3
"""Words of meaning that a sentence must add to others to stand beside them. A single word or name
that was changed is often found somewhere: that does not make the statement true."""
LEAST_ANEW = 0.5
"""The score of support from which a statement stands by what it does not cite itself: that the
model did not cite it speaks against it."""
QUOTES = re.compile("""^[“"«„‘']|[”"»“’'](?=[.!?]?$)""")
"""Around the whole of what is said."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NUMBERS_DIFFER = "Its numbers are not those of the source."


@dataclass(frozen=True, slots=True)
class Proof:
    """The sentences that a statement cites, those before them that say who is meant, and what was
    found; `recited` where they are not those that the model gave."""

    cites: tuple[Given, ...]
    context: tuple[tuple[Sentence, Given], ...]
    verdict: Verdict
    recited: bool = False


def prove(claim: str, cites: Sequence[Given], given: Sequence[Given]) -> Proof:
    """The proof of a claim: by what it cites, else by other sentences that were given.

    A claim that is sentences word for word, in one pair of quotes or in none, cites those. A
    citation that adds nothing is left out. Where nothing supports the claim, the verdict is that on
    what it cites.
    """
    exact = _word_for_word(claim, [*cites, *given])
    if exact is not None:
        return replace(exact, recited=not set(exact.cites) <= set(cites))
    first = _proof(claim, cites)
    if first.verdict.supported:
        return _needed(claim, first)
    for row in _others(claim, cites, given):
        other = _proof(claim, row)
        if other.verdict.supported and other.verdict.score >= LEAST_ANEW:
            found = _needed(claim, other)
            return Proof(found.cites, found.context, found.verdict, recited=True)
    return first


def same_numbers(statement: str, claim: str) -> bool:
    """Whether a statement and its translation hold the same digits."""
    one, other = (
        sorted(re.sub(r"\D", "", number) for number in NUMBER.findall(text))
        for text in (statement, claim)
    )
    return one == other


def near(claim: str, given: Sequence[Given]) -> list[Given]:
    """The sentences that share words of meaning with a claim, those with most first."""
    stems = content_stems(claim)
    shared = [(len(stems & content_stems(one.sentence.text)), one) for one in given]
    ranked = sorted(shared, key=lambda pair: -pair[0])
    return [one for count, one in ranked if count >= min(SHARED, len(stems) or 1)]


def _word_for_word(claim: str, given: Sequence[Given]) -> Proof | None:
    """The proof of a claim by the sentences that it is, one after the other; the first of several
    with the same words."""
    texts = {" ".join(one.sentence.text.split()): one for one in reversed(given)}
    plain = " ".join(claim.split())
    for words in dict.fromkeys((plain, QUOTES.sub("", plain))):
        row: list[Given] = []
        rest = words
        while rest:
            begins = [text for text in texts if text and f"{rest} ".startswith(f"{text} ")]
            if not begins:
                break
            longest = max(begins, key=len)
            row.append(texts[longest])
            rest = rest[len(longest) + 1 :]
        else:
            found = tuple(dict.fromkeys(row))
            verdict = judge(words, [one.sentence.text for one in row])
            return Proof(found, (), verdict) if verdict.supported else None
    return None


def _proof(claim: str, cites: Sequence[Given]) -> Proof:
    """The verdict on these citations: by themselves, else with the sentences that they lean on."""
    texts = [one.sentence.text for one in cites]
    verdict = judge(claim, texts)
    context = tuple(
        {before.span: (before, one) for one in cites for before in one.leans_on}.values()
    )
    own = {one.sentence.span for one in cites}
    context = tuple(pair for pair in context if pair[0].span not in own)
    if verdict.supported or not context:
        return Proof(tuple(cites), (), verdict)
    wider = judge(claim, [*(sentence.text for sentence, _ in context), *texts])
    return Proof(tuple(cites), context, wider) if wider.supported else Proof(
        tuple(cites), (), verdict
    )  # fmt: skip


def _needed(claim: str, proof: Proof) -> Proof:
    """The proof without citations that alone show nothing and are not missed."""
    for one in proof.cites if len(proof.cites) > 1 else ():
        rest = [other for other in proof.cites if other is not one]
        without = _proof(claim, rest)
        if without.verdict.supported and not _proof(claim, [one]).verdict.supported:
            return _needed(claim, without)
    return proof


def _others(claim: str, cites: Sequence[Given], given: Sequence[Given]) -> list[tuple[Given, ...]]:
    """Other rows of citations to try: single sentences, then with what is cited, then pairs."""
    best = [one for one in near(claim, given) if one not in cites][:TRIED]
    rows: list[tuple[Given, ...]] = [(one,) for one in best]
    rows += [(*cites, one) for one in best if cites and _adds(claim, one, cites)]
    first, second = best[:1], best[1:2]
    pair = first and second and _adds(claim, second[0], first) and _adds(claim, first[0], second)
    return [*rows, (*first, *second)] if pair else rows


def _adds(claim: str, one: Given, others: Sequence[Given]) -> bool:
    """Whether a sentence has enough words of a claim that the others lack."""
    known = {stem for other in others for stem in content_stems(other.sentence.text)}
    return len((content_stems(claim) - known) & content_stems(one.sentence.text)) >= ADDED
