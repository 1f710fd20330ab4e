"""Fixed replies to small talk and to questions about the assistant itself."""

import re
from collections.abc import Callable, Sequence

from index.catalog import DocumentEntry

GREETING = r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings)(?: there| all)?"
THANKS = r"(?:thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|cheers|great|ok(?:ay)?|bye|goodbye)"
ABILITIES = (
    r"(?:who|what) are you|what can (?:you|i) (?:do|ask)(?: here)?|how do(?:es)? (?:you|this) work|"
    r"help|what is this(?: page| site)?|are you (?:a )?(?:bot|robot|human|an? ai)"
)
FILES = r"(?:documents?|files?|sources?)"
HOLDINGS = (
    rf"(?:what|which) {FILES} (?:do you (?:have|know|use)|are (?:there|here|indexed))|"
    rf"list (?:the |your |all )?{FILES}|how many {FILES} are there"
)
LISTED = 10


def notice(question: str, entries: Callable[[], Sequence[DocumentEntry]]) -> str | None:
    """A plain reply that needs no document, None where the question is for the documents."""
    asked = re.sub(r"[\s!.?,]+", " ", question.lower()).strip()
    if re.fullmatch(GREETING, asked):
        return "Hello. Ask me something about the documents; I answer in their own words."
    if re.fullmatch(THANKS, asked):
        return "You're welcome."
    if re.fullmatch(ABILITIES, asked):
        return (
            "I answer questions from the documents here, sentence by sentence, each with a "
            "footnote to the exact words. Where the documents don't say, I say so."
        )
    if re.fullmatch(HOLDINGS, asked):
        documents = entries()
        titles = "; ".join(entry.title for entry in documents[:LISTED])
        more = f"; and {len(documents) - LISTED} more" if len(documents) > LISTED else ""
        noun = "document" if len(documents) == 1 else "documents"
        return f"{len(documents)} {noun}: {titles}{more}."
    return None
