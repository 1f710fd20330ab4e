import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Turn
from evals.gates import Gate
from evals.suite import load_suite
from index.document import Span
from index.errors import FootnoteError, InvalidInput
from tests.evals.samples import CASES, TEXT, sample_suite, write_suite

ROW = {
    "id": "q1",
    "question": "Who drew the maps?",
    "history": [{"question": "Who wrote?", "answer": "Ada."}],
    "answerable": True,
    "answers": ["Bob"],
    "evidence": [{"doc_id": "a", "start": 21, "end": 24, "text": "Bob"}],
    "doc_id": "a",
    "scope": "document",
    "kind": "fact",
    "lang": "en",
    "answer_type": "span",
    "evidence_mode": "single",
    "meta": {"source": "made up"},
}

AT = {"start": 8, "end": 11, "text": "Bob"}


def json_lines(folder: Path, *rows: object, text: str = TEXT) -> Path:
    (folder / "docs").mkdir()
    (folder / "docs" / "a.txt").write_bytes(text.encode())
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def refused(path: Path) -> str:
    with pytest.raises(InvalidInput) as caught:
        load_suite(path)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_every_key_of_a_json_line_is_read(tmp_path: Path) -> None:
    (case,) = load_suite(json_lines(tmp_path, ROW)).cases
    assert case.history == (Turn("Who wrote?", "Ada."),)
    assert case.gold == (Span("a.txt", 21, 24),)
    assert case.documents == ("a.txt",)
    assert (case.kind, case.lang, case.answer_type) == ("fact", "en", "span")
    assert (case.evidence_mode, case.meta) == ("single", {"source": "made up"})


def test_question_about_the_corpus_is_limited_to_no_document(tmp_path: Path) -> None:
    (case,) = load_suite(json_lines(tmp_path, ROW | {"scope": "corpus"})).cases
    assert case.documents == ()


def test_blank_lines_are_skipped_and_a_line_separator_inside_a_text_is_no_line_end(
    tmp_path: Path,
) -> None:
    (case,) = load_suite(json_lines(tmp_path, "", ROW | {"question": "A\u2028B?"}, "  ")).cases
    assert case.question == "A\u2028B?"


def test_offsets_count_code_points_after_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    text = "\ufeffÉ🙂\r\nBob"
    row = ROW | {"evidence": [{"doc_id": "a", "start": 3, "end": 6, "text": "Bob"}]}
    (case,) = load_suite(json_lines(tmp_path, row, text=text)).cases
    assert case.evidence[0].text == "Bob"


def test_offset_whose_text_differs_is_refused_with_file_line_and_case(tmp_path: Path) -> None:
    row = ROW | {"evidence": [{"doc_id": "a", "start": 20, "end": 23, "text": "Bob"}]}
    message = refused(json_lines(tmp_path, ROW | {"id": "q0"}, row))
    assert "questions.jsonl:2 (q1): evidence 1" in message
    assert "' Bo'" in message
    assert "'Bob'" in message


