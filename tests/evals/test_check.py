import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.suite import load_suite, read_suite
from index.errors import InvalidInput
from tests.evals.samples import CASES, TEXT, write_suite

FAULTY = """\
document: a.txt
colour: red
gates:
  answer_hitt: {min: 1}
  hit@5:
    - {min: high}
    - {max: 1,
       kind: riddle}
cases:
  - id: notes
    questoin: Who wrote the notes?
    evidence:
      - quote: Ada wrote
      - quote: Ada drew
      - {quote: Ada, doc_id: b}
  - 7
  - kind: fact
    id: notes
    question: Who?
    answers:
      - Ada
      - 1890
    evidence: [{quote: the}]
    history:
      - question: And?
  - id: moon
    question: How far?
"""


def problems(path: Path) -> list[str]:
    """All problems of a suite, each without the path of its file."""
    reading = read_suite(path)
    assert (reading.suite is None) == bool(reading.problems)
    told = [str(problem) for problem in reading.problems]
    assert all("\n" not in line for line in told)
    return [line.removeprefix(f"{reading.file}:") for line in told]


def json_lines(folder: Path, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "docs").mkdir()
    (folder / "docs" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_every_problem_of_a_yaml_file_is_found_in_one_pass_with_its_line(tmp_path: Path) -> None:
    starts = [
        "2: unknown key 'colour'; known are documents,",
        "4: gates: unknown key 'answer_hitt'; do you mean 'answer_hit'?",
        "6: gate hit@5: 'min' is 'high', not a number",
        "8: gate hit@5: no case is of kind 'riddle'",
        "11 (notes): unknown key 'questoin'; do you mean 'question'?",
        "14 (notes): evidence 2: a.txt does not say 'Ada drew'",
        "15 (notes): evidence 3: no document 'b'",
        "16: is 7, not an object with keys",
        "18 (notes): case 'notes' occurs twice, first in line 10;",
        "22 (notes): 'answers' holds 1890; put texts in quotes",
        "23 (notes): evidence 1: a.txt says 'the' more than once",
        "25 (notes): history 1: 'answer' is missing",
        "26 (moon): is answerable but has no evidence",
    ]
    found = problems(write_suite(tmp_path, FAULTY))
    assert len(found) == len(starts)
    for line, start in zip(found, starts, strict=True):
        assert line.startswith(start), line


def test_every_problem_of_a_json_lines_file_is_found_in_one_pass(tmp_path: Path) -> None:
    row = '{"id": "a", "question": "Who?", "answerable": false}'
    suite = json_lines(
        tmp_path, row, "{", row, '{"id": "b", "id": "c", "anserable": false, "scope": 7}'
    )
    found = problems(suite)
    assert found[0].startswith("2: not a JSON object: ")
    assert found[1:] == [
        "3 (a): case 'a' occurs twice, first in line 1; give one another id",
        "4: key 'id' occurs twice; drop one of them",
        "4 (c): unknown key 'anserable'; do you mean 'answerable'?",
        "4 (c): 'question' is missing",
        "4 (c): 'scope' is 7, not a text (put it in quotes)",
    ]


def test_suite_without_faults_has_no_problems(tmp_path: Path) -> None:
    reading = read_suite(write_suite(tmp_path))
    assert reading.problems == reading.moved == ()
    assert reading.suite is not None
    assert reading.file == tmp_path / "cases.yaml"


def test_loading_tells_the_first_problem_and_how_to_see_the_others(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_suite(write_suite(tmp_path, FAULTY))
    first, *others = problems(tmp_path)
    more = f"(and {len(others)} more; `footnote eval --check {tmp_path}` lists all)"
    assert str(caught.value) == f"{tmp_path / 'cases.yaml'}:{first} {more}"


def test_loading_tells_a_single_problem_alone(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_suite(write_suite(tmp_path, CASES + "colour: red\n"))
    assert "more" not in str(caught.value)


def test_evidence_used_again_by_an_alias_is_one_problem_where_it_is_written(
    tmp_path: Path,
) -> None:
    cases = """\
document: a
cases:
  - id: one
    question: Who?
    evidence: &them
      - quote: Fay
  - {id: two, question: And who, evidence: *them}
"""
    (problem,) = problems(write_suite(tmp_path, cases))
    assert problem.startswith("6 (one): evidence 1: a.txt does not say 'Fay'")


def test_merged_keys_are_found_on_the_line_where_they_are_written(tmp_path: Path) -> None:
    cases = """\
document: a
cases:
  - &first
    id: one
    question: Who?
    answerable: maybe
  - <<: *first
    id: two
"""
    assert problems(write_suite(tmp_path, cases)) == [
        "6 (one): 'answerable' is 'maybe', not true or false"
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_an_editor(tmp_path: Path, end: str) -> None:
    cases = 'cases:\n  - id: "x\u2028y\x85z"\n    question: Who?\n    answerable: 1\n'
    folder = write_suite(tmp_path)
    (folder / "cases.yaml").write_bytes(cases.replace("\n", end).encode())
    (problem,) = problems(folder)
    assert problem.startswith("4 ('x\\u2028y z'): 'answerable' is 1")


@pytest.mark.parametrize(
    ("cases", "problem"),
    [
        ("cases: [&a {meta: *a}]", "1: not YAML: found unconstructable recursive node"),
        ("cases:\n- " + "[" * 600, "1: not YAML: objects and lists are nested too deeply"),
        ("cases:\n- \x07", "2: not YAML: holds the character U+0007"),
        ("cases:\n- {id: 2024-13-45}", "2: '2024-13-45' is no timestamp; put texts in quotes"),
        ("cases:\n- {id: !!bool x}", "2: 'x' is no bool; put texts in quotes"),
        ("cases:\n- {[a]: 1}", "2: not YAML: found unhashable key"),
        ("meta: 1\ncases: []", "1: 'meta' is 1, not an object"),
        ("meta: {}\ncases: []", "2: holds no cases; add one"),
        ("document: a\ndocuments: 7", "2: 'documents' is 7, not a text"),
        ("", "1: is empty, not an object with keys"),
        ("meta: {}\ndocuments: elsewhere\ncases: 1", "2: /"),
        ("document: z\ncases: [{id: a, question: Who, evidence: [{quote: Bob}]}]", "1: no docum"),
    ],
)
def test_yaml_that_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, cases: str, problem: str
) -> None:
    assert problems(write_suite(tmp_path, cases))[0].startswith(problem)


def test_document_named_wrongly_for_all_cases_is_one_problem(tmp_path: Path) -> None:
    (problem,) = problems(write_suite(tmp_path, CASES.replace("document: a.txt", "document: z")))
    assert problem.startswith("1: no document 'z'")


def test_document_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    (problem,) = problems(write_suite(tmp_path, documents=[("a.txt", " ")]))
    assert problem.startswith("7 (notes): evidence 1: ")
    assert problem.endswith("a.txt: empty: no text in it")


def test_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_suite(tmp_path)
    (folder / "cases.yaml").write_bytes(b"cases:\n- caf\xe9\n")
    assert problems(folder) == ["2: cannot be read as UTF-8; save it as that"]


def test_json_line_nested_too_deeply_is_named(tmp_path: Path) -> None:
    (problem,) = problems(json_lines(tmp_path, "[" * 100_000))
    assert problem.startswith("1: not a JSON object: ")


@pytest.mark.parametrize("key", ["must_not_say", "masked"])
def test_keys_of_yaml_alone_are_unknown_in_json_lines(tmp_path: Path, key: str) -> None:
    row = {"id": "a", "question": "Who?", "answerable": False, key: ["Ada"]}
    (problem,) = problems(json_lines(tmp_path, json.dumps(row)))
    assert problem.startswith(f"1 (a): unknown key '{key}'")


FAULTS = (
    ("question: Who", "qestion: Who", 2),
    ("lang: en", "lang: 7", 3),
    ("quote: Bob drew", "quote: Bob sang", 4),
    ("quote: Cid", "doc_id: a", 5),
)
CASE = """\
  - id: case-{number}
    question: Who?
    lang: en
    evidence: [{{quote: Bob drew}},
      {{quote: Cid}}]
"""


@settings(deadline=None)
@given(st.lists(st.sets(st.sampled_from(FAULTS)), min_size=1, max_size=5))
def test_each_fault_is_found_on_its_line_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, planted: list[set[tuple[str, str, int]]]
) -> None:
    written, expected = "", []
    for number, faults in enumerate(planted):
        case = CASE.format(number=number)
        for right, wrong, line in faults:
            case = case.replace(right, wrong)
            expected.append(2 + 5 * number + line)
        written += case
    folder = write_suite(tmp_path_factory.mktemp("suite"), f"document: a\ncases:\n{written}")
    lines = [problem.place.line for problem in read_suite(folder).problems]
    assert lines == sorted(expected)


@settings(deadline=None)
@given(
    at=st.integers(0, len(FAULTY)),
    length=st.integers(0, 20),
    text=st.text("[]{}&*!<>|:-,'\"#%@ \n\tax1é\u2028", max_size=8) | st.text(max_size=3),
)
def test_no_edit_of_a_yaml_file_breaks_the_check(
    tmp_path_factory: pytest.TempPathFactory, at: int, length: int, text: str
) -> None:
    cases = FAULTY[:at] + text + FAULTY[at + length :]
    folder = write_suite(tmp_path_factory.mktemp("suite"), CASES)
    (folder / "cases.yaml").write_bytes(cases.encode(errors="surrogatepass"))
    with suppress(InvalidInput):
        assert problems(folder)
