"""For which verbs "What does it …?" is a question that one asks of what the verb is done to."""

import re

from assistant.questions.making.english import PREPOSITIONS, TELLING_LITTLE
from assistant.questions.making.turning import Draft

TAKES_A_THING = frozenset(
    """
    absorb accept activate affect analyze announce argue ban block bring build buy carry cause
    celebrate challenge change combine compare comprise conclude condemn confirm constitute
    consume contain control create criticize cross cut damage defend define deliver demand
    demonstrate deny describe design destroy detect determine develop discover discuss eat
    emphasize enable encourage enhance ensure establish examine exhibit explain explore export
    express fear fight finance force form found fund generate grow harm highlight host imply
    import improve include increase indicate induce infect influence inhibit inspire intensify
    introduce invent investigate isolate issue launch lead limit maintain manage manufacture
    measure need observe occupy offer operate oppose organize own paint perform plan play prefer
    prepare preserve prevent produce prohibit promise promote propose protect prove
    provide publish pursue reach receive recommend record reduce refuse reflect regulate reject
    release remove repair replace represent require resist restore restrict reveal say seek sell
    serve share show sign sponsor store study succeed suggest support teach test threaten trade
    translate transport trigger undermine underscore urge use value violate want warn win write
    """.split()
)
"""Verbs that a thing follows at once: "What did it build?"."""
LEADS_TO_A_THING = frozenset(
    """
    account/for adapt/to add/to agree/on aim/at appeal/to apply/to argue/against argue/for
    ask/for attract/to believe/in belong/to call/for care/for come/from compete/with
    concentrate/on consist/of contribute/to cooperate/on deal/with depend/on derive/from die/of
    differ/from emerge/from evolve/from fight/against fight/for focus/on grow/into insist/on
    interact/with invest/in lead/to live/on look/for object/to participate/in pay/for
    prepare/for react/to rely/on refer/to respond/to result/from result/in revolve/around
    search/for serve/as specialize/in stand/for stem/from struggle/with suffer/from turn/into
    vote/against vote/for wait/for warn/about warn/of work/on worry/about
    """.split()
)
"""Verbs with what leads from them to a thing: "What does it focus on?"."""
AFTER_PASSIVE = frozenset("by from of to with for into as on against".split())
BEFORE_A_VERB = frozenset(
    "seek want try plan aim intend hope promise decide refuse agree vow propose threaten".split()
)
ENDS_WITH_PURPOSE = re.compile(r" to [a-z]+\?$")
USED = frozenset("used designed built made meant intended needed required able".split())


def asks_for_a_thing(draft: Draft) -> bool:
    """Whether the question for what a verb is done to is one that people ask, and its answer one
    that tells something."""
    asked = draft.verb.split()
    if asked[:1] == ["be"] and asked[1:2] and asked[1] not in PREPOSITIONS | {"to"}:
        return _passive(draft.question, asked[1], asked[2:])
    base, after = asked[0], asked[1:]
    if base == "be":
        return not after and _is_defined(draft)
    if not after:
        return base in TAKES_A_THING and not ENDS_WITH_PURPOSE.search(draft.question)
    if after[0] == "to" and len(after) > 1:
        return base in BEFORE_A_VERB and len(after) == 2 and after[1] in TAKES_A_THING
    return len(after) == 1 and f"{base}/{after[0]}" in LEADS_TO_A_THING


def _passive(question: str, done: str, after: list[str]) -> bool:
    if len(after) == 2 and after[0] == "to":
        return done in USED and after[1] in TAKES_A_THING
    if len(after) != 1 or after[0] not in AFTER_PASSIVE:
        return False
    # What follows the preposition makes a question that nobody says: "… purchased by in 1995?".
    return question.rstrip("?").endswith(f" {done} {after[0]}")


def _is_defined(draft: Draft) -> bool:
    """ "The basic unit of division is the commune": what something is, by its own description."""
    described = draft.question.startswith(("What is the ", "What was the "))
    told = draft.answers[0].split()
    return (
        described
        and " of " in draft.question
        and told[1:2] not in ([word] for word in TELLING_LITTLE)
    )
