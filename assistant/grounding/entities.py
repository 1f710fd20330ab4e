"""The names and numbers of a text as things that have a place in it, alone or in a list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.grounding.names import names, same_root
from assistant.grounding.quantities import Quantity, quantities
from assistant.grounding.tokens import Token

UNCOUNTED = frozenset("both pair couple twice thrice half quarter one first".split())


@dataclass(frozen=True, slots=True)
class Entity:
    """A name of one or several words, or a number, at `tokens[first:last]`."""

    first: int
    last: int
    keys: frozenset[str]
    number: bool
    said: str
    group: tuple[int, int] = (0, 0)
    """From the first to the last of the list that it stands in: what is said of one member is
    said of all."""

    def same(self, other: "Entity") -> bool:
        """True where both are one name, or one number."""
        if self.number != other.number:
            return False
        if not self.keys.isdisjoint(other.keys):
            return True
        return not self.number and any(same_root(a, b) for a in self.keys for b in other.keys)


def entities(tokens: Sequence[Token]) -> tuple[Entity, ...]:
    """The names and numbers of a text; words of one name are taken together."""
    found: list[Entity] = []
    for name in names(tokens):
        last = found[-1] if found else None
        joined = last is not None and _adjacent(tokens, last.last, name.first)
        if joined and last is not None:
            found[-1] = _named(tokens, last.first, name.last, last.keys | name.keys)
        else:
            found.append(_named(tokens, name.first, name.last, name.keys))
    found += [
        _number(tokens, quantity)
        for quantity in quantities(tokens)
        if tokens[quantity.first].word not in UNCOUNTED
    ]
    return _grouped(sorted(found, key=lambda entity: entity.first), tokens)


def _grouped(found: Sequence[Entity], tokens: Sequence[Token]) -> tuple[Entity, ...]:
    groups: list[list[Entity]] = []
    for entity in found:
        before = groups[-1][-1] if groups else None
        if before is not None and _listed(before, entity, tokens):
            groups[-1].append(entity)
        else:
            groups.append([entity])
    return tuple(
        replace(entity, group=(group[0].first, group[-1].last))
        for group in groups
        for entity in group
    )


def _listed(one: Entity, other: Entity, tokens: Sequence[Token]) -> bool:
    """True for neighbours in a list: "A, B", "A and B", "A, and the B"."""
    between = [token.word for token in tokens[one.last : other.first]]
    if one.number or other.number or len(between) > 3 or not between:
        return False
    if tokens[one.first].sentence != tokens[other.first].sentence:
        return False
    if any(token.word == "respectively" for token in tokens):
        return False
    return set(between) <= {",", "and", "or", "the", "&"} and between != ["the"]


def _adjacent(tokens: Sequence[Token], last: int, first: int) -> bool:
    if first == last:
        return True
    return (
        first == last + 1
        and tokens[last].word in ("of", "-")
        and tokens[first].sentence == tokens[last].sentence
    )


def _named(tokens: Sequence[Token], first: int, last: int, keys: frozenset[str]) -> Entity:
    said = " ".join(token.text for token in tokens[first:last])
    return Entity(first, last, keys, False, said)


def _number(tokens: Sequence[Token], quantity: Quantity) -> Entity:
    return Entity(
        quantity.first, quantity.last, frozenset([f"{quantity.value:g}"]), True,
        quantity.words(tokens),
    )  # fmt: skip
