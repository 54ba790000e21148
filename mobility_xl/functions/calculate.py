"""Cell functions that calculate the guide's 26 metrics, and the national percentile, from counts.

In all of them a range holds the parts of one area, such as its census tracts: it is summed, or paired
row by row where the method does. Shares are between 0 and 1. The rooms of ``metrics/`` calculate.
"""

from typing import Annotated

from mobility_xl.errors import NoData
from mobility_xl.functions.arguments import Number, OptionalNumber, OptionalRange, Percentile, Range, parts
from mobility_xl.functions.registry import cell_function
from mobility_xl.metrics import Calculated, education, governance, health, national, neighborhoods, work

PART_NOTE = "What of it: the value, or a word for what belongs to it"
VALUE_AND_QUALITY = parts("value", "quality", "why")
WITH_INTERVAL = parts("value", "lower", "upper", "quality", "why")
INTERVAL_ONLY = parts("value", "lower", "upper", "why")

REPLICATES_NOTE = "The estimates that the survey's 80 replicate weights make: they give the interval"
REPORTING_NOTE = "Police agencies that reported: they give the quality"
AGENCIES_NOTE = "All police agencies"


def _part(found: Calculated, part: str) -> str | float:
    """Return a part of what was calculated.

    Raises
    ------
    NoData
        When the method has no such part, or lacks what it takes; the sentence says which.
    """
    answers: dict[str, str | float | None] = {
        "value": found.value,
        "count": found.value,
        "lower": found.lower,
        "upper": found.upper,
        "quality": found.quality or None,
        "share": found.share,
        "shares": found.shares or None,
        "why": found.why,
    }
    answer = answers[part]
    if answer is None:
        raise NoData(f"There is no {part} here. {found.why}")
    return answer


# The same in the workbook's LAMBDA names, which check by themselves that ranges hold counts and have one shape.


def _share(cases: str, people: str, fewest: int) -> str:
    """Return the formula of a share of people."""
    share = f"IF(SUM({people})<{fewest},NA(),SUM({cases})/SUM({people}))"
    return f"IF(SUM({people})=0,#DIV/0!,IF(SUMPRODUCT(--({cases}>{people}))>0,#VALUE!,{share}))"


def _rate(events: str, people: str) -> str:
    """Return the formula of a rate per 100,000 people."""
    return f"IF(SUM({people})=0,#DIV/0!,IF(SUM({people})<30,NA(),SUM({events})*100000/SUM({people})))"


# Opportunity-rich and inclusive neighborhoods


@cell_function(
    formula="IF(SUM(households)=0,#DIV/0!,IF(SUM(households)<30,NA(),(SUM(affordable_occupied)+SUM(affordable_vacant))/SUM(households)))",
    of="share_affordable_available_80_ami",
    examples=((1200, 150, 1800),),
)
def mobility_calc_housing_affordability(
    affordable_occupied: Annotated[
        Range, "Affordable homes that a household below the income level lives in; for affordable homes alone, all"
    ],
    affordable_vacant: Annotated[Range, "Affordable homes that are vacant"],
    households: Annotated[Range, "Households below the income level"],
) -> float:
    """Calculate how many affordable and available homes there are for each household below an income level.

    A ratio, which can be above 1.

    Raises
    ------
    NoData
        For fewer than 30 households.
    BadArgument
        For what is no count.
    Undefined
        Without households.
    """
    return neighborhoods.housing_affordability(affordable_occupied, affordable_vacant, households).value


@cell_function(
    of="count_homeless",
    examples=(
        ([[12, "S", 40]], [[900, 450, 2100]]),
        ([[12, "S", 40]], [[900, 450, 2100]], None, "share"),
    ),
)
def mobility_calc_homeless_students(
    counts: Annotated[Range, "Homeless students, one count per school district; S where it is suppressed"],
    enrollments: Annotated[Range, "Enrolled students of the same districts"],
    suppressed_upper: Annotated[
        OptionalNumber, "The most that an S can stand for in the upper bound; 2 when left out"
    ] = None,
    part: Annotated[str, parts("count", "share", "lower", "upper", "quality", "why"), PART_NOTE] = "count",
) -> str | float:
    """Calculate how many public school students are homeless.

    A suppressed count is taken as 1; the bounds take it as 0 and as the most it can be. They are no
    confidence interval.

    Raises
    ------
    NoData
        For a count below 10, and a share above 1.
    BadArgument
        For what is no count, and ranges of different length.
    """
    return _part(neighborhoods.homeless_students(counts, enrollments, suppressed_upper), part)


