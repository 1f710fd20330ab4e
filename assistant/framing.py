"""Questions that ask for yes or no: the documents decide, so their words are given as theirs."""

import re
from dataclasses import replace

from assistant.reader.reading import Reading

YES_NO = re.compile(
    r"(?:(?:and|but|so|or|then)[, ]+)?"
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|"
    r"must|isn|aren|wasn|weren|don|doesn|didn|hasn|haven|hadn|can|couldn|won|wouldn|shouldn)"
    r"(?:['’]?t)?\s(?!(?:you|we|i)\b)",
    re.IGNORECASE,
)
ONE, SEVERAL = "The document says:", "The documents say:"


def framed(question: str, reading: Reading) -> Reading:
    """The reading, led by whose words they are where the question asks for yes or no.

    Never "yes" or "no": whether the words confirm or deny is for the asker to see in them.
    """
    if not reading.evidence or reading.lead or not YES_NO.match(question):
        return reading
    documents = {evidence.sentence.span.document for evidence in reading.evidence}
    return replace(reading, lead=ONE if len(documents) == 1 else SEVERAL)
