"""Questions that ask for yes or no: the documents decide, so their words are given as theirs."""

import re
from dataclasses import replace

from assistant.reader.reading import Reading

YES_NO = re.compile(
    r"(?:(?:and|but|so|or|then)[, ]+)?"
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|"
    r"must|isn|aren|wasn|weren|don|doesn|didn|hasn|haven|hadn|can|couldn|won|wouldn|shouldn)"
    r"(?:['’]?t)?\s(?!you\b)",
    re.IGNORECASE,
)
WHETHER = re.compile(
    r"(?:(?:please |(?:can|could|would|will|do) you (?:please |kindly )?)?(?:tell me|let me know|"
    r"say|know|check|i(?:['’]d| would) like to know|i want to know|i wonder) )?"
    r"(?:if|whether)\b(?!.*(?:,|\b(?:who|what|when|where|why|how|which)\b))",
    re.IGNORECASE,
)
"""Asks the same in a clause; what is before it may have been taken for a courtesy."""
ONE, SEVERAL = "The document says:", "The documents say:"


def framed(question: str, reading: Reading) -> Reading:
    """The reading, led by whose words they are where the question asks for yes or no.

    Never "yes" or "no": whether the words confirm or deny is for the asker to see in them.
    """
    if not reading.evidence or reading.lead or not asks_yes_no(question):
        return reading
    documents = {evidence.sentence.span.document for evidence in reading.evidence}
    return replace(reading, lead=ONE if len(documents) == 1 else SEVERAL)


def asks_yes_no(question: str) -> bool:
    """Whether yes or no is asked for: "May we smoke?", "Can you tell me if it is open?"."""
    return bool(YES_NO.match(question) or WHETHER.match(question))