@cell_function(
    formula="IF(SUMPRODUCT(--(poor>people))>0,#VALUE!,IF(SUM(poor)=0,#DIV/0!,IF(SUM(poor)<=30,NA(),SUMPRODUCT(--(poor>0.400000000001*people),poor)/SUM(poor))))",
    of="share_poverty_exposure",
    examples=(
        ([[500, 90, 300]], [[1000, 1500, 2000]]),
        ([[500, 90, 300]], [[1000, 1500, 2000]], None, 0.4),
    ),
)
def mobility_calc_poverty_exposure(
    poor: Annotated[Range, "People in poverty, one count per census tract"],
    people: Annotated[Range, "All people of the same tracts whose poverty is known"],
    group_poor: Annotated[OptionalRange, "Of the poor, those of one group; its share is then calculated"] = None,
    threshold: Annotated[OptionalNumber, "The poverty rate above which a tract is poor; 40% when left out"] = None,
) -> float:
    """Calculate the share of people in poverty who live in tracts where poverty is high.

    Raises
    ------
    NoData
        For 30 or fewer people in poverty.
    BadArgument
        For what is no count, more poor than people, and ranges of different length.
    Undefined
        Where nobody is in poverty.
    """
    return neighborhoods.poverty_exposure(poor, people, group_poor, threshold).value


@cell_function(
    formula="IF(SUMPRODUCT(--(group>people))>0,#VALUE!,IF(SUM(group)=0,#DIV/0!,IF(SUM(group)<=30,NA(),SUMPRODUCT(group*(people-group)/(people+(people=0)))/SUM(group))))",
    of="share_hispanic_exposure",
    examples=(([[200, 900, 50]], [[1000, 1200, 800]]),),
)
def mobility_calc_racial_exposure(
    group: Annotated[Range, "People of one group, one count per census tract"],
    people: Annotated[Range, "All people of the same tracts"],
) -> float:
    """Calculate the share of people of other groups in the tract of a group's average member.

    The index mirrors the group's own share: neither way is more favorable.

    Raises
    ------
    NoData
        For 30 or fewer people of the group.
    BadArgument
        For what is no count, more of the group than people, and ranges of different length.
    Undefined
        Where nobody is of the group.
    """
    return neighborhoods.racial_exposure(group, people).value


@cell_function(of="count_membership_associations_per_10k", examples=(([[120, 45]], [[90000, 30000]]),))
def mobility_calc_associations(
    associations: Annotated[Range, "Membership associations: establishments of the listed industries"],
    population: Annotated[Range, "People"],
) -> float:
    """Calculate membership associations per 10,000 people, rounded to one decimal as published.

    Raises
    ------
    BadArgument
        For what is no count.
    Undefined
        Without people.
    """
    return neighborhoods.associations(associations, population).value


@cell_function(
    formula="IF(connectedness>2,#VALUE!,connectedness/2)",
    of="share_economic_connectedness",
    examples=(
        (0.85,),
        (0.85, 0.02, "lower"),
    ),
)
def mobility_calc_connectedness(
    connectedness: Annotated[Number, "Economic connectedness of the Social Capital Atlas, a ratio"],
    standard_error: Annotated[OptionalNumber, "Its standard error: it gives the interval"] = None,
    part: Annotated[str, WITH_INTERVAL, PART_NOTE] = "value",
) -> str | float:
    """Calculate the share of higher-status people among the friends of lower-status people.

    It is half of the ratio that the guide's wording names.

    Raises
    ------
    NoData
        For an interval without a standard error.
    BadArgument
        For what is no such ratio.
    """
    return _part(neighborhoods.connectedness(connectedness, standard_error), part)


@cell_function(
    formula="IF(MAX(tract_values)>100,#VALUE!,IF(SUM(households)=0,#DIV/0!,SUMPRODUCT(tract_values,households)/SUM(households)/100))",
    of="share_transit_commuter",
    examples=(([[4.2, 11.5, 30]], [[800, 950, 1200]]),),
)
def mobility_calc_transit_trips(
    tract_values: Annotated[Range, "Percentage of commuters who use transit, 0 to 100, one per census tract"],
    households: Annotated[Range, "Households of the same tracts"],
) -> float:
    """Calculate the share of commuters who use transit, over tracts by their households.

    It is a share, not the index of the guide's wording.

    Raises
    ------
    BadArgument
        For what is no percentage or count, and ranges of different length.
    Undefined
        Without households.
    """
    return neighborhoods.transit_trips(tract_values, households).value


