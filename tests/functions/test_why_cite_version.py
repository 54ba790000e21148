"""MOBILITY_WHY, MOBILITY_CITE and MOBILITY_VERSION: the sentences beside the numbers."""

import re

import pytest

from mobility_xl import __version__, catalog
from mobility_xl.errors import BadArgument, NoData
from mobility_xl.functions import call

CATALOG = catalog.load()


class TestWhy:
    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (
                ("employment", 48301),
                "Adults with a job, Loving County, Texas: suppressed by the publisher, or too few people or records.",
            ),
            (
                ("employment", 17031, 1990),
                (
                    "Adults with a job, Cook County, Illinois, 1990: not published for that year; there is 2014-2019, "
                    "2021-2023."
                ),
            ),
            (
                ("living wage", 19003, 2018),
                (
                    "Average pay compared with a living wage, Adams County, Iowa, 2018: published "
                    "as 0, which stands for missing wages."
                ),
            ),
            (
                ("median income", 17031, None, "Black"),
                (
                    "Household income, middle, Black, Non-Hispanic, Cook County, Illinois: published, but not in this "
                    "copy; import file 12 with `mobility-xl data import`."
                ),
            ),
            (
                ("low birth weight", "Chicago, IL"),
                (
                    "Babies born with low weight, Chicago city, Illinois: not published for cities. "
                    "Chicago city, Illinois lies in Cook County, Illinois (17031): ask for that."
                ),
            ),
            (
                ("housing wealth", "Baxter County, AR", 2022, "Black"),
                (
                    "Housing wealth of Black households, Baxter County, Arkansas, 2022: undefined; "
                    "the published share of households is 0."
                ),
            ),
        ],
        ids=["suppressed", "year", "judged missing", "not in copy", "level", "undefined"],
    )
    def test_reasons(self, cells, said):
        """Each reason for a missing number has its sentence."""
        assert said == call("MOBILITY_WHY", *cells)

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (("employment", "Nowhere"), "No county or city is called 'Nowhere'. `mobility-xl places` finds names."),
            ((None, None), "The metric is missing. Write its name."),
            ((), "MOBILITY_WHY(metric, place, [year], [subgroup]) was given 0 arguments."),
            (("employment", 17031, 1, 2, 3), "MOBILITY_WHY(metric, place, [year], [subgroup]) was given 5 arguments."),
            (("employment", NoData("Nothing there.")), "Nothing there."),
            (("employment", 17031, object), "No cell can hold <class 'object'>."),
        ],
        ids=["place", "blank", "none", "many", "error in a cell", "no cell"],
    )
    def test_never_an_error(self, cells, said):
        """What would be an error is its sentence."""
        assert said == call("MOBILITY_WHY", *cells)

    def test_value(self):
        """Where there is a number, it is said with what to beware of."""
        cautions = " ".join(CATALOG.variables["share_employed"].cautions)

        assert f"82.4% (81.6% to 83.2%), 2023, Strong. {cautions}" == call("MOBILITY_WHY", "employment", 17031)

    @pytest.mark.parametrize("variable", CATALOG.variables.values(), ids=lambda one: one.name)
    def test_as_the_part(self, variable):
        """It says what the part why of MOBILITY_METRIC says, for every variable."""
        for place in ("17031", "1714000", "48301"):
            said = call("MOBILITY_WHY", variable.name, place)

            assert call("MOBILITY_METRIC", variable.name, place, None, None, "why") == said
            assert said.endswith(".")


class TestCite:
    @pytest.mark.parametrize(
        ("cells", "begins"),
        [
            (("low birth weight",), "Babies born with low weight (share_low_birth_weight). Urban Institute, "),
            (
                ("low birth weight", 17031, 2022),
                "Babies born with low weight (share_low_birth_weight), Cook County, Illinois, 2022. Urban Institute, ",
            ),
            (("employment", "", 2022), "Adults with a job (share_employed), 2022. Urban Institute, "),
            (("racial diversity", 17031), "Neighbors of another race or ethnicity, Cook County, Illinois. Urban "),
        ],
    )
    def test_begins(self, cells, begins):
        """It names the metric, the place and the year that were given, and the publisher."""
        assert call("MOBILITY_CITE", *cells).startswith(begins)

    @pytest.mark.parametrize("variable", CATALOG.variables.values(), ids=lambda one: one.name)
    def test_every_variable(self, variable):
        """Every variable's edition, sources and difference from the guide's wording are named."""
        said = call("MOBILITY_CITE", variable.name)

        assert "(2025 release), from " in said
        assert all(str(source) in said for source in variable.sources)
        assert said.endswith((variable.differs or ".", "."))

    @pytest.mark.parametrize(
        ("kind", "cells", "said"),
        [
            (NoData, ("employment", 99999), "No county has the code 99999."),
            (
                NoData,
                ("employment", 17031, 1800),
                "Adults with a job is not published for 1800; there is 2014-2019, 2021-2023.",
            ),
            (BadArgument, ("crime",), "'crime' fits 2 variables; name one of them: "),
            (BadArgument, ("employment", None, "soon"), "The year must be a number such as 2022, not 'soon'."),
            (BadArgument, ("employment", "Cook"), "'Cook' can be 3 places"),
            (BadArgument, (), "MOBILITY_CITE(metric, [place], [year]) was given 0 arguments."),
        ],
    )
    def test_errors(self, kind, cells, said):
        """What cannot be understood is not cited."""
        with pytest.raises(kind, match=re.escape(said)):
            call("MOBILITY_CITE", *cells)


class TestVersion:
    def test_all(self, ask):
        """It names package, edition, that the copy is partial, and the data's hash."""
        assert f"mobility_xl {__version__}, 2025 edition (partial copy), data {ask.store.hash[:12]}" == call(
            "MOBILITY_VERSION"
        )

    def test_no_argument(self):
        """It takes nothing."""
        with pytest.raises(BadArgument, match=r"MOBILITY_VERSION\(\) was given 1 argument\."):
            call("MOBILITY_VERSION", 1)
