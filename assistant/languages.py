"""The little words of languages in Latin letters, and those with which a document is asked for.

Hardly one is an English word as well: English is what a question is taken for in doubt.
"""

from dataclasses import dataclass


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
    Language("pl", "Polish"): """
    kto kogo komu czego gdzie kiedy dlaczego czemu jak jaki jaka jakie jakich który która które czy
    ile jest są był była było były będzie nie się na w z ze do od dla przez przy nad po oraz i a to
    ta tę tą tego tej tych jego jej ich ma mają może można o
    """,
    Language("cs", "Czech"): """
    kdo koho komu kde kdy proč jak jaký jaká jaké který která které kolik je jsou byl byla bylo byly
    bude není se na v ve z ze do od pro při nad po mezi že nebo tato toto tohle jeho její jejich má
    mají může lze čím čem
    """,
    Language("hr", "Croatian"): """
    tko koga komu što gdje kada zašto kako koji koja koje kojih koliko je su bio bila bilo bili nije
    se na u iz od za pri nad po između da ili ali taj ova ovo njegov njezin njihov ima imaju može
    čemu čime li
    """,
    Language("ro", "Romanian"): """
    cine ce unde când cât câți câte cum cărui căror este sunt era erau fost nu se în la de pe pentru
    cu prin între sau și dar că acest această acesta său lui ei lor mai poate despre
    """,
    Language("sv", "Swedish"): """
    vem vilka vilken vilket vad var när varför hur är och att det en ett som på av för med till från
    inte har hade kan finns blev blir eller de dess sitt sina han hon om mellan
    """,
    Language("da", "Danish"): """
    hvem hvilke hvilken hvilket hvad hvor hvornår hvorfor hvordan er og at det en et som på af for
    med til fra ikke har havde kan findes blev bliver eller de dets sit sine han hun om mellem
    """,
    Language("no", "Norwegian"): """
    hvem hvilke hvilken hvilket hva hvor når hvorfor hvordan er og at det en ei et som på av for med
    til fra ikke har hadde kan finnes ble blir eller de dets sitt sine han hun om mellom
    """,
    Language("fi", "Finnish"): """
    kuka ketkä kenen mikä mitä mitkä missä mistä mihin milloin miksi miten kuinka onko on ovat oli
    olivat ei ja tai että joka jotka se ne hän he tämä nämä sen niiden voi voiko kun mutta myös
    monta paljonko
    """,
    Language("hu", "Hungarian"): """
    ki kik kinek mi mit hol hová honnan mikor miért hogyan hány mennyi melyik milyen van vannak volt
    voltak nem és vagy hogy az egy ez azt ezt aki ami amely amelyek itt ott csak mert lehet össze el
    """,
    Language("tr", "Turkish"): """
    kim kime kimin ne nedir nerede nereye nereden hangi nasıl neden niçin niye kaç mi mı mu mü bir
    bu şu ve veya ile için gibi daha çok var yok olan olarak oldu edildi değil hakkında
    """,
    Language("vi", "Vietnamese"): """
    ai gì nào đâu khi sao thế như là của và có không được những các này đó trong với cho ở tại từ
    đến bao nhiêu một người bị đã sẽ đang về bản
    """,
}  # fmt: skip
"""Languages with the words that tell them; a note says which, in English where `said` is empty."""

ASKED_WITH = {
    "es": "documento documentos texto artículo resumen resúmeme explica explícame dime cuéntame",
    "fr": "texte résume résumez résumé expliquez explique parle donne",
    "de": "dokument dokuments artikel fasse zusammen zusammenfassung erkläre mir",
    "pt": "documento documentos texto artigo resuma resumo explica explique fale diga",
    "it": "documento documenti testo articolo riassumi riassunto spiega spiegami dimmi",
    "nl": "artikel tekst samenvatting samen vertel geef mij",
    "pl": "dokument dokumentu tekst streść streszczenie opowiedz powiedz wyjaśnij",
    "cs": "dokument dokumentu článek shrň shrnutí řekni vysvětli",
    "hr": "dokument dokumenta tekst sažmi sažetak reci objasni",
    "ro": "documentul textul rezumă rezumat spune explică",
    "sv": "dokumentet texten artikeln sammanfatta sammanfattning berätta förklara",
    "da": "dokumentet teksten artiklen opsummer sammenfat fortæl forklar",
    "no": "dokumentet teksten artikkelen oppsummer sammendrag fortell forklar",
    "fi": "asiakirja asiakirjan teksti tiivistä yhteenveto kerro selitä",
    "hu": "dokumentum dokumentumot szöveg foglald összefoglaló mondd magyarázd",
    "tr": "belge belgeyi belgede metin özetle özet anlat açıkla söyle",
    "vi": "tài liệu văn tóm tắt giải thích kể",
}
"""The words of each that ask for a document as a whole: they tell the language of a question."""
