"""Questions for all that is said of something: "What does it say about Cuba?"

No single sentence answers these, so no reader is asked: what speaks of the thing is shown.
"""

import math
import re

from assistant.reader.candidate import Candidate
from assistant.reader.context import leans
from assistant.reader.reading import Reading
from assistant.reader.selection import in_reading_order
from assistant.whole.intent import WORK
from index.retrieval import Hit, Retrieval
from index.words import content_stems

SAYS = r"(?:say|says|said|tell|tells|told|write|written|report|reported|know|known|mentioned)"
ASKED = re.compile(
    r"(?:what|which things?|what else) (?:does|do|did|is|are|was|has|have|can)\b"
    rf"(?P<who>[\w\s’'-]*?)\b{SAYS}(?: us| me| there)? (?:about|on|of|regarding|concerning) "
    r"(?P<said>.+)"
    r"|(?:please |can you |could you )?(?:tell me(?: more| something)?|say something|inform me"
    r"|give me (?:an overview|information)) (?:about|on|of) (?P<told>.+)",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how|whether|if)\b")
LONGEST = 6
"""Words of the longest thing that is asked about; more are a question of their own."""
MOST_SENTENCES = 5
SPOKEN_OF = 0.8
"""The confidence where sentences hold every word of what is asked about. Set, not fitted: no
question set asks so."""
WHY = "sentences speak of what is asked about"


def overview(retrieval: Retrieval) -> Reading | None:
    """The sentences that speak of what is asked about, in reading order; None for any other
    question, and where no sentence holds all its words, those for who said it as well."""
    thing = content_stems(subject(retrieval.question))
    if not thing:
        return None
    who = content_stems(speaker(retrieval.question))
    found = [
        (hit.similarities[position], Candidate(hit, position, ()))
        for hit in retrieval.hits
        for position in range(len(hit.sentences))
        if _speaks_of(hit, position, thing, who)
    ]
    found.sort(key=lambda pair: -pair[0])
    if not found:
        return None
    odds = math.log(SPOKEN_OF / (1 - SPOKEN_OF))
    evidence = in_reading_order(found[:MOST_SENTENCES], None)
    return Reading(evidence, SPOKEN_OF, parts={WHY: odds})


def subject(question: str) -> str:
    """What a question for all that is said asks about; "" for any other question."""
    asked = ASKED.match(question.strip())
    if asked is None:
        return ""
    thing = (asked["said"] or asked["told"]).rstrip(" ?.!")
    return thing if len(thing.split()) <= LONGEST and not CLAUSE.search(thing) else ""


def speaker(question: str) -> str:
    """Whose words are asked for: "What did Rosa Keller say about Cuba?"; "" for the documents'."""
    asked = ASKED.match(question.strip())
    return re.sub(rf"\b{WORK}s?\b", " ", (asked and asked["who"]) or "", flags=re.IGNORECASE)


def _speaks_of(hit: Hit, position: int, thing: frozenset[str], who: frozenset[str]) -> bool:
    """Whether a sentence holds all the words, or some and its heading and what it leans on the
    others. Who speaks may also be the document itself, by its title or its file's name."""
    text = hit.sentences[position].text
    held = content_stems(text)
    around = content_stems(hit.passage.heading)
    if position and leans(text):
        around |= content_stems(hit.sentences[position - 1].text)
    document = content_stems(f"{hit.title} {hit.passage.span.document}")
    known = held | around
    return bool(thing & held) and thing <= known and who <= known | document
