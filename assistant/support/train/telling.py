"""Questions and their answers told as statements: "When was it built?", "1890": "It was built in
1890." The order of words is made by rules and not always that of good English; right and wrong
answers are told by the same rules."""

import re

from lemminflect import getAllLemmas, getInflection

BE = "is|was|are|were"
HELP = f"{BE}|did|does|do|has|have|had|can|could|will|would|may|might|should"
ASKED = re.compile(
    rf"(?P<wh>(?:(?:in|on|at|by|for|from|to|with|during|of) )?"
    rf"(?:who|whom|what|which|when|where|why|how)(?: (?:many|much|long|old|often|far))?)"
    rf"(?P<noun>(?: (?!(?:{HELP})\b)[\w’'-]+){{0,4}}?) (?P<help>{HELP})(?P<rest> .+)$",
    re.I,
)
SUBJECT = re.compile(
    rf"(?P<wh>who|what|which|how many)(?P<noun>(?: [\w’'-]+){{0,3}}?) "
    rf"(?P<verb>(?!(?:{HELP})\b)[a-z]+(?:ed|s|ew|ose|ook|ade|ote|ave|ound|on|eld|aw|ame|an))"
    r"(?P<rest>(?: .+)?)$",
    re.I,
)
DETERMINERS = frozenset(
    "the a an his her its their this that these those my our your of in on at to for by with and "
    "or from as first new most".split()
)
LEADS = re.compile(
    r"(?:in|on|at|by|for|from|to|with|during|of|since|until|after|before|because|near|about|around|"
    r"between|under|over|through|into|as)\b",
    re.I,
)


def told(question: str, answer: str) -> str | None:
    """The statement that answers a question, None where no rule fits."""
    question = " ".join(question.split()).strip(" ?.")
    answer = " ".join(answer.split()).strip(" .,;")
    match = ASKED.match(question)
    statement = _inverted(match, answer) if match else None
    if statement is None and (match := SUBJECT.match(question)):
        noun = match["noun"] if re.search(r"how many", match["wh"], re.I) else ""
        statement = f"{_counted(answer, noun)} {match['verb']}{match['rest']}"
    if statement is None:
        return None
    statement = " ".join(statement.split())
    return f"{statement[:1].upper()}{statement[1:]}."


def asked_and_told(question: str, answer: str) -> str:
    """A question and its answer side by side, for those that no rule fits."""
    return f"{question.strip(' ?.')}: {answer.strip(' .')}."


def _inverted(match: re.Match[str], answer: str) -> str | None:
    wh, noun, verb = match["wh"].lower(), match["noun"], match["help"].lower()
    words = match["rest"].split()
    counted = _counted(answer, noun if "many" in wh or "much" in wh else "")
    if verb in ("did", "does", "do"):
        at = _base_verb(words)
        if at is None:
            return None
        form = {"did": "VBD", "does": "VBZ", "do": "VBP"}[verb]
        inflected = getInflection(words[at], form)
        words[at] = inflected[0] if inflected else words[at]
        return " ".join([*words, _led(wh, counted)])
    if wh in ("who", "what", "which") or noun:
        at = 0 if words[0] in ("be", "have") else _participle(words)
        if at == 0:  # who was killed in the war
            return " ".join([counted, verb, *words])
        if wh in ("who", "what", "which") and at is None:
            return " ".join([*words, verb, counted])
    at = _participle(words) or len(words)
    return " ".join([*words[:at], verb, *words[at:], _led(wh, counted)])


def _led(wh: str, answer: str) -> str:
    """An answer with its preposition, where it brings none."""
    if LEADS.match(answer):
        return answer
    first = wh.split()[0]
    if first in ("in", "on", "at", "by", "for", "from", "to", "with", "during", "of"):
        return f"{first} {answer}"
    leads = {"when": "in", "where": "in", "why": "because", "how": "by"}
    return f"{leads[wh]} {answer}" if wh in leads else answer


def _counted(answer: str, noun: str) -> str:
    noun = noun.strip()
    return f"{answer} {noun}" if noun and noun.lower() not in answer.lower() else answer


def _base_verb(words: list[str]) -> int | None:
    for at in range(1, len(words)):
        word, before = words[at], words[at - 1].lower()
        if word.islower() and before not in DETERMINERS:
            verbs = getAllLemmas(word, upos="VERB").get("VERB", ())
            if word in verbs:
                return at
    return None


def _participle(words: list[str]) -> int | None:
    for at, word in enumerate(words):
        if at and words[at - 1].lower() in DETERMINERS:
            continue
        if re.fullmatch(r"[a-z]+(?:ed|en|ing)|built|made|known|held|found|born|called|led", word):
            return at
    return None
