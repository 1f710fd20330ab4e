"""Words that may stand for each other, and words that may not."""

SAME = [
    tuple(line.split("/"))
    for line in """
    however/but; began/started; begin/start; large/big; showed/demonstrated; shows/demonstrates;
    show/demonstrate; about/around; approximately/about; also/in addition; many/numerous;
    several/a number of; although/even though; while/whereas; used/employed; use/employ;
    help/assist; helped/assisted; get/obtain; got/obtained; need/require; needs/requires;
    needed/required; important/significant; famous/well-known; often/frequently;
    usually/typically; mainly/primarily; mostly/largely; almost/nearly; located/situated;
    built/constructed; found/discovered; said/stated; says/states; told/informed; children/kids;
    people/persons; country/nation; countries/nations; area/region; areas/regions; kind/type;
    kinds/types; film/movie; author/writer; job/occupation; city/town; war/conflict;
    illness/disease; buy/purchase; bought/purchased; ended/finished; ended/concluded;
    died/passed away; chose/selected; chosen/selected; allow/permit; allows/permits;
    allowed/permitted; received/was given; whole/entire; main/principal; quickly/rapidly;
    quick/rapid; therefore/so; thus/so; is able to/can; prior to/before; throughout/all over;
    within/inside; contains/holds; contain/hold; contained/held; provides/offers; provide/offer;
    provided/offered; commonly/often; try/attempt; tried/attempted; grew/increased;
    rose/increased; fell/decreased; dropped/fell; answer/reply; led to/caused; leads to/causes;
    moved/relocated; asked/requested; ask/request; lives/resides; lived/resided; stopped/halted
    """.replace("\n", " ").split(";")
    for line in [" ".join(line.split())]
]
"""Words of like meaning, for faithful statements."""

OPPOSITE = [
    tuple(line.split("/"))
    for line in """
    increase/decrease; increased/decreased; increases/decreases; increasing/decreasing;
    rise/fall; rose/fell; rising/falling; more/less; most/least; higher/lower; highest/lowest;
    high/low; larger/smaller; largest/smallest; large/small; greater/lesser; longer/shorter;
    long/short; older/younger; oldest/youngest; old/new; older/newer; better/worse; best/worst;
    good/bad; early/late; earlier/later; earliest/latest; before/after; first/last; begin/end;
    began/ended; start/stop; started/stopped; north/south; northern/southern; east/west;
    eastern/western; left/right; above/below; over/under; inside/outside; male/female;
    men/women; man/woman; mother/father; son/daughter; brother/sister; husband/wife; king/queen;
    won/lost; win/lose; accepted/rejected; accept/reject; allowed/banned; allow/prevent;
    allows/prevents; approved/opposed; support/oppose; supported/opposed; supports/opposes;
    with/without; always/never; often/rarely; usually/seldom; all/some; all/none; every/no;
    many/few; much/little; major/minor; majority/minority; public/private; rich/poor;
    strong/weak; stronger/weaker; positive/negative; possible/impossible; likely/unlikely;
    able/unable; legal/illegal; successful/unsuccessful; success/failure; succeeded/failed;
    same/different; similar/different; may/will; might/will; could/must; can/cannot; may/must;
    some/most; suggests/proves; suggested/proved; possible/certain; possibly/certainly;
    probably/certainly; partly/entirely; mainly/solely; include/exclude; includes/excludes;
    including/excluding; included/excluded; gained/lost; gain/loss; buy/sell; bought/sold;
    borrow/lend; arrive/leave; arrived/left; open/closed; opened/closed; opening/closing;
    love/hate; loved/hated; happy/sad; cause/prevent; caused/prevented; causes/prevents;
    improve/worsen; improved/worsened; improves/worsens; agree/disagree; agreed/refused;
    remember/forget; win/lose; safe/dangerous; hot/cold; dry/wet; cheap/expensive; fast/slow;
    faster/slower; easy/difficult; easier/harder; near/far; in favour/against; in favor/against;
    before/during; because of/despite; due to/despite; because/although; born/died; enter/leave;
    entered/left; attack/defend; attacked/defended; friend/enemy; ally/rival; allies/enemies;
    peace/war; winter/summer; morning/evening; day/night
    """.replace("\n", " ").split(";")
    for line in [" ".join(line.split())]
]
"""Words of which one makes a statement say something else than the other."""

NUMERALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
