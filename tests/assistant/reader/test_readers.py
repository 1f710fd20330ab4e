"""What holds for every reader that a user can choose."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.reader.feature_reader import TO_BEGIN_WITH
from assistant.reader.model import ReaderModel, weights_file
from assistant.reader.readers import READERS, REFUSE_BELOW, features, open_reader
from assistant.reader.reading import Reader
from assistant.reader.regression import coefficients
from assistant.settings import Settings
from index.errors import ModelUnusable
from index.retrieval import Index, Retrieval

FILES = {
    "mill.txt": "The mill was sold in 1911. Its wheel turned until the war. Flour went to Lima. "
    "Rosa Keller bought it for 300 pounds. She was a widow from Trujillo.",
    "tower.txt": "The tower is ninety metres tall. Bells ring at noon. It leans to the west.",
    "twin.txt": "The mill was sold in 1911. Nobody knows who owned the second mill.",
}
ANSWERS = {
    "When was the mill sold?": "The mill was sold in 1911.",
    "How tall is the tower?": "The tower is ninety metres tall.",
    "Who bought the mill?": "Rosa Keller bought it for 300 pounds.",
}


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each reader in turn."""
    return open_reader(request.param)


@pytest.fixture
def index(open_index: Callable[[dict[str, str]], Index]) -> Index:
    return open_index(FILES)


@pytest.mark.parametrize("question", ANSWERS)
def test_the_answering_sentence_is_evidence(reader: Reader, index: Index, question: str) -> None:
    reading = reader.read(index.search(question, 10))
    best = max(reading.evidence, key=lambda evidence: evidence.score)
    assert best.sentence.text == ANSWERS[question]


@pytest.mark.parametrize("question", [*ANSWERS, "Who won the cup?", "?", "北京", "mill " * 300])
def test_evidence_and_short_answers_are_exact_slices(
    reader: Reader, index: Index, question: str
) -> None:
    for evidence in reader.read(index.search(question, 10)).evidence:
        span = evidence.sentence.span
        text = index.document(span.document).text
        assert text[span.start : span.end] == evidence.sentence.text
        if short := evidence.short_answer:
            assert short.document == span.document
            assert span.start <= short.start < short.end <= span.end


def test_evidence_stands_in_reading_order_and_each_sentence_once(
    reader: Reader, index: Index
) -> None:
    found = reader.read(index.search("When was the mill sold and who bought it?", 10)).evidence
    places = [(one.sentence.span.document, one.sentence.span.start) for one in found]
    assert len(set(places)) == len(places)
    for document in {document for document, _ in places}:
        starts = [start for other, start in places if other == document]
        assert starts == sorted(starts)


def test_the_same_question_is_read_the_same(reader: Reader, index: Index) -> None:
    search = index.search("Who bought the mill?", 10)
    assert reader.read(search) == reader.read(search)


def test_nothing_found_is_no_evidence_and_no_confidence(reader: Reader) -> None:
    reading = reader.read(Retrieval("Who?", (), {}, 0))
    assert (reading.evidence, reading.confidence) == ((), 0.0)


def test_what_the_documents_do_not_touch_gets_less_confidence_than_what_they_answer(
    reader: Reader, index: Index
) -> None:
    sure = reader.read(index.search("How tall is the tower?", 10)).confidence
    unsure = reader.read(index.search("Which vitamins are in spinach?", 10)).confidence
    assert 0 <= unsure < 0.25 < sure <= 1


def test_the_parts_of_a_confidence_add_up_to_it(reader: Reader, index: Index) -> None:
    import math

    reading = reader.read(index.search("How tall is the tower?", 10))
    assert TO_BEGIN_WITH in reading.parts
    assert 1 / (1 + math.exp(-sum(reading.parts.values()))) == pytest.approx(
        reading.confidence, abs=1e-4
    )


@pytest.mark.parametrize("name", READERS)
def test_every_feature_has_its_coefficient(name: str) -> None:
    looks, fitted = features(name), coefficients(name)
    assert tuple(fitted.sentence.weights) == looks.sentence
    assert tuple(fitted.answer.weights) == tuple(looks.answer)


