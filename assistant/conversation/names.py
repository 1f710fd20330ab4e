"""The capitalised names of a text."""

import re

from assistant.reader.kinds import NAMES
from index.words import STOP_WORDS, fold

ASKING_FIRST = re.compile(
    r"^(?:what|who|whom|whose|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|should|may|might)\b",
    re.IGNORECASE,
)


def names(text: str) -> list[str]:
    """The capitalised names of a text in order, less words capitalised by position alone."""
    found = []
    for match in NAMES.finditer(text):
        name = re.sub(r"[’']s?$|[.,-]+$", "", match.group())
        opening = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1] in ".!?]"
        first, _, rest = name.partition(" ")
        if opening and (fold(first) in STOP_WORDS or ASKING_FIRST.match(first)):
            name = rest
        if name and fold(name) not in STOP_WORDS:
            found.append(name)
    return found