@cell_function(
    formula="IF(SUM(households)=0,#DIV/0!,SUMPRODUCT(tract_values,households)/SUM(households)/100)",
    of="share_transportation_cost",
    examples=(([[22.5, 18, 16.4]], [[800, 950, 1200]]),),
)
def mobility_calc_transportation_cost(
    tract_values: Annotated[Range, "Transportation cost as a percentage of income, one per census tract"],
    households: Annotated[Range, "Households of the same tracts"],
) -> float:
    """Calculate the share of a moderate income that getting around costs, over tracts by their households.

    It is a share, not the index of the guide's wording.

    Raises
    ------
    BadArgument
        For what is no percentage or count, and ranges of different length.
    Undefined
        Without households.
    """
    return neighborhoods.transportation_cost(tract_values, households).value


# High-quality education


@cell_function(formula=_share("enrolled", "children", 30), of="share_in_preschool", examples=((640, 1500),))
def mobility_calc_preschool(
    enrolled: Annotated[Range, "Children ages 3 and 4 in nursery school or preschool"],
    children: Annotated[Range, "All children ages 3 and 4"],
    replicates: Annotated[OptionalRange, REPLICATES_NOTE] = None,
    part: Annotated[str, INTERVAL_ONLY, PART_NOTE] = "value",
) -> str | float:
    """Calculate the share of children ages 3 and 4 who are in preschool.

    Raises
    ------
    NoData
        For fewer than 30 people, and for an interval without the replicates.
    BadArgument
        For what is no count, more enrolled than children, and other than 80 replicates.
    Undefined
        Without children.
    """
    return _part(education.preschool(enrolled, children, replicates), part)


@cell_function(
    of="rate_learning",
    examples=(([[3, 4, 5, 6, 7, 8]], [[2.9, 3.9, 5, 5.9, 7, 8.1]], [[410, 420, 400, 390, 405, 398]]),),
)
def mobility_calc_learning_rate(
    grades: Annotated[Range, "Grades of one cohort, 3 to 8"],
    scores: Annotated[Range, "Average reading scores in grade levels, one per grade"],
    tests: Annotated[Range, "Tests taken, one count per grade"],
    part: Annotated[str, WITH_INTERVAL, PART_NOTE] = "value",
) -> str | float:
    """Calculate how many grade levels reading scores rise per grade: a slope, weighted by tests.

    1 is a typical year of learning.

    Raises
    ------
    NoData
        For an interval of two grades.
    BadArgument
        For what is no grade, score or count, and ranges of different length.
    Undefined
        For fewer than two grades with tests.
    """
    return _part(education.learning_rate(grades, scores, tests), part)


@cell_function(
    formula="IF(MAX(school_poverty)>1,#VALUE!,IF(SUM(students)=0,#DIV/0!,SUMPRODUCT(--(school_poverty>=0.2),students)/SUM(students)))",
    of="share_meps20_hispanic",
    examples=(([[120, 300, 80]], [[0.31, 0.12, 0.22]]),),
)
def mobility_calc_school_poverty(
    students: Annotated[Range, "Students of one group, one count per school"],
    school_poverty: Annotated[Range, "Modeled share of poor students of the same schools, 0 to 1"],
    threshold: Annotated[OptionalNumber, "The share from which a school is high-poverty; 20% when left out"] = None,
    part: Annotated[str, VALUE_AND_QUALITY, PART_NOTE] = "value",
) -> str | float:
    """Calculate the share of a group's students who attend a high-poverty school.

    Raises
    ------
    BadArgument
        For what is no count or share, and ranges of different length.
    Undefined
        Without students.
    """
    return _part(education.school_poverty(students, school_poverty, threshold), part)


@cell_function(formula=_share("graduates", "people", 30), of="share_hs_degree", examples=((930, 1040),))
def mobility_calc_high_school(
    graduates: Annotated[Range, "People ages 19 and 20 with a high school degree"],
    people: Annotated[Range, "All people ages 19 and 20"],
    replicates: Annotated[OptionalRange, REPLICATES_NOTE] = None,
    part: Annotated[str, INTERVAL_ONLY, PART_NOTE] = "value",
) -> str | float:
    """Calculate the share of people ages 19 and 20 with a high school degree.

    Raises
    ------
    NoData
        For fewer than 30 people, and for an interval without the replicates.
    BadArgument
        For what is no count, more graduates than people, and other than 80 replicates.
    Undefined
        Without people.
    """
    return _part(education.high_school(graduates, people, replicates), part)


