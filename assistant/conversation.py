"""What a question asks when it is read after the turns before it, without a language model."""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.reader.kinds import NAMES
from index.words import STOP_WORDS, fold, words

TURNS_READ = 4
"""How many earlier turns can lend their words to a question."""
QUESTION_READ, ANSWER_READ = 500, 2000
"""Characters of an earlier question and of its answer that are looked at for such words."""
WORDS_LENT = 12
"""How many words and names they lend at most."""

ELLIPSIS = re.compile(
    r"^(?:(?:and|but|so|or|ok|okay)[, ]+)?(?:what|how) about (?P<topic>[^?]+)\??$"
    r"|^(?:and|or|but)[, ]+(?P<bare>(?:in|for|with|to|the|from|by|on)?\s*[^?]{1,60})\??$",
    re.IGNORECASE,
)
VERB_FIRST = re.compile(
    r"^(?:what|who|whom|whose|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|should|may|might)\b",
    re.IGNORECASE,
)
REFERENCE = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|that|these|those|there|both|"
    r"the (?:former|latter|first|second|third|last|other|same)(?: one)?|one|ones|either|neither|"
    r"else|then|so)\b",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"\b\w+ that (?:\w+s|is|are|was|were|has|have|had|can|could|will)\b")
MANY = re.compile(r"\b(?:they|them|their|theirs|both|these|those|either|neither)\b", re.IGNORECASE)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves unsaid taken from the conversation; oldest turn first.

    A question that stands by itself comes back as it is.
    """
    question = " ".join(question.split())
    recent = [
        Turn(turn.question[:QUESTION_READ], turn.answer[:ANSWER_READ])
        for turn in list(history)[-TURNS_READ:]
    ]
    if not recent:
        return question
    before = standalone(recent[-1].question, recent[:-1])
    if topic := _elided(question):
        return _with_topic(before, topic)
    if not _refers_back(question):
        return question
    return f"{question.rstrip('?').rstrip()}? ({_subject(before, recent[-1], question)})"


def _elided(question: str) -> str | None:
    """The topic of "And Nicaragua?" or "What about 2019?", None for a whole question."""
    match = ELLIPSIS.match(question)
    if match is None:
        return None
    topic = str(match.group("topic") or match.group("bare")).strip()
    return None if VERB_FIRST.match(topic) or REFERENCE.fullmatch(topic) else topic


def _with_topic(before: str, topic: str) -> str:
    """The question before, asked of another topic: that takes the place of the last name there,
    of the last that looks like it (an acronym or not) if there are several."""
    asked = before.split(" (")[0].rstrip("?").rstrip()
    bare = re.sub(r"^(?:in|for|with|to|the|from|by|on|at)\s+", "", topic)
    found = names(asked)
    if found and names(f"x {bare}"):
        alike = [name for name in found if _acronym(name) == _acronym(bare)] or found
        start = asked.rfind(alike[-1])
        return f"{asked[:start]}{bare}{asked[start + len(alike[-1]) :]}?"
    return f"{asked}, {topic}?"


def _acronym(name: str) -> bool:
    return any(len(word) > 1 and word.isupper() for word in name.split())


def _refers_back(question: str) -> bool:
    """True for a question that cannot be understood alone."""
    content = [word for word in words(question) if word not in STOP_WORDS]
    if not content or len(words(question)) <= 2:
        return True
    plain = RELATIVE.sub(" ", question)
    match = REFERENCE.search(plain)
    return bool(match and not names(plain[: match.start()]))


def _subject(before: str, turn: Turn, question: str) -> str:
    """The words that say what the conversation is about, as they were written."""
    asked = [
        word
        for word in re.findall(r"[\w’'-]+", before.replace("’s", "").replace("'s", ""))
        if fold(word) not in STOP_WORDS
    ]
    if MANY.search(question) or len(asked) < 2:
        asked += [name for name in names(turn.answer) if name not in asked][:4]
    own = set(words(question))
    lent = dict.fromkeys(word for word in asked if fold(word) not in own)
    return ", ".join(list(lent)[:WORDS_LENT]) or before


def names(text: str) -> list[str]:
    """The capitalised names of a text in order, less words capitalised by position alone."""
    found = []
    for match in NAMES.finditer(text):
        name = re.sub(r"[’']s?$|[.,-]+$", "", match.group())
        opening = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1] in ".!?]"
        first, _, rest = name.partition(" ")
        if opening and (fold(first) in STOP_WORDS or VERB_FIRST.match(first)):
            name = rest
        if name and fold(name) not in STOP_WORDS:
            found.append(name)
    return found
