"""A question as it reads after the turns before it, without a language model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.conversation import grammar
from assistant.conversation.antecedents import choose, topic
from assistant.conversation.ellipsis import (
    NEW_TOPIC,
    REMARK,
    completed,
    continued,
    correction,
    fragment,
    is_question,
    is_simple,
)
from assistant.conversation.mentions import Mention, answered, asked
from assistant.conversation.phrases import Phrase, phrases
from assistant.conversation.references import Points, Reference, references
from assistant.conversation.tokens import Word, tokens
from index.words import STOP_WORDS, content_stems, content_words

TURNS_READ = 8
"""How many earlier turns are read."""
QUESTION_READ = 500
"""Characters of an earlier question that are read."""
MOST_LEANING = 2
"""Content words of the longest question without a name that is taken for a part of the topic."""
DEFINITION = re.compile(r"(?:what|who) (?:is|are|was|were) (?:an? )?(?!the\b)[\w’'-]+s?\W*$", re.I)
LONGEST_PUT = 80
"""Characters of the longest words that are put in."""
WORDS_LENT = 12
"""How many words the question before lends at most."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as read.

    `text` is the whole question as a person would ask it alone. `lent` are words of the question
    before it, for a question that goes on with the same topic: no part of what is asked, but they
    tell the sentences that are meant from others. `put` are the words put into it. `before` is the
    turn before, its question as read, where the question goes on with the same topic: what answers
    it is likely to stand near what answered that one. `new` is the question that is asked now where
    `text` joins it to the one before, which needs no second answer.
    """

    text: str
    lent: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    before: Turn | None = None
    new: str = ""

    @property
    def asked(self) -> str:
        """What is to be answered."""
        return self.new or self.text

    @property
    def query(self) -> str:
        """What to search for."""
        return f"{self.asked} ({', '.join(self.lent)})" if self.lent else self.asked


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves unsaid taken from the conversation; oldest turn first.

    A question that stands by itself comes back as it is.
    """
    return understand(question, history).text


def understand(question: str, history: Sequence[Turn]) -> Understood:
    """The question as it reads after the turns before it; oldest turn first."""
    mentions: list[Mention] = []
    recent = list(history)[-TURNS_READ:]
    before = ""
    for turn, past in enumerate(recent):
        read = _read(past.question[:QUESTION_READ], mentions, turn, before)
        before = read.text
        told = answered(past.question, past.answer, turn)
        mentions += [*asked(read.text, turn, read.put, bool(told)), *told]
    read = _read(question, mentions, len(recent), before)
    goes_on = bool(recent) and bool(read.lent or read.put)
    return replace(read, before=Turn(before, recent[-1].answer)) if goes_on else read


def _read(question: str, mentions: Sequence[Mention], now: int, before: str) -> Understood:
    """A question after `now` turns, which spoke of `mentions`; the last of them asked `before`."""
    question = " ".join(question.split())
    if not before or not question:
        return Understood(question)
    new = NEW_TOPIC.match(question)
    if new and new.end() < len(question):
        return Understood(question[new.end() :])
    part = correction(question)
    if part is not None and is_question(part):
        question, part = f"{part[0].upper()}{part[1:]}?", None
    part = part or fragment(question)
    if part is not None:
        filled, put = _filled(part, mentions, now)
        text = completed(before, filled)
        if text == continued(before, filled):
            return _joined(before, filled, (filled, *put))
        if put and content_stems(text) == content_stems(before):
            text = f"What about {filled}?"  # of two that were asked about together, the one
        return Understood(text, put=(filled, *put))
    opening = REMARK.match(question)
    plain = (question[opening.end() :] if opening else "") or question
    text, put = _filled(plain, mentions, now)
    if not put and _speaks_of_all(plain) and is_simple(before):
        return _joined(before, plain, (before,))
    if not put and _leans(plain) and (about := topic(_apart(plain, mentions))):
        text = f"{plain.rstrip('?.! ')}? ({_called(about)})"
    if text != plain:
        return Understood(text[0].upper() + text[1:], _lent(text, before), put)
    return Understood(question, _lent(question, before) if _goes_on(question, mentions) else ())