@cell_function(formula=_share("connected", "households", 30), of="share_digital_access", examples=((8200, 9600),))
def mobility_calc_digital_access(
    connected: Annotated[Range, "Households with a computer and broadband"],
    households: Annotated[Range, "All households"],
) -> float:
    """Calculate the share of households with a computer and broadband.

    The guide's wording names broadband alone.

    Raises
    ------
    NoData
        For fewer than 30 households.
    BadArgument
        For what is no count, and more connected than households.
    Undefined
        Without households.
    """
    return education.digital_access(connected, households).value


# Rewarding work


@cell_function(formula=_share("employed", "people", 30), of="share_employed", examples=((41000, 50000),))
def mobility_calc_employment(
    employed: Annotated[Range, "People ages 25 to 54 with a job"],
    people: Annotated[Range, "All people ages 25 to 54"],
    replicates: Annotated[OptionalRange, REPLICATES_NOTE] = None,
    part: Annotated[str, INTERVAL_ONLY, PART_NOTE] = "value",
) -> str | float:
    """Calculate the share of people ages 25 to 54 who have a job.

    Raises
    ------
    NoData
        For fewer than 30 people, and for an interval without the replicates.
    BadArgument
        For what is no count, more employed than people, and other than 80 replicates.
    Undefined
        Without people.
    """
    return _part(work.employment(employed, people, replicates), part)


@cell_function(
    of="ratio_living_wage",
    examples=(
        (1180, 38.5),
        (1180, 38.5, None, 420, "quality"),
    ),
)
def mobility_calc_living_wage(
    weekly_wage: Annotated[Range, "Average weekly wage in dollars; of several sectors, the plain mean is taken"],
    hourly_living_wage: Annotated[Number, "Hourly wage that one adult with two children needs, in dollars"],
    cpi_factor: Annotated[OptionalNumber, "What brings the living wage to the wage's year; 1 when left out"] = None,
    establishments: Annotated[OptionalRange, "Establishments that the wage is of: they give the quality"] = None,
    part: Annotated[str, VALUE_AND_QUALITY, PART_NOTE] = "value",
) -> str | float:
    """Calculate the average wage over a living wage for 40 hours a week; 1 is just a living wage.

    Raises
    ------
    NoData
        For a wage of 0, which stands for no published wage; for a quality without establishments.
    BadArgument
        For what is no number, and ranges of different length.
    Undefined
        For a living wage of 0.
    """
    return _part(work.living_wage(weekly_wage, hourly_living_wage, cpi_factor, establishments), part)


@cell_function(of="pctl_income_50", examples=(([[*range(12000, 132000, 4000)]], [[110, 95, 120] * 10], 50),))
def mobility_calc_income_percentile(
    incomes: Annotated[Range, "Household incomes in dollars, one per record"],
    weights: Annotated[Range, "Weights of the same records"],
    percentile: Annotated[Percentile, "Which percentile: 20, 20% or 0.2"],
) -> float:
    """Calculate a weighted percentile of household incomes: the nearest record, as published.

    Raises
    ------
    NoData
        For fewer than 30 records.
    BadArgument
        For what is no number or percentile, and ranges of different length.
    Undefined
        Without weight.
    """
    return work.income_percentile(incomes, weights, percentile).value


@cell_function(formula=_share("in_collections", "people", 0), of="share_debt_coll", examples=((2100, 9800),))
def mobility_calc_debt(
    in_collections: Annotated[Range, "Adults with debt in collections"],
    people: Annotated[Range, "Adults with a credit record"],
) -> float:
    """Calculate the share of adults with a credit record who have debt in collections.

    It counts adults; the guide's wording names households.

    Raises
    ------
    BadArgument
        For what is no count, and more in collections than people.
    Undefined
        Without people.
    """
    return work.debt(in_collections, people).value


@cell_function(
    of="ratio_hispanic_house_value_households",
    examples=(
        (120, 1000, 240, 1000),
        (120, 1000, 240, 1000, "shares"),
    ),
)
def mobility_calc_housing_wealth(
    group_value: Annotated[Range, "Value of the group's owner-occupied homes"],
    total_value: Annotated[Range, "Value of all owner-occupied homes"],
    group_households: Annotated[Range, "The group's households"],
    total_households: Annotated[Range, "All households"],
    part: Annotated[str, parts("ratio", "shares", "why"), PART_NOTE] = "ratio",
) -> str | float:
    """Calculate a group's share of housing wealth over its share of households; 1 is an equal share.

    Both shares are rounded to three digits first, as published; the part ``shares`` shows them.

    Raises
    ------
    NoData
        For 30 or fewer households of the group.
    BadArgument
        For what is no amount, and more of the group than of all.
    Undefined
        Where the group has no households, or nobody has.
    """
    ranges = (group_value, total_value, group_households, total_households)
    if part == "shares":
        return work.housing_wealth_shares(*ranges)
    return _part(work.housing_wealth(*ranges), "value" if part == "ratio" else part)


