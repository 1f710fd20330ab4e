"""The questions that a document may answer, in the order in which they are worth asking."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from assistant.conversation import names as names_of
from assistant.questions.circumstances import circumstance_questions
from assistant.questions.idea import Idea, Kind
from assistant.questions.making.drafts import drafts_of, is_sound
from assistant.questions.making.english import looks_english
from assistant.questions.making.names import Names
from assistant.questions.wording import kind_of, natural, reads_well, tells_enough
from index.document import Sentence, Span
from index.stored import Stored
from index.words import content_stems, words

MOST_SENTENCES = 400
"""Sentences of one document that are looked at, evenly over it."""
NAME = re.compile(r"(?:the )?[A-Z]\w*[a-z](?:[ -](?:of |the |de )*[A-Z]\w*[a-z]){1,3}")
"""A name of two to four words, and of nothing else."""
MOST_HEADINGS = 6
LONGEST_HEADING = 6
"""Words of a heading: of a longer thing nobody asks what is said about it."""
EVERY_TEXT_HAS = frozenset(
    """
    introduction abstract conclusion conclusions references bibliography contents notes appendix
    summary overview background discussion results methods acknowledgements acknowledgments index
    preface foreword sources links remarks miscellaneous other general see also further reading
    external table list about faq usage installation license changelog todo example examples
    """.split()
)
BEGINNING = 20_000
"""Characters by which a document's language is told."""
BEST_LENGTH = 8
"""Words of a question that asks enough and is read at a glance."""
ORDER: tuple[Kind, ...] = (
    "whole", "who", "how many", "why", "heading", "what", "where", "when", "which", "about"
)  # fmt: skip
"""The kinds in the order in which they take turns."""
ENOUGH = 4
"""Ideas of a document with fewer than so many are filled up with what is said of its names."""
MOST_NAMES = 3
MAIN_POINTS = "What are the main points?"


def ideas_of(passages: Sequence[Stored], *, alone: bool) -> list[Idea]:
    """The ideas for a document, given all its passages in order; kinds take turns, the best of
    each first, no two of the same words.

    Sentences are read in English; of a document in another language only headings are asked.
    Where the document is `alone` in its folder, it can be asked for its main points.
    """
    if not passages:
        return []
    ideas = [*_whole(passages, alone=alone), *_headings(passages, alone=alone)]
    text = "".join(stored.passage.text for stored in passages)
    if looks_english(text[:BEGINNING]):
        sentences = [sentence for stored in passages for sentence in stored.sentences]
        step = max(1, -(-len(sentences) // MOST_SENTENCES))
        ideas += _from_sentences(sentences[::step], Names(text), alone=alone)
        if len(ideas) < ENOUGH:
            ideas += _about_names(text, passages, alone=alone)
    return _in_turn(_distinct(ideas))


def _whole(passages: Sequence[Stored], *, alone: bool) -> Iterator[Idea]:
    first, last = passages[0].passage.span, passages[-1].passage.span
    if alone:
        yield Idea(MAIN_POINTS, "whole", Span(first.document, first.start, last.end))


def _headings(passages: Sequence[Stored], *, alone: bool) -> Iterator[Idea]:
    """Each heading with the passages below it."""
    below: dict[str, list[Span]] = defaultdict(list)
    for stored in passages:
        below[stored.passage.heading.rsplit(" › ", 1)[-1]].append(stored.passage.span)
    asked = [heading for heading in below if _tells(heading) and heading != passages[0].title]
    step = max(1, -(-len(asked) // MOST_HEADINGS))
    speaker = "does it" if alone else "do the documents"
    for heading in asked[::step]:
        spans = below[heading]
        question = f"What {speaker} say about “{heading}”?"
        if heading.endswith("?"):
            question = heading
        yield Idea(question, "heading", Span(spans[0].document, spans[0].start, spans[-1].end))


def _tells(heading: str) -> bool:
    """Whether a heading says what is below it; a number or "Introduction" does not."""
    told = words(heading)
    if not told or not heading[0].isalpha() or re.search(r"[“”\"`<>|*_\[\],;:]|--", heading):
        return False
    return len(heading.split()) <= LONGEST_HEADING and not set(told) <= EVERY_TEXT_HAS


def _from_sentences(sentences: Iterable[Sentence], names: Names, *, alone: bool) -> Iterator[Idea]:
    for sentence in sentences:
        for draft in drafts_of(sentence.text, names, alone=alone):
            question = natural(draft, names, alone=alone) if is_sound(draft) else None
            if question is not None and not _is_misread(question, sentence.text, names):
                yield Idea(question, kind_of(question), sentence.span)
        for question in circumstance_questions(sentence.text, names, alone=alone):
            if reads_well(question) and tells_enough(question, alone=alone):
                yield Idea(question, kind_of(question), sentence.span)


def _is_misread(question: str, sentence: str, names: Names) -> bool:
    """True where the first word of a sentence, a common one, may stand in the question with its
    capital: "What does Helper T cell activation require?"."""
    first, second = [*sentence.split(), "", ""][:2]
    named = second[:1].isupper() and len(second) > 1
    inside = f" {first} " in question
    return inside and not named and names.opening([first, "is"]) != "name"


def _about_names(text: str, passages: Sequence[Stored], *, alone: bool) -> Iterator[Idea]:
    """The names that come more than once and are more than a word, the most frequent first."""
    found = Counter(name for name in names_of(text) if NAME.fullmatch(name))
    often = [name for name, count in found.most_common() if count > 1]
    speaker = "does it" if alone else "do the documents"
    first, last = passages[0].passage.span, passages[-1].passage.span
    for name in often[:MOST_NAMES]:
        with_article = len(re.findall(rf"\b[Tt]he {re.escape(name)}\b", text))
        article = "the " if 2 * with_article > found[name] else ""
        whole = Span(first.document, first.start, last.end)
        yield Idea(f"What {speaker} say about {article}{name}?", "about", whole)


def _distinct(ideas: Iterable[Idea]) -> list[Idea]:
    """The ideas less those that ask for the same kind of thing with the same words."""
    first: dict[tuple[Kind, frozenset[str]], Idea] = {}
    for idea in ideas:
        first.setdefault((idea.kind, content_stems(idea.question)), idea)
    return list(first.values())


def _in_turn(ideas: Sequence[Idea]) -> list[Idea]:
    """The ideas, one of each kind after the other, and of each kind the best-sized first."""
    by_kind: dict[Kind, list[Idea]] = defaultdict(list)
    for idea in sorted(ideas, key=lambda idea: abs(len(idea.question.split()) - BEST_LENGTH)):
        by_kind[idea.kind].append(idea)
    rounds = zip_longest(*(by_kind[kind] for kind in ORDER))
    return [idea for idea in chain.from_iterable(rounds) if idea is not None]
