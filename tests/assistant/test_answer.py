"""`Answer.from_json` reads back what `to_json` gives, and names the field that does not fit."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, ShortAnswer, Statement
from assistant.assistant import Assistant
from index.document import Passage, Span
from index.errors import InvalidInput

WORDS = st.text(max_size=8)
PROBABILITY = st.floats(0, 1)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 10**6))
    return Span(draw(WORDS), start, start + draw(st.integers(0, 99)))


ANSWERS = st.builds(
    Answer,
    question=WORDS,
    standalone_question=WORDS,
    refused=st.booleans(),
    confidence=PROBABILITY,
    text=WORDS,
    short_answer=st.none() | st.builds(ShortAnswer, spans(), WORDS),
    statements=st.lists(
        st.builds(
            Statement,
            text=WORDS,
            citations=st.lists(st.integers(1, 9), max_size=2).map(tuple),
            supported=st.booleans(),
            reason=st.none(),
        ),
        max_size=2,
    ).map(tuple),
    citations=st.lists(
        st.builds(
            Citation,
            marker=st.integers(1, 9),
            role=st.sampled_from(("evidence", "context")),
            span=spans(),
            quote=WORDS,
            title=WORDS,
            page=st.none() | st.integers(1, 99),
            digest=WORDS,
        ),
        max_size=2,
    ).map(tuple),
    passages=st.lists(
        st.builds(
            Passage,
            id=st.just(""),
            span=spans(),
            text=WORDS,
            heading=st.just(""),
            position=st.just(0),
            score=st.none() | PROBABILITY,
        ),
        max_size=2,
    ).map(tuple),
    mode=st.sampled_from(("extractive", "written", "notice")),
    model=st.none() | WORDS,
    seconds=st.dictionaries(WORDS, st.floats(0, 60), max_size=2),
    lead=WORDS,
    notes=st.lists(WORDS, max_size=2).map(tuple),
)


def plain() -> dict[str, Any]:
    """An answer in the contract's shape, with one of everything."""
    return {
        "question": "When?",
        "standalone_question": "When?",
        "refused": False,
        "confidence": 0.9,
        "text": "In 1890. [1]",
        "short_answer": {"text": "1890", "document": "a.txt", "start": 3, "end": 7},
        "statements": [{"text": "In 1890.", "citations": [1], "supported": True}],
        "citations": [
            {
                "marker": 1,
                "role": "evidence",
                "document": "a.txt",
                "title": "A",
                "start": 0,
                "end": 8,
                "quote": "In 1890.",
                "page": None,
                "digest": "sha256:0",
            }
        ],
        "passages": [{"document": "a.txt", "start": 0, "end": 8, "text": "In 1890.", "score": 0.5}],
        "mode": "extractive",
        "model": None,
        "seconds": {"total": 0.1},
        "lead": "The document says:",
        "notes": ["Not found: “when”."],
    }


def refusal_of(value: object) -> str:
    with pytest.raises(InvalidInput) as refused:
        Answer.from_json(value)
    return str(refused.value)


@given(ANSWERS)
def test_reading_back_gives_the_same_answer(answer: Answer) -> None:
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


@given(ANSWERS)
def test_writing_again_gives_the_same_values_in_the_same_order(answer: Answer) -> None:
    written = json.dumps(answer.to_json())
    assert json.dumps(Answer.from_json(json.loads(written)).to_json()) == written


def test_plain_values_come_back_unchanged() -> None:
    assert Answer.from_json(plain()).to_json() == plain()


def test_lead_and_notes_are_left_out_where_there_is_nothing_to_say() -> None:
    told = plain() | {"lead": "", "notes": []}
    assert not Answer.from_json(told).to_json().keys() & {"lead", "notes"}


@pytest.mark.parametrize("question", ["Who is Lavrov?", "How far is the moon?", "hello"])
def test_answers_of_the_assistant_come_back_unchanged(
    article_assistant: Assistant, question: str
) -> None:
    told = article_assistant.ask(question).to_json()
    assert Answer.from_json(told).to_json() == told


@pytest.mark.parametrize("key", sorted(plain().keys() - {"lead", "notes"}))
def test_missing_field_is_named(key: str) -> None:
    told = plain()
    del told[key]
    assert f"{key}: is missing" in refusal_of(told)


@pytest.mark.parametrize("key", ["marker", "role", "document", "start", "quote", "page", "digest"])
def test_missing_field_of_a_citation_is_named_with_its_place(key: str) -> None:
    told = plain()
    del told["citations"][0][key]
    assert f"citations[0].{key}: is missing" in refusal_of(told)


def put(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(told: Any) -> None:
        for part in path[:-1]:
            told = told[part]
        told[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (put("question", value=1), "question"),
        (put("refused", value=0), "refused"),
        (put("refused", value="false"), "refused"),
        (put("confidence", value="0.9"), "confidence"),
        (put("confidence", value=1.5), "confidence"),
        (put("confidence", value=float("nan")), "confidence"),
        (put("short_answer", value="1890"), "short_answer"),
        (put("short_answer", "start", value=-1), "short_answer.start"),
        (put("short_answer", "end", value=2), "short_answer"),
        (put("statements", value=None), "statements"),
        (put("statements", 0, value="In 1890."), "statements[0]"),
        (put("statements", 0, "citations", value=["1"]), "statements[0].citations[0]"),
        (put("citations", 0, "role", value="proof"), "citations[0].role"),
        (put("citations", 0, "start", value=1.5), "citations[0].start"),
        (put("citations", 0, "start", value=False), "citations[0].start"),
        (put("citations", 0, "page", value="3"), "citations[0].page"),
        (put("passages", 0, "score", value="high"), "passages[0].score"),
        (put("mode", value="guessed"), "mode"),
        (put("model", value=3), "model"),
        (put("seconds", "total", value="fast"), "seconds.total"),
    ],
)
def test_wrong_field_is_named(change: Callable[[dict[str, Any]], None], field: str) -> None:
    told = plain()
    change(told)
    message = refusal_of(told)
    assert message.startswith(f"no answer: {field}: ")
    assert message.endswith("give one in the shape of `footnote ask --json`")
    assert "\n" not in message


@pytest.mark.parametrize("value", [None, [], "In 1890.", 1])
def test_anything_but_an_object_is_refused(value: object) -> None:
    assert "the whole: is not an object with keys" in refusal_of(value)


def test_keys_beyond_the_shape_are_ignored() -> None:
    told = plain() | {"followups": ["Where?"]}
    told["citations"][0] |= {"colour": "red"}
    assert Answer.from_json(told).to_json() == plain()


def test_whole_number_will_do_for_a_fraction() -> None:
    assert Answer.from_json(plain() | {"confidence": 1}).confidence == 1.0
