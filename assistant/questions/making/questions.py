"""Questions that a statement answers, made by moving its words; nothing is guessed."""

from collections.abc import Iterator

from assistant.questions.making.clause import Clause, main_clause
from assistant.questions.making.english import BE, FINITE_BE, HAVE, MODALS, PREPOSITIONS
from assistant.questions.making.names import is_capital, is_name
from assistant.questions.making.numbers import number_questions
from assistant.questions.making.phrases import is_copula, object_phrase
from assistant.questions.making.turning import (
    Draft,
    about,
    according_to,
    inverted,
    question_of,
    question_word,
)
from assistant.questions.making.verbs import form_of

SAYING = frozenset(
    "note argue claim say believe suggest conclude report state write announce estimate warn "
    "think".split()
)
HUMAN = SAYING | frozenset(
    "publish assume criticize propose name marry die sign teach invent compose paint "
    "refuse order reject visit meet ask advise appoint observe discover persuade tell".split()
)
"""What only somebody does."""
FEWEST_LEFT = 3
"""Words that a question for a name has beside the question word and the verb."""


def from_clause(clause: Clause) -> Iterator[Draft]:
    """The questions that a clause answers."""
    yield from _said(clause)
    yield from number_questions(clause)
    yield from _name_questions(clause)
    yield from _object_questions(clause)


def _said(clause: Clause) -> Iterator[Draft]:
    """Asks for what somebody said, by name: "According to Ada, what does the engine weave?"."""
    verb = form_of(clause.verb[-1])
    if verb is None or verb.base not in SAYING or clause.rest[0] != "that" or clause.lead:
        return
    inner = main_clause(clause.rest[1:], "name" if is_capital(clause.rest[1:2]) else "word")
    if inner:
        for draft in (*number_questions(inner), *_object_questions(inner)):
            yield according_to(clause, draft)


def _name_questions(clause: Clause) -> Iterator[Draft]:
    """Asks for the subject, where that is a name: "Who wrote the notes?"."""
    name = about(clause)
    if not name or clause.opening != "name" or "and" in clause.subject:
        return
    if (is_copula(clause) and clause.rest[0] in ("a", "an")) or len(clause.rest) < FEWEST_LEFT:
        return
    verb = form_of(clause.verb[0])
    if clause.verb[0] in ("are", "were", "have") or (verb is not None and verb.form == "base"):
        return
    if clause.rest[0] == "that" and not any(
        word in FINITE_BE | HAVE | MODALS for word in clause.rest[2:]
    ):
        return
    word = question_word(name)
    if word == "Who or what" and verb is not None and verb.base in HUMAN:
        word = "Who"
    question = question_of([word], clause.verb, clause.rest, clause.lead)
    yield Draft("name", question, (name,))


def _object_questions(clause: Clause) -> Iterator[Draft]:
    """Asks for the object: "What did the treaty end?", "What does it focus on?"."""
    turned, phrase = inverted(clause), object_phrase(clause)
    if turned is None or phrase is None:
        return
    front, verb = turned
    word, before = "What", phrase.before
    if before[-1:] in (("in",), ("at",)) and {*phrase.after[:1], *clause.lead[:1]} & PREPOSITIONS:
        return  # "… occur in on …"
    if is_name(phrase.words):
        word = question_word(phrase.text)
        if before == ("in",) and word in ("Who or what", "Which country"):
            word, before = "Where", ()
    question = question_of([word], front, verb, before, phrase.after, clause.lead)
    done = " ".join((_base(clause), *before))
    yield Draft("cloze", question, phrase.answers, about(clause), done)


def _base(clause: Clause) -> str:
    """What is done, in its plain form: "be" for a copula, "be built" for a passive."""
    last = clause.verb[-1]
    if is_copula(clause):
        return "be"
    verb = form_of(last)
    passive = len(clause.verb) > 1 and clause.verb[-2] in BE
    return f"be {last}" if passive else (verb.base if verb else last)
