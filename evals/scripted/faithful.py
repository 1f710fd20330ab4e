"""A scripted model that keeps to the rules: what it writes, the sentences that it was given say."""

from collections.abc import Iterator, Mapping
from random import Random

from evals.mutation.correct import is_whole
from evals.scripted.server import Messages, Script, Step
from evals.scripted.sheet import read_sheet
from evals.scripted.writers import faithful, written
from index.words import content_stems

MOST = 2
"""Sentences of an answer."""


def faithful_writer() -> Script:
    """Answers with the given sentences that share most words with the question, as they are or
    reworded, each under its own number; leaves questions as they are and mends nothing. The same
    request has the same reply."""

    def script(messages: Messages) -> Iterator[Step]:
        sheet = read_sheet(messages)
        if sheet.task != "write":
            yield sheet.about
            return
        random = Random(sheet.about)
        numbers = nearest(sheet.about, sheet.sentences)
        yield written([faithful(sheet.sentences, n, random) for n in numbers]) or "NO ANSWER"

    return script


def nearest(question: str, given: Mapping[int, str]) -> list[int]:
    """The numbers of the whole sentences that share most words of meaning with a question."""
    asked = content_stems(question)
    shared = {n: len(asked & content_stems(t)) for n, t in given.items() if is_whole(t)}
    usable = [n for n in shared if shared[n] and "[" not in given[n]]
    return sorted(usable, key=lambda n: (-shared[n], n))[:MOST]
