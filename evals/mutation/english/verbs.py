"""Common English verbs with their forms, for statements that are negated or turned about."""

from typing import Literal, NamedTuple

Tense = Literal["base", "s", "past", "participle", "ing"]

IRREGULAR = {
    base: (past, participle)
    for base, past, participle in (
        entry.split()
        for entry in """
        become became become, have had had, begin began begun, bring brought brought,
        build built built, buy bought bought, catch caught caught, choose chose chosen,
        come came come, drive drove driven, draw drew drawn, fall fell fallen, feel felt felt,
        fight fought fought, find found found, fly flew flown, forbid forbade forbidden,
        forget forgot forgotten, get got got, give gave given, go went gone, grow grew grown,
        hide hid hidden, hold held held, keep kept kept, know knew known, lead led led,
        leave left left, lend lent lent, lose lost lost, make made made, mean meant meant,
        meet met met, overcome overcame overcome, pay paid paid, rise rose risen, run ran run,
        say said said, see saw seen, seek sought sought, sell sold sold, send sent sent,
        show showed shown, sing sang sung, speak spoke spoken, spend spent spent,
        stand stood stood, steal stole stolen, take took taken, teach taught taught,
        tell told told, think thought thought, throw threw thrown,
        understand understood understood, undergo underwent undergone, wear wore worn,
        win won won, write wrote written""".split(",")
    )
}

REGULAR = tuple(
    """
    abandon accept accompany achieve acquire adapt add administer admit adopt affect agree allow
    amend announce appear apply appoint approve argue arise arrest arrive ask assemble assess
    assign assist assume attack attempt attract authorize award ban believe belong bomb calculate
    cancel capture carry cause celebrate change charter circulate claim classify close coin
    collaborate collapse collect colonize combine commission compare compete compile complete
    compose comprise compute conclude condemn conduct confirm connect conquer consider consist
    constitute consume contain contest continue contribute control convert convict copy cover
    create criticize cross cultivate damage decide declare decline decrease defeat defend define
    deliver demand demolish demonstrate deny depend depict deploy derive describe design destroy
    detect determine devastate develop diagnose die direct disappear discover discuss display
    distribute divide document dominate donate earn edit elect emerge employ enable encompass
    encourage end endorse enforce enhance enjoy enlarge ensure enter erect establish evaluate
    evolve examine exceed exclude execute exhibit exist expand explain exploit explore export
    expose express extend facilitate fail feature finance finish fire focus follow form formulate
    found fund furnish gain generate govern grant guarantee guard happen harvest help host house
    identify illustrate impact implement import imprison improve inaugurate include increase
    indicate induce infect influence inform inhabit inherit inhibit initiate inspect inspire
    install intend interpret interrupt introduce invade invent investigate invite involve isolate
    issue join kill knock label lack last launch lie like limit link list live load locate love
    lower maintain manage manufacture mark marry measure mediate modify monitor move murder name
    need negotiate nominate note observe obtain occupy occur offer open operate oppose order
    organize originate outline own paint participate pass penetrate perceive perform permit
    persuade pioneer plan plant play portray possess praise predict prepare prevent process produce
    prohibit promise promote propose prosecute protect prove provide publicize publish punish
    purchase purify pursue raise ratify ravage reach receive recognize recommend reconstruct record
    recover recruit reduce refer reflect refurbish refuse register regulate rehearse reinforce
    reject relate release relocate rely remain remodel remove renew renovate repair replace
    replicate report represent reproduce require rescue resemble reserve respond restore restrict
    result retain retire return reveal revise rule seem seize select separate serve settle shape
    share sign sponsor stage start state stop store strengthen study suffer suggest summarize
    supply support surround survive suspect suspend sustain symbolise symbolize target tend
    terminate test threaten trace trade train transfer transform translate travel treat trigger
    undermine underscore unite update urge use utilize vary verify view visit vote want warn weaken
    witness work
    """.split()
)