# Healthy environment and access to good health care


@cell_function(
    of="ratio_population_pc_physician",
    examples=(
        (52000, 31),
        (52000, 31, "quality"),
    ),
)
def mobility_calc_physicians(
    population: Annotated[Range, "People"],
    physicians: Annotated[Range, "Primary care physicians"],
    part: Annotated[str, VALUE_AND_QUALITY, PART_NOTE] = "value",
) -> str | float:
    """Calculate people per primary care physician, rounded to whole people as published.

    0 stands for no physician among at most 2,000 people.

    Raises
    ------
    NoData
        For no physician among more than 2,000 people.
    BadArgument
        For what is no count.
    Undefined
        Without people.
    """
    return _part(health.physicians(population, physicians), part)


@cell_function(
    formula=_share("low_weight_births", "births", 30),
    of="share_low_birth_weight",
    examples=(
        (140, 1650),
        (140, 1650, "lower"),
    ),
)
def mobility_calc_low_birth_weight(
    low_weight_births: Annotated[Range, "Births under 2,500 grams"],
    births: Annotated[Range, "Births of known weight"],
    part: Annotated[str, WITH_INTERVAL, PART_NOTE] = "value",
) -> str | float:
    """Calculate the share of babies born with low weight, with its 95% interval.

    Raises
    ------
    NoData
        For fewer than 30 births.
    BadArgument
        For what is no count, and more low-weight births than births.
    Undefined
        Without births.
    """
    return _part(health.low_birth_weight(low_weight_births, births), part)


@cell_function(of="index_air_hazard", examples=(([[48, 55, 61]], [[4000, 5200, 3100]]),))
def mobility_calc_air_quality(
    tract_index: Annotated[Range, "The air index of each census tract, 0 to 100"],
    people: Annotated[Range, "People of the same tracts"],
) -> float:
    """Calculate the air index of an area: the mean over its tracts by their people, rounded as published.

    Higher is cleaner. It ranks hazards from air toxics, and is not the daily index of the guide's wording.

    Raises
    ------
    BadArgument
        For what is no index or count, and ranges of different length.
    Undefined
        Without people.
    """
    return health.air_quality(tract_index, people).value


@cell_function(
    of="rate_injury_death",
    examples=(
        (310, 402000),
        (310, 402000, "upper"),
    ),
)
def mobility_calc_injury_deaths(
    deaths: Annotated[Range, "Deaths due to injury, of five years"],
    population: Annotated[Range, "People, of the same five years added up"],
    part: Annotated[str, WITH_INTERVAL, PART_NOTE] = "value",
) -> str | float:
    """Calculate deaths due to injury per 100,000 people, not adjusted for age, with their 95% interval.

    Raises
    ------
    NoData
        For fewer than 20 deaths, which the source does not issue.
    BadArgument
        For what is no count, and more deaths than people.
    Undefined
        Without people.
    """
    return _part(health.injury_deaths(deaths, population), part)


# Responsive and just governance


@cell_function(
    formula="IF(SUM(citizens)=0,#DIV/0!,MIN(1,SUM(votes)/SUM(citizens)))",
    of="share_election_turnout",
    examples=(
        (61000, 98000),
        (61000, 98000, 2400, "quality"),
    ),
)
def mobility_calc_turnout(
    votes: Annotated[Range, "Votes for president"],
    citizens: Annotated[Range, "Citizens of voting age"],
    citizens_moe: Annotated[OptionalRange, "Margins of error of the citizens: they give the quality"] = None,
    part: Annotated[str, VALUE_AND_QUALITY, PART_NOTE] = "value",
) -> str | float:
    """Calculate the share of citizens of voting age who voted for president; at most 1.

    Raises
    ------
    NoData
        For a quality without margins of error.
    BadArgument
        For what is no count, and ranges of different length.
    Undefined
        Without citizens.
    """
    return _part(governance.turnout(votes, citizens, citizens_moe), part)