@pytest.mark.parametrize("name", READERS)
def test_an_assistant_reads_with_the_reader_that_was_chosen(
    name: str, folder: Callable[..., Path], tmp_path: Path
) -> None:
    settings = Settings(documents=folder(FILES), data=tmp_path / "data", reader=name)
    assistant: Assistant = open_assistant(settings)
    answer = assistant.ask("How tall is the tower?")
    assistant.close()
    assert not answer.refused
    assert "ninety metres" in answer.text
    assert answer.explanation
    [search] = answer.explanation.searches
    told = set(features(name).answer.values()) | {TO_BEGIN_WITH}
    assert set(search.parts) <= told
    assert set(search.parts) - {TO_BEGIN_WITH}


@pytest.mark.parametrize("part", ["reader.onnx", "reader.sha256"])
@pytest.mark.parametrize("change", ["altered", "missing"])
def test_weights_that_are_not_whole_are_refused_and_the_other_reader_is_named(
    tmp_path: Path, part: str, change: str
) -> None:
    for name in ("reader.onnx", "reader.sha256"):
        (tmp_path / name).write_bytes((weights_file().parent / name).read_bytes())
    ReaderModel(tmp_path / "reader.onnx")
    if change == "missing":
        (tmp_path / part).unlink()
    else:
        content = bytearray((tmp_path / part).read_bytes())
        content[-2] ^= 1
        (tmp_path / part).write_bytes(content)
    with pytest.raises(ModelUnusable, match="--reader light") as caught:
        ReaderModel(tmp_path / "reader.onnx")
    assert str(tmp_path) in str(caught.value)


def test_a_sentence_without_a_word_piece_is_passed_over(
    reader: Reader, open_index: Callable[[dict[str, str]], Index]
) -> None:
    index = open_index({"a.txt": "The mill was sold in 1911.\n\n\u200b\n\n\u0301\n\nIt burned."})
    reading = reader.read(index.search("When was the mill sold?", 10))
    assert "The mill was sold in 1911." in {one.sentence.text for one in reading.evidence}


def test_a_question_longer_than_the_model_reads_is_read_by_the_light_reader(index: Index) -> None:
    long = "I run a bakery in the harbour and buy flour from everywhere, " * 8
    found = index.search(long + "so when was the mill sold?", 10)
    assert open_reader("cross").read(found) == open_reader("light").read(found)


def test_several_threads_read_alike(reader: Reader, index: Index) -> None:
    found = [index.search(question, 10) for question in ANSWERS] * 4
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(reader.read, found))
    assert together == [reader.read(one) for one in found]


def test_the_cross_reader_points_at_the_words_that_answer(index: Index) -> None:
    reading = open_reader("cross").read(index.search("Who bought the mill?", 10))
    best = max(reading.evidence, key=lambda evidence: evidence.score)
    assert best.short_answer
    text = index.document(best.short_answer.document).text
    assert text[best.short_answer.start : best.short_answer.end] == "Rosa Keller"


def test_weights_are_small_enough_to_live_in_a_repository() -> None:
    assert weights_file().stat().st_size <= 25_000_000


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The tower is ninety metres tall.", "¿Cuántos metros de alto es la torre?"),
        ("La torre que está en el puerto es de piedra y de hierro.", "What is the torre made of?"),
        ("Башня высотой девяносто метров стоит в порту.", "How tall is the tower?"),
    ],
)
def test_what_is_not_in_english_is_read_by_the_light_reader(
    open_index: Callable[[dict[str, str]], Index], text: str, question: str
) -> None:
    found = open_index({"a.txt": text}).search(question, 10)
    assert open_reader("cross").read(found) == open_reader("light").read(found)


def test_what_another_reader_reads_is_refused_by_its_own_limit(index: Index) -> None:
    spanish = open_reader("cross").read(index.search("¿Cuántos metros de alto es la torre?", 10))
    english = open_reader("cross").read(index.search("How tall is the tower?", 10))
    assert spanish.refuse_below == REFUSE_BELOW["light"]
    assert english.refuse_below == REFUSE_BELOW["cross"]


def test_a_limit_that_the_user_sets_goes_for_every_reader(
    reader: Reader, folder: Callable[..., Path], tmp_path: Path
) -> None:
    settings = Settings(
        documents=folder(FILES), data=tmp_path / "data", reader=reader.name, refuse_below=1.0
    )
    assistant = open_assistant(settings)
    answers = [assistant.ask(asked) for asked in ("How tall is the tower?", "¿Qué es la torre?")]
    assistant.close()
    assert all(answer.refused for answer in answers)
    assert {a.explanation.refuse_below for a in answers if a.explanation} == {1.0}
