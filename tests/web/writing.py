"""An assistant with a model, whose chunks are written down beforehand, and silence in between."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from assistant.answer import Answer, Statement, Turn
from assistant.written import Helped, Written
from tests.web.fake_assistant import Cited, FakeAssistant

SILENCE = 0.05
MODEL = "llama3.2"
WITHDRAWN = "the model did not answer within 60 s"
NOTE = "The model did not answer in time; these are the documents’ own words."
TEXT = "The bridge opened in 1932.\n\nIt was painted green. It is 1,149 metres long.\n"
DOCUMENT = "bridge.txt"
QUOTES = ("The bridge opened in 1932.", "It was painted green.", "It is 1,149 metres long.")
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"> [click](https://leak.test/a) "
    "![see](https://leak.test/b.png) <script>document.title = 'owned'</script> "
    "https://leak.test/c {{7*7}} `code` **bold** $$x$$"
)
REASON = f"No source has “1933”. {HOSTILE}"

GOOD, LOST, DOUBTED, ATTACK, FAST = "good", "lost", "doubted", "attack", "fast"
DRAFTS = 2_000
COLOURS = "It is green and 1,149 metres long."
FIRST = "It opened in 1932, the bridge."


class Model(NamedTuple):
    """What is told of a model."""

    name: str = MODEL
    where: str = "models.example"
    local: bool = False


@dataclass(frozen=True)
class WritingAssistant(FakeAssistant):
    """Plays the chunks of its answers: with `held`, each waits for `allow`, and meanwhile empty
    chunks come, as from a model that is silent. `given` are the chunks so far, `closed` the
    questions that came to an end, or were given up."""

    texts: Mapping[str, str] = field(default_factory=lambda: {DOCUMENT: TEXT})
    answers: Mapping[str, Sequence[Cited]] = field(default_factory=dict)
    model: Model | None = field(default_factory=Model)
    held: bool = False
    leave: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    given: list[dict[str, Any]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def allow(self, chunks: int = 1) -> None:
        self.leave.release(chunks)

    def stream(
        self, question: str, history: Sequence[Turn] = (), documents: Sequence[str] = ()
    ) -> Iterator[dict[str, Any]]:
        try:
            for chunk in self.chunks(question):
                while self.held and not self.leave.acquire(timeout=SILENCE):
                    yield {}
                self.given.append(chunk)
                yield chunk
        finally:
            self.closed.append(question)

    def chunks(self, question: str) -> Iterator[dict[str, Any]]:
        """All that comes of a question."""
        yield {"standalone_question": question}
        passages = self.retrieve(question)
        yield {"passages": passages}
        whole = self.whole(question)
        yield {"lead": "", "confidence": 0.9}
        cited = {citation.marker: citation for citation in whole.citations}
        if question == LOST:
            first = self.whole(GOOD)
            yield {"draft": first.statements[0].text[:10]}
            yield {"statements": first.statements[:1], "citations": first.citations[:1]}
            yield {"draft": "And then"}
            yield {"withdrawn": WITHDRAWN}
        for statement in whole.statements:
            drafts = DRAFTS if question == FAST else 2
            if whole.mode == "written":
                for n in range(1, drafts + 1):
                    yield {"draft": statement.text[: 1 + len(statement.text) * n // (drafts + 2)]}
            own = tuple(cited[marker] for marker in statement.citations)
            yield {"statements": (statement,), "citations": own}
        yield {"answer": whole}

    def whole(self, question: str) -> Answer:
        """The answer to a question."""
        quotes = [Cited(DOCUMENT, words) for words in QUOTES]
        citations = tuple(self._citation(marker, one) for marker, one in enumerate(quotes, 1))
        said = {
            GOOD: (Statement(FIRST, (1,)), Statement(COLOURS, (2, 3)), Statement(QUOTES[0], (1,))),
            DOUBTED: (Statement(FIRST, (1,)), Statement("It opened in 1933.", (1,), False, REASON)),
            ATTACK: (Statement(HOSTILE, (1,)), Statement(COLOURS, (2, 3))),
            FAST: (Statement(FIRST * 20, (1,)),),
            LOST: tuple(Statement(words, (n,)) for n, words in enumerate(QUOTES[:2], 1)),
        }[question]
        used = {marker for statement in said for marker in statement.citations}
        notes = (NOTE,) if question == LOST else (HOSTILE,) if question == ATTACK else ()
        text = " ".join([f"{s.text} {''.join(f'[{m}]' for m in s.citations)}" for s in said])
        account = Written(
            prompt="1",
            evidence=12,
            trimmed=3,
            statements=4,
            recited=1,
            dropped=1,
            prompt_tokens=1200,
            completion_tokens=80,
            seconds={"first": 0.4, "write": 1.5, "check": 0.03},
        )
        lost = question == LOST
        return Answer(
            question=question,
            standalone_question=question,
            refused=False,
            confidence=0.9,
            text=" ".join([text, *notes]),
            short_answer=None,
            statements=said,
            citations=tuple(one for one in citations if one.marker in used),
            passages=self.retrieve(question),
            mode="extractive" if lost else "written",
            model=MODEL,
            seconds={"total": 2.0},
            notes=notes,
            writing=replace(account, failure="timeout") if lost else account,
            helping={"repair": Helped(1, 300, 20, 0.4)},
        )
