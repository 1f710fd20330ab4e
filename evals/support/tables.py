"""The figures as Markdown."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from evals.metrics.judged import auroc as areas
from evals.support.scoring import Scored
from evals.support.seeded import Seeded

WAYS = ("similarity", "checks", "checks + similarity", "model", "checks + model")
LEAST_SIMILARITY = 0.65
"""The least similarity beside the checks; set before any figure was seen."""
SWAPS = ("place", "name", "speaker", "swap")
"""Kinds of change that put another person or thing in a statement."""

Judged = Sequence[tuple[Seeded, Scored]]


def claims_table(judged: Mapping[str, Sequence[tuple[bool, Scored]]], trained: set[str]) -> str:
    """AUROC of every way on the held-back claims of each set, and on all of them in each of the
    two groups: sets of which other claims were trained on, and those of which none were."""
    lines = [f"| claims | supported / not | {' | '.join(WAYS)} |", "|---|--:|" + "--:|" * len(WAYS)]
    groups = {name: list(rows) for name, rows in judged.items()}
    known = [row for name, rows in judged.items() if name in trained for row in rows]
    other = [row for name, rows in judged.items() if name not in trained for row in rows]
    groups |= {"all of the sets trained on": known, "all of the others": other}
    for name, rows in groups.items():
        right = [supported for supported, _ in rows]
        if len(set(right)) < 2:
            continue
        cells = [f"{auroc(right, [one.by_way[way] for _, one in rows]):.3f}" for way in WAYS]
        lines.append(f"| {name} | {sum(right)} / {len(right) - sum(right)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def auroc(right: Sequence[bool], scores: Sequence[float]) -> float:
    """The chance that what is supported scores higher than what isn't, ties half."""
    [area] = areas(np.array(scores), np.array(right), np.ones((1, len(right))))
    return float(area)


def caught_table(judged: Judged) -> str:
    """What is caught of what is not supported, by kind, and lost of what is, by each of three."""
    lines = ["| not supported | count | checks | checks + similarity | checks + model |",
             "|---|--:|--:|--:|--:|"]  # fmt: skip
    wrong = [one for one in judged if not one[0].supported]
    for kind in sorted({seeded.kind for seeded, _ in wrong}):
        lines.append(_row(kind, [one for one in wrong if one[0].kind == kind]))
    swaps = [one for one in wrong if one[0].kind.rsplit(" ", 1)[-1] in SWAPS]
    lines.append(_row("**names and speakers exchanged**", swaps))
    lines.append(_row("**all**", wrong))
    lines += ["", "| supported | count | lost: checks | checks + similarity | checks + model |",
              "|---|--:|--:|--:|--:|"]  # fmt: skip
    right = [one for one in judged if one[0].supported]
    for kind in sorted({seeded.kind for seeded, _ in right}):
        lines.append(_row(kind, [one for one in right if one[0].kind == kind]))
    lines.append(_row("**all but verbatim**", [o for o in right if o[0].kind != "verbatim"]))
    lines.append(_row("**all**", right))
    return "\n".join(lines) + "\n"


def thresholds_table(judged: Judged) -> str:
    """For thresholds of the model and of similarity, beside the checks: what is caught and lost."""
    lines = ["| least | model: caught | lost | similarity: caught | lost |",
             "|--:|--:|--:|--:|--:|"]  # fmt: skip
    wrong = [one for seeded, one in judged if not seeded.supported]
    right = [one for seeded, one in judged if seeded.supported and seeded.kind != "verbatim"]
    for least in np.arange(0.02, 1.0, 0.02):
        cells = [
            f"{np.mean([not (one.passes and getattr(one, way) >= least) for one in group]):.1%}"
            for way in ("support", "similarity")
            for group in (wrong, right)
        ]
        lines.append(f"| {least:.2f} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _row(name: str, rows: Judged) -> str:
    cells = list(_flagged([one for _, one in rows]))
    return f"| {name} | {len(rows)} | {' | '.join(cells)} |"


def _flagged(rows: Sequence[Scored]) -> Iterator[str]:
    for flags in (
        [not one.passes for one in rows],
        [not one.passes or one.similarity < LEAST_SIMILARITY for one in rows],
        [not one.passes or one.support < one.least for one in rows],
    ):
        yield f"{np.mean(flags):.1%}" if flags else "–"
