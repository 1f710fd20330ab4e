"""Whether a statement gives to one what its source says of another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.grounding.alignment import neighbours
from assistant.grounding.denials import denials
from assistant.grounding.entities import Entity, entities
from assistant.grounding.tokens import Token, parts, verb_of
from assistant.grounding.verbs import PREPOSITIONS, is_passive, is_verb

CONVERSE = frozenset("receive get obtain inherit borrow".split())
"""Their subject is at the receiving end."""

MARGIN = 0.4
"""How much better the exchanged places must fit than the places as they are."""
VERB = 0.4
"""What it is worth that both are to one verb what the source says, agent and patient."""
LEAST, LEAST_OF_NUMBERS = 0.8, 1.3
"""What two exchanged places must have in common at least."""
OWNS = 0.5
"""What it is worth to own the same thing."""
NEARBY = 0.3
TAKEN_MARGIN = 0.45
FITS = 0.6

Features = Mapping[tuple[str, str], float]
Places = Mapping[Entity, Sequence[Features]]
"""The places in the source of each entity of a statement."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An entity that stands where its source has another."""

    entity: Entity
    rightful: Entity


def misplaced(tokens: Sequence[Token], source: Sequence[Token]) -> Iterator[Misplaced]:
    """The entities of a statement that took another's place, each with the one whose it is."""
    if any(token.word == "respectively" for token in source):
        return  # places alone tell there who goes with whom
    theirs = {other: _features(other, source) for other in entities(source)}
    places = {one: _places(one, theirs) for one in entities(tokens)}
    ours = {one: _features(one, tokens) for one, found in places.items() if found}
    yield from _exchanged(ours, places)
    yield from _regrouped(list(ours), list(theirs))
    if not any(denial.plain for denial in denials(tokens)):
        yield from _taken(ours, theirs, places)


def _places(one: Entity, theirs: Mapping[Entity, Features]) -> Sequence[Features]:
    """The different places that an entity of the statement has in the source."""
    found: list[Features] = []
    for other, place in theirs.items():
        if one.same(other) and place not in found:
            found.append(place)
    return found


def _exchanged(ours: Mapping[Entity, Features], places: Places) -> Iterator[Misplaced]:
    """Pairs each of which fits the other's place better than its own."""
    held = list(ours)
    for index, one in enumerate(held):
        for other in held[index + 1 :]:
            if one.same(other) or one.number != other.number:
                continue
            crossed = _best(ours[one], places[other]) + _best(ours[other], places[one])
            straight = _best(ours[one], places[one]) + _best(ours[other], places[other])
            crossed += _verbs_agree(ours[one], places[other], ours[other], places[one])
            straight += _verbs_agree(ours[one], places[one], ours[other], places[other])
            least = LEAST_OF_NUMBERS if one.number else LEAST
            if crossed > least and crossed - straight > MARGIN:
                yield Misplaced(one, other)


def _regrouped(ours: Sequence[Entity], theirs: Sequence[Entity]) -> Iterator[Misplaced]:
    """Those listed with others in whose list the source has another, whom the statement names
    outside of it."""
    mine, others = _lists(ours), _lists(theirs)
    for one in ours:
        listed = mine[one.group]
        if one.number or len(listed) < 2 or _together(one, listed, others.values()):
            continue
        for mate in theirs:
            members = others[mate.group]
            if len(members) < 2 or any(one.same(member) for member in members):
                continue
            if not any(other.same(member) for other in listed for member in members):
                continue
            if mate.number or any(mate.same(member) for member in listed):
                continue
            if any(mate.same(other) for other in ours):
                yield Misplaced(one, mate)
                return


def _together(one: Entity, listed: Sequence[Entity], lists: Iterable[Sequence[Entity]]) -> bool:
    """True where a list of the source holds the entity and another of its list too."""
    mates = [mate for mate in listed if not mate.same(one)]
    return any(
        any(one.same(member) for member in members)
        and any(mate.same(member) for mate in mates for member in members)
        for members in lists
    )


def _lists(found: Sequence[Entity]) -> Mapping[tuple[int, int], Sequence[Entity]]:
    lists: dict[tuple[int, int], list[Entity]] = {}
    for entity in found:
        lists.setdefault(entity.group, []).append(entity)
    return lists


