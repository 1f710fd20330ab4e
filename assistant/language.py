"""In which language a question seems to be asked, and what to say where the model can't read it.

A script tells by itself. Among languages in Latin letters the little words tell: those that the
question has of one language and English has not. Names don't count, so that a Spanish name in an
English question changes nothing; where the little words are too few to tell, nothing is said.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.words import STOP_WORDS


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639-1 code (a script by its Unicode name) and English name; `said` is
    the note in the language itself, empty where English has to do."""

    code: str
    name: str
    said: str = ""


LATIN = {
    Language(
        "es", "Spanish", "El modelo de búsqueda solo lee inglés; se ha buscado solo por palabras."
    ): """
    qué cuál cuáles quién quiénes cómo dónde cuándo cuánto cuánta cuántos cuántas por el los las
    un una unos unas del al en con para sobre entre desde hasta es son fue fueron era está están
    ha han se su sus que y o de la le lo más según hay tiene tienen según porque qual este esta
    """,
    Language(
        "fr",
        "French",
        "Le modèle de recherche ne lit que l’anglais ; la recherche s’est faite par les mots.",
    ): """
    quel quelle quels quelles qui que quoi où quand comment pourquoi combien est sont était étaient
    le la les un une des du de au aux en dans par pour avec sur ce cette ces et ou il elle ils elles
    on se sa son ses leur leurs a ont été fait font plus selon entre
    """,
    Language(
        "de", "German", "Das Suchmodell liest nur Englisch; gesucht wurde nur nach den Wörtern."
    ): """
    wer wen wem wessen wie wo wann warum welche welcher welches welchen wieviel ist sind war waren
    der die das den dem des ein eine einen einem einer und oder nicht von vom zu zum zur mit für auf
    aus bei nach im über zwischen wird werden wurde wurden hat haben hatte gibt es sich sein ihre
    """,
    Language(
        "pt", "Portuguese", "O modelo de busca só lê inglês; a busca foi feita só pelas palavras."
    ): """
    qual quais quem como onde quando quanto quanta quantos quantas por o os a as um uma uns umas do
    da dos das no na nos nas em com para sobre entre desde até é são foi foram era está estão há se
    seu sua seus suas que e ou de mais segundo porque
    """,
    Language(
        "it", "Italian", "Il modello di ricerca legge solo l’inglese; si è cercato per parole."
    ): """
    qual quale quali chi che cosa come dove quando quanto quanta quanti quante perché il lo la i gli
    le un uno una del dello della dei degli delle nel nella al alla di da in con su per tra fra è
    sono era erano ha hanno si suo sua suoi più secondo e o
    """,
    Language("nl", "Dutch"): """
    wie wat welke waar wanneer waarom hoe hoeveel is zijn was waren de het een en of van voor met op
    aan bij naar uit over tussen wordt werd werden heeft hebben had niet zich hun er die dat
    """,
}  # fmt: skip
WORDS = {language: frozenset(words.split()) for language, words in LATIN.items()}
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
        language: sum(word in words and word not in STOP_WORDS for word in plain)
        for language, words in WORDS.items()
    }
    language = max(told, key=lambda one: told[one])
    enough = told[language] >= FEWEST and told[language] > english
    return language if enough or ("¿" in question and told[language]) else None


def language_note(question: str, reads: Sequence[str]) -> str:
    """What to say of a question in a language that the embedding model doesn't read; "" where
    there is nothing to say. `reads` are codes; of a model that tells none, nothing is known."""
    found = language_of(question)
    if not reads or found is None or found.code in reads:
        return ""
    names = {"en": "English"}
    only = " and ".join(names.get(code, code) for code in reads) + " only"
    note = NOTE.format(name=found.name, reads=only)
    return f"{found.said} {note}" if found.said and tuple(reads) == ("en",) else note
