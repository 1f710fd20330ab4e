"""Mutants: statements that say one thing other than the words they cite."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from evals.mutation.edits import Edit, applied, fluent, turned
from evals.mutation.mutants.comparison import comparison_edits
from evals.mutation.mutants.dates import date_edits
from evals.mutation.mutants.entities import name_edits, place_edits
from evals.mutation.mutants.limits import bound_edits, period_edits, sign_edits
from evals.mutation.mutants.negation import added_edits, dropped_edits
from evals.mutation.mutants.numbers import number_edits
from evals.mutation.mutants.overclaims import condition_edits, hedge_edits, quantifier_edits
from evals.mutation.mutants.quotations import quotation_edits
from evals.mutation.mutants.speakers import speaker_edits
from evals.mutation.mutants.swaps import swap_edits
from evals.mutation.mutants.units import unit_edits
from evals.mutation.pool import Pool
from evals.mutation.said import Said, said

Kind = Literal[
    "number", "unit", "date", "name", "place", "speaker", "negation-dropped", "negation-added",
    "swap", "quotation", "comparison", "sign", "bound", "period", "hedge", "condition",
    "quantifier",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

MOST = 2
"""Mutants of one kind that a statement gives at most, so that long ones do not outweigh others."""

MAKERS: dict[Kind, Callable[[Said], Iterator[Edit]]] = {
    "number": number_edits,
    "unit": unit_edits,
    "date": date_edits,
    "name": name_edits,
    "place": place_edits,
    "speaker": speaker_edits,
    "negation-dropped": dropped_edits,
    "negation-added": added_edits,
    "swap": swap_edits,
    "quotation": quotation_edits,
    "comparison": comparison_edits,
    "sign": sign_edits,
    "bound": bound_edits,
    "period": period_edits,
    "hedge": hedge_edits,
    "condition": condition_edits,
    "quantifier": quantifier_edits,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """`text` is the statement with `was` replaced by `now` in one place."""

    kind: Kind
    text: str
    was: str
    now: str


def mutants(statement: str, cited: Sequence[str], pool: Pool) -> Iterator[Mutant]:
    """Mutants of a statement that is true of the cited words, up to MOST of each kind.

    Each changes one thing, reads like English and is no longer what the cited words say. The
    same arguments give the same mutants. Where a change might leave the statement true, or
    break its grammar, none is made.
    """
    setting = said(statement, cited, pool)
    for kind, maker in MAKERS.items():
        made: dict[str, Mutant] = {}
        for edit in maker(setting):
            edit = fluent(statement, edit)
            text = applied(statement, edit)
            if " ".join(text.split()) != " ".join(statement.split()):
                was = statement[edit.start : edit.end]
                made.setdefault(text, Mutant(kind, text, was, edit.now))
        yield from turned(made.values(), statement, kind)[:MOST]