def _taken(
    ours: Mapping[Entity, Features], theirs: Mapping[Entity, Features], places: Places
) -> Iterator[Misplaced]:
    """Those that stand in the place of one whom the statement does not name."""
    unnamed = [other for other in theirs if not any(other.same(held) for held in ours)]
    for one, mine in ours.items():
        own = _best(mine, places[one])
        for other in unnamed:
            if other.number != one.number:
                continue
            fit = _fit(mine, theirs[other])
            if fit > FITS and fit - own > TAKEN_MARGIN:
                yield Misplaced(one, other)
                break


def _best(mine: Features, places: Sequence[Features]) -> float:
    return max((_fit(mine, place) for place in places), default=0)


def _fit(mine: Features, place: Features) -> float:
    """How much of an entity's place in the statement another's place in the source has, 0 to 1."""
    whole = sum(mine.values())
    return sum(min(w, place.get(key, 0.0)) for key, w in mine.items()) / whole if whole else 0.0


def _verbs_agree(
    mine: Features, places: Sequence[Features], others: Features, counter: Sequence[Features]
) -> float:
    """VERB where the statement's first entity is to a near verb what `places` have it be in the
    source, and its second what `counter` has, agent and patient; else 0."""
    for kind, verb in _close(mine):
        opposite = ("patient" if kind == "agent" else "agent", verb)
        if opposite not in _close(others):
            continue
        if any((kind, verb) in _close(place) for place in places) and any(
            opposite in _close(place) for place in counter
        ):
            return VERB
    return 0.0


def _close(features: Features) -> set[tuple[str, str]]:
    return {key for key, w in features.items() if w >= NEARBY and key[0] in ("agent", "patient")}


def _features(entity: Entity, tokens: Sequence[Token]) -> Features:
    """What an entity's place says of it: the words around it, and for verbs which side they are
    on, with passive and active made alike."""
    found: dict[tuple[str, str], float] = {}

    def add(kind: str, key: str, weight: float) -> None:
        found[kind, key] = max(found.get((kind, key), 0.0), weight)

    if tokens[entity.last - 1].owns:
        for _, owned in neighbours(tokens, entity.last - 1, 1, 1):
            add("owns", min(owned.keys), OWNS)
    case = _preposition(entity, tokens)
    if case and case != "by":
        add("case", case, 0.5)
    for step, start in ((-1, entity.group[0]), (1, entity.group[1] - 1)):
        for distance, token in neighbours(tokens, start, step, 2 if entity.number else 6):
            weight = 1 / distance
            if token.clause != tokens[start].clause:
                weight /= 2
            at = _index(tokens, token)
            if is_verb(tokens, at):
                verb = verb_of(token.word)
                add(_role(entity, tokens, at, case), verb, weight)
                add("near", verb, weight / 3)
            else:
                near = ("left" if step < 0 else "right") if entity.number else "near"
                for key in token.keys:
                    add(near, key, weight / len(token.keys))
    return found


def _index(tokens: Sequence[Token], token: Token) -> int:
    return next(index for index, other in enumerate(tokens) if other is token)


def _role(entity: Entity, tokens: Sequence[Token], verb: int, case: str) -> str:
    """ "agent", "patient" or "other": what the entity is to the verb."""
    passive = is_passive(tokens, verb)
    converse = verb_of(tokens[verb].word) in CONVERSE
    if entity.first < verb:
        role = "patient" if passive else "agent"
        if case and case != "by" and passive:
            role = "other"
    elif passive:
        role = "agent" if case == "by" else "other"
    else:
        role = "other" if case else "patient"
    if converse and role != "other":
        role = "patient" if role == "agent" else "agent"
    return role


def _preposition(entity: Entity, tokens: Sequence[Token]) -> str:
    """The preposition before an entity, with up to three words of its noun phrase between."""
    for back in range(1, 5):
        at = entity.group[0] - back
        if at < 0 or tokens[at].sentence != tokens[entity.first].sentence:
            return ""
        token = tokens[at]
        if token.word in PREPOSITIONS:
            return token.word
        noun = (
            token.word in ("the", "a", "an", "-")
            or {"ADJ", "NOUN"} & parts(token.word).keys()
            or token.capital
        )
        if not noun or is_verb(tokens, at):
            return ""
    return ""