@cell_function(
    formula="IF(SUM(officials)*SUM(residents)=0,#DIV/0!,IF(SUMPRODUCT(--(group_officials>officials))+SUMPRODUCT(--(group_residents>residents))>0,#VALUE!,IF(SUM(group_residents)=0,#DIV/0!,SUM(group_officials)/SUM(officials)/(SUM(group_residents)/SUM(residents)))))",
    of="share_desc_rep_black_nonhispanic",
    examples=(
        (4, 12, 30000, 75000),
        (4, 12, 30000, 75000, 1, "upper"),
    ),
)
def mobility_calc_representation(
    group_officials: Annotated[Range, "Elected officials known to be of the group"],
    officials: Annotated[Range, "All elected officials"],
    group_residents: Annotated[Range, "Residents of the group"],
    residents: Annotated[Range, "All residents"],
    unknown: Annotated[OptionalRange, "Officials whose group is not known: they give the bounds"] = None,
    part: Annotated[str, parts("ratio", "shares", "lower", "upper", "quality", "why"), PART_NOTE] = "ratio",
) -> str | float:
    """Calculate a group's share of the officials over its share of the residents; 1 is proportional.

    The bounds take none, or all, of the unknown as of the group. The part ``shares`` shows both shares.

    Raises
    ------
    NoData
        For bounds without the number of unknown.
    BadArgument
        For what is no count, and more of the group than of all.
    Undefined
        Where no resident is of the group, or there is no official.
    """
    if part == "shares":
        return governance.representation_shares(group_officials, officials, group_residents, residents, unknown)
    found = governance.representation(group_officials, officials, group_residents, residents, unknown)
    return _part(found, "value" if part == "ratio" else part)


@cell_function(
    formula=_rate("offenses", "population"),
    of="rate_crime_violent",
    examples=(
        (820, 145000),
        (820, 145000, 9, 10, "quality"),
    ),
)
def mobility_calc_crime(
    offenses: Annotated[Range, "Reported offenses, violent or property"],
    population: Annotated[Range, "People"],
    agencies_reporting: Annotated[OptionalRange, REPORTING_NOTE] = None,
    agencies: Annotated[OptionalRange, AGENCIES_NOTE] = None,
    part: Annotated[str, VALUE_AND_QUALITY, PART_NOTE] = "value",
) -> str | float:
    """Calculate reported crimes per 100,000 people.

    Raises
    ------
    NoData
        For fewer than 30 people, where no agency reported, and for a quality without agencies.
    BadArgument
        For what is no count, and more agencies reporting than there are.
    Undefined
        Without people.
    """
    return _part(governance.crime(offenses, population, agencies_reporting, agencies), part)


@cell_function(
    formula=_rate("arrests", "juveniles"),
    of="rate_juv_arrest",
    examples=(
        (95, 15400),
        (95, 15400, 10, 10, "quality"),
    ),
)
def mobility_calc_juvenile_arrests(
    arrests: Annotated[Range, "Arrests of people ages 10 to 17"],
    juveniles: Annotated[Range, "All people ages 10 to 17"],
    agencies_reporting: Annotated[OptionalRange, REPORTING_NOTE] = None,
    agencies: Annotated[OptionalRange, AGENCIES_NOTE] = None,
    part: Annotated[str, VALUE_AND_QUALITY, PART_NOTE] = "value",
) -> str | float:
    """Calculate juvenile arrests per 100,000 people ages 10 to 17.

    Raises
    ------
    NoData
        For fewer than 30 people, where no agency reported, and for a quality without agencies.
    BadArgument
        For what is no count, and more agencies reporting than there are.
    Undefined
        Without people.
    """
    return _part(governance.juvenile_arrests(arrests, juveniles, agencies_reporting, agencies), part)


# National comparison


@cell_function(examples=(([[0.071, 0.084, 0.09]], [[120000, 800000, 45000]], 50),))
def mobility_calc_national_percentile(
    values: Annotated[Range, "Values of a metric, one per county; blank cells are left out"],
    weights: Annotated[Range, "Populations of the same counties"],
    percentile: Annotated[Percentile, "Which percentile: 50, 50% or 0.5"],
) -> float:
    """Calculate a population-weighted percentile over counties, by the rule of the published national figures.

    Raises
    ------
    NoData
        Where no county has a value, or more than 15% of the people live where there is none.
    BadArgument
        For what is no number or percentile, and ranges of different length.
    Undefined
        Where the counties have no people.
    """
    return national.national_percentile(values, weights, percentile).value
