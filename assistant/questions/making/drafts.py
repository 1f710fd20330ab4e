"""The questions that one sentence answers by itself, made by moving its words."""

import re
from itertools import pairwise

from assistant.questions.making.clause import Clause, main_clause, relative_clause, tokens_of
from assistant.questions.making.definitions import definition_questions
from assistant.questions.making.names import Names
from assistant.questions.making.plain import plain
from assistant.questions.making.questions import from_clause
from assistant.questions.making.turning import Draft
from index.words import content_stems, stem

SHORTEST_QUESTION, LONGEST_QUESTION = 3, 30
ASKING = frozenset(
    stem(word) for word in "country year percentage many much stand fill blank according".split()
)
"""Words of a question that need not stand in its evidence."""
LIGHT = frozenset(
    stem(word)
    for word in "make makes made have has had take took taken give gave become became".split()
)
"""Verbs that tell little of what is asked."""
VAGUE_HEADS = frozenset(
    """
    study studies participants patients authors results findings data experiment experiments sample
    samples method methods analysis analyses section chapter paper report survey subjects group
    groups problem problems model models approach people things process system case cases test tests
    reason reasons example examples work author question questions article team event events
    """.split()
)
"""What every text calls its own."""
LEANING = frozenset(
    "similar different current preceding further each every additional overall most many some "
    "several few all recent new subsequent various much half".split()
)
"""Words that begin a subject which is clear only where it stands."""


def drafts_of(sentence: str, names: Names, *, alone: bool) -> list[Draft]:
    """The questions that a sentence answers; none for one that leans on others.

    `names` are those of its document. Where that is `alone` in its folder, "the region" may be
    understood; among others it is not.
    """
    text = plain(sentence)
    if text is None:
        return []
    tokens = tokens_of(text)
    main = main_clause(tokens, names.opening(tokens))
    clauses = [c for c in (main, relative_clause(tokens)) if c and is_clear(c, alone=alone)]
    drafts = [draft for clause in clauses for draft in from_clause(clause)]
    return [*drafts, *definition_questions(sentence, tokens, main, names)]


def is_clear(clause: Clause, *, alone: bool) -> bool:
    """False for a subject that a stranger to the text cannot make out ("the study")."""
    subject = [word.lower() for word in clause.subject]
    named = any(_names_something(word) for word in clause.inner_subject)
    if named:
        return True
    if subject[0] in LEANING or set(subject) & VAGUE_HEADS:
        return False
    every = (*clause.rest, *clause.lead)
    return subject[0] != "the" or (alone and any(_names_something(word) for word in every))


def _names_something(word: str) -> bool:
    return bool(re.search(r"[A-Z]", word)) or word[:1].isdigit()


def is_sound(draft: Draft) -> bool:
    """False for a question that is misshapen, or that gives its own answer away."""
    question = draft.question
    spoken = question.lower().rstrip("?").split()
    if not SHORTEST_QUESTION <= len(spoken) <= LONGEST_QUESTION:
        return False
    if any(one == other and one != "that" for one, other in pairwise(spoken)):
        return False
    texts = (question, *draft.answers)
    if any(text.count('"') % 2 or text.count("“") != text.count("”") for text in texts):
        return False
    if any(len(answer) == 1 and not answer.isdigit() for answer in draft.answers):
        return False
    asked, told = content_stems(question), content_stems(min(draft.answers, key=len))
    if told and told <= asked:
        return False
    fewest = {"definition": 1, "name": 3}.get(draft.kind, 2)
    return len(asked - ASKING - LIGHT) >= fewest
