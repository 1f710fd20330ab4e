"""What a count of mutants brought, as Markdown."""

from collections.abc import Iterator, Sequence

from evals.mutation.count import Share, Trial, shares
from evals.mutation.mutants import KINDS
from evals.mutation.rewordings import WAYS


def to_markdown(trials: Sequence[Trial]) -> str:
    """Tables of what was caught by kind of mutant, and of false alarms by way of rewording.

    A table that would be empty is left out.
    """
    mutated = [trial for trial in trials if trial.origin == "mutant"]
    reworded = [trial for trial in trials if trial.origin == "rewording"]
    written = [trial for trial in trials if trial.origin == "written"]
    tables = (
        share_table("mutants", "caught", shares(mutated, KINDS), [_bases(mutated)]),
        share_table("rewordings", "passed", shares(reworded, WAYS)),
        share_table("faithful statements, by form", "passed", shares(t for t in written if t.true)),
        share_table(
            "unfaithful ones, by change", "caught", shares(t for t in written if not t.true)
        ),
    )
    return "\n".join(filter(None, tables))


def missed(trials: Sequence[Trial], label: str) -> Iterator[str]:
    """The trials of a label, or all of them for "all", in which the check was wrong: as text."""
    for trial in trials:
        if not trial.right and label in (trial.label, "all"):
            kind = "false alarm" if trial.true else "missed"
            yield f"{kind}: {trial.label} {trial.change}".rstrip()
            yield f"  says:  {trial.says}"
            yield f"  cited: {' | '.join(' '.join(words.split()) for words in trial.cited)}"
            yield from (f"  fault: {fault}" for fault in trial.faults)


def share_table(
    title: str, right: str, rows: Sequence[Share], notes: Sequence[str] = ()
) -> str | None:
    """A table of shares with their intervals; None where the last row counts nothing."""
    if not rows[-1].count:
        return None
    lines = [f"| {title} | count | {right} | share | 95% interval |", "|---|--:|--:|--:|--:|"]
    for row in rows:
        low, high = row.interval
        shown = f"{row.value:.1%} | {low:.1%} – {high:.1%}"
        lines.append(f"| {row.label} | {row.count} | {row.right} | {shown} |")
    return "\n".join([*lines, "", *(f"{note}\n" for note in notes)])


def _bases(mutated: Sequence[Trial]) -> str:
    """How the mutants of each base fared, in a line."""
    parts = []
    for base, name in (
        ("sentence", "sentences"), ("rewording", "rewordings"), ("written", "written statements"),
    ):  # fmt: skip
        share = shares(trial for trial in mutated if trial.base == base)[-1]
        if share.count:
            parts.append(f"of {name} {share.right} of {share.count} ({share.value:.1%})")
    return "Caught: " + ", ".join(parts) + "."