TRANSITIVE = frozenset(
    """
    abandon accept achieve acquire adopt affect announce appoint approve attack award build buy
    capture carry cause choose collect commission compose conduct conquer control cover create
    damage defeat defend define deliver demonstrate depict deploy describe design destroy determine
    develop direct discover discuss document dominate donate draw drive edit elect employ encourage
    enhance establish examine execute explain explore export finance found fund generate govern
    identify illustrate implement import improve induce influence inhibit inspire install introduce
    invade invent investigate issue kill launch lead make manage manufacture mediate nominate
    obtain occupy organize own paint portray prevent produce promote propose protect prove provide
    publish purchase recognize recommend record reduce regulate reject release remove replace
    represent rescue reveal rule sell send shape sing steal strengthen supply support surround
    teach test train transform translate trigger undermine underscore use utilize weaken win write
    administer amend arrest assemble assess authorize ban bomb calculate cancel charter classify
    coin colonize compile compute condemn convert convict copy criticize cultivate demolish detect
    devastate diagnose distribute endorse enforce enlarge erect evaluate exploit formulate furnish
    guard harvest host imprison inaugurate inhabit initiate inspect interpret invite measure modify
    monitor murder negotiate observe operate oppose outline pioneer plan plant praise prepare
    process prosecute punish purify ratify ravage reconstruct refurbish register reinforce relocate
    remodel renovate repair reproduce restore restrict revise seize select sponsor stage store
    study summarize suspend sustain terminate threaten treat unite update verify witness
    """.split()
)
"""Verbs whose object can always be made the subject of a passive."""

ALSO_NOUNS = frozenset(
    """
    attack attempt award cause change claim control cover cross damage decline decrease demand
    design display divide document end estimate exhibit export feature finance focus form fund gain
    help impact import increase influence issue lack last lie like limit link love move name need
    note offer open order pass permit play purchase reach record release report result return rule
    share shape sign start state stop supply support target test train transfer trigger use view
    visit vote work show run fall rise stand hold drive draw fight find leave lead catch keep fly
    meet say spend throw win wear study experience surround replicate
    """.split()
)
"""Verbs whose form in -s may as well be a noun."""


class Form(NamedTuple):
    """A form of a verb."""

    base: str
    tense: Tense


def third_person(base: str) -> str:
    """ "write" → "writes"."""
    if base == "have":
        return "has"
    if base.endswith(("s", "x", "ch", "sh", "z", "go", "do")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ies"
    return base + "s"


def past(base: str) -> str:
    """ "write" → "wrote"."""
    return IRREGULAR[base][0] if base in IRREGULAR else _ed(base)


def participle(base: str) -> str:
    """ "write" → "written"."""
    return IRREGULAR[base][1] if base in IRREGULAR else _ed(base)


def gerund(base: str) -> str:
    """ "write" → "writing"."""
    if base == "lie" or base == "die":
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def _ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _doubled(base: str) -> str:
    doubled = (
        "admit", "get", "begin", "run", "win", "permit", "plan", "refer", "stop", "transfer",
        "control", "ban", "remodel", "forget", "forbid", "commit", "prefer", "occur",
    )  # fmt: skip
    return base + base[-1] if base in doubled else base


def _all_forms() -> dict[str, tuple[Form, ...]]:
    forms: dict[str, list[Form]] = {}
    for base in sorted({*IRREGULAR, *REGULAR}):
        made: tuple[tuple[str, Tense], ...] = (
            (base, "base"),
            (third_person(base), "s"),
            (past(base), "past"),
            (participle(base), "participle"),
            (gerund(base), "ing"),
        )
        for word, tense in made:
            forms.setdefault(word, []).append(Form(base, tense))
    return {word: tuple(found) for word, found in forms.items()}


FORMS = _all_forms()
"""Every form of every verb here, with what it may be a form of."""


def base_of(word: str, tense: Tense) -> str | None:
    """The verb of which a word is that form; None where it is not one of ours."""
    return next((form.base for form in FORMS.get(word, ()) if form.tense == tense), None)
