"""Places and peoples by sort, so that one can stand where another of its sort stood."""


def _listed(names: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in names.split(","))


COUNTRIES = _listed(
    """Afghanistan,Albania,Algeria,Angola,Argentina,Armenia,Australia,Austria,Azerbaijan,
    Bangladesh,Belarus,Belgium,Bolivia,Brazil,Britain,Bulgaria,Cambodia,Cameroon,Canada,Chad,
    Chile,China,Colombia,Costa Rica,Croatia,Cuba,Cyprus,Denmark,Ecuador,Egypt,El Salvador,
    England,Estonia,Ethiopia,Finland,France,Germany,Ghana,Greece,Guatemala,Guinea,Haiti,Honduras,
    Hungary,Iceland,India,Indonesia,Iran,Iraq,Ireland,Israel,Italy,Jamaica,Japan,Jordan,
    Kazakhstan,Kenya,Kuwait,Latvia,Lebanon,Liberia,Libya,Lithuania,Luxembourg,Madagascar,
    Malaysia,Mali,Malta,Mauritania,Mexico,Mongolia,Montenegro,Morocco,Mozambique,Myanmar,Namibia,
    Nepal,New Zealand,Nicaragua,Nigeria,North Korea,Norway,Oman,Pakistan,Palestine,Panama,
    Paraguay,Peru,Poland,Portugal,Qatar,Romania,Russia,Rwanda,Saudi Arabia,Scotland,Senegal,
    Serbia,Sierra Leone,Singapore,Slovakia,Slovenia,Somalia,South Africa,South Korea,Spain,
    Sri Lanka,Sudan,Sweden,Switzerland,Syria,Taiwan,Tanzania,Thailand,Tunisia,Turkey,Uganda,
    Ukraine,Uruguay,Uzbekistan,Venezuela,Vietnam,Wales,Yemen,Zambia,Zimbabwe"""
)

THE_COUNTRIES = (
    "United States", "United Kingdom", "Netherlands", "Philippines", "Soviet Union",
    "Czech Republic", "Dominican Republic", "United Arab Emirates", "U.S.", "U.K.", "US", "UK",
    "USA",
)  # fmt: skip
"""Countries that take an article."""

CITIES = _listed(
    """Amsterdam,Ankara,Athens,Atlanta,Baghdad,Baltimore,Bangkok,Barcelona,Beijing,Beirut,
    Belgrade,Berlin,Birmingham,Bogotá,Boston,Bratislava,Brussels,Bucharest,Budapest,Buenos Aires,
    Cairo,Calgary,Cape Town,Caracas,Chicago,Cleveland,Copenhagen,Dallas,Damascus,Delhi,Denver,
    Detroit,Dubai,Dublin,Edinburgh,Geneva,Glasgow,Guangzhou,Hamburg,Hanoi,Havana,Helsinki,
    Hong Kong,Houston,Istanbul,Jakarta,Jerusalem,Johannesburg,Kabul,Karachi,Kyiv,La Paz,Lagos,
    Lahore,Lima,Lisbon,Liverpool,London,Los Angeles,Madrid,Manchester,Manila,Marseille,Melbourne,
    Memphis,Miami,Milan,Minneapolis,Montreal,Moscow,Mumbai,Munich,Nairobi,Nashville,New Delhi,
    New Orleans,Oslo,Ottawa,Paris,Philadelphia,Phoenix,Pittsburgh,Port-au-Prince,Prague,Quito,
    Rome,San Francisco,San Diego,Santiago,Seattle,Seoul,Shanghai,Sofia,Stockholm,Sydney,Tehran,
    Tokyo,Toronto,Tripoli,Vancouver,Venice,Vienna,Warsaw,Wuhan,Zagreb,Zurich"""
)

STATES = _listed(
    """Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Hawaii,
    Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,
    Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,
    New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,Rhode Island,
    South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,West Virginia,Wisconsin,
    Wyoming"""
)

REGIONS = (
    "Africa", "Asia", "Europe", "North America", "South America", "Latin America", "Oceania",
    "Central Asia", "Southeast Asia", "Eastern Europe", "Western Europe", "North Africa",
    "Central America", "East Asia", "South Asia", "West Africa", "Scandinavia", "Central Europe",
    "Western Asia", "Northern Europe", "East Africa",
)  # fmt: skip

PEOPLES = _listed(
    """American,Argentine,Australian,Austrian,Belgian,Bolivian,Brazilian,British,Bulgarian,
    Canadian,Chilean,Chinese,Colombian,Croatian,Cuban,Danish,Dutch,Egyptian,Ethiopian,Finnish,
    French,German,Greek,Hungarian,Icelandic,Indian,Indonesian,Iranian,Iraqi,Irish,Israeli,
    Italian,Japanese,Kenyan,Korean,Malaysian,Mexican,Moroccan,Nigerian,Norwegian,Pakistani,
    Palestinian,Peruvian,Portuguese,Romanian,Russian,Scottish,Serbian,Soviet,Spanish,Swedish,
    Swiss,Syrian,Turkish,Ukrainian,Venezuelan,Vietnamese,Welsh"""
)

WIDE_PEOPLES = (
    "African", "Asian", "Caribbean", "European", "Latin American", "North American",
    "South American", "Western",
)  # fmt: skip

SORTS = {
    "country": COUNTRIES,
    "the country": THE_COUNTRIES,
    "city": CITIES,
    "state": STATES,
    "region": REGIONS,
    "people": PEOPLES,
    "wide people": WIDE_PEOPLES,
}

SORT_OF = {name: sort for sort, names in SORTS.items() for name in names}

NEAR = tuple(
    frozenset(_listed(names))
    for names in (
        "United States,U.S.,US,USA,America,American,Washington",
        "United Kingdom,U.K.,UK,Britain,England,British,Scotland,Scottish,Wales,Welsh,London",
        "Soviet Union,Soviet,Russia,Russian,Moscow",
        "Palestine,Palestinian,Israel,Israeli,Jerusalem,Jordan",
        "China,Chinese,Hong Kong,Taiwan,Beijing",
        "South Korea,North Korea,Korean,Seoul",
        "North America,Central America,Latin America,South America",
        "North American,Latin American,South American,Western,European",
        "Asia,Central Asia,Southeast Asia,East Asia,South Asia,Western Asia",
        "Africa,North Africa,West Africa,East Africa",
        "Europe,Eastern Europe,Western Europe,Central Europe,Northern Europe,Scandinavia",
        "Ireland,Irish,United Kingdom,Dublin",
    )
)
"""Names so close that one may be true where another stood."""


def near(one: str, other: str) -> bool:
    """Whether one place or people may be, or lie within, what the other names."""
    return one == other or any(one in group and other in group for group in NEAR)
