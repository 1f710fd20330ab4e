"""How an answer was found, as a closed panel below it."""

from collections.abc import Iterable

from assistant.explanation import ChosenSentence, Explanation, FoundPassage, Search
from assistant.web.markup import Markup, join, tag

STEPS = {
    "encode": "question into a vector",
    "dense": "search by meaning",
    "lexical": "search by words",
    "load": "put together",
    "retrieve": "search in all",
    "read": "reading",
    "total": "from question to answer",
}
"""The timed steps, as the page calls them."""


def how_found(explanation: Explanation | None) -> Markup:
    """The panel; nothing where there is nothing to explain."""
    if explanation is None:
        return Markup()
    return tag(
        "details",
        tag("summary", "How this was found"),
        tag(
            "div",
            _confidence(explanation),
            *(_search(search, explanation) for search in explanation.searches),
            _section("Time", _numbers(_times(explanation))),
            class_="steps",
        ),
        class_="how",
    )


def _confidence(explanation: Explanation) -> Markup:
    least = f"{explanation.refuse_below:.0%}"
    whole = "" if explanation.searches else " The documents were read whole, not searched."
    return join(
        [
            tag("p", "Understood as: ", tag("q", explanation.understood, dir="auto")),
            tag(
                "p",
                f"Confidence {explanation.confidence:.0%}; below {least} there is no answer."
                f"{whole}",
            ),
        ]
    )


def _search(search: Search, explanation: Explanation) -> Markup:
    other = search.query != explanation.understood
    refused = search.confidence < explanation.refuse_below
    chosen = "Sentences that came nearest" if refused else "Sentences chosen"
    words = ((word, f"{weight:.1f}") for word, weight in search.words.items())
    parts = ((name, f"{added:+.2f}".replace("-", "−")) for name, added in search.parts.items())
    of = f"{search.searched:,} {'passage' if search.searched == 1 else 'passages'}"
    return tag(
        "section",
        tag("h3", "Searched for ", tag("q", search.query, dir="auto")) if other else Markup(),
        _section("Words searched, and how telling each is", _numbers(words)),
        _section(
            chosen, tag("ol", *(_sentence(s) for s in search.sentences), class_="found")
        )
        if search.sentences
        else Markup(),
        _section(f"What makes up the confidence of {search.confidence:.0%} (log odds)",
                 _numbers(parts)),
        _section(
            f"Best {len(search.passages)} of {of}",
            tag("ol", *(_passage(p) for p in search.passages), class_="found"),
        ),
    )  # fmt: skip


def _section(heading: str, content: Markup) -> Markup:
    return join([tag("h4", heading), content])


def _numbers(rows: Iterable[tuple[str, str]]) -> Markup:
    pairs = (tag("div", tag("dt", name, dir="auto"), tag("dd", value)) for name, value in rows)
    return tag("dl", *pairs)


def _times(explanation: Explanation) -> Iterable[tuple[str, str]]:
    for step, seconds in explanation.seconds.items():
        yield STEPS.get(step, step), f"{1000 * seconds:.0f} ms"


def _sentence(sentence: ChosenSentence) -> Markup:
    share = "for context" if sentence.share is None else f"share {sentence.share:.0%}"
    return tag(
        "li",
        tag("p", sentence.beginning, class_="words", dir="auto"),
        tag("p", share, class_="scores"),
    )


def _passage(passage: FoundPassage) -> Markup:
    span = passage.span
    scores = (
        f"score {passage.score:.2f}",
        f"meaning {passage.similarity:z.2f} ({_rank(passage.dense_rank)})",
        f"best sentence {passage.best_sentence:z.2f}",
        f"words {passage.lexical:.2f} ({_rank(passage.lexical_rank)})",
    )
    return tag(
        "li",
        tag("p", f"{passage.title}, characters {span.start:,}–{span.end:,}",
            class_="title", dir="auto"),
        tag("p", passage.beginning, class_="words", dir="auto"),
        tag("p", " · ".join(scores).replace("-", "−"), class_="scores"),
    )  # fmt: skip


def _rank(rank: int | None) -> str:
    return f"no. {rank}" if rank else "not found"
