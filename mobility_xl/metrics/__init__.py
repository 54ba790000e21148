"""How each metric is calculated from counts: pure functions, one module per pillar.

Each calculator takes ranges of cells, which are the parts of one area, and returns a
:class:`~mobility_xl.metrics.calculated.Calculated`, or raises ``NoData`` where the published method gives
no value, ``BadArgument`` for what cannot be understood, ``Undefined`` for arithmetic without an answer.
A denominator of 0 is undefined before any rule asks how large it is, or how many cases there are.
"""

from mobility_xl.metrics.calculated import Calculated, Quality
from mobility_xl.metrics.education import digital_access, high_school, learning_rate, preschool, school_poverty
from mobility_xl.metrics.governance import crime, juvenile_arrests, representation, representation_shares, turnout
from mobility_xl.metrics.health import air_quality, injury_deaths, low_birth_weight, physicians
from mobility_xl.metrics.national import national_percentile
from mobility_xl.metrics.neighborhoods import (
    associations,
    connectedness,
    connectedness_of_place,
    homeless_students,
    housing_affordability,
    poverty_exposure,
    racial_exposure,
    transit_trips,
    transportation_cost,
)
from mobility_xl.metrics.quality import allocation_quality, exposure_quality, sum_products, transport_quality, variation
from mobility_xl.metrics.records import weighted_quantile, weighted_share
from mobility_xl.metrics.tracts import allocated, tract_air_index
from mobility_xl.metrics.work import (
    debt,
    employment,
    housing_wealth,
    housing_wealth_shares,
    income_percentile,
    living_wage,
)

__all__ = [
    "Calculated",
    "Quality",
    "air_quality",
    "allocated",
    "allocation_quality",
    "associations",
    "connectedness",
    "connectedness_of_place",
    "crime",
    "debt",
    "digital_access",
    "employment",
    "exposure_quality",
    "high_school",
    "homeless_students",
    "housing_affordability",
    "housing_wealth",
    "housing_wealth_shares",
    "income_percentile",
    "injury_deaths",
    "juvenile_arrests",
    "learning_rate",
    "living_wage",
    "low_birth_weight",
    "national_percentile",
    "physicians",
    "poverty_exposure",
    "preschool",
    "racial_exposure",
    "representation",
    "representation_shares",
    "school_poverty",
    "sum_products",
    "tract_air_index",
    "transit_trips",
    "transport_quality",
    "transportation_cost",
    "turnout",
    "variation",
    "weighted_quantile",
    "weighted_share",
]
