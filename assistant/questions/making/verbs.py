"""Common English verbs with their forms: enough to turn a statement into a question.

Regular forms follow from the spelling; the irregular ones and the doubled consonants are listed.
A verb that is not here is left alone: no question is made by guessing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Form = Literal["base", "third", "past", "participle"]

PLAIN = """
accept accompany accomplish accumulate achieve acquire activate adapt add address adopt advise
affect agree allow announce appear apply appoint argue arrive assign associate assume attend
attract attribute avoid ban belong believe borrow carry celebrate choose classify collaborate
collapse collect colonize combine commit compare complete comprise conclude connect conquer
consider consist constitute construct consume contain continue contribute convert create criticize
cross dedicate defend define deliver demonstrate deny depend derive describe destroy detect
determine develop differ disappear discover discuss divide dominate earn elect eliminate embrace
emerge emphasize employ enable encourage enhance enjoy enlarge ensure enter entitle establish
evolve examine exceed exclude exhibit exist expand explain explore export express extend
facilitate found fund generate govern graduate grow handle happen help host identify illustrate
implement imply impose improve include incorporate indicate induce infect inhabit inherit inhibit
inspire install intensify interpret introduce invade invent investigate invite involve isolate
join kill kick lack locate maintain manage manufacture marry merge modify obtain occupy occur
operate oppose organize originate outline owe own participate perform permit persuade pioneer
possess predict prefer preserve prevent proclaim produce promote propose protect prove provide
publish pursue raise react realize receive recognize recommend rename call award recover reduce
refer reflect refuse regulate reject relate rely remain remind remove renew replace represent
require resemble resign resist resolve respond restore restrict retain retire reveal rotate
satisfy secure select separate serve settle specialize specify stimulate strengthen submit succeed
suffer suggest surrender surround survive suspect tend threaten transfer transform translate
transmit treat undermine underscore unify unite utilize vary wed adhere allocate assemble assist
bind circulate confer confirm consult degrade deploy deposit disrupt foster infiltrate inform
invest maximize nominate orbit overlap penetrate recruit seek tolerate
accuse admit complain convict die dismiss fail hire hurt injure insist intend listen mention miss
notice obey pour praise pray pretend pull punish refer remember rob save shut stare swear vanish
vow wander weigh
"""
"""Verbs whose form with -s is seldom a noun."""

NOUN_LIKE = """
account aim answer attack attempt benefit bear blame border break call cause center challenge
change charge claim close compete compose contact contract control cost cover damage date debate
decline decrease defeat delay demand deserve design display dispute drive drop end estimate
experience face favor feature feel fight fill focus finance finish fit force form function gain
grant guide guarantee harm highlight hold impact increase influence issue judge label land last
launch lead leave lie limit link list live look mark match mean measure model move murder name need
note offer open order pass pay plan play point present process program progress project purchase
push question rank reach reason record reform regard release report rescue rest result return
review ride rise rule run sail sample scale score search ship show sign sponsor spread stand star
start state stay stop strike study suit supply support surprise surge switch talk target
taste term test time touch tour trace trade train transport travel trend trigger turn use value
view visit vote wage walk want warn wash watch wave win wish witness work yield share shape set cut
hit meet set act appeal approach
arrest catch check deal escape fear file fire fix hate hope jump lift love mix park pick press
promise race repair rush smile trust try urge wait waste wonder worry ask
"""
"""Verbs whose form with -s, or without, may as well be a noun."""

IRREGULAR = """
become became become; begin began begun; bear bore borne; bind bound bound; break broke broken;
bring brought brought; build built built; buy bought bought; choose chose chosen; come came come;
cut cut cut; draw drew drawn; drive drove driven; eat ate eaten; fall fell fallen; feel felt felt;
fight fought fought; find found found; fly flew flown; get got got; give gave given; go went gone;
grow grew grown; hear heard heard; hit hit hit; hold held held; keep kept kept; know knew known;
lead led led; leave left left; lie lay lain; lose lost lost; make made made; mean meant meant;
meet met met; oversee oversaw overseen; pay paid paid; put put put; rise rose risen; run ran run;
say said said; see saw seen; seek sought sought; sell sold sold; send sent sent; set set set;
show showed shown; spread spread spread; speak spoke spoken; spend spent spent; stand stood stood;
strike struck struck; take took taken; teach taught taught; tell told told; think thought thought;
undergo underwent undergone; understand understood understood; wear wore worn; win won won;
withdraw withdrew withdrawn; write wrote written; overthrow overthrew overthrown; rebuild rebuilt
rebuilt; forbid forbade forbidden; arise arose arisen; overcome overcame overcome; ride rode ridden;
sing sang sung; swim swam swum; throw threw thrown; shoot shot shot; forget forgot forgotten;
uphold upheld upheld; catch caught caught; deal dealt dealt; hurt hurt hurt; shut shut shut;
swear swore sworn; bet bet bet; wed wed wed
"""
INTRANSITIVE = frozenset(
    """
    occur emerge live belong consist depend rely result lead contribute refer grow fall rise die
    arrive appear participate perform serve collaborate compete differ remain evolve originate
    happen travel move succeed suffer focus start begin end work act graduate respond resign come
    go stand lie run agree react recover range collapse disappear exist interact specialize run
    """.split()
)
"""Verbs that may be followed by a preposition at once: the others then describe a noun."""
DOUBLED = frozenset(
    "ban commit confer control drop fit occur permit plan prefer refer ship star stop submit "
    "transfer trap equip transmit program admit rob".split()
)
ALSO_NOUNS = frozenset(
    "find fall show run draw drive ride cut hit set lead lie stand win get".split()
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb. `noun_like` tells that the same letters may be a noun."""

    base: str
    form: Form
    noun_like: bool = False


def form_of(word: str) -> Verb | None:
    """The verb that a lower-case word is a form of, the past before the participle."""
    return FORMS.get(word)


def is_participle(word: str) -> bool:
    """True for what can follow a form of be or have: "written", "made", "established"."""
    if word in FORMS:
        return word in PARTICIPLES
    return word.endswith("ed") and len(word) > 4


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + (base[-1] if base in DOUBLED else "") + "ed"


def _verbs() -> Iterator[tuple[str, str, str, bool]]:
    irregular = {}
    for row in IRREGULAR.replace("\n", " ").split(";"):
        base, past, participle = row.split()
        irregular[base] = past, participle
    nouns = set(NOUN_LIKE.split()) | ALSO_NOUNS
    for base in sorted({*PLAIN.split(), *NOUN_LIKE.split(), *irregular}):
        past, participle = irregular.get(base, (_past(base), _past(base)))
        yield base, past, participle, base in nouns


def _forms() -> dict[str, Verb]:
    forms: dict[str, Verb] = {}
    for base, past, participle, noun_like in _verbs():
        forms.setdefault(past, Verb(base, "past"))
        forms.setdefault(participle, Verb(base, "participle"))
        forms.setdefault(_third(base), Verb(base, "third", noun_like))
    for base, _, _, noun_like in _verbs():
        forms.setdefault(base, Verb(base, "base", noun_like))
    forms["found"] = Verb("find", "past")
    return forms


FORMS = _forms()
PARTICIPLES = frozenset(participle for _, _, participle, _ in _verbs())
