"""A statement turned into a question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.questions.making.clause import Clause, joined
from assistant.questions.making.english import BE, DO, FINITE_BE, HAVE, MODALS
from assistant.questions.making.kinds import kind_of
from assistant.questions.making.names import is_name
from assistant.questions.making.verbs import form_of, is_participle

Kind = Literal["cloze", "number", "name", "definition"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A question with short forms of its answer. `about` is its subject, where that is a name;
    `verb` what is done to the thing that a `cloze` asks for: "focus on", "seek to build"."""

    kind: Kind
    question: str
    answers: tuple[str, ...]
    about: str = ""
    verb: str = ""


def question_of(*parts: Sequence[str]) -> str:
    """Words as a question: a capital first, a question mark last."""
    text = joined([word for part in parts for word in part]).rstrip(",;:")
    return f"{text[:1].upper()}{text[1:]}?"


def stated(clause: Clause) -> tuple[str, ...]:
    """Subject and verb in the order of a statement."""
    return (*clause.subject, *clause.verb)


def inverted(clause: Clause) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Auxiliary and subject, then what stays of the verb: ("did", "Ada") and ("write",)."""
    first, *others = clause.verb
    lower, subject = first.lower(), clause.inner_subject
    has_more = bool(others) and (others[0] in BE | HAVE or is_participle(others[0]))
    if lower in FINITE_BE | MODALS | DO or (lower in HAVE and has_more):
        return (lower, *subject), tuple(others)
    if lower in HAVE:
        helper = {"has": "does", "have": "do", "had": "did"}[lower]
        return (helper, *subject), ("have", *others)
    verb = form_of(first)
    helper = {"third": "does", "past": "did", "base": "do"}.get(verb.form, "") if verb else ""
    return ((helper, *subject), (verb.base, *others)) if verb and helper else None


def about(clause: Clause) -> str:
    """The subject, where it is a name."""
    return " ".join(clause.inner_subject) if is_name(clause.inner_subject) else ""


def question_word(name: str) -> str:
    """The word that asks for a name of that kind."""
    kind = kind_of(name)
    if kind == "unknown":
        return "What" if name.lower().startswith("the ") else "Who or what"
    return {"person": "Who", "people": "Who", "country": "Which country"}.get(kind, "What")


def according_to(clause: Clause, draft: Draft) -> Draft:
    """The question for something that somebody is said to have said."""
    who = joined(clause.inner_subject)
    question = f"According to {who}, {draft.question[:1].lower()}{draft.question[1:]}"
    return replace(draft, question=question)
