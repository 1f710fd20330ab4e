"""Classes of words, as far as a question's grammar has to be known."""

import re
from functools import lru_cache

from lemminflect import getAllLemmas

WORD = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]\.(?= [A-Z])|[^\W_]+(?:[-’'/&.][^\W_]+)*|[^\w\s]")

ARTICLES = frozenset("the a an".split())
DEMONSTRATIVES = frozenset("this that these those".split())
POSSESSIVES = frozenset("his her its their my your our whose".split())
OWN = frozenset("my your our".split())
QUANTIFIERS = frozenset(
    "some any all each every no another both either neither many much more most several few such "
    "other".split()
)
DETERMINERS = ARTICLES | DEMONSTRATIVES | POSSESSIVES | QUANTIFIERS
PRONOUNS = frozenset(
    "i me you he him she her it we us they them mine yours hers ours theirs himself herself itself "
    "themselves myself yourself one ones something anything nothing everything someone anyone "
    "everyone somebody anybody nobody everybody there here".split()
)
PREPOSITIONS = frozenset(
    "of in on at for from to with by about into onto over under between during before after "
    "against among through as than like without within via per since until towards toward behind "
    "across around near beyond upon off up down out besides despite regarding".split()
)
CONJUNCTIONS = frozenset("and or but nor so yet if because when while although though".split())
ASKING = frozenset("what which who whom whose when where why how".split())
BE = frozenset("is are was were am be been being 's ’s".split())
DO = frozenset("do does did".split())
MODALS = frozenset("can could will would should shall may might must".split())
HAVE = frozenset("has have had".split())
NEGATED = frozenset(
    "isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't "
    "wouldn't shouldn't".split()
)
AUXILIARIES = BE | DO | MODALS | HAVE | NEGATED
ADVERBS = frozenset(
    "not also then now ever never just only even still already too very really actually else again "
    "always often later currently recently exactly today please instead next n't so ago once "
    "together mostly usually oh okay ok wow cool awesome hmm well yes no yeah thanks sorry".split()
)
CLOSED = DETERMINERS | PRONOUNS | PREPOSITIONS | CONJUNCTIONS | ASKING | AUXILIARIES | ADVERBS

PERSON_NOUNS = frozenset(
    "man woman boy girl person child baby son daughter father mother brother sister husband wife "
    "parent uncle aunt friend king queen prince princess president minister chief boss coach "
    "captain doctor nurse lawyer judge officer soldier guy lady gentleman student victim suspect "
    "artist musician scientist politician athlete guitarist pianist novelist journalist poet "
    "wizard hero pope bishop priest senator secretary".split()
)
HELD_NOUNS = frozenset(
    "king queen prince princess president minister chief boss coach captain doctor nurse lawyer "
    "judge officer pope bishop priest senator secretary son daughter father mother brother sister "
    "husband wife parent uncle aunt friend capital".split()
)
"""What someone or something is to another: who was spoken of need not be that."""
PERSON_ENDING = re.compile(r"(?:er|or|ist|ian|ess|man|woman)$")
THING_NOUNS = frozenset(
    "center centre number paper order power water weather matter letter chapter member year river "
    "computer cancer color colour factor error behavior behaviour labor honor career tower winter "
    "summer offer answer theater theatre layer sector motor mirror disaster character dinner "
    "flower order cover quarter border shoulder finger process business success access address "
    "illness fitness".split()
)
PLACE_NOUNS = frozenset(
    "country city state town village place region area island continent nation capital province "
    "county district location territory river mountain lake".split()
)
OWN_NOUNS = frozenset("article text document passage page site".split())
"""What holds the answers; not what they speak of."""
NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
LARGE_PLACES = frozenset("region continent nation country state".split())
GROUP_NOUNS = frozenset(
    "band group team company family party government country nation army police people staff crew "
    "committee council couple club organization organisation association union school university "
    "agency board duo trio orchestra cast public".split()
)
TIME_NOUNS = frozenset(
    "year month week day time hour minute decade century season period moment date age night "
    "morning evening today January February March April May June July August September October "
    "November December winter spring summer autumn Mondays Tuesdays Wednesdays Thursdays Fridays "
    "Saturdays Sundays Monday Tuesday Wednesday Thursday Friday Saturday Sunday".lower().split()
)
SURE_NOUNS = PERSON_NOUNS | PLACE_NOUNS | GROUP_NOUNS | TIME_NOUNS
LIGHT_NOUNS = frozenset(
    "thing something anything fact aspect way kind type sort lot part detail information article "
    "text document story example reason answer question topic interest number name one".split()
)
"""Nouns that say too little to be spoken of again, or to say what a question is about."""

MALE = frozenset(
    "adam alan albert alexander alfred andrew anthony arthur ben benjamin bill bob bobby brian "
    "bruce carl charles chris christopher dan daniel david dennis don donald edward eric ernest "
    "frank fred gary george gerald gordon greg harold harry henry howard hugh ian jack jacob james "
    "jason jeff jeremy jerry jim jimmy joe john johnny jon jonathan joseph juan justin keith ken "
    "kenneth kevin larry leonard louis luis mark martin matthew max michael mike neil nicholas "
    "oscar patrick paul peter philip ralph ray raymond richard rick robert roger ron ronald roy "
    "russell ryan sam samuel scott sean sergei sergey simon stephen steve steven ted thomas tim "
    "timothy tom tommy tony victor vladimir walter warren wayne will william".split()
)
FEMALE = frozenset(
    "alice amanda amy andrea angela ann anna anne barbara betty carol caroline catherine charlotte "
    "christina christine claire deborah diana diane dolores donna dorothy elena elizabeth ellen "
    "emily emma eva evelyn florence georgia grace hannah heather helen irene jane janet janis "
    "jennifer jessica joan judith judy julia julie karen kate katherine kelly kim laura linda lisa "
    "louise lucy margaret maria marie martha mary melissa michelle nancy natalie nicole olga "
    "olivia pamela patricia patti queen rachel rebecca rita rosa rose ruth sandra sarah "
    "sara sharon sofia sophia sophie stephanie sue susan teresa theresa tina "
    "victoria virginia wendy".split()
)
MALE_WORDS = frozenset(
    "man boy son father brother husband uncle king prince guy gentleman mr sir lord duke he".split()
)
FEMALE_WORDS = frozenset(
    "woman girl daughter mother sister wife aunt queen princess lady mrs ms actress she".split()
)


@lru_cache(maxsize=16384)
def parts_of_speech(word: str) -> frozenset[str]:
    """What a lower-case word can be, of NOUN, VERB, ADJ and ADV; nothing for an unknown one.

    Source: lemminflect, whose tables come from the NIH's SPECIALIST Lexicon.
    """
    return frozenset(getAllLemmas(word)) & {"NOUN", "VERB", "ADJ", "ADV"}


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """A lower-case noun in the singular."""
    lemmas = getAllLemmas(word).get("NOUN", ())
    return str(lemmas[0]) if lemmas else word


def is_plural(word: str) -> bool:
    """True for a plural noun."""
    lowered = word.lower()
    return lowered in {"people", "police"} or singular(lowered) != lowered