@pytest.mark.parametrize(("start", "end"), [(-3, 3), (5, 5), (9, 4), (60, 99)])
def test_offsets_outside_the_text_are_refused(tmp_path: Path, start: int, end: int) -> None:
    row = ROW | {"evidence": [{"doc_id": "a", "start": start, "end": end, "text": "Bob"}]}
    assert "is no span of a.txt, which has 62 characters" in refused(json_lines(tmp_path, row))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"id": 7}, "'id' is 7, not a text"),
        ({"question": "  "}, "'question' is empty"),
        ({"question": None}, "'question' is missing"),
        ({"answerable": "yes"}, "'answerable' is 'yes', not true or false"),
        ({"answers": "Bob"}, "'answers' is 'Bob', not a list"),
        ({"answers": [1890]}, "'answers' holds 1890; put texts in quotes"),
        ({"history": ["Who?"]}, "history 1: is 'Who?', not an object"),
        ({"history": [{"answer": "Ada."}]}, "history 1: 'question' is missing"),
        ({"scope": "page"}, "'scope' is 'page', not one of corpus, document"),
        ({"evidence_mode": "some"}, "'evidence_mode' is 'some', not one of all, any, single"),
        ({"doc_id": "b"}, "no document 'b'"),
        ({"doc_id": ""}, "scope 'document' but no 'doc_id'"),
        ({"evidence": []}, "is answerable but has no evidence"),
        ({"answerable": False}, "has evidence but is not answerable"),
        ({"evidence": [{"doc_id": "a", "quote": "Bob"}]}, "unknown key 'quote'"),
        ({"evidence": [{"doc_id": "z", "start": 0, "end": 1, "text": "A"}]}, "no document 'z'"),
        ({"evidence": [{"doc_id": "a", "start": True, "end": 1, "text": "A"}]}, "'start' is True"),
        ({"evidence": [{"doc_id": "a", "start": 0, "end": 1}]}, "'text' is missing"),
        ({"meta": []}, "'meta' is a list, not an object"),
    ],
)
def test_json_line_that_does_not_fit_is_refused_with_its_place(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    message = refused(json_lines(tmp_path, ROW | change))
    assert "questions.jsonl:1" in message
    assert reason in message


def test_json_line_must_say_whether_it_is_answerable(tmp_path: Path) -> None:
    row = {key: value for key, value in ROW.items() if key != "answerable"}
    assert "'answerable' is missing" in refused(json_lines(tmp_path, row))


@pytest.mark.parametrize("line", ["{", "[1]", '{"id": "a", "id": "b"}'])
def test_line_that_is_no_plain_json_object_is_refused(tmp_path: Path, line: str) -> None:
    assert "questions.jsonl:1" in refused(json_lines(tmp_path, line))


def test_duplicate_id_is_refused(tmp_path: Path) -> None:
    assert "case 'q1' occurs twice" in refused(json_lines(tmp_path, ROW, ROW))


def test_suite_without_cases_is_refused(tmp_path: Path) -> None:
    assert "holds no cases" in refused(json_lines(tmp_path, ""))


def test_suite_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = json_lines(tmp_path, ROW)
    (folder / "questions.jsonl").write_bytes(b"\xff\xfe\xfa")
    assert "cannot be read as UTF-8" in refused(folder)


def test_two_documents_of_one_stem_must_be_told_apart(tmp_path: Path) -> None:
    folder = json_lines(tmp_path, ROW)
    (folder / "docs" / "a.md").write_text("Bob.", encoding="utf-8")
    assert "could be any of a.md, a.txt" in refused(folder)


def test_document_may_be_named_with_its_ending(tmp_path: Path) -> None:
    assert load_suite(json_lines(tmp_path, ROW | {"doc_id": "a.txt"})).cases[0].document == "a.txt"


def test_missing_suite_is_refused(tmp_path: Path) -> None:
    assert "no such suite" in refused(tmp_path / "none")


def test_folder_without_or_with_two_case_files_is_refused(tmp_path: Path) -> None:
    assert "neither" in refused(tmp_path)
    json_lines(tmp_path, ROW)
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    assert "both" in refused(tmp_path)


def test_missing_documents_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text("documents: elsewhere\n" + CASES, encoding="utf-8")
    with pytest.raises(FootnoteError, match="elsewhere"):
        load_suite(tmp_path)


def test_unreadable_document_is_refused_with_its_path(tmp_path: Path) -> None:
    folder = json_lines(tmp_path, ROW)
    (folder / "docs" / "a.txt").write_bytes(b"\x00\x01\x02\xff")
    assert "a.txt: " in refused(folder)


def test_offsets_count_in_the_canonical_text_of_any_format(tmp_path: Path) -> None:
    folder = json_lines(tmp_path, ROW | {"evidence": [{"doc_id": "p", **AT}], "doc_id": "p"})
    (folder / "docs" / "p.html").write_text("<title>P</title><p>Maps by <b>Bob</b>.")
    (case,) = load_suite(folder).cases
    assert case.gold == (Span("p.html", 8, 11),)


def test_quotes_become_offsets(tmp_path: Path) -> None:
    suite = sample_suite(tmp_path)
    assert [case.gold for case in suite.cases] == [
        (Span("a.txt", 0, 20),),
        (Span("a.txt", 21, 47),),
        (),
    ]


def test_yaml_case_is_answerable_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert [case.answerable for case in sample_suite(tmp_path).cases] == [True, True, False]


def test_yaml_file_itself_names_the_suite_too(tmp_path: Path) -> None:
    folder = write_suite(tmp_path)
    assert load_suite(folder / "cases.yaml").cases == load_suite(folder).cases


def test_documents_folder_is_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "suite").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(TEXT, encoding="utf-8")
    file = tmp_path / "suite" / "cases.yaml"
    file.write_text("documents: ../docs\n" + CASES, encoding="utf-8")
    assert load_suite(file).documents.root == (tmp_path / "docs").resolve()


