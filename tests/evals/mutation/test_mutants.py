"""Mutants say one thing other than the cited words, and read like English."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.mutation.english.numerals import values
from evals.mutation.mutants import KINDS, MOST, Kind, mutants
from evals.mutation.pool import Pool, pool_of
from evals.mutation.said import said

NOBODY = Pool()

EXAMPLES: dict[Kind, tuple[str, ...]] = {
    "number": (
        "Over 60% of goods pass through the gulf.",
        "The alliance includes 11 member states.",
        "It has eleven members.",
        "Human marrow makes 1.5 million cells.",
        "It is the third largest city.",
        "Half of the fleet was lost, twice as many as before.",
    ),
    "unit": (
        "The bridge is 40 km long.",
        "The dose was 5 mg a day.",
        "She waited for two years.",
        "It cost $72,641.",
        "Prices rose by 20% in spring.",
    ),
    "date": (
        "Bob drew maps in March 1890.",
        "The fair opens on Friday.",
        "He visited Cuba last year.",
        "It was built in the 17th century.",
        "The town grew in the 1920s.",
        "Two days later, it rained.",
        "On October 26, the museum closed.",
    ),
    "name": (
        "In spring, Sergey Lavrov visited the coast.",
        "The Halden Foundation paid for it.",
        "It relies on the GPS system.",
    ),
    "place": ("Russia helped Bolivia.", "The American author lives in Boston."),
    "speaker": (
        "Critics in Canada have noted that prices fell.",
        "According to Ada Brown, the river is long.",
        "The river is long and cold.",
    ),
    "negation-dropped": (
        "The vaccine does not protect children.",
        "The company isn't profitable.",
        "It has never been seen.",
        "No one could enter.",
        "They left without permission.",
        "The virus cannot be cured.",
        "There is no evidence of it.",
    ),
    "negation-added": (
        "The harbour is open in winter.",
        "The stance serves as an example.",
        "He wrote the book.",
        "Prices have increased in the city.",
        "It can be cured.",
    ),
    "swap": (
        "Russia helped Bolivia.",
        "The prize went from Spain to Norway.",
        "We found 153 children and 203 adults.",
        "Founded in 1901 by monks, it was closed in 1950.",
        "Military strategists in the U.S. have noted that Russia could disrupt it.",
    ),
    "quotation": (
        'He called it "a great and strong friend of the people".',
        "They present a compelling model for others.",
    ),
    "comparison": (
        "More than 60 ships sank.",
        "At least 11 votes are needed.",
        "It was signed after the war.",
        "The first bridge over the river was larger than this.",
        "The virus increases the risk of it.",
    ),
    "sign": ("Profit was -3 million euros.", "It froze at minus 12 degrees.", "Growth was 4%."),
    "bound": ("Fewer than 50 ships sank.", "It holds up to 50 people.", "Over 60 ships sank."),
    "period": (
        "It was in use until 1999.",
        "It has run since May 1999.",
        "The fee is paid within 30 days.",
    ),
    "hedge": (
        "The drug may harm children.",
        "The mayor allegedly took bribes.",
        "The firm planned to buy the mill.",
        "The mill is expected to close.",
        "It is a myth that garlic cures the flu.",
    ),
    "condition": (
        "If the river rises, the town is evacuated.",
        "The town is evacuated unless the river falls.",
    ),
    "quantifier": (
        "Most members voted for it.",
        "Some of the members voted for it.",
        "Such rivers often flood the town.",
    ),
}


def made(statement: str, kind: Kind, pool: Pool = NOBODY) -> list[str]:
    return [mutant.text for mutant in mutants(statement, [statement], pool) if mutant.kind == kind]


def test_every_kind_has_examples() -> None:
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "statement"), [(kind, one) for kind, several in EXAMPLES.items() for one in several]
)
def test_each_kind_is_made_and_differs_from_the_statement(kind: Kind, statement: str) -> None:
    found = [one for one in mutants(statement, [statement], NOBODY) if one.kind == kind]
    assert 1 <= len(found) <= MOST
    for mutant in found:
        assert mutant.text != statement
        assert mutant.now in mutant.text
        assert statement.replace(mutant.was, mutant.now, 1) != statement or not mutant.was


@pytest.mark.parametrize(
    ("kind", "statement", "mutant"),
    [
        ("unit", "The bridge is 40 km long.", "The bridge is 40 m long."),
        ("date", "He visited Cuba last year.", "He visited Cuba next year."),
        ("date", "It flourished from around 1200 BC.", "It flourished from around 1200 AD."),
        ("speaker", "Critics in Canada have noted that prices fell.",
         "The authors have noted that prices fell."),
        ("negation-dropped", "The vaccine does not protect children.",
         "The vaccine protects children."),
        ("negation-dropped", "He did not write it.", "He wrote it."),
        ("negation-dropped", "It spreads without causing disease.",
         "It spreads while causing disease."),
        ("negation-dropped", "It has not yet been approved.", "It has already been approved."),
        ("negation-added", "Russia currently pursues a principle.",
         "Russia does not currently pursue a principle."),
        ("negation-added", "It is often used in bread.", "It is never used in bread."),
        ("swap", "Russia helped Bolivia.", "Bolivia helped Russia."),
        ("swap", "Military strategists in the U.S. have noted that Russia could disrupt it.",
         "Military strategists in Russia have noted that the U.S. could disrupt it."),
        ("swap", "We found 153 children and 203 adults.", "We found 203 children and 153 adults."),
        ("comparison", "More than 60 ships sank.", "Less than 60 ships sank."),
        ("comparison", "Before the war, it was open.", "After the war, it was open."),
        ("sign", "Profit was -3 million euros.", "Profit was 3 million euros."),
        ("bound", "Fewer than 50 ships sank.", "50 ships sank."),
        ("period", "It was in use until 1999.", "It was in use since 1999."),
        ("hedge", "The drug may harm children.", "The drug will harm children."),
        ("hedge", "The firm planned to buy the mill.", "The firm bought the mill."),
        ("condition", "If the river rises, the town is evacuated.", "The town is evacuated."),
        ("quantifier", "Most members voted for it.", "All members voted for it."),
    ],
)  # fmt: skip
def test_example_gives_this_mutant(kind: Kind, statement: str, mutant: str) -> None:
    assert mutant in made(statement, kind)


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("number", "COVID-19 and H1N1 reached SARS-CoV-2 wards with GPT-4."),
        ("number", "They lived in Room 12 of Block 7."),
        ("number", "It enhances activity [17, 18]."),
        ("number", "Figure 2 shows it (Smith et al., 2011)."),
        ("number", "One of the ships sank."),
        ("number", "They met between 14 and 21 January 2020."),
        ("unit", "It includes 11 member states."),
        ("date", "It may rain in the valley."),
        ("date", "They march at dawn with august guests."),
        ("date", "About 2000 soldiers marched."),
        ("name", "The Will Of The People is a phrase."),
        ("name", "However, prices fell."),
        ("place", "The cargo sank in South and Central America."),
        ("negation-dropped", "It may not be effective."),
        ("negation-dropped", "It is not only cheap but also quick."),
        ("negation-dropped", "It is no longer open."),
        ("negation-dropped", "They asked whether or not it was safe."),
        ("negation-added", "Many cities are cold."),
        ("negation-added", "It may be found in rivers."),
        ("negation-added", "They asked whether it is safe."),
        ("negation-added", "The harbour is not open."),
        ("swap", "Cuba and Venezuela signed the pact."),
        ("swap", "He visited Cuba, Venezuela, and Nicaragua."),
        ("swap", "Cuba borders Haiti in the sea."),
        ("swap", "Trade between Cuba and Haiti grew."),
        ("swap", "Zambia's relations with Zimbabwe improved."),
        ("swap", "They live in Boston, Massachusetts."),
        ("swap", "Only 3 of the 17 cases were mild."),
        ("sign", "It takes 3-5 days; see pages 4 -6."),
        ("bound", "It was open up to 1999."),
        ("period", "It was not open until 1999."),
        ("period", "It was designed by 1999 students."),
        ("hedge", "It could potentially sink in May."),
        ("condition", "They asked if the river rises."),
        ("quantifier", "It is the most famous of cities."),
        ("quantifier", "Most members voted for all of it."),
        ("comparison", "He was named after his uncle."),
        ("comparison", "It is no longer sold at first."),
        ("comparison", "Higher education costs no more than bread."),
    ],
)
def test_what_would_stay_true_or_is_something_else_is_left_alone(
    kind: Kind, statement: str
) -> None:
    assert made(statement, kind) == []


def test_will_as_a_noun_takes_no_not() -> None:
    assert made("The will was read in May.", "negation-added") == ["The will was not read in May."]


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        ("Over 60 ships sank.", lambda value: value > 60),
        ("At least 40 ships sank.", lambda value: value > 40),
        ("Up to 60 ships sank.", lambda value: value < 60),
        ("Fewer than 60 ships sank.", lambda value: value < 60),
        ("It never exceeded 50 ships.", lambda value: value < 50),
    ],
)
def test_number_is_not_implied_by_the_bound_it_replaces(statement: str, holds: object) -> None:
    assert callable(holds)
    (text,) = made(statement, "number")
    (value,) = values(text)
    assert holds(value)


def test_share_stays_below_a_hundred_percent() -> None:
    for share in range(2, 100):
        for text in made(f"The share was {share}% of it.", "number"):
            (value,) = values(text)
            assert 0 < value < 100


def test_article_fits_what_follows_it() -> None:
    assert made("It was an eight-year plan.", "number") != []
    for text in made("An American author lives here.", "place"):
        article, people = text.split()[:2]
        assert article == ("An" if people[0] in "AEIOU" else "A")


def test_mutant_speaks_for_a_person_of_the_cited_words_first() -> None:
    cited = ["Ada Brown said that it rains.", "Bob Miller left in spring."]
    texts = [m.text for m in mutants("Ada Brown said that it rains.", cited, NOBODY)]
    assert "Bob Miller said that it rains." in texts


def test_names_come_from_the_documents_before_our_own() -> None:
    pool = pool_of(["In spring, the poet Rosa Keller met Otto Brandt in the garden."])
    statement = "In autumn, Ada Brown wrote to the queen."
    name = next(iter(said(statement, [statement], pool).names))
    assert pool.foreign(name, False, frozenset())[:2] == ["Otto Brandt", "Rosa Keller"]


def test_no_name_shares_a_word_with_the_cited_ones() -> None:
    pool = pool_of(["In spring, the poet Rosa Keller met Otto Brandt in the garden."])
    cited = ["In autumn, Ada Brown wrote to Keller and Otto."]
    for mutant in mutants("In autumn, Ada Brown wrote to the queen.", cited, pool):
        assert not re.search("Keller|Otto", mutant.text) or mutant.kind == "speaker"


def test_misquotation_stands_nowhere_in_the_cited_words() -> None:
    statement = 'She called it "a great and strong friend of the people".'
    cited = [statement, "It was a grand and strong friend of the people."]
    texts = [m.text for m in mutants(statement, cited, NOBODY) if m.kind == "quotation"]
    assert texts
    assert not any("a grand and strong friend" in text for text in texts)


words = st.lists(st.sampled_from(
    "Russia Bolivia Cuba helped 11 60% 1890 March the a is not more than Ada Brown said that of "
    "and in over km years before first “ ” \" ( ) , . ; million no has U.S. may will 3.5 $5".split()
), min_size=1, max_size=25).map(" ".join)  # fmt: skip
sentences = st.one_of(words, st.text(max_size=120))


@given(sentences)
def test_mutants_are_the_same_every_time_and_differ_from_the_statement(statement: str) -> None:
    found = list(mutants(statement, [statement], NOBODY))
    assert found == list(mutants(statement, [statement], NOBODY))
    assert all(mutant.text != statement for mutant in found)
    assert len({(mutant.kind, mutant.text) for mutant in found}) == len(found)


@given(words)
def test_new_number_stands_nowhere_in_the_cited_words(statement: str) -> None:
    for mutant in mutants(statement, [statement], NOBODY):
        new = values(mutant.text) - values(statement)
        if mutant.kind == "number" and mutant.was[:1].isdigit():
            assert new


@given(words)
def test_swap_keeps_the_words(statement: str) -> None:
    def bag(text: str) -> list[str]:
        return sorted(re.sub(r"\b(?:an?|the)\b ?", "", text, flags=re.I).replace(" ", ""))

    for mutant in mutants(statement, [statement], NOBODY):
        if mutant.kind == "swap":
            assert bag(mutant.text) == bag(statement)


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_is_taken(statement: str, cited: list[str]) -> None:
    list(mutants(statement, cited, pool_of([statement, *cited])))
