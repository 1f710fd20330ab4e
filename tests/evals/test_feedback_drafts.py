"""Complaints about answers become cases of a suite that loads, whatever was said in them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.feedback.given import Expected, Feedback, Verdict
from evals.case import Case
from evals.feedback.drafted import COMPLAINTS, complaints
from evals.feedback.written import Written, write_cases
from evals.folder import DocumentFolder
from evals.suite import load_suite
from index.document import Span
from index.errors import InvalidInput
from tests.evals.samples import answer, citation, refusal

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
NOTES = "Ada wrote the notes."
MAPS = "Bob drew the maps in 1890."
TEXT = f"{NOTES} {MAPS} Cid sold both. Cid sold both."
SOLD = (TEXT.index("Cid"), TEXT.rindex("Cid"))
CITING = answer(citation(0, 20, quote=NOTES))
SPOKEN = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip)
VERDICTS: tuple[Verdict, ...] = ("answer_wrong", "evidence_wrong", "should_refuse", "should_answer")

Draft = Callable[..., Case]


@pytest.fixture
def documents(folder: Callable[..., Path]) -> DocumentFolder:
    names = ("a.txt", "b.txt", "old/c.txt", "old/d.txt")
    return DocumentFolder(folder({name: f"{TEXT} {name}" for name in names}))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "suites").mkdir()
    return tmp_path / "suites" / "complaints.yaml"


@pytest.fixture
def draft(documents: DocumentFolder, file: Path) -> Draft:
    """The case that a complaint becomes, as its suite reads it."""

    def drafted(verdict: Verdict, **fields: object) -> Case:
        assert write_cases([said(verdict, **fields)], documents, file) == Written(1, 0)
        (case,) = load_suite(file).cases
        return case

    return drafted


def said(verdict: Verdict, id: str = "11111111-aaaa", **fields: object) -> Feedback:
    given = Feedback(id, NOON, verdict, "Who drew the maps?", CITING)
    return replace(given, **fields)  # type: ignore[arg-type]


def marked(quote: str, document: str = "a.txt", start: int | None = None) -> Expected:
    place = TEXT.index(quote) if start is None else start
    return Expected(Span(document, place, place + len(quote)), quote)


def test_only_complaints_become_cases() -> None:
    given = [said("good"), *map(said, VERDICTS)]
    assert complaints(given) == given[1:]
    assert set(COMPLAINTS) == set(VERDICTS)


def test_answer_that_should_have_been_a_refusal_is_a_case_as_it_is(draft: Draft) -> None:
    case = draft("should_refuse", comment="No word of maps.")
    assert (case.answerable, case.draft, case.kind) == (False, "", "should-refuse")
    assert case.id == "should-refuse-drew-maps"
    assert case.meta["comment"] == "No word of maps."
    assert case.meta["feedback"] == "11111111-aaaa"


@pytest.mark.parametrize("verdict", ["answer_wrong", "evidence_wrong", "should_answer"])
def test_marked_place_is_the_evidence(draft: Draft, verdict: Verdict) -> None:
    case = draft(verdict, expected=marked(MAPS))
    (gold,) = case.evidence
    assert (gold.text, gold.span.document, case.draft) == (MAPS, "a.txt", "")


def test_marked_place_of_words_that_stand_twice_keeps_its_own_offsets(draft: Draft) -> None:
    case = draft("should_answer", expected=marked("Cid sold both.", start=SOLD[1]))
    (gold,) = case.evidence
    assert (gold.span.start, case.draft) == (SOLD[1], "")


def test_marked_place_that_moved_is_found_where_its_words_stand_once(draft: Draft) -> None:
    case = draft("should_answer", expected=marked(MAPS, start=0))
    assert case.evidence[0].span.start == TEXT.index(MAPS)


@pytest.mark.parametrize(
    ("verdict", "fields", "asks_for"),
    [
        ("answer_wrong", {}, "answerable: false"),
        ("evidence_wrong", {}, "quote the words that should be cited"),
        ("should_answer", {"answer": refusal()}, "quote the words that answer"),
        ("should_refuse", {"answer": refusal()}, "it was refused"),
        ("answer_wrong", {"expected": marked(NOTES)}, "it cites the marked words"),
        ("should_answer", {"expected": marked(NOTES, "gone.txt")}, "not in the folder"),
        ("should_answer", {"expected": marked("Dee hid all.", start=3)}, "does not say"),
        ("should_answer", {"expected": marked("Cid sold both.", start=3)}, "does not say"),
        ("should_answer", {"expected": marked(" ", start=3)}, "does not say"),
        ("should_answer", {"expected": marked(MAPS), "documents": ("b.txt",)}, "was not asked"),
        ("should_refuse", {"documents": ("gone",)}, "asked of gone, which is not in the folder"),
        ("should_refuse", {"history": (Turn("Who?", " "),)}, "turns without words are left out"),
    ],
)
def test_what_only_a_person_can_know_is_asked_for(
    draft: Draft, verdict: Verdict, fields: dict[str, object], asks_for: str
) -> None:
    assert asks_for in draft(verdict, **fields).draft


@pytest.mark.parametrize(
    ("asked", "documents_of_case"),
    [
        ((), ()),
        (("a.txt",), ("a.txt",)),
        (("a.txt", "b.txt"), ("a.txt", "b.txt")),
        (("old",), ("old/c.txt", "old/d.txt")),
        (("old/", "old/c.txt", "b.txt"), ("b.txt", "old/c.txt", "old/d.txt")),
        (("a.txt", "b.txt", "old"), ()),
    ],
)
def test_case_is_asked_of_the_documents_that_the_question_was(
    draft: Draft, asked: tuple[str, ...], documents_of_case: tuple[str, ...]
) -> None:
    assert draft("should_refuse", documents=asked).documents == documents_of_case


def test_history_goes_along(draft: Draft) -> None:
    turns = (Turn("Who wrote the notes?", NOTES), Turn("When?", "The documents don't say."))
    assert draft("should_refuse", history=turns).history == turns


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    verdicts=st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=4),
    question=SPOKEN,
    words=SPOKEN,
    comment=SPOKEN,
    split=st.integers(0, 4),
)
def test_whatever_is_said_is_a_suite_that_loads_and_keeps_every_word(
    documents: DocumentFolder,
    file: Path,
    verdicts: list[Verdict],
    question: str,
    words: str,
    comment: str,
    split: int,
) -> None:
    file.unlink(missing_ok=True)
    given = [
        said(
            verdict,
            f"feedback-{number}",
            question=question,
            comment=comment,
            history=(Turn(words, comment),),
            answer=replace(CITING, text=words),
        )
        for number, verdict in enumerate(verdicts)
    ]
    # In one go, or some now and the rest later: the same cases.
    for some in (given[:split], given):
        if some:
            write_cases(some, documents, file)
    cases = load_suite(file).cases
    assert [case.kind.replace("-", "_") for case in cases] == verdicts
    assert len({case.id for case in cases}) == len(cases)
    for case in cases:
        assert (case.question, case.history) == (question, (Turn(words, comment),))
        assert (case.meta["comment"], case.meta["answered"]) == (comment, words)
    before = file.read_bytes()
    assert write_cases(given, documents, file) == Written(0, len(given))
    assert file.read_bytes() == before


PERSONS = """\
# Mine.
documents: ../documents
gates: {{wrong: {{max: 0}}}}

