"""In which language a question seems to be asked, and what to say where the model can't read it.

A script tells by itself. Among languages in Latin letters the little words tell: those that the
question has of one language and English has not. Names don't count, so that a Spanish name in an
English question changes nothing; where the little words are too few to tell, nothing is said.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from assistant.grounding.tokens import known
from assistant.languages import ASKED_WITH, LATIN, Language
from index.words import STOP_WORDS, fold

WORDS = {language: frozenset(words.split()) for language, words in LATIN.items()}
TELLING = {code: frozenset(words.split()) for code, words in ASKED_WITH.items()}
CYRILLIC = Language(
    "ru", "Russian", "Модель поиска читает только по-английски; поиск шёл только по словам."
)
SCRIPTS = {
    "CYRILLIC": CYRILLIC,
    "GREEK": Language("el", "Greek"),
    "ARABIC": Language("ar", "Arabic"),
    "HEBREW": Language("he", "Hebrew"),
    "DEVANAGARI": Language("hi", "Hindi"),
    "CJK": Language("zh", "Chinese"),
    "HIRAGANA": Language("ja", "Japanese"),
    "KATAKANA": Language("ja", "Japanese"),
    "HANGUL": Language("ko", "Korean"),
    "THAI": Language("th", "Thai"),
}
NOT_RUSSIAN = re.compile("[іїєґўћђјљњџѓќ]", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]+")
FEWEST = 2
"""So many little words of a language are needed to tell it, and more than of English."""
ANOTHER = Language("", "another language")
FEWEST_STRANGE = 4
"""So many words that no English dictionary has, and none that it has, are of another language."""
NOTE = (
    "This question seems to be in {name}. The embedding model here reads {reads}, so documents "
    "were found by their words alone."
)


def language_of(question: str) -> Language | None:
    """The language that a question seems to be asked in; None for English and in doubt."""
    scripts = Counter(_script(letter) for letter in question if letter.isalpha())
    foreign = [(count, script) for script, count in scripts.items() if script in SCRIPTS]
    count, script = max(foreign, default=(0, ""))
    if 2 * count > scripts.total():
        kana = "HIRAGANA" in scripts or "KATAKANA" in scripts
        found = SCRIPTS["HIRAGANA" if kana and script == "CJK" else script]
        other = found is CYRILLIC and NOT_RUSSIAN.search(question)
        return Language("", "a language in Cyrillic letters") if other else found
    return _by_little_words(question)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _by_little_words(question: str) -> Language | None:
    tokens = LETTERS.findall(question)
    plain = {t.lower() for order, t in enumerate(tokens) if not order or t.islower()}
    english = sum(word in STOP_WORDS for word in plain)
    told = {
        language: len((words | TELLING[language.code]) & plain - STOP_WORDS)
        for language, words in WORDS.items()
    }
    language = max(told, key=lambda one: told[one])
    enough = told[language] >= FEWEST and told[language] > english
    return language if enough or ("¿" in question and told[language]) else None


def _is_strange(question: str) -> bool:
    words = [word for word in LETTERS.findall(question) if word.islower()]
    return len(words) >= FEWEST_STRANGE and not any(known(fold(word)) for word in words)


def language_note(question: str, reads: Sequence[str]) -> str:
    """What to say of a question in a language that the embedding model doesn't read; "" where
    there is nothing to say. `reads` are codes; of a model that tells none, nothing is known."""
    found = language_of(question) or (ANOTHER if _is_strange(question) else None)
    if not reads or found is None or found.code in reads:
        return ""
    names = {"en": "English"}
    only = " and ".join(names.get(code, code) for code in reads) + " only"
    note = NOTE.format(name=found.name, reads=only)
    return f"{found.said} {note}" if found.said and tuple(reads) == ("en",) else note
