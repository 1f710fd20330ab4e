"""The fidelity checker: what a statement may and may not make of the words that it cites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grounding.check import check

TRADE = "In 2019, over 60% of the 1.5 million tonnes of copper passed through the harbour of Lund."
TREATY = "Norway helped Iceland to draft the treaty, which Denmark has not signed."
EXPERT = (
    "Harbour engineers in Canada have warned that the old bridge could collapse within 11 years."
)
PLAIN = "The old bridge could collapse within 11 years."
VISIT = "The Finnish minister Aino Virtanen recently visited both islands, which keep close ties."
QUOTE = "The mayor called the plan “a bold step for the coast” on Tuesday."
RAIL = "The line passes Oslo and Turku. It joins Lund and Oslo."
FALL = "Sales fell from $3.2 billion in 2021 to $2.7 billion in 2022."
CLUB = "While Peru has abstained from joining the club, Chile’s accession is likely next year."


def kinds(statement: str, *cited: str) -> set[str]:
    return {fault.kind for fault in check(statement, cited)}


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("Over 60 percent of the copper passed through Lund in 2019.", TRADE),
        ("1,500,000 tonnes of copper passed through the harbour.", TRADE),
        ("More than sixty per cent of it went through the harbour of Lund.", TRADE),
        ("Iceland was helped by Norway to draft the treaty.", TREATY),
        ("Denmark hasn't signed the treaty.", TREATY),
        ("The treaty has not been signed by Denmark.", TREATY),
        ("Canadian harbour engineers point out that the bridge could collapse.", EXPERT),
        ("According to harbour engineers, the bridge could collapse within eleven years.", EXPERT),
        ("The article says that the old bridge could collapse.", PLAIN),
        ("Both islands were recently visited by Finland's minister, Aino Virtanen.", VISIT),
        ("Virtanen visited the two islands.", VISIT),
        ("The mayor spoke of “a bold step”.", QUOTE),
        ("Peru has not joined the club.", CLUB),
        ("Next year Chile’s accession is likely.", CLUB),
        ("The U.S. exports wheat.", "Wheat is exported by the United States."),
        ("The EEU has five members.", "The Eurasian Economic Union has five members."),
        ("Wages are lower than prices.", "Prices are higher than wages."),
        ("The war ended before the harvest.", "The harvest came after the war ended."),
        ("Tin, copper and zinc are mined.", "Copper, tin and zinc are mined."),
        ("It is not likely that prices fall.", "It is unlikely that prices fall."),
        ("It does not have a harbour.", "The town lacks a harbour."),
        ("Officials closed the road.", "The road was closed."),
        ("The strike in the 1990s failed.", "The strike of 1994 failed."),
        ("Every day the bridge was shut.", "The bridge was shut every day."),
        ("More than 2,400 people came.", "The fair drew 2,431 people, who came by boat."),
        ("Sales fell in 2022, from $3.2bn in 2021.", FALL),
        (
            "According to Olaf Berg, the horn failed.",
            "The keeper, Olaf Berg, said the horn failed.",
        ),
        ("Berg said that the horn failed.", "Berg, who met Lind, said that the horn failed."),
        ("It joins Lund and Oslo. It passes Oslo and Turku.", RAIL),
        ("The limit is 50 words.", "It must be less than 50 words."),
        ("A text of 50 words or more is cut.", "It must be less than 50 words, or it is cut."),
        ("It has nearly 50 ships.", "It has less than 50 ships."),
        ("50 ships sank.", "More than 50 ships sank."),
        ("It is possible that the dam will break.", "The dam may break."),
        ("The dam could break.", "The dam may break."),
        ("The firm plans to buy the mill.", "The firm planned to buy the mill."),
        ("The firm will buy the mill.", "The firm is expected to buy the mill."),
        ("Prosecutors accuse the mayor of taking bribes.", "The mayor allegedly took bribes."),
        (
            "In case the river rises, the town is evacuated.",
            "If the river rises, the town is evacuated.",
        ),
        ("A majority of members voted for it.", "Most members voted for it."),
        ("All members voted for it.", "Most guests and all members voted for it."),
        ("The mill has run since May 1999.", "Since May 1999, the mill has run."),
        ("Peter's mother is Anna.", "Anna is the mother of Peter."),
        (
            "Before the pump is started, the valve is opened.",
            "The valve is opened before the pump is started.",
        ),
        (
            "The pump is started after the valve is opened.",
            "The valve is opened before the pump is started.",
        ),
        ("Growth was minus 3% in 2020.", "In 2020, growth was −3%."),
        ("The loss was $3 million.", "Profit was -$3 million."),
        ("Sales shrank by 4%.", "The growth of sales was -4%."),
        ("It takes three to five days.", "It takes 3-5 days."),
        ("It froze at minus 12 to minus 3 degrees.", "It froze at -12 to -3 degrees."),
    ],
)
def test_faithful_paraphrase_passes(statement: str, source: str) -> None:
    assert check(statement, [source]) == ()


@pytest.mark.parametrize(
    ("kind", "statement", "source"),
    [
        ("number", "Over 45% of the copper passed through Lund.", TRADE),
        ("number", "More than 2,500 people came.", "The fair drew 2,431 people, who came by boat."),
        ("number", "The account is 20255501234.", "The account is 20255501235."),
        ("speaker", "Lind said that the horn failed.", "Berg, who met Lind, said that it failed."),
        ("role", "The port sold the tower.", "In March the tower was sold to the port."),
        ("number", "The old bridge could collapse within twelve years.", EXPERT),
        ("number", "Profit was 3 million euros.", "Profit was -3 million euros."),
        ("number", "It fell to 15 degrees.", "It fell to −15 degrees."),
        ("number", "Growth was -3%.", "Growth was 3%."),
        ("unit", "The old bridge could collapse within 11 months.", EXPERT),
        ("unit", "Over 60 tonnes of the copper passed through Lund.", TRADE),
        ("date", "In 2018, over 60% of the copper passed through the harbour.", TRADE),
        ("date", "The mayor called the plan “a bold step for the coast” on Friday.", QUOTE),
        ("date", "Chile’s accession was likely last year.", CLUB),
        ("name", "Sweden helped Iceland to draft the treaty.", TREATY),
        ("name", "The copper passed through the harbour of Oslo.", TRADE),
        ("name", "Kowalski visited both islands.", VISIT),
        ("negation", "Denmark has signed the treaty.", TREATY),
        ("negation", "Norway did not help Iceland to draft the treaty.", TREATY),
        ("negation", "Peru has joined the club.", CLUB),
        ("comparison", "Under 60% of the copper passed through the harbour.", TRADE),
        ("comparison", "Prices are higher than wages.", "Prices are lower than wages."),
        ("comparison", "It fell after the war.", "It fell before the war."),
        ("comparison", "50 ships sank.", "Fewer than 50 ships sank."),
        ("comparison", "It holds 50 people.", "It holds up to 50 people."),
        ("comparison", "Exactly 50 ships sank.", "Over 50 ships sank."),
        ("comparison", "Exactly 1,000 ships sank.", "More than 1,000 ships sank."),
        ("certainty", "The company sold arms to Lima.", "The company may sell arms to Lima."),
        ("certainty", "The dam will break in winter.", "The dam might break in winter."),
        ("certainty", "The firm bought the mill.", "The firm planned to buy the mill."),
        ("certainty", "The mayor took bribes.", "The mayor allegedly took bribes."),
        (
            "certainty",
            "The ferry sank in the bay.",
            "The ferry is believed to have sunk there, in the bay.",
        ),
        ("certainty", "Garlic cures the flu.", "It is a myth that garlic cures the flu."),
        ("certainty", "The bridge was safe.", "Experts wrongly claimed that the bridge was safe."),
        ("certainty", "The town is evacuated.", "If the river rises, the town is evacuated."),
        ("certainty", "The town is evacuated.", "The town is evacuated if the river rises."),
        ("comparison", "All members voted for the law.", "Most members voted for the law."),
        ("comparison", "Such rivers always flood in May.", "Such rivers often flood in May."),
        ("date", "The mill was in use since 1999.", "The mill was in use until 1999."),
        ("date", "The fee is paid after 30 days.", "The fee is paid within 30 days."),
        ("role", "Peter is the mother of Anna.", "Anna is the mother of Peter."),
        (
            "role",
            "The drug is safe for children and dangerous for adults.",
            "The drug is safe for adults and dangerous for children.",
        ),
        (
            "date",
            "The pump is started before the valve is opened.",
            "The valve is opened before the pump is started.",
        ),
        ("quotation", "The mayor called the plan “a timid step for the coast”.", QUOTE),
        ("role", "Iceland helped Norway to draft the treaty.", TREATY),
        ("role", "Norway was helped by Iceland to draft the treaty.", TREATY),
        ("role", "While Chile has abstained, Peru’s accession is likely next year.", CLUB),
        ("speaker", "The mayor has warned that the old bridge could collapse.", EXPERT),
        ("speaker", "According to the author, the old bridge could collapse.", EXPERT),
        ("speaker", "The mayor warns that the old bridge could collapse.", PLAIN),
    ],
)
def test_false_statement_is_caught_by_its_kind(kind: str, statement: str, source: str) -> None:
    assert kind in kinds(statement, source)


def test_fault_names_the_words_and_the_reason() -> None:
    (fault,) = check("The old bridge could collapse within 12 years.", [EXPERT])
    assert (fault.kind, fault.said) == ("number", "12")
    assert fault.reason == "The source does not hold 12."


def test_words_of_several_citations_count_together() -> None:
    merged = "Norway helped Iceland, and the bridge could collapse within 11 years."
    assert check(merged, [TREATY, PLAIN]) == ()
    assert kinds(merged, TREATY) == {"number"}


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("Anna sold the company in 2005.",
         ("Anna founded the company in 1990.", "Peter sold the company in 2005.")),
        ("Peru signed the treaty with Norway.",
         ("Peru exported copper to China.", "Chile signed the treaty with Norway.")),
    ],
)  # fmt: skip
def test_deed_of_one_cited_sentence_is_not_given_to_the_name_of_another(
    statement: str, cited: tuple[str, ...]
) -> None:
    assert "role" in kinds(statement, *cited)


def test_name_that_another_cited_sentence_gives_for_it_passes() -> None:
    cited = ("Anna founded the company in 1990.", "She sold the company in 2005.")
    assert check("Anna sold the company in 2005.", cited) == ()


def test_statement_without_sources_is_faithful_to_nothing() -> None:
    assert kinds("Norway helped Iceland in 1998.", "") == {"name", "date"}


def test_more_words_around_a_verbatim_sentence_are_judged() -> None:
    assert kinds(f"{PLAIN} Sweden built it.", PLAIN) == {"name"}


@pytest.mark.parametrize(
    ("affirmed", "denied"),
    [
        ("Das Mittel darf Kindern gegeben werden.",
         "Das Mittel darf Kindern nicht gegeben werden."),
        ("Les enfants doivent toucher la machine.",
         "Les enfants ne doivent pas toucher la machine."),
        ("El ministro firmó el tratado.", "El ministro nunca firmó el tratado."),
        ("O ministro assinou o tratado com a Noruega.",
         "O ministro não assinou o tratado com a Noruega."),
        ("Il ministro ha firmato il trattato.", "Il ministro non ha firmato il trattato."),
        ("De minister heeft het verdrag getekend.", "De minister heeft het verdrag niet getekend."),
        ("Детям можно давать это лекарство.", "Детям нельзя давать это лекарство."),
    ],
)  # fmt: skip
def test_denial_counts_in_seven_languages(affirmed: str, denied: str) -> None:
    assert "negation" in kinds(affirmed, denied)
    assert "negation" in kinds(denied, affirmed)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("Kindern darf das Mittel nicht gegeben werden.",
         "Das Mittel darf Kindern nicht gegeben werden."),
        ("Im Dorf gibt es einen Laden.", "Im Dorf gibt es keine Schule, aber einen Laden."),
        ("Le ministre n'a pas signé le traité.", "Jamais le ministre n'a signé le traité."),
    ],
)  # fmt: skip
def test_same_denial_in_other_words_passes(statement: str, source: str) -> None:
    assert check(statement, [source]) == ()


@pytest.mark.parametrize(
    "source",
    ["部长没有签署条约，因为天气不好。", "Minister nie podpisał traktatu z tym krajem."],
)
def test_in_a_language_that_is_not_read_only_its_own_words_stand(source: str) -> None:
    assert "language" in kinds(source.replace("没有", "").replace("nie ", ""), source)
    assert check(source[: source.find("，")] if "，" in source else source[9:], [source]) == ()


def test_may_the_verb_is_no_month() -> None:
    assert check("It may rain.", ["It might rain."]) == ()


@given(st.text(max_size=200))
def test_verbatim_text_is_always_faithful(text: str) -> None:
    assert check(text, [text]) == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_judged_without_an_error(statement: str, source: str) -> None:
    for fault in check(statement, [source]):
        assert fault.reason


@given(st.sampled_from([TRADE, TREATY, EXPERT, VISIT, QUOTE, CLUB]), st.integers(1, 5))
def test_white_space_says_nothing(text: str, width: int) -> None:
    assert check(text.replace(" ", "\n" * width), [text]) == ()


@given(st.integers(2, 10**7), st.integers(2, 10**7))
def test_another_number_is_always_caught(said: int, true: int) -> None:
    source = f"The town has {true:,} wells in all."
    assert bool(check(f"In all, the town has {said} wells.", [source])) == (said != true)


@given(st.permutations(["Norway", "Iceland", "Denmark", "Sweden"]))
def test_order_of_a_list_says_nothing(names: list[str]) -> None:
    listed = "{}, {}, {} and {} signed the treaty in 1998."
    source = listed.format("Norway", "Iceland", "Denmark", "Sweden")
    assert check(listed.format(*names), [source]) == ()


@pytest.mark.parametrize(
    "odd", ["9" * 400 + " ships came.", "half a pair: \ud800", "“" * 50, "’s n't"]
)
def test_odd_text_is_checked_like_any_other(odd: str) -> None:
    assert kinds("About 5 ships came.", odd) == {"number"}
    assert check(odd, [f"{odd} It rained."]) == ()
