"""What is written reads back as it was, whatever the documents hold."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.questions.making.turning import Draft
from evals.making.candidates import Candidate, candidates_of, is_repeated
from evals.making.unanswerable import Unanswerable
from evals.making.written import to_yaml
from evals.suite import Suite, load_suite
from index.document import Document, Span
from tests.evals.making.asked import document

ANY_TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\r\ufeff"), min_size=1
) | st.text(st.sampled_from(list("ab .:#-'\"\n\t|>&*{}[]%@`\\,?!’“é\u0085\u2028😀")), min_size=1)
SPOKEN = ANY_TEXT.filter(lambda text: bool(text.strip()))
IN_PLACE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def written(folder: Path, cases: list[Candidate], others: list[Unanswerable]) -> Suite:
    place = folder / "suite"
    place.mkdir(exist_ok=True)
    text = to_yaml(cases, others, folder / "docs", place)
    (place / "cases.yaml").write_text(text, encoding="utf-8", newline="\n")
    return load_suite(place)


def stored(folder: Path, text: str, name: str = "a.txt") -> Document:
    (folder / "docs").mkdir(exist_ok=True)
    return document(folder / "docs", text, name)


@IN_PLACE
@given(data=st.data(), text=SPOKEN, question=SPOKEN, answer=SPOKEN)
def test_every_span_question_and_answer_reads_back_exactly(
    tmp_path: Path, data: st.DataObject, text: str, question: str, answer: str
) -> None:
    one = stored(tmp_path, text)
    start = data.draw(st.integers(0, len(one.text) - 1))
    end = data.draw(st.integers(start + 1, len(one.text)))
    sentence = one.text[start:end]
    if not sentence.strip():
        return
    span = Span("a.txt", start, end)
    draft = Draft("cloze", question, (answer,))
    case = Candidate(draft, span, sentence, 0.0, is_repeated(one.text, span))
    (read,) = written(tmp_path, [case], []).cases
    assert read.question == question
    assert read.answers == (answer,)
    assert [(gold.span, gold.text) for gold in read.evidence] == [(span, sentence)]


WORDS = (
    "the a of in on to and or that which with by for from it its they Zorvania Tarsk ALBA Ada "
    "is was has had will can joined founded includes focuses built known 11 60% 1851 $5 million "
    "countries people harbour wall large quickly not There In However, While Over July 4, , ; : — "
    "( ) [3] “ ” \" ' ... such as also U.S. e.g."
).split()


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=30), count=st.integers(1, 3))
def test_any_words_give_sound_candidates_or_none(words: list[str], count: int) -> None:
    sentence = " ".join(words)
    text = f"{sentence[:1].upper()}{sentence[1:]}.\n" * count
    one = Document("a.txt", "A", text, "sha256:0", "text/plain", (), (), Path("a.txt"))
    for case in candidates_of(one, alone=True):
        assert text[case.span.start : case.span.end] == case.sentence
        assert case.keys
        told = case.sentence.lower()
        for answer in case.draft.answers:
            assert answer
            assert all(word.strip(",;:.").lower() in told for word in answer.split())


def test_words_said_twice_are_named_by_their_place(tmp_path: Path) -> None:
    one = stored(tmp_path, "Ada swam. Bo ran. Ada swam.")
    draft = Draft("cloze", "Who swam?", ("Ada",))
    spans = [Span("a.txt", 0, 9), Span("a.txt", 18, 27)]
    cases = [
        Candidate(draft, span, "Ada swam.", 0.0, is_repeated(one.text, span)) for span in spans
    ]
    read = written(tmp_path, cases, []).cases
    assert [case.gold for case in read] == [(span,) for span in spans]


def test_ids_tell_kind_and_question_and_are_never_the_same(tmp_path: Path) -> None:
    stored(tmp_path, "Nothing of that.")
    others = [Unanswerable("off-topic", "Why do cats purr?") for _ in range(3)]
    ids = [case.id for case in written(tmp_path, [], others).cases]
    assert ids == ["off-topic-cats-purr", "off-topic-cats-purr-2", "off-topic-cats-purr-3"]


def test_masked_documents_read_back(tmp_path: Path) -> None:
    stored(tmp_path, "Ada swam.")
    stored(tmp_path, "Bo ran.", "b: c.txt")
    (case,) = written(tmp_path, [], [Unanswerable("masked", "Who ran?", ("b: c.txt",))]).cases
    assert case.masked == ("b: c.txt",)
    assert not case.answerable