def _joined(before: str, question: str, put: tuple[str, ...]) -> Understood:
    """A question that says nothing without the one before: its answer is what is said now."""
    new = f"{question[0].upper()}{question[1:].rstrip('?.! ')}?"
    return Understood(continued(before, question), _lent(question, before), put, new=new)


def _speaks_of_all(question: str) -> bool:
    """True where "this" or "that" stands for what was just said as a whole."""
    return any(r.points is Points.THIS for r in references(question))


def _lent(text: str, before: str) -> tuple[str, ...]:
    """The words that say what the question before was about, less those that a text has."""
    own = content_stems(text)
    empty = grammar.CLOSED | grammar.LIGHT_NOUNS
    words = [
        w for w in content_words(before) if len(w) > 1 and content_stems(w) - own and w not in empty
    ]
    return tuple(words[:WORDS_LENT])


def _goes_on(question: str, mentions: Sequence[Mention]) -> bool:
    """True for a whole question about a name that was spoken of."""
    said = frozenset[str]().union(*(m.phrase.words for m in mentions if m.phrase.named))
    return any(p.named and (p.words & said) - STOP_WORDS for p in phrases(question))


def _filled(question: str, mentions: Sequence[Mention], now: int) -> tuple[str, tuple[str, ...]]:
    """With pointing words replaced by what they mean; of several that mean the same, the first."""
    chosen: dict[str, tuple[Reference, Mention]] = {}
    for reference in references(question):
        mention = choose(reference, mentions, now)
        if mention is not None and _adds(reference, mention, question):
            chosen.setdefault(mention.phrase.text, (reference, mention))
    text = question
    for reference, mention in sorted(chosen.values(), key=lambda c: -c[0].start):
        text = text[: reference.start] + _form(reference, mention) + text[reference.end :]
    return text, tuple(chosen)


def _adds(reference: Reference, mention: Mention, question: str) -> bool:
    """True where putting the words in tells more than the question does."""
    put = mention.phrase.text
    if reference.points is Points.THIS or len(put) > LONGEST_PUT:
        return False
    loose = reference.points is Points.NOUN and not reference.demonstrative
    if loose and mention.answer and not mention.phrase.named:
        return False  # "the trade" need not be that of a passing remark
    return put.lower().removeprefix("the ") not in question.lower()


def _leans(question: str) -> bool:
    """True for a question that cannot be understood alone: it points back, or names nothing."""
    if any(r.points is not Points.NOUN or r.demonstrative for r in references(question)):
        return True
    row = phrases(question)
    if any(p.named for p in row) or DEFINITION.match(question):
        return False
    told = [p for p in row if p.owner and not p.definite and p.noun not in grammar.LIGHT_NOUNS]
    return (
        not told
        and not any(_stands_alone(question, p) for p in row)
        and len(content_stems(question)) <= MOST_LEANING
    )


def _stands_alone(question: str, phrase: Phrase) -> bool:
    """True for what needs no more to be known: "my subscription", "the refund policy"."""
    if phrase.determiner in grammar.OWN:
        return True
    nouns = [
        # after an article "refund" is a noun, which by itself is taken for a verb
        t.kind is Word.NOUN or (t.kind is Word.VERB and not t.text.endswith(("ed", "ing")))
        for t in tokens(phrase.text)
    ]
    return phrase.determiner in grammar.ARTICLES and len(nouns) > 1 and all(nouns)


def _apart(question: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Without what a question names another of: "the maximum speed" for "the minimum speed"."""
    told = [r for r in references(question) if r.points is Points.NOUN]
    return [
        m
        for m in mentions
        if not any(r.noun == m.phrase.noun and not r.kind <= m.phrase.words for r in told)
    ]


def _form(reference: Reference, mention: Mention) -> str:
    text = _called(mention)
    if reference.noun == "one":
        return f"of {text}"
    if reference.points is Points.THERE:
        return f"in {text}"
    if reference.possessive:
        return f"{text}’" if mention.phrase.plural and text.endswith("s") else f"{text}’s"
    return text


def _called(mention: Mention) -> str:
    text = mention.phrase.text
    bare = mention.phrase.determiner and not text.lower().startswith("the ")
    return f"the {text}" if bare else text
