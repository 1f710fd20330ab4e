"""Mutants that quote other words than stand in the source."""

import re
from collections.abc import Iterator

from evals.mutation.edits import Edit
from evals.mutation.pool import folded_words
from evals.mutation.said import Said

ALIKE = """
country nation, countries nations, people persons, book volume, song tune, songs tunes, film movie,
city town, cities towns, king ruler, world globe, house home, children youngsters, child youngster,
man fellow, men fellows, woman lady, women ladies, friend companion, friends companions,
enemy rival, death loss, fear dread, hope wish, law rule, laws rules, power strength,
concern worry, concerns worries, goods products, ties bonds, interests concerns, region area,
regions areas, project venture, projects ventures, principle rule, principles rules,
policy strategy, policies strategies, system scheme, systems schemes, group band, groups bands,
member associate, members associates, leader chief, leaders chiefs, part portion, parts portions,
effect result, effects results, reason cause, reasons causes, problem difficulty,
problems difficulties, risk danger, risks dangers, disease illness, diseases illnesses,
infection illness, infections illnesses, study survey, studies surveys, method technique,
methods techniques, amount quantity, change shift, changes shifts, growth rise,
development progress, assistance help, relations dealings, engagement contact, large huge,
big vast, small tiny, great grand, bad poor, strong firm, weak feeble, important vital,
significant notable, major chief, crucial vital, special unusual, new fresh, old ancient,
young youthful, rich wealthy, poor needy, common usual, national federal, local regional,
foreign overseas, social civic, economic financial, political civic, military armed,
strategic tactical, global worldwide, diverse varied, various several, severe grave, rapid swift,
quick swift, slow gradual, high elevated, low modest, short brief, main chief, primary chief,
key central, strange odd, beautiful lovely, happy glad, sad gloomy, true genuine, false untrue,
wrong mistaken, completely entirely, highly very, greatly deeply, quickly rapidly,
slowly gradually, mainly chiefly, often frequently, potentially possibly, particularly especially,
approximately roughly, widely broadly, strongly firmly, distinct separate, positive favourable,
longstanding lasting, long-term lasting, multipolar balanced, compelling striking,
indigenous native, solid firm, substantial considerable, alternative substitute, failure flop,
success triumph, star sun, stars suns, heart soul, money cash, water liquid, fire flame,
mother parent, father parent, brother sibling, sister sibling, dream vision, road path,
river stream, mountain hill, ship boat, army force, soldier fighter, soldiers fighters,
company firm, companies firms, government administration, president premier, purple violet,
red scarlet, blue azure, green emerald, yellow golden, reputation name, language tongue, word term,
words terms, story tale, voice sound, player contestant, players contestants, team squad,
school college, student pupil, students pupils, teacher tutor
"""

OTHER = dict(pair.split() for pair in " ".join(ALIKE.split()).split(", "))
"""A word of the same form that is no quotation of the first."""

WORD = re.compile(r"(?<![\w'’-])[a-zA-Z]+(?:-[a-z]+)?(?![\w'’-])")
DROPPABLE = re.compile(r"(?<=[a-z] )[a-z]+(?:ly|ous|ive|ful|al|ic|able|ible|less) (?=[a-z]{3,})")
STRETCH = range(3, 8)
"""How many words are put in quotation marks."""
BROKEN = re.compile(r"\b(?:a [aeiou]|an [^aeiou])")
FUNCTION = re.compile(
    r"(?:the|an?|of|and|or|but|to|in|on|at|by|for|with|its|their|his|her|our|as|that|which|who|"
    r"from|into|is|are|was|were|has|have|had|be|been|being|not|no|this|these|those|such|than|"
    r"through|over|under|between|across|against|about|after|before|during|despite|it|they|he|she|"
    r"we|both|each|all|may|can|could|will|would|should|must|also|when|while|if|because|toward|"
    r"towards|together|using|including|where|among|within|without|upon|out|up|down|per|further)\Z",
    re.I,
)


def quotation_edits(said: Said) -> Iterator[Edit]:
    """One word of a quotation changed or left out; or words of the source quoted with one changed.

    What then stands in quotation marks is nowhere in the cited words.
    """
    for start, end in said.quotes:
        for edit in _misquoted(said, start, end):
            if _is_no_quote(said, start, end, edit):
                yield edit
    if not said.quotes and not re.search(r"[\"“”]", said.text):
        yield from _quoted(said)


def _misquoted(said: Said, start: int, end: int) -> Iterator[Edit]:
    inside = said.text[start:end]
    found: list[Edit] = []
    for match in WORD.finditer(inside):
        now = OTHER.get(match[0].lower())
        if now is not None:
            now = now.capitalize() if match[0][0].isupper() else now
            found.append(Edit(start + match.start(), start + match.end(), now))
    if len(inside.split()) >= 4:
        found += [Edit(start + m.start(), start + m.end(), "") for m in DROPPABLE.finditer(inside)]
    yield from found[:2]


def _is_no_quote(said: Said, start: int, end: int, edit: Edit) -> bool:
    now = said.text[start : edit.start] + edit.now + said.text[edit.end : end]
    return _plain(now) not in _plain(said.cited)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _quoted(said: Said) -> Iterator[Edit]:
    """A few words that stand in both statement and source, in quotation marks, one changed."""
    cited = " ".join(said.cited.split())
    for match in WORD.finditer(said.text):
        now = OTHER.get(match[0])
        if now is None or not folded_words(now).isdisjoint(said.cited_words):
            continue
        if said.in_name(*match.span()) or not said.free(*match.span()):
            continue
        first, last = _phrase(said.text, *match.span())
        inside = said.text[first : match.start()] + now + said.text[match.end() : last]
        split = any(n.start < first < n.end or n.start < last < n.end for n in said.names)
        if len(inside.split()) not in STRETCH or split or said.text[first:last] not in cited:
            continue
        if not BROKEN.search(said.text[:first][-3:] + inside) and said.free(first, last):
            yield Edit(first, last, f"“{inside}”")


def _phrase(text: str, start: int, end: int) -> tuple[int, int]:
    """The words with meaning around a word, up to the next small word or break; with the next
    such run behind an "of" or "and" where they would be fewer than three."""
    first, last = _run_start(text, start), _run_end(text, end)
    if len(text[first:last].split()) < STRETCH.start:
        link = re.match(r" ((?:of|for|to)(?: the)?|and|the) (?=[a-zA-Z])", text[last:])
        if link:
            last = _run_end(text, last + link.end())
    return first, last


def _run_start(text: str, at: int) -> int:
    while match := re.search(r"(?<![\w’'-])([a-zA-Z][\w’'-]*) \Z", text[:at]):
        if FUNCTION.match(match[1]):
            break
        at = match.start()
    return at


def _run_end(text: str, at: int) -> int:
    tail = re.match(r"[\w’'-]*", text[at:])
    at += tail.end() if tail else 0
    while match := re.match(r" ([a-zA-Z][\w’'-]*)(?![\w])", text[at:]):
        if FUNCTION.match(match[1]):
            break
        at += match.end()
    return at
