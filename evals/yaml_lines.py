"""YAML that knows on which line of its file each object, key and item stands."""

import re
from bisect import bisect_right
from pathlib import Path
from typing import Any, ClassVar, cast

import yaml

from evals.problem import Place, Problem


class Object(dict[str, Any]):
    """An object of a file. `line` is where it starts, `lines` are those of its keys, from 1."""

    line: int
    lines: dict[str, int]


class Items(list[Any]):
    """A list of a file. `lines` are those of its items, from 1."""

    lines: list[int]


def parse_yaml(text: str, path: Path, problems: list[Problem]) -> object:
    """What the text of a file holds: its objects are of class Object, its lists of class Items.

    What is not clear YAML is added to `problems`: a key that occurs twice, a value that its tag
    does not fit; or the first place where the text is no YAML at all, and then None is returned.
    """
    try:
        loader = _Loader(text)
        content = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = _line(text, error.problem_mark.index) if error.problem_mark else 1
        reason = f"{error.problem}; a text that holds any of : ? # , [ {{ may need quotes"
    except yaml.reader.ReaderError as error:
        line, reason = _line(text, error.position), f"holds the character U+{error.character:04X}"
    except RecursionError:
        line, reason = 1, "objects and lists are nested too deeply"
    else:
        problems += [Problem(Place(path, line), reason) for line, reason in loader.problems]
        return content
    problems.append(Problem(Place(path, line), f"not YAML: {reason}"))
    return None


def _line(text: str, index: int) -> int:
    return len(re.findall(r"\r\n?|\n", text[:index])) + 1


def plain(value: Any) -> Any:
    """The same without lines: dicts and lists as JSON gives them."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


# At once and deep, so that an object that holds itself is refused.
def _object(loader: "_Loader", node: yaml.MappingNode) -> Object:
    made = Object(cast(dict[str, Any], loader.construct_mapping(node, deep=True)))
    made.line = loader.line_of(node)
    made.lines = {loader.construct_object(key): loader.line_of(key) for key, _ in node.value}
    return made


def _items(loader: "_Loader", node: yaml.SequenceNode) -> Items:
    made = Items(loader.construct_sequence(node, deep=True))
    made.lines = [loader.line_of(item) for item in node.value]
    return made


class _Loader(yaml.SafeLoader):
    """Keeps lines, and tells of keys that occur twice, of which YAML readers keep the last."""

    yaml_constructors: ClassVar[dict[str | None, Any]] = {
        **yaml.SafeLoader.yaml_constructors,
        "tag:yaml.org,2002:map": _object,
        "tag:yaml.org,2002:seq": _items,
    }

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.problems: list[tuple[int, str]] = []
        # The marks of the parser also count U+0085, U+2028 and U+2029, which editors do not.
        self._breaks = [match.end() for match in re.finditer(r"\r\n?|\n", text)]

    def line_of(self, node: yaml.Node) -> int:
        """The line on which a node starts, from 1."""
        return bisect_right(self._breaks, node.start_mark.index) + 1

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """Before `<<` merges other objects into it, whose keys it may repeat."""
        node = super().compose_mapping_node(anchor)
        first: dict[str, yaml.Node] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and first.setdefault(key.value, key) is not key:
                line = self.line_of(first[key.value])
                reason = f"key {key.value!r} occurs twice, first in line {line}; drop one of them"
                self.problems.append((self.line_of(key), reason))
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """The text itself where it only looks like what its tag says, as the date 2024-13-45."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, KeyError, AttributeError):
            kind = node.tag.rpartition(":")[2]
            reason = f"{node.value!r} is no {kind}; put texts in quotes"
            self.problems.append((self.line_of(node), reason))
            self.recursive_objects.pop(node, None)
            self.constructed_objects[node] = node.value
            return node.value
