"""What kind of thing a name names, as far as its own words tell."""

from typing import Literal

NameKind = Literal["person", "country", "institution", "letters", "people", "unknown"]
"""`letters` is a name of capitals ("ALBA"), `people` a plural ("the Normans"), `institution` one
that ends with a word for what it is ("Warsaw University")."""

COUNTRIES = frozenset(
    name.strip()
    for name in """
    Afghanistan, Albania, Algeria, Andorra, Angola, Argentina, Armenia, Australia, Austria,
    Azerbaijan, Bahrain, Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia,
    Botswana, Brazil, Brunei, Bulgaria, Burundi, Cambodia, Cameroon, Canada, Chad, Chile, China,
    Colombia, Comoros, Costa Rica, Croatia, Cuba, Cyprus, Denmark, Djibouti, Dominica, Ecuador,
    Egypt, El Salvador, Eritrea, Estonia, Eswatini, Ethiopia, Fiji, Finland, France, Gabon, Gambia,
    Georgia, Germany, Ghana, Greece, Grenada, Guatemala, Guinea, Guyana, Haiti, Honduras, Hungary,
    Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Jamaica, Japan, Jordan,
    Kazakhstan, Kenya, Kiribati, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho, Liberia, Libya,
    Liechtenstein, Lithuania, Luxembourg, Madagascar, Malawi, Malaysia, Maldives, Mali, Malta,
    Mauritania, Mauritius, Mexico, Moldova, Monaco, Mongolia, Montenegro, Morocco, Mozambique,
    Myanmar, Namibia, Nauru, Nepal, New Zealand, Nicaragua, Niger, Nigeria, North Korea,
    North Macedonia, Norway, Oman, Pakistan, Palau, Panama, Papua New Guinea, Paraguay, Peru,
    Poland, Portugal, Qatar, Romania, Russia, Rwanda, Samoa, San Marino, Saudi Arabia, Senegal,
    Serbia, Seychelles, Sierra Leone, Singapore, Slovakia, Slovenia, Somalia, South Africa,
    South Korea, South Sudan, Spain, Sri Lanka, Sudan, Suriname, Sweden, Switzerland, Syria, Taiwan,
    Tajikistan, Tanzania, Thailand, Togo, Tonga, Tunisia, Turkey, Turkmenistan, Tuvalu, Uganda,
    Ukraine, United Kingdom, United States, Uruguay, Uzbekistan, Vanuatu, Venezuela, Vietnam, Yemen,
    Zambia, Zimbabwe
    """.split(",")
)
GIVEN_NAMES = frozenset(
    """
    Abraham Adam Agnes Albert Alexander Alfred Alice Andrew Anna Anne Anthony Antonio Arthur
    Benjamin Bernard Brian Carl Carlos Caroline Catherine Charles Charlotte Christian Christina
    Christopher Claude Clara Daniel David Dennis Diana Donald Dorothy Douglas Edgar Edmund Edward
    Edwin Eleanor Elizabeth Emily Emma Eric Ernest Eugene Eva Fatima Florence Francis Frank Franz
    Frederick Friedrich Gary Georg George Gerald Gordon Grace Gregory Guy Hannah Hans Harold Harry
    Heinrich Helen Henri Henry Herbert Howard Hugh Ian Isaac Ivan Jack Jacob Jacques James Jane
    Janet Jason Jean Jeffrey Jennifer Jessica Jim Joan Johann John Jonathan Jose Joseph Joshua
    Juan Julia Julian Karen Karl Katherine Keith Kenneth Kevin Larry Laura Leo Leonard Lewis Linda
    Louis Louise Lucy Luis Margaret Maria Marie Mark Martin Mary Matthew Max Michael Mikhail
    Miguel Mike Mohammed Muhammad Nancy Napoleon Nathan Nicholas Nikola Nikolai Oliver Oscar
    Patricia Patrick Paul Pedro Peter Philip Pierre Rachel Ralph Raymond Rebecca Richard Robert
    Roger Ronald Rose Roy Ruth Samuel Sandra Sarah Scott Sergei Sergey Sidney Simon Sophia Stanley
    Stephen Steven Steve Susan Theodore Thomas Timothy Tom Tony Victor Victoria Vincent Virginia
    Vladimir Walter Warren Wilhelm William Winston Yuri
    """.split()
)
TITLES = frozenset(
    """
    Mr Mrs Ms Dr Sir Lord Lady Dame President Minister Secretary King Queen Emperor Empress Pope
    Saint Senator Governor General Chancellor Director Professor Bishop Archbishop Mayor Prince
    Princess Duke Count Captain Colonel Major Admiral Judge Justice Ambassador Congressman Chairman
    Sultan Khan Caliph
    """.split()
)
INSTITUTIONS = frozenset(
    """
    Academy Act Agency Agreement Airport Alliance Army Article Assembly Association Bank Basin Bay
    Bill Board Bridge Building Canal Castle Cathedral Center Centre Championship Church City Club
    Code Coast College Commission Committee Company Conference Congress Constitution Convention
    Corporation Council Court Cup Department Directive District Dynasty Empire Foundation Fund
    Government Group Gulf Hall Highway Hospital House Hotel Institute Island Islands Kingdom Lake
    Law Laboratory Laboratories League Library Line Ministry Mission Mountain Mountains Movement
    Museum Observatory Ocean Office Organisation Organization Palace Parliament Park Party
    Peninsula Plan Prize Program Programme Project Province Railroad Railway Republic Revolution
    River Road Sea School Senate Service Society State States Station Street Studios Survey System
    Theatre Theorem Theory Tower Treaty Tribunal Tunnel Union University Valley War Zoo
    """.split()
)


def kind_of(name: str) -> NameKind:
    """The kind of a name, "unknown" where its words do not tell."""
    words = [word for word in name.split() if word.lower() != "the"]
    if not words:
        return "unknown"
    bare = " ".join(words)
    first, last = words[0].strip("."), words[-1]
    if bare in COUNTRIES:
        return "country"
    if last in INSTITUTIONS or (words[0] in INSTITUTIONS and len(words) > 1 and words[1] == "of"):
        return "institution"
    if first in TITLES or (1 < len(words) <= 4 and GIVEN_NAMES & {first, words[1]}):
        return "person"
    if bare.isupper() and len(bare) > 1:
        return "letters"
    if len(words) == 1 and last.endswith("s") and name.lower().startswith("the "):
        return "people"
    return "unknown"
