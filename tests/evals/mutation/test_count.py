"""What a check catches and where it errs is counted right."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.mutation.__main__ import main
from evals.mutation.correct import Correct
from evals.mutation.count import Share, Trial, shares, trials_of, trials_of_written
from evals.mutation.pool import Pool
from evals.mutation.statements import Labelled
from evals.mutation.tables import missed, to_markdown
from tests.evals.samples import write_suite

SAYS = "In 1890, Bob drew 11 maps."
ONE = Correct("a.txt:0", SAYS, (SAYS,))


def never(statement: str, cited: Sequence[str]) -> Sequence[str]:
    """Finds nothing wrong with anything."""
    return ()


def always(statement: str, cited: Sequence[str]) -> Sequence[str]:
    """Finds something wrong with everything."""
    return ("wrong",)


def literal(statement: str, cited: Sequence[str]) -> Sequence[str]:
    """Finds every other wording wrong."""
    return () if statement in cited else ("other words",)


def test_check_that_never_complains_misses_every_mutant() -> None:
    trials = list(trials_of(ONE, Pool(), never))
    assert {trial.origin for trial in trials} == {"mutant", "rewording"}
    assert all(trial.right == (trial.origin == "rewording") for trial in trials)
    assert {trial.base for trial in trials if trial.origin == "mutant"} == {"sentence", "rewording"}


def test_what_is_complained_of_without_cause_is_not_mutated() -> None:
    trials = list(trials_of(ONE, Pool(), always))
    assert {trial.origin for trial in trials} == {"rewording"}
    assert not any(trial.right for trial in trials)


def test_rewordings_of_a_sentence_are_mutated_too() -> None:
    bases = {t.base for t in trials_of(ONE, Pool(), literal) if t.origin == "mutant"}
    assert bases == {"sentence"}
    reworded = [t for t in trials_of(ONE, Pool(), never) if t.base == "rewording"]
    assert reworded
    assert not any(trial.says.startswith("In 1890, Bob drew 11") for trial in reworded)


def test_written_statement_that_is_faithful_is_mutated_and_a_false_one_is_not() -> None:
    true = Labelled("a", "Bob drew 11 maps in 1890.", (SAYS,), True, "order")
    false = Labelled("b", "Bob drew 12 maps.", (SAYS,), False, "number")
    kinds = [trial.origin for trial in trials_of_written(true, Pool(), never)]
    assert kinds[0] == "written"
    assert set(kinds[1:]) == {"mutant"}
    (only,) = trials_of_written(false, Pool(), never)
    assert (only.origin, only.label, only.right) == ("written", "number", False)


def trial(label: str, *, true: bool, faults: tuple[str, ...] = ()) -> Trial:
    return Trial("It is.", ("It is.",), true, "written", label, faults)


def test_share_counts_right_trials_by_label_and_in_all() -> None:
    trials = [
        trial("b", true=True),
        trial("a", true=True, faults=("wrong",)),
        trial("a", true=False, faults=("wrong",)),
    ]
    assert [(s.label, s.count, s.right) for s in shares(trials, ["b", "c", "a"])] == [
        ("b", 1, 1),
        ("a", 2, 1),
        ("all", 3, 2),
    ]


def test_interval_is_wilsons() -> None:
    # Wilson (1927) for 8 of 10: 0.490 to 0.943.
    low, high = Share("x", 10, 8).interval
    assert (low, high) == (pytest.approx(0.490, abs=0.001), pytest.approx(0.943, abs=0.001))
    assert Share("x", 0, 0).interval == (0.0, 1.0)
    assert Share("x", 5, 5).interval[1] == pytest.approx(1.0)


def test_tables_say_what_was_caught_and_what_passed() -> None:
    text = to_markdown(list(trials_of(ONE, Pool(), never)))
    assert "| mutants | count | caught | share | 95% interval |" in text
    assert "| verbatim | 1 | 1 | 100.0% |" in text
    assert "Caught: of sentences 0 of" in text
    assert "faithful statements" not in text


def test_missed_mutants_are_listed_with_what_they_cite() -> None:
    lines = list(missed(list(trials_of(ONE, Pool(), never)), "number"))
    assert lines[0].startswith("missed: number '11' → ")
    assert lines[2] == f"  cited: {SAYS}"
    assert list(missed(list(trials_of(ONE, Pool(), never)), "swap")) == []


def test_command_counts_a_suite_and_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = write_suite(tmp_path)
    assert main([str(suite), str(suite / "docs"), "--limit", "1"]) == 0
    out, _ = capsys.readouterr()
    assert "| mutants | count | caught |" in out
    assert "| verbatim | 2 | 2 | 100.0% |" in out


def test_command_counts_written_statements(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = write_suite(tmp_path)
    file = tmp_path / "statements.yaml"
    file.write_text(
        "document: a.txt\nstatements:\n  - id: one\n    form: passive\n"
        "    cites: [Ada wrote the notes.]\n    says: The notes were written by Ada.\n"
        "    faithful: true\n"
    )
    assert main(["--statements", str(file), str(suite / "docs"), "--show", "all"]) == 0
    assert "| faithful statements, by form | count | passed |" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["a", "--limit", "0"], ["a", "--show", "nothing"]])
def test_command_refuses_what_it_cannot_count(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(arguments)
    assert refused.value.code == 2
    assert capsys.readouterr().out == ""


def test_command_names_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nothing")]) == 2
    error = capsys.readouterr().err
    assert "nothing" in error
    assert len(error.splitlines()) == 1
