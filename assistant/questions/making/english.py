"""The small words of English, by what they do in a sentence, and whether a text is English."""

from index.words import words

DETERMINERS = frozenset("a an the its their his her our my your this these that those".split())
PREPOSITIONS = frozenset(
    """
    of in on at by for with from to into onto over under between among against during after before
    since until through throughout across within without about around near toward towards upon
    behind beyond below above along amid via per despite unlike like as than
    """.split()
)
CONJUNCTIONS = frozenset("and or but nor yet so".split())
SUBORDINATORS = frozenset(
    """
    that which who whom whose what where when why how if whether because although though while
    whereas unless once
    """.split()
)
BE = frozenset("is are was were be been being am".split())
FINITE_BE = frozenset("is are was were".split())
HAVE = frozenset("has have had".split())
DO = frozenset("do does did".split())
MODALS = frozenset("will would can could may might must shall should cannot".split())
NEGATIONS = frozenset(
    "not no never none neither nor nothing nobody without hardly rarely cannot".split()
)
TALKING = frozenset("i we you me us my our your mine ours yours myself ourselves".split())
"""Words of somebody who speaks: outside the document nobody knows who that is."""
POINTING = frozenset(
    """
    it he she they him them himself herself itself themselves this these those such here there
    former latter latters aforementioned said other others another same thereof therein respectively
    above below following previous previously latest subsequent likewise mentioned one ones then
    else both either
    """.split()
)
"""Words that lean on another sentence."""
LOOSE_ADVERBS = frozenset(
    """
    also then now still often usually generally currently recently later soon already today again
    often sometimes once ever even just thus therefore however instead perhaps furthermore moreover
    nevertheless otherwise always almost
    """.split()
)
NOT_ADVERBS = frozenset(
    """
    family supply reply ally italy july assembly monopoly only early daily weekly monthly yearly
    holy likely friendly elderly anomaly butterfly homily bully belly lily fly apply rely imply
    multiply comply sicily
    """.split()
)
TELLING_LITTLE = frozenset(
    """
    important major key significant common main good great large small big problem issue part
    result number example way kind type form lack need matter reason cause factor challenge
    concern member fact case step means source subject topic useful new high low different similar
    huge vast possible long short strong process thing role name word term property characteristic
    increase decrease question risk popular only unique special difficult necessary critical
    crucial target potential variety range
    """.split()
)
"""Words that define nothing when they open a definition."""

GLUE = frozenset(
    "the of and to is was that for with are were by from which has have been this not".split()
)
"""Words that every English text is full of, and hardly any text in another language holds."""
GLUE_SHARE = 0.15


def looks_english(text: str) -> bool:
    """True where enough of the words are the glue of English; a few words tell nothing."""
    every = words(text)
    return len(every) >= 8 and sum(word in GLUE for word in every) >= GLUE_SHARE * len(every)


def is_adverb(word: str) -> bool:
    """True for words that can be left out or passed over between a subject and its verb."""
    lower = word.lower()
    return lower in LOOSE_ADVERBS or (
        lower.endswith("ly") and len(lower) > 4 and lower not in NOT_ADVERBS and word == lower
    )