def test_ambiguous_quote_is_refused_with_file_line_and_case(tmp_path: Path) -> None:
    message = refused(write_suite(tmp_path, CASES.replace("Ada wrote the notes.", "the")))
    assert "cases.yaml:7 (notes): evidence 1" in message
    assert "says 'the' more than once (at 10 and 30); quote more words" in message


def test_quote_that_overlaps_itself_is_ambiguous(tmp_path: Path) -> None:
    cases = "cases: [{id: x, question: q, evidence: [{doc_id: a, quote: aba}]}]"
    assert "more than once (at 1 and 3)" in refused(
        write_suite(tmp_path, cases, [("a.txt", "xababa")])
    )


def test_missing_quote_is_refused_with_file_line_and_case(tmp_path: Path) -> None:
    message = refused(write_suite(tmp_path, CASES.replace("in 1890.}", "in 1891.}")))
    assert "cases.yaml:12 (maps): evidence 1" in message
    assert "a.txt does not say 'Bob drew the maps in 1891.'" in message


def test_evidence_needs_a_document(tmp_path: Path) -> None:
    cases = CASES.replace("document: a.txt\n", "")
    assert "names no document" in refused(write_suite(tmp_path, cases))


def test_yaml_evidence_may_have_offsets(tmp_path: Path) -> None:
    cases = CASES.replace("{quote: Ada wrote the notes.}", "{start: 0, end: 3, text: Ada}")
    assert sample_suite(tmp_path, cases).cases[0].gold == (Span("a.txt", 0, 3),)


@pytest.mark.parametrize(
    ("cases", "reason"),
    [
        ("cases:\n  - [", "cases.yaml:2: not YAML"),
        ("- 1", "is a list, not an object"),
        (CASES + "colour: red\n", "unknown key 'colour'"),
        (CASES.replace("[Ada]", "[no]"), "'answers' holds False; put texts in quotes"),
        (
            CASES.replace("answerable: false", "answerable: false\n    id: sun"),
            "cases.yaml:17: key 'id' occurs twice, first in line 13",
        ),
        (CASES.replace("id: maps", "id: notes"), "case 'notes' occurs twice"),
        (CASES + "gates: {shine: {min: 1}}\n", "unknown key 'shine'"),
        (CASES + "gates: {answer_hit: {}}\n", "neither 'min' nor 'max'"),
        (CASES + "gates: {answer_hit: {min: high}}\n", "'min' is 'high', not a number"),
        (CASES + "gates: {answer_hit: {min: 1, kind: riddle}}\n", "no case is of kind 'riddle'"),
        (CASES + "gates: {answer_hit: 1}\n", "gate answer_hit: is 1, not an object"),
    ],
)
def test_yaml_that_does_not_fit_is_refused_with_its_file(
    tmp_path: Path, cases: str, reason: str
) -> None:
    message = refused(write_suite(tmp_path, cases))
    assert "cases.yaml" in message
    assert reason in message


def test_gates_are_read_one_or_several_a_metric(tmp_path: Path) -> None:
    gates = """\
gates:
  quote_exact: {min: 1.0}
  false_answer_rate: [{max: 0, kind: off-topic}, {max: 0.5}]
"""
    assert sample_suite(tmp_path, gates + CASES).gates == (
        Gate("quote_exact", min=1.0),
        Gate("false_answer_rate", max=0.0, kind="off-topic"),
        Gate("false_answer_rate", max=0.5),
    )


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(key=st.sampled_from(sorted(ROW)), value=JSON_VALUES)
def test_no_value_of_a_key_breaks_the_loader(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    folder = json_lines(tmp_path_factory.mktemp("suite"), ROW | {key: value})
    with suppress(InvalidInput):
        assert len(load_suite(folder).cases) == 1