cases:
{0}- {{id: "should-refuse-drew-maps", question: "Who?", answerable: false}}
{0}# The last.
{0}- id: written
{0}  question: Who wrote the notes?
{0}  answerable: false
{0}  meta:
{0}    feedback: 22222222-bbbb"""


@pytest.mark.parametrize("indent", ["", "  ", "    "])
@pytest.mark.parametrize("end", ["", "\n", "\n\n# More to come.\n"])
def test_what_a_person_wrote_stays_byte_for_byte(
    documents: DocumentFolder, file: Path, indent: str, end: str
) -> None:
    text = PERSONS.format(indent) + end
    file.write_text(text, "utf-8")
    given = [said("should_refuse"), said("should_refuse", "22222222-bbbb")]
    assert write_cases(given, documents, file) == Written(1, 1)
    assert file.read_text("utf-8").startswith(text)
    ids = [case.id for case in load_suite(file).cases]
    assert ids == ["should-refuse-drew-maps", "written", "should-refuse-drew-maps-2"]


def test_suite_that_may_pass_with_a_wrong_case_is_told(
    documents: DocumentFolder, file: Path
) -> None:
    text = PERSONS.format("").replace("gates: {wrong: {max: 0}}", "gates: {fidelity: {min: 1}}")
    file.write_text(text, "utf-8")
    assert write_cases([said("should_refuse")], documents, file) == Written(1, 0, gated=False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("documents: ../documents\ncases: [{id: a, question: b, answerable: false}]\n", "its end"),
        ("documents: ../documents\ncases:\n- id: a\nmeta: {}\n", "its end"),
        ("documents: ../documents\ncases:\n- id: a\n...\n", "its end"),
        ("documents: .\ncases:\n- id: a\n", "asks the documents of"),
        ("cases:\n- id: a\n", "asks the documents of"),
        ("documents: ../documents\ncases: none\n", "is no suite"),
        ("- a\n", "is no suite"),
        ("", "is no suite"),
        ("a: [", "not YAML"),
        (b"\xff", "cannot be read as UTF-8"),
    ],
)
def test_file_to_which_nothing_can_be_added_is_named_and_left_as_it_is(
    documents: DocumentFolder, file: Path, text: str | bytes, reason: str
) -> None:
    content = text if isinstance(text, bytes) else text.encode()
    file.write_bytes(content)
    with pytest.raises(InvalidInput, match=reason) as raised:
        write_cases([said("should_refuse")], documents, file)
    assert str(file) in str(raised.value)
    assert file.read_bytes() == content


@pytest.mark.parametrize("name", ["cases.jsonl", "cases", "none/cases.yaml"])
def test_file_that_cannot_be_a_suite_is_refused(
    documents: DocumentFolder, file: Path, name: str
) -> None:
    with pytest.raises(InvalidInput, match="name a"):
        write_cases([said("should_refuse")], documents, file.parent / name)


def test_nothing_to_add_makes_no_file(documents: DocumentFolder, file: Path) -> None:
    nothing: Sequence[Feedback] = ()
    assert write_cases(nothing, documents, file) == Written(0, 0)
    assert not file.exists()
