"""Mutants of two cited sentences: what one says of its subject, said of the other's."""

from evals.mutation.edits import Edit, applied
from evals.mutation.english.names import Name
from evals.mutation.english.verbs import FORMS
from evals.mutation.mutants.swaps import NOT_A_VERB
from evals.mutation.pool import Pool
from evals.mutation.said import Said, said


def across(one: str, other: str, pool: Pool) -> str | None:
    """The other sentence with the name of the one's subject in place of its own; None where one
    of them begins with no name before a verb, or both are about the same."""
    first, second = said(one, (one, other), pool), said(other, (one, other), pool)
    here, there = _subject(first), _subject(second)
    if here is None or there is None or here.sort != there.sort:
        return None
    shared = set(here.text.split()) & set(there.text.split())
    if shared or here.text in other or there.text in one:
        return None
    return applied(other, Edit(there.start, there.end, here.text))


def _subject(said: Said) -> Name | None:
    """The name that a sentence begins with, right before its verb."""
    for name in said.names:
        if name.start == 0 and name.sort in ("person", "organisation", "place", "acronym"):
            following = said.text[name.end :].split()[:1]
            verb = following and (following[0] in FORMS or following[0] in ("is", "was", "has"))
            if verb and following[0] not in NOT_A_VERB:
                return name
    return None
