"""Questions as a language model understands them: follow-ups put in full, other words to search.

What a model says of a question only changes what is searched for, never what counts as an answer.
"""

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.assigning import Signs
from assistant.language import language_of
from assistant.writer import prompts
from assistant.writer.asking import Helping
from assistant.writer.failures import ModelFailed
from assistant.writer.history import recent
from assistant.writer.model import ChatModel
from index.words import content_stems, fold, stem, words

SHARE = 8
"""A model that takes more than this part of an answer's time to understand a question is not waited
for; it is asked at most twice."""
LIKE = 3
"""Letters that a name has in common with its translation."""
LONGEST = 400
"""Characters of the longest question that is taken from a model."""
MOST_WORDS = 8
LANGUAGES = {"en": "English"}
NAME = re.compile(r"(?<!^)(?<![.!?]\s)\b[A-Z][\w’'-]+|\d+")
LABEL = re.compile(r"^\W*(?:(?:standalone|rewritten|last)? ?question|query)\s*:\s*", re.IGNORECASE)


def in_full(
    model: ChatModel,
    question: str,
    history: Sequence[Turn],
    reads: Sequence[str],
    seconds: float,
    helping: Helping,
) -> Signs[str | None]:
    """The question as the model puts it, to be understood without the conversation before it, in
    the language that the documents are searched in; `reads` are the codes of those, `seconds` the
    time that it may take; what it costs goes to `helping`.

    None where there is nothing to put, where the model fails or leaves the question as it is, and
    where what it says cannot be the question: more than one line, with names and numbers that
    nobody has said, an earlier question, or without the question's own words. The last turns of the
    conversation are told, as far as there is room.
    """
    foreign = is_foreign(question, reads)
    past = recent(history, model.context)
    if not past and not foreign:
        return None
    language = LANGUAGES.get(reads[0], "English") if reads else "the language of the question"
    try:
        asked = prompts.rewriting(question, past, language)
        said = yield from helping.ask("rewriting", model, asked, seconds)
    except ModelFailed:
        return None
    put = LABEL.sub("", said.strip()).strip(' "“”')
    if not put or "\n" in put or len(put) > LONGEST:
        return None
    if foreign:
        return put if _keeps_names(put, question, history) else None
    if _said_before(put, question, history) and _still_asks(put, question, history):
        return put
    return None


def _keeps_names(put: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether a translated question has no number that nobody said, and a name of the question
    if that has any: those of one thing mostly begin alike, "Noruega" and "Norway"."""
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in history)])
    numbers = [set(re.findall(r"\d+", text)) for text in (put, said)]
    names = [fold(name)[:LIKE] for name in NAME.findall(question) if not name[0].isdigit()]
    begins = {word[:LIKE] for word in words(put)}
    return numbers[0] <= numbers[1] and (not names or bool(begins & set(names)))


def is_foreign(question: str, reads: Sequence[str]) -> bool:
    """Whether a question is in a language that the documents are not searched in."""
    spoken = language_of(question)
    return bool(reads) and spoken is not None and spoken.code not in reads


def other_words(
    model: ChatModel, question: str, reads: Sequence[str], seconds: float, helping: Helping
) -> Signs[str]:
    """Other words that a text which answers may use; "" where the model has none or fails."""
    language = LANGUAGES.get(reads[0], "English") if reads else "the language of the question"
    try:
        asked = prompts.expansion(question, language)
        said = yield from helping.ask("expansion", model, asked, seconds)
    except ModelFailed:
        return ""
    line = said.strip().split("\n")[0][:LONGEST]
    known = content_stems(question)
    new = [word for word in dict.fromkeys(words(line)) if stem(word) not in known]
    return " ".join(new[:MOST_WORDS])


def _still_asks(put: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether the question as put is neither one that was asked before nor another one: of the
    words of meaning of a question one may be gone, as "band" is where it is named."""
    if words(put) in [words(one) for one in (question, *(turn.question for turn in history))]:
        return False
    own = content_stems(question)
    gone = own - content_stems(put)
    return not gone or (len(gone) == 1 and len(own) > 1)


def _said_before(put: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether all names and numbers of the question as put were said, and most of its words."""
    everything = " ".join([question, *(f"{t.question} {t.answer}" for t in history)])
    known = content_stems(everything)
    named = {stem(word) for name in NAME.findall(put) for word in words(name)}
    new = content_stems(put) - known
    return not (named & new) and len(new) <= 1
