"""Fixed replies to small talk, to questions about the assistant itself and what it holds, and to
instructions."""

import re
from collections.abc import Callable, Sequence

from assistant.answer import Turn
from assistant.instructions import instructs
from index.catalog import DocumentEntry

GREETING = (
    r"(?:hi+|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|"
    r"¡?hola|buen[oa]s (?:días|dias|tardes|noches)|bonjour|salut|bonsoir|hallo|guten (?:tag|morgen|"
    r"abend)|ol[áa]|bom dia|ciao|привет|здравствуйте|добрый (?:день|вечер))"
    r"(?: (?:there|all|again))?"
)
THANKS = (
    r"(?:(?:ok(?:ay)? )?(?:many )?(?:thanks?|thank you|thx|ty|cheers|gracias|merci|danke|"
    r"obrigad[oa]|grazie|спасибо)(?: (?:so|very) much| a lot| you)?(?: (?:for|that)[\w ]{0,30})?)"
)
PRAISE = r"(?:ok(?:ay)?|great|good|nice|cool|perfect|well done|got it|i see|wow|awesome)"
FAREWELL = r"(?:(?:good ?)?bye(?: bye)?|see you(?: later)?|farewell|adi[óo]s|au revoir|tsch[üu]ss)"
HOW_ARE_YOU = r"(?:how are you(?: doing)?(?: today)?|how is it going|what's up|whats up|sup)"
ABILITIES = (
    r"(?:(?:so )?(?:who|what) are you|what (?:can|do|could) you (?:do|know)(?: (?:here|for me))?|"
    r"what (?:can|could) i ask(?: (?:here|you))?|"
    r"how (?:do|can) (?:you work|i use you)|help|test|what(?: is|'s|s) your name)"
)
POINTING = (
    r"(?:what (?:can|could) i do(?: (?:here|with (?:this|it)))?|"
    r"how (?:do(?:es)?|can) (?:(?:this|it) work|i use (?:this|it))|what is this(?: page| site)?)"
)
"""Asks about the assistant at the beginning; later about what was spoken of."""
DOUBT = (
    r"(?:(?:oh )?(?:really|seriously)|are you (?:really |quite |absolutely )?(?:sure|certain)"
    r"(?: (?:about|of) (?:that|this|it))?|(?:is|was) (?:that|this) (?:really )?"
    r"(?:true|right|correct|so))"
)
MACHINE = (
    r"(?:are you (?:a |an )?(?:bot|robot|human|person|ai|real|machine|chatgpt|llm|language model)|"
    r"who (?:made|built|created|wrote) you|"
    r"(?:what|which) (?:language )?model (?:are you|do you use))"
)
FILES = r"(?:documents?|files?|sources?|texts?)"
HOLDINGS = (
    rf"(?:(?:what|which) {FILES} (?:do you (?:have|know|use|hold)|are (?:there|here|indexed))|"
    rf"(?:list|show)(?: me)? (?:the |your |all )*{FILES}|"
    rf"how many {FILES} (?:are there|do you (?:have|know)|are indexed))"
)
LISTED = 10
LONGEST_TITLE = 80

HELLO = "Hello. Ask me something about the documents; I answer in their own words."
WELCOME = "You're welcome."
GLAD = "Good. Ask on whenever you like."
GOODBYE = "Goodbye."
ABOUT = (
    "I answer questions from the documents here, sentence by sentence, each with a footnote to "
    "the exact words. Where the documents don't say, I say so."
)
SHOWN = (
    "I can't judge whether what the documents say is true; I only show it. The footnotes of an "
    "answer lead to the exact words: read them where they stand."
)
ONLY_ANSWERS = (
    "I only answer questions, with what the documents here say; I follow no other instructions."
)
PROGRAM = (
    "I am a program that finds sentences in the documents here and quotes them; nothing I show "
    "was written by a language model."
)
WRITTEN = (
    "I am a program that finds sentences in the documents here. The language model {model} writes "
    "answers from them, and each sentence of it is checked against what it cites."
)
TOO_MANY = (
    "There are {n:,} documents, too many for one answer about all. Name one, or choose one in the "
    "list: {titles}."
)

REPLIES = (
    (GREETING, HELLO),
    (HOW_ARE_YOU, HELLO),
    (THANKS, WELCOME),
    (PRAISE, GLAD),
    (FAREWELL, GOODBYE),
    (ABILITIES, ABOUT),
    (DOUBT, SHOWN),
)
OPENING = (POINTING, ABOUT)
POLITE = re.compile(
    rf"(?:(?:{GREETING}|{THANKS}|{PRAISE}|footnote)(?:\s*[,.!;]+\s*|\s+[–-]\s+|\s+(?=please\b))|"
    rf"(?:please|(?:can|could|would|will) you (?:please |kindly )?tell me|please tell me)"
    rf"[,:]?\s+(?=(?:who|what|when|where|why|how|which|if|whether)\b))+",
    re.IGNORECASE,
)


def notice(
    question: str,
    entries: Callable[[], Sequence[DocumentEntry]],
    model: str | None = None,
    history: Sequence[Turn] = (),
) -> str | None:
    """A plain reply that needs no document, None where the question is for the documents.

    `model` is the language model that writes the answers, if one does; `history` are the turns
    before it.
    """
    asked = _bare(question)
    spoken = (*REPLIES, (MACHINE, PROGRAM if model is None else WRITTEN.format(model=model)))
    at_first = (*spoken, OPENING)
    begins = all(_reply(_bare(turn.question), at_first) for turn in history)
    if reply := _reply(asked, at_first if begins else spoken):
        return reply
    if re.fullmatch(HOLDINGS, asked):
        return _holdings(entries())
    return ONLY_ANSWERS if instructs(question) else None


def _bare(question: str) -> str:
    return re.sub(r"[\s!.?,;]+", " ", question.lower().replace("’", "'")).strip()


def _reply(asked: str, replies: Sequence[tuple[str, str]]) -> str | None:
    """What goes with small talk, which also comes in pairs: "hi, how are you", "thanks, bye"."""
    before = rf"(?:(?:{GREETING}|{THANKS}|{PRAISE}) )?"
    return next((said for talk, said in replies if re.fullmatch(before + talk, asked)), None)


def without_courtesies(question: str) -> str:
    """The question that follows a greeting or thanks: "Hi! Where is it?" asks "Where is it?"."""
    found = POLITE.match(question)
    rest = question[found.end() :].strip() if found else ""
    return f"{rest[0].upper()}{rest[1:]}" if rest else question


def choice_of(documents: Sequence[DocumentEntry]) -> str:
    """The reply where a question means more documents than one answer holds."""
    return TOO_MANY.format(n=len(documents), titles=_titles(documents))


def _holdings(documents: Sequence[DocumentEntry]) -> str:
    noun = "document" if len(documents) == 1 else "documents"
    return f"{len(documents):,} {noun}: {_titles(documents)}."


def _titles(documents: Sequence[DocumentEntry]) -> str:
    titles = "; ".join(_short(entry.title) for entry in documents[:LISTED])
    more = f"; and {len(documents) - LISTED:,} more" if len(documents) > LISTED else ""
    return titles + more


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
