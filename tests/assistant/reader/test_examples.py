"""Windows to learn from say what is right, and what is held out is never learned from."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from assistant.reader.train.examples import UNKNOWN, Example, cuts, examples, held_out
from assistant.reader.train.mining import Mine
from assistant.reader.train.rows import Passage, Row, read
from assistant.reader.train.settings import shipped_settings
from index.weights import tokenizer

SENTENCES = (
    "The bridge was opened in 1890.", "It is painted red.", "A ferry ran here before.",
    "Rosa Keller drew the plans.", "The king paid for the iron.",
)  # fmt: skip
BESIDE = "The old bridge was opened too, but nobody knows when. Its stones were sold."


def passage(sentences: tuple[str, ...], source: str = "qed", group: str = "Bridges") -> Passage:
    text = " ".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    places = tuple((s, s + len(one)) for s, one in zip(starts, sentences, strict=True))
    return Passage(source, group, group, text, places)


BRIDGE = passage(SENTENCES)
OTHER = passage(tuple(f"{one.rstrip('.')}." for one in BESIDE.split(". ")))
ASKED = "When was the bridge opened?"
ANSWER = (BRIDGE.text.index("1890"), BRIDGE.text.index("1890") + 4)


def row(**changes: Any) -> Row:
    given = {
        "question": ASKED, "passage": BRIDGE, "answers": (ANSWER,),
        "exact": True, "placed": True, "written": False,
    }  # fmt: skip
    return Row(**(given | changes))


def made(rows: list[Row], **negatives: float) -> list[Example]:
    """The examples of rows with only those negatives, each made once."""
    none = dict.fromkeys(("same_passage", "mined", "swapped", "retyped", "removed"), 0.0)
    shares = {"qed": 1.0}
    settings = {
        "negatives": none | negatives, "answerable": shares, "unanswerable": shares,
        "text": [60, 60], "titled": 0.0,
    }  # fmt: skip
    chance = random.Random(3)
    mine = Mine([BRIDGE, OTHER])
    return list(examples(list(cuts(rows, mine, settings, chance)), settings, chance))


def test_the_answering_sentence_and_the_short_answer_are_marked() -> None:
    [one] = made([row()])
    assert one.answerable
    assert sum(one.labels) == 1
    start, end = one.window.sentences[one.labels.index(1)]
    assert "1890" in tokenizer().decode(one.window.ids[start:end])
    assert one.span
    assert tokenizer().decode(one.window.ids[one.span[0] : one.span[1] + 1]) == "1890"


def test_a_set_that_tells_only_the_passage_marks_no_sentence() -> None:
    [one] = made([row(placed=False, exact=False)])
    assert one.answerable
    assert set(one.labels) == {UNKNOWN}
    assert one.span is None


@pytest.mark.parametrize("kind", ["same_passage", "mined", "removed"])
def test_negatives_hold_no_answer(kind: str) -> None:
    right, wrong = made([row()], **{kind: 1.0})
    assert right.answerable
    assert not wrong.answerable
    assert wrong.span == (0, 0)
    assert not any(wrong.labels)
    assert "1890" not in tokenizer().decode(wrong.window.ids)


def test_what_is_mined_shares_the_questions_words() -> None:
    _, wrong = made([row()], mined=1.0)
    assert "old bridge" in tokenizer().decode(wrong.window.ids)


def test_a_question_made_another_is_read_without_what_may_answer_it() -> None:
    for question in ("Why was the bridge opened?", "Where was the bridge opened?"):
        [_, other] = made([row(question=question)], retyped=1.0)
        read = tokenizer().decode(other.window.ids)
        assert not other.answerable
        assert question[:-1].lower() not in read
        assert not ("when was" in read and "1890" in read)


def test_an_unanswerable_question_is_read_with_what_looks_most_like_an_answer() -> None:
    [one] = made([row(question="Who painted it red?", answers=(), written=True)])
    assert one.kind == "written"
    assert "painted red" in tokenizer().decode(one.window.ids)


def test_a_passage_is_held_out_whatever_its_case_and_spaces() -> None:
    texts = [f"Passage {number}: {BRIDGE.text}" for number in range(300)]
    for share in (0.0, 0.2, 1.0):
        out = [held_out(text, share) for text in texts]
        assert out == [held_out(f" {text.lower()}".replace(".", " . "), share) for text in texts]
        assert abs(sum(out) / len(out) - share) < 0.1


def test_a_sentence_that_repeats_the_answer_is_no_negative() -> None:
    again = passage((*SENTENCES, "So 1890 is its year."))
    answer = (again.text.index("1890"), again.text.index("1890") + 4)
    for _ in range(5):
        for one in made([row(passage=again, answers=(answer,))], same_passage=1.0)[1:]:
            assert "1890" not in tokenizer().decode(one.window.ids)


def test_titles_that_would_tell_the_label_are_left_out(tmp_path: Path) -> None:
    def written(titles: list[str | None]) -> list[str]:
        rows = [
            {
                "question": "q", "passage": f"p{number}", "sentences": [[0, 2]],
                "answers": [{"start": 0, "end": 1, "text": "p"}] if number % 2 else [],
                "negative_kind": None, "meta": {"title": title} if title else None,
            }
            for number, title in enumerate(titles)
        ]  # fmt: skip
        lines = "\n".join(json.dumps(one) for one in rows)
        (tmp_path / "mine.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
        return [one.passage.title for one in read(tmp_path, "mine")]

    assert written(["A", "B", "C", "D"]) == ["A", "B", "C", "D"]
    assert written([None, "B", None, "D"]) == ["", "", "", ""]


def test_every_set_that_is_trained_on_is_named_once_for_each_kind() -> None:
    settings = shipped_settings()
    assert set(settings["unanswerable"]) <= set(settings["answerable"])
    forbidden = {"policyqa", "sciq", "bioasq", "multihop"}
    assert not forbidden & set(settings["answerable"])
