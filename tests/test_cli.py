"""The commands: what they print, where, and which exit code they leave."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner, Result

from mobility_xl import __version__, catalog
from mobility_xl.cli import main
from mobility_xl.cli.asking import progress
from mobility_xl.functions import FUNCTIONS
from mobility_xl.store import published_files
from tests.workbook.filling import entry_cell
from tests.workbook.reading_back import sheets_of

CATALOG = catalog.load()


def commands(group: click.Group = main, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give every command as it is typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name)


def command_of(words: tuple[str, ...]) -> click.Command:
    """Return a command by what is typed."""
    command: click.Command = main
    for word in words:
        command = command.commands[word]
    return command


each_command = pytest.mark.parametrize("words", list(commands()), ids=" ".join)


def run(*words: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def parsed(*words: object) -> object:
    """Return what a command prints for a script to read."""
    return json.loads(run(*words).stdout)


def refusal(code: int, *words: object) -> str:
    """Return what a refused command says: on the error stream alone, in one sentence, with this exit code."""
    result = run(*words)

    assert code == result.exit_code
    assert "" == result.stdout
    assert 1 == result.stderr.count("\n")
    return result.stderr.rstrip()


def run_program(*words: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, with these settings and no others of the language."""
    language = {"PYTHONIOENCODING", "PYTHONUTF8", "PYTHONCOERCECLOCALE", "LANG", "LANGUAGE"}
    kept = {name: value for name, value in os.environ.items() if name not in language and not name.startswith("LC_")}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "mobility_xl", *words], env={**kept, **settings}, capture_output=True, check=False
    )


class TestHelp:
    @each_command
    def test_every_option(self, words):
        """Every option of every command is in its help, with what it means."""
        shown = run(*words, "--help").stdout
        options = [one for one in command_of(words).params if isinstance(one, click.Option)]

        assert [] == [one.name for one in options if not one.help]
        assert [] == [name for one in options for name in one.opts if name not in shown]

    @each_command
    def test_every_argument(self, words):
        """Every argument stands in the usage line."""
        usage = run(*words, "--help").stdout.splitlines()[0]
        names = [one.name.upper() for one in command_of(words).params if isinstance(one, click.Argument)]

        assert [] == [name for name in names if name not in usage]

    @each_command
    def test_every_command(self, words):
        """Every command says in a sentence what it does, and its help ends well by either name."""
        said = command_of(words).help.partition("\n")[0]

        assert said.endswith(".")
        assert [0, 0] == [run(*words, option).exit_code for option in ("--help", "-h")]
        assert run(*words, "--help").stdout == run(*words, "-h").stdout

    def test_list(self):
        """The first help lists the commands."""
        shown = run("--help").stdout

        assert {"build", "data", "metric", "places"} <= set(re.findall(r"^  (\w+)  ", shown, re.MULTILINE))

    def test_version(self):
        """The version is the package's."""
        assert f"mobility-xl, version {__version__}\n" == run("--version").stdout

    def test_nothing_asked(self):
        """Without a command the help is shown, and the request was wrong."""
        result = run()

        assert 2 == result.exit_code
        assert "Commands:" in result.output


class TestMetric:
    def test_aloud(self, ask):
        """A number is said aloud: where, what, how much, how sure, what to beware of, from whom."""
        result = run("metric", "low birth weight", "Cook County, IL")
        births, cook = ask.metric("low birth weight"), ask.area("17031")
        sentence = "9.4% of babies were born weighing less than 5 pounds 8 ounces."

        assert 0 == result.exit_code
        assert [
            "Cook County, Illinois (17031)",
            "Babies born with low weight",
            "",
            "  9.4% (9.1% to 9.6%), 2023, Strong",
            f"  {sentence} The true value very likely lies between 9.1% and 9.6%.",
            "",
            f"Source: {ask.citation(births, cook, 2023)}",
        ] == result.stdout.splitlines()

    def test_caution_where_it_applies(self, ask):
        """What to beware of in small counties is said of those that carry their state's number."""
        caution = f"Beware: {ask.metric('low birth weight').statewide}"

        assert caution in run("metric", "low birth weight", "Loving County, TX").stdout.splitlines()
        assert caution not in run("metric", "low birth weight", "Cook County, IL").stdout.splitlines()

    def test_group(self):
        """One group is named beside the metric."""
        shown = run("metric", "racial diversity", "17031", "--group", "Latino").stdout.splitlines()

        assert "Neighbors of another race, Hispanic residents, Hispanic" == shown[1]
        assert "  47.9%, 2023, Strong" == shown[3]

    def test_by(self):
        """The groups stand in published order, under everybody of the same file."""
        shown = run("metric", "low birth weight", "17031", "--by", "mother's education").stdout

        assert (
            "By mother's education, 2022 (everybody in the same file: 9.1% (8.9% to 9.3%), 2022, Strong)\n"
            "  Less than High School           10.3% (9.4% to 11.2%), 2022, Strong\n"
            "  GED/High School Degree          10.8% (10.3% to 11.4%), 2022, Strong\n"
            "  Some College                    11.6% (10.9% to 12.3%), 2022, Strong\n"
            "  College Degree or Higher        7.2% (6.9% to 7.5%), 2022, Strong\n"
        ) in shown

    def test_by_with_a_missing_group(self):
        """A group without a value says why."""
        shown = run("metric", "injury deaths", "16001", "--by", "race-ethnicity", "--year", 2021).stdout

        assert re.search(r"^  Black, Non-Hispanic +suppressed or too few$", shown, re.MULTILINE)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (
                ("median income", "17031"),
                "published, but not in this copy; import file 12 with `mobility-xl data import`.",
            ),
            (
                ("low birth weight", "1714000"),
                "not published for cities. Chicago city, Illinois lies in Cook County, Illinois (17031): ask for that.",
            ),
            (
                ("employment", "17031", "--year", "2019"),
                "not published for that year; there is 2014, 2016, 2018, 2021, 2023. Published, but not in this copy: ",
            ),
        ],
        ids=["not in copy", "not at level", "not this year"],
    )
    def test_by_without_groups(self, words, said):
        """Where no group has a value, the reason is said."""
        assert (
            f"No group by race and ethnicity has a value here: {said}"
            in run("metric", *words, "--by", "race-ethnicity").stdout
        )

    def test_trend(self):
        """Every year with a value stands below, earliest first."""
        shown = run("metric", "employment", "17031", "--trend").stdout
        years = re.findall(r"^  [\d.]+% .*, (\d{4}), \w+$", shown, re.MULTILINE)

        assert ["2023", "2014", "2015", "2016", "2017", "2018", "2019", "2021", "2022", "2023"] == years

    def test_former_code(self):
        """An old code says what took its place, beside its name."""
        shown = run("metric", "employment", "Fairfield County, CT").stdout.splitlines()

        assert shown[0].startswith(
            "Fairfield County, Connecticut (09001) It was replaced from 2022 by Greater Bridgeport"
        )

    def test_city(self):
        """Debt in a city is derogatory debt, aloud too."""
        assert (
            "  33.3% of adults with a credit record have derogatory debt.\n"
            in run("metric", "debt", "Chicago, IL").stdout
        )

    def test_by_group_only(self):
        """A metric that is published by group only lists every group when none is named."""
        shown = run("metric", "racial diversity", "17031").stdout
        groups = [one.group for name, one in CATALOG.variables.items() if re.fullmatch(r"share_.*_exposure", name)]

        assert list(filter(None, groups)) == re.findall(r"^  (\S.*?)  +\d.*, 2023, Strong$", shown, re.MULTILINE)
        assert "  The share of people of another race or ethnicity in the census tract" in shown

    def test_by_group_only_over_the_years(self):
        """Each of its groups can have its years below."""
        answer = parsed("metric", "racial diversity", "17031", "--trend", "--json")
        years = {one["year"] for one in answer["trend"]}

        assert len(answer["trend"]) == len(years) * len(answer["groups"])
        assert len(years) > 1

    def test_its_years_have_a_heading(self):
        """The years of its levels stand below those of now, under a heading, each level named once."""
        now, _, years = run("metric", "income", "17031", "--trend").stdout.partition("\nBy year\n")
        levels = [one.hidden for one in CATALOG.variables.values() if one.name.startswith("pctl_income_")]

        assert (3, 0) == (now.count(", 2023, Strong"), now.count(", 2014, "))
        assert (3, 3) == (years.count(", 2014, Strong"), years.count(", 2023, Strong"))
        assert levels == re.findall(r"^  (\S.*?)  +\$", years, re.MULTILINE)

    @pytest.mark.parametrize("metric", CATALOG.metrics, ids=lambda one: str(one.number))
    def test_by_number(self, metric):
        """A metric answers to the number that the list shows."""
        by_number, by_label = (run("metric", asked, "17031") for asked in (metric.number, metric.label))

        assert metric.label in by_number.output
        assert (by_label.exit_code, by_label.output) == (by_number.exit_code, by_number.output)

    def test_one_of_its_groups(self):
        """A group of it can be named."""
        shown = run("metric", "racial diversity", "17031", "--group", "Hispanic").stdout

        assert "Neighbors of another race, Hispanic residents, Hispanic\n" in shown

    def test_newer_elsewhere(self):
        """A later year that is published but not in this copy is told, with the file to import."""
        shown = run("metric", "low birth weight", "17031", "--by", "race-ethnicity").stdout

        assert "Newer, but not in this copy: 2023; import file 12 with `mobility-xl data import`." in shown

    def test_no_physician(self):
        """A zero that stands for no physician says so."""
        assert "  0 (no physician), " in run("metric", "physicians", "48301").stdout

    def test_missing(self):
        """A missing number says why, and leaves exit code 1."""
        result = run("metric", "low birth weight", "Chicago, IL")

        assert 1 == result.exit_code
        assert (
            "  Babies born with low weight, Chicago city, Illinois: not published for cities. "
            "Chicago city, Illinois lies in Cook County, Illinois (17031): ask for that."
        ) in result.stdout.splitlines()

    @pytest.mark.parametrize("variable", CATALOG.variables.values(), ids=lambda one: one.name)
    def test_every_variable(self, variable):
        """Every variable is said aloud for a county, with its label and each of its cautions."""
        shown = run("metric", variable.name, "17031").stdout

        assert variable.label in shown
        assert [f"Beware: {one}" for one in variable.cautions] == re.findall(r"^Beware: .*$", shown, re.MULTILINE)
        assert not re.search(r"\bNone\b|\bnan\b|\{", shown)

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (
                ("low birth wieght", "17031"),
                2,
                "No metric is called 'low birth wieght'. Did you mean 'low birth weight'?",
            ),
            (("crime", "17031"), 2, "'crime' fits 2 variables; name one of them: "),
            (("income", "17031", "--by", "gender"), 2, "Household income is not published by 'gender'. Leave it out"),
            (("employment", "Nowhere"), 2, "No county or city is called 'Nowhere'."),
            (("employment", "Springfield"), 2, "'Springfield' can be "),
            (("employment", ""), 2, "No county or city is called ''."),
            (("employment", "99999"), 1, "No county has the code 99999. `mobility-xl places` finds codes by name."),
            (("employment", "17031", "--group", "Martian"), 2, "No group is called 'Martian' here. Use All; "),
            (
                ("employment", "17031", "--by", "shoe size"),
                2,
                "Adults with a job is not published by 'shoe size'. Use race-ethnicity, gender, disability.",
            ),
            (
                ("turnout", "17031", "--by", "age"),
                2,
                "Voting-age citizens who voted for president is not published by 'age'. It has no groups.",
            ),
            (
                ("employment", "17031", "--edition", "1999"),
                2,
                "There is no 1999 edition here; there is 2025. To add it: ",
            ),
        ],
        ids=[
            "misspelled",
            "several",
            "levels",
            "nowhere",
            "several places",
            "empty",
            "no code",
            "group",
            "kind",
            "no kinds",
            "edition",
        ],
    )
    def test_refused(self, words, code, said):
        """What cannot be answered is one sentence on the error stream: 2 for a wrong request, 1 for no such number."""
        assert refusal(code, "metric", *words).startswith(said)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("employment",), 'Name a place, such as "Cook County, IL".'),
            (
                ("employment", "17031", "--year", "soon"),
                "Invalid value for '--year': 'soon' is not a valid integer.",
            ),
            (("employment", "17031", "2022"), "2022"),
            (("employment", "17031", "--color"), "--color"),
        ],
        ids=["no place", "year", "too many", "no option"],
    )
    def test_wrongly_typed(self, words, said):
        """A command that cannot be parsed names what is wrong, on the error stream, with exit code 2."""
        result = run("metric", *words)

        assert (2, "") == (result.exit_code, result.stdout)
        assert said in result.stderr.splitlines()[-1]


class TestMetricGroups:
    def test_sentence_names_the_group(self):
        """The sentence about a group says which group it is about."""
        shown = run("metric", "employment", "17031", "--group", "women").stdout

        assert "\n  In the group Female: 76.3% of people ages 25 to 54 have a job." in shown

    def test_weak_is_said(self):
        """A Weak number's sentence says so, in place of an interval."""
        shown = run("metric", "low birth weight", "48301").stdout

        assert "5 pounds 8 ounces. This is Weak: do not act on it.\n" in shown

    @pytest.mark.parametrize("word", ["race", "ethnicity", "race-ethnicity", "Race and ethnicity"])
    def test_kind_in_other_words(self, word):
        """A kind of groups may be named as people name it."""
        assert "By race and ethnicity, " in run("metric", "employment", "06037", "--by", word).stdout

    def test_columns(self):
        """A metric that is published one column a group answers by that kind, and by no other."""
        assert "  Hispanic  " in run("metric", "racial diversity", "17031", "--by", "race").stdout
        assert "is not published by 'sex'" in refusal(2, "metric", "racial diversity", "17031", "--by", "sex")


class TestMetricList:
    def test_list(self):
        """Without a metric, every metric and variable is listed under its pillar."""
        result = run("metric")

        assert 0 == result.exit_code
        assert [one.label for one in CATALOG.pillars] == re.findall(r"^(\S.*)$", result.stdout, re.MULTILINE)
        assert list(CATALOG.variables) == re.findall(r"^ {8}(\w+) ", result.stdout, re.MULTILINE)
        assert [str(number) for number in range(1, 27)] == re.findall(r"^ {2,3}(\d+)  ", result.stdout, re.MULTILINE)

    def test_names(self):
        """The list shows a name for each metric that can be typed for it, and means it."""
        names = re.findall(r'^ {2,3}\d+  .* \("(.+)"\)$', run("metric").stdout, re.MULTILINE)

        assert [one.names[0] for one in CATALOG.metrics if one.names] == names
        assert {"low birth weight", "income", "air quality"} <= set(names)

    def test_beside(self):
        """What is published beside the 26 is marked."""
        assert 4 == run("metric").stdout.count("(beside the 26)")

    def test_json(self):
        """A script reads the same list, with the names that are understood."""
        listed = parsed("metric", "--json")

        assert list(CATALOG.variables) == [one["variable"] for one in listed]
        assert "low birth weight" in next(one for one in listed if one["variable"] == "share_low_birth_weight")["names"]
        assert list(range(1, 27)) == sorted({one["number"] for one in listed})


class TestMetricJson:
    def test_value(self):
        """A script reads the published number to the last digit, with its company."""
        answer = parsed("metric", "low birth weight", "17031", "--json")

        assert {
            "metric": "share_low_birth_weight",
            "label": "Babies born with low weight",
            "unit": "share of births",
            "geoid": "17031",
            "place": "Cook County, Illinois",
            "year": 2023,
            "subgroup_type": "all",
            "subgroup": "All",
            "value": 0.09352517985611511,
            "lower": 0.09099154288631048,
            "upper": 0.09605881682591974,
            "quality": "Strong",
            "shares": None,
            "missing": None,
            "shown": "9.4% (9.1% to 9.6%), 2023, Strong",
            "newer": None,
        } == {word: answer[word] for word in answer if word != "source"}
        assert answer["source"].startswith("Babies born with low weight (share_low_birth_weight), Cook County")

    @pytest.mark.parametrize(
        ("words", "missing"),
        [
            (("low birth weight", "Chicago, IL"), "not published at this level"),
            (("employment", "17031", "--year", "2020"), "not published this year"),
            (("employment", "48301"), "suppressed or too few"),
            (("living wage", "19003", "--year", "2018"), "judged missing"),
            (("median income", "17031", "--group", "Black"), "published, not in this copy"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_missing(self, words, missing):
        """A missing number is null, never 0 or text, and its reason is one of the five."""
        result = run("metric", *words, "--json")
        answer = json.loads(result.stdout)

        assert 1 == result.exit_code
        assert [None] * 4 == [answer[part] for part in ("value", "lower", "upper", "quality")]
        assert missing == answer["missing"]
        assert answer["shown"].endswith(".")

    def test_undefined(self):
        """A ratio to nobody is null, with its two shares."""
        answer = parsed("metric", "housing wealth", "05005", "--year", "2022", "--group", "Black", "--json")

        assert (None, "0.000:0.000", None) == (answer["value"], answer["shares"], answer["missing"])
        assert answer["shown"].endswith("undefined; the published share of households is 0.")

    def test_groups_and_trend(self):
        """Groups and years are lists of the same records, everybody first."""
        answer = parsed("metric", "employment", "17031", "--by", "gender", "--trend", "--json")

        assert ["All", "Male", "Female"] == [one["subgroup"] for one in answer["groups"]]
        assert [2014, 2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023] == [one["year"] for one in answer["trend"]]
        assert answer["no_groups"] is None

    def test_no_groups(self):
        """Where no group has a value, the list is empty and the reason beside it."""
        answer = parsed("metric", "median income", "17031", "--by", "race-ethnicity", "--json")

        assert [] == answer["groups"]
        assert answer["no_groups"].startswith("published, but not in this copy;")

    def test_plain_letters(self):
        """What a script reads is plain ASCII, so that no setting of a pipe can spoil it."""
        shown = run("metric", "employment", "35013", "--json").stdout

        assert shown.isascii()
        assert "Doña Ana County, New Mexico" == json.loads(shown)["place"]


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "geoid"),
        [
            ("Cook County, IL", "17031"),
            ("cook", "17031"),
            ("Cook Illinois", "17031"),
            ("17031", "17031"),
            ("1714000", "1714000"),
            ("6037", "06037"),
            ("Doña Ana", "35013"),
            ("Dona Ana", "35013"),
            ("NYC", "3651000"),
        ],
    )
    def test_best_first(self, text, geoid):
        """A place is found by name, name and state, or code, the likeliest first."""
        result = run("places", text)

        assert 0 == result.exit_code
        assert result.stdout.startswith(geoid)

    @pytest.mark.parametrize(("text", "state"), [("TX", "48"), ("Rhode Island", "44"), ("hawaii", "15")])
    def test_state(self, text, state):
        """A state's letters or name find its counties and cities."""
        found = parsed("places", text, "--json")

        assert found
        assert {state} == {one["geoid"][:2] for one in found}
        assert {"county", "city"} == {one["level"] for one in found}

    def test_state_code(self):
        """Two digits find what begins with them."""
        assert {"11"} == {one["geoid"][:2] for one in parsed("places", "11", "--json")}

    def test_one_county(self):
        """One county alone is shown with its published cities."""
        assert [
            "35013   Doña Ana County, New Mexico                                   county  225,210 people (2023)",
            "  holds 100% of the people of Las Cruces city, New Mexico (3539380)",
        ] == run("places", "35013").stdout.splitlines()

    def test_one_city(self):
        """One city alone is shown with its counties, the largest share first."""
        shown = run("places", "1714000").stdout.splitlines()

        assert "1714000 Chicago city, Illinois" == shown[0][:30].rstrip()
        assert shown[1].endswith("of its people live in Cook County, Illinois (17031)")

    def test_former(self):
        """An old code is shown with what took its place."""
        assert "It was replaced from 2020 by Chugach Census Area (02063)" in run("places", "02261").stdout

    def test_json(self):
        """A script reads code, name, level, people and years."""
        assert [
            {
                "geoid": "17031",
                "name": "Cook County, Illinois",
                "level": "county",
                "population": 5087072.0,
                "first_year": 2014,
                "last_year": 2023,
                "successors": [],
            }
        ] == parsed("places", "17031", "--json")

    @pytest.mark.parametrize("text", ["Nowhere at all", "", "99999", "\udcff"])
    def test_none(self, text):
        """Where nothing is found, it is said what to try."""
        assert refusal(1, "places", text).endswith("in its name. Try a part of the name, a state, or a code.")

    def test_none_in_json(self):
        """A script reads an empty list."""
        result = run("places", "Nowhere at all", "--json")

        assert (1, []) == (result.exit_code, json.loads(result.stdout))


class TestData:
    def test_status(self, ask):
        """The status says which edition is here, that it is partial, and what to import for the rest."""
        shown = run("data", "status").stdout.splitlines()

        assert f"Edition 2025: {ask.store.title}" == shown[0]
        assert shown[1].startswith(f"  partial copy, data {ask.store.hash[:12]}, ")
        assert "  files 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 61, 62, 63, 64, 65, 66, 67, 68" == shown[2]
        assert [12, 14, 15, 16, 17, 19, 20] == [
            int(number) for number in re.findall(r"import file (\d+) for ", "\n".join(shown))
        ]

    def test_status_json(self, ask):
        """A script reads the same, with the hash of the data."""
        (edition,) = parsed("data", "status", "--json")

        assert (2025, True, ask.store.hash) == (edition["edition"], edition["partial"], edition["hash"])
        assert ["ratio_living_wage"] == edition["absent"]["19"]

    def test_verify(self):
        """A published file that equals the store leaves exit code 0 and no difference."""
        (file,) = (one for one in published_files(2025) if one.name.startswith("17_"))
        result = run("data", "verify", file)

        assert 0 == result.exit_code
        assert "26,190 estimates compared, 0 differences" == result.stdout.splitlines()[-1]

    def test_bad_file(self, tmp_path, own_home):
        """A file that is none of the published is refused by name, and nothing is imported."""
        file = tmp_path / "notes.csv"
        file.write_text("year,note\n2023,hello\n", encoding="utf-8")
        result = run("data", "import", file)

        assert result.exit_code in {1, 2}
        assert "" == result.stdout
        assert "notes.csv" in result.stderr.splitlines()[-1]
        assert "Traceback" not in result.stderr
        assert [] == list((own_home / "editions").glob("*.sqlite"))

    @pytest.mark.parametrize("command", ["import", "verify"])
    def test_no_file(self, command):
        """A file that is not there is named."""
        result = run("data", command, "nowhere.csv")

        assert (2, "") == (result.exit_code, result.stdout)
        assert "File 'nowhere.csv' does not exist." in result.stderr

    def test_nothing_to_import(self):
        """To import nothing is a wrong request."""
        assert 2 == run("data", "import").exit_code


class TestBuild:
    def test_some_fail(self, tmp_path):
        """Of several places, those that are none are named, the others are written, and the exit code is 1."""
        result = run("build", "Loving County, TX", "Nowhere", "--template", "council", "-o", tmp_path)

        assert 1 == result.exit_code
        assert [
            "Nowhere: No county or city is called 'Nowhere'. `mobility-xl places` finds names."
        ] == result.stderr.splitlines()
        assert [str(path) for path in tmp_path.iterdir()] == result.stdout.splitlines()
        assert 1 == len(list(tmp_path.iterdir()))

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("Nowhere",), 2, "No county or city is called 'Nowhere'."),
            (("99999",), 1, "No county has the code 99999."),
            (("17031", "--template", "nope"), 2, "There is no template 'nope'. There is "),
            (
                ("--state", "DE", "--template", "functions", "--officials"),
                2,
                "The template functions shows no Descriptive Representation: leave out --officials.",
            ),
            (("17031", "--peers", "Kendy County, TX"), 2, "No county or city is called 'Kendy County, TX'."),
            (
                ("17031", "--peers", "Houston TX; Peoria IL"),
                2,
                "No county or city is called 'Houston TX; Peoria IL'. `mobility-xl places` finds names. Put commas ",
            ),
            (("17031", "--peers", "1714000"), 2, "Chicago city, Illinois cannot be a peer of Cook County, Illinois"),
            (("17031", "--peers", "17043, Cook County, IL"), 2, "Cook County, Illinois cannot be its own peer: leave "),
            (("17031", "--date", "soon"), 2, "'soon' is not a date. Write one such as 2026-05-31, or a month such as "),
        ],
        ids=["place", "code", "template", "officials", "peer", "semicolons", "another kind", "own peer", "date"],
    )
    def test_refused(self, tmp_path, words, code, said):
        """A wrong request writes nothing, and says what is wrong."""
        assert refusal(code, "build", *words, "-o", tmp_path).startswith(said)
        assert [] == list(tmp_path.iterdir())

    def test_officials(self, tmp_path):
        """The personal sheet Officials is there only where it is asked for."""
        tabs = []
        for option in ((), ("--officials",)):
            path = tmp_path / f"{len(option)} Loving County.xlsx"
            assert 0 == run("build", "48301", *option, "-o", path).exit_code
            tabs.append(sheets_of(path).sheetnames)

        assert {"Officials"} == set(tabs[1]) - set(tabs[0])

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("17031", "--slicers", "--pivots", "none"), "leave out --slicers or --pivots none."),
            (("--state", "DE", "--template", "functions", "--peers", "17031"), "leave out --peers."),
            (("17031", "--peers", ",,"), "--peers names no place: write some with commas"),
        ],
    )
    def test_no_effect(self, tmp_path, words, said):
        """An option that could do nothing is refused."""
        result = run("build", *words, "-o", tmp_path)

        assert 2 == result.exit_code
        assert said in result.stderr
        assert [] == list(tmp_path.iterdir())

    def test_peers(self, tmp_path):
        """Areas named with --peers are in the workbook, and chosen in the order named; commas too many do no harm.

        Hinsdale County is among the nearest: it is chosen all the same.
        """
        first = ", Cook County, IL,, Hinsdale County, CO,"
        result = run("build", "48301", "--peers", first, "--peers", "13121", "-o", tmp_path / "guide.xlsx")
        data = sheets_of(tmp_path / "guide.xlsx", values=True)["Data"]
        codes = [
            row[column].value
            for row in sheets_of(tmp_path / "guide.xlsx", values=True)["Peers"].iter_rows()
            if row[0].value == "Code"
            for column in (4, 6, 8)
        ]
        areas = [row[1].value for row in data[data.tables["Areas"].ref][1:]]

        assert 0 == result.exit_code
        assert ["48301", "17031", "13121"] == [areas[0], *areas[13:15]]
        assert ["17031", "08053", "13121"] == codes

    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_peers_of_several(self, tmp_path):
        """One list of peers does for several places: each leaves itself out."""
        result = run("build", "48301", "48263", "--peers", "48301, 48263", "-o", tmp_path)
        chosen = [
            sheets_of(path, values=True)["Peers"][entry_cell(path, "peer_1")[1]].value
            for path in sorted(tmp_path.iterdir())
        ]

        assert 0 == result.exit_code
        assert ["Loving County, Texas", "Kent County, Texas"] == chosen

    def test_one_file_for_several(self, tmp_path):
        """Several workbooks cannot be one file."""
        result = run("build", "17031", "1714000", "-o", tmp_path / "both.xlsx")

        assert 2 == result.exit_code
        assert "Several workbooks cannot be one file: name a folder with -o." in result.stderr


class TestProgram:
    """What only a process of its own can show: streams, encodings and exit codes as a shell sees them."""

    def test_exit_codes(self):
        """A shell sees 0 for a number, 1 for none, and 2 for a wrong request."""
        answered = run_program("metric", "employment", "17031")
        missing = run_program("metric", "employment", "48301")
        wrong = run_program("metric", "emploiment", "17031")

        assert [0, 1, 2] == [one.returncode for one in (answered, missing, wrong)]
        assert [b"", b""] == [answered.stderr, missing.stderr]
        assert b"No metric is called 'emploiment'. Did you mean 'employment'?" == wrong.stderr.strip()
        assert b"" == wrong.stdout

    @pytest.mark.parametrize(
        "settings",
        [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
        ids=["C", "POSIX", "C without Python's help"],
    )
    def test_letters_in_a_pipe(self, settings):
        """A pipe gets Doña Ana in UTF-8, also where the language of the system knows no ñ."""
        result = run_program("places", "35013", **settings)

        assert (0, b"") == (result.returncode, result.stderr)
        assert "Doña Ana County, New Mexico" in result.stdout.decode("utf-8")

    def test_letters_typed(self):
        """A name with an ñ can be typed where the language of the system knows none."""
        result = run_program("metric", "employment", "Doña Ana County, NM", LC_ALL="C")

        assert 0 == result.returncode
        assert result.stdout.decode("utf-8").startswith("Doña Ana County, New Mexico (35013)")

    def test_half_letters(self):
        """Bytes that are no text are refused in a sentence."""
        result = run_program("metric", "employment", os.fsdecode(b"Cook\xff"), LC_ALL="C")

        assert (2, b"") == (result.returncode, result.stdout)
        assert b"Traceback" not in result.stderr
        assert result.stderr.startswith(b"No county or city is called 'Cook")

    def test_closed_pipe(self):
        """A reader that stops early ends the command without a trace."""
        reader, writer = os.pipe()
        os.close(reader)
        result = subprocess.run(
            [sys.executable, "-m", "mobility_xl", "places", "TX"], stdout=writer, stderr=subprocess.PIPE, check=False
        )
        os.close(writer)

        assert b"Traceback" not in result.stderr
        assert result.returncode in {0, 1}


class TestFunctions:
    def test_list(self):
        """Without a name, every cell function is listed with what it answers."""
        result = run("functions")

        assert list(FUNCTIONS) == re.findall(r"^[* ] (MOBILITY_\w+) +[A-Z].*\.$", result.stdout, re.MULTILINE)

    @pytest.mark.parametrize("name", ["MOBILITY_METRIC", "metric", "Mobility_Metric"])
    def test_one(self, name):
        """One is explained with its arguments, parts, errors and examples; its name may be short."""
        shown = run("functions", name).stdout

        assert "MOBILITY_METRIC(metric, place, [year], [subgroup], [part])" == shown.splitlines()[0]
        assert "  [year]      A year; the latest that has a value when left out." in shown
        assert "  #N/A     There is no such number." in shown
        assert '  =MOBILITY_METRIC("low birth weight","Cook County, IL")' in shown

    def test_unknown(self):
        """A misspelled name is refused with the nearest."""
        assert "There is no function 'metrik'. Did you mean MOBILITY_METRIC?" == refusal(2, "functions", "metrik")

    def test_json(self):
        """A script reads the same."""
        listed = parsed("functions", "--json")

        assert list(FUNCTIONS) == [one["name"] for one in listed]
        assert ["metric", "place", "year", "subgroup", "part"] == [
            one["name"] for one in parsed("functions", "metric", "--json")[0]["arguments"]
        ]

    def test_completed(self):
        """A shell completes the name of a function."""
        words = {
            "_MOBILITY_XL_COMPLETE": "bash_complete",
            "COMP_WORDS": "mobility-xl functions calc_de",
            "COMP_CWORD": "2",
        }
        result = CliRunner().invoke(main, [], env=words, prog_name="mobility-xl")

        assert "plain,MOBILITY_CALC_DEBT" in result.stdout.splitlines()


class TestBuildState:
    def test_functions(self, tmp_path):
        """One workbook holds a whole state where its template is about one."""
        result = run("build", "--state", "de", "--template", "functions", "-o", tmp_path)

        assert (0, ["DE Delaware - Mobility Functions 2025.xlsx"]) == (
            result.exit_code,
            [one.name for one in tmp_path.iterdir()],
        )

    def test_guides(self, tmp_path):
        """Of a template about a place, every county and city of the state gets its own."""
        run("build", "--state", "DE", "--template", "council", "-o", tmp_path)

        assert ["10001", "10003", "10005"] == sorted(one.name.partition(" ")[0] for one in tmp_path.iterdir())

    @pytest.mark.parametrize(
        "words",
        [("--state", "DE", "--template", "functions", "--functions", "none"), ("10001", "-o", "a.xlsm")],
    )
    def test_not_made(self, words):
        """A workbook of functions without functions, and a file of another kind, are refused."""
        result = run("build", *words)

        assert 2 == result.exit_code

    @pytest.mark.client  # Four commands, each a process of its own.
    def test_letters_of_another_system(self, tmp_path):
        """Where a system knows few letters, names are still understood, and a file's name is refused in a sentence."""
        few = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        line = [sys.executable, "-m", "mobility_xl"]
        place = "Do\u00f1a Ana County, NM".encode()
        asked, build = (
            [*line, *words] for words in (("metric", "digital access", place), ("build", place, "-o", tmp_path))
        )
        said = subprocess.run(asked, env=few, capture_output=True, check=False)  # noqa: S603 - our own
        built = subprocess.run(build, env=few, capture_output=True, check=False)  # noqa: S603 - our own

        assert (0, True) == (said.returncode, b"(35013)" in said.stdout)
        assert (1, True) == (built.returncode, b"Set LC_ALL=C.UTF-8" in built.stderr)

    def test_unsigned(self):
        """What has no Cover cannot be signed."""
        result = run("build", "--state", "DE", "--template", "functions", "--prepared-by", "Me")

        assert 2 == result.exit_code
        assert "has no Cover to sign" in result.stderr

    def test_former_county(self, tmp_path):
        """A county that is no more is built, and what took its place is told."""
        result = run("build", "Hartford County, CT", "--template", "council", "-o", tmp_path)

        assert 0 == result.exit_code
        assert "Hartford County, Connecticut is a former county. It was replaced from 2022 by Capitol" in result.stderr

    def test_no_such_state(self):
        """Letters of no state are refused."""
        assert "No state is called 'ZZ'. Write its name or two letters, such as TX." == refusal(
            2, "build", "--state", "ZZ"
        )

    @pytest.mark.parametrize("words", [(), ("17031", "--state", "IL")])
    def test_places_or_state(self, words):
        """Places or a state: one of the two."""
        result = run("build", *words)

        assert 2 == result.exit_code
        assert "Name a place" in result.stderr


class TestProgress:
    @pytest.mark.parametrize(("steps", "lines"), [(1, 1), (4, 4), (18, 10), (305, 10)])
    def test_few_lines(self, steps, lines, capsys):
        """Where nobody looks on, long work is told in ten lines or fewer, the first step among them."""
        with progress("Looking up") as told:
            for done in range(steps):
                told(done, steps, f"place {done}")
            told(steps, steps, "")
        said = capsys.readouterr().err.splitlines()

        assert f"Looking up: 1 of {steps}, place 0" == said[0]
        assert lines == len(said)


class TestPeers:
    def test_printed(self):
        """The twelve nearest stand with distance, what they share and what kind of places they are."""
        lines = run("peers", "Cook County, IL").stdout.splitlines()

        assert "Cook County, Illinois (17031)" == lines[0]
        assert "  5,087,072 people; 5,320.2 a square mile; median income $80,848; " in lines[1]
        assert re.fullmatch(
            r"  1  48439   Tarrant County, Texas +1\.40  alike in .+; differs most in location .+", lines[3]
        )
        assert "2,182,947 people" in lines[4]
        assert 12 == sum(bool(re.match(r" [ 1]\d  \d{5} ", one)) for one in lines)
        assert lines[-1].startswith("Nearest by population, density, composition by race and ethnicity, ")
        assert lines[-1].endswith("Without population, none of the 3 nearest would be among the 12 nearest.")

    def test_few(self):
        """Of fewer than three nobody says how many of the first three would stay."""
        assert run("peers", "17031", "--count", 2).stdout.endswith(" and location, 2023.\n")

    def test_weights(self):
        """Weights change who is nearest, and a weight of 0 takes a factor out."""
        found = parsed("peers", "17031", "--weights", "size=2, proximity=0", "--json")

        assert {"size": 2, "density": 0.5, "diversity": 1, "socioeconomic": 1} == found["weights"]
        assert "48439" != found["peers"][0]["geoid"]
        assert all(set(found["weights"]) == set(one["shares"]) for one in found["peers"])

    def test_pins(self):
        """A pinned place stands below the nearest with its distance, or without one where a number is missing."""
        lines = run("peers", "17031", "--count", "2", "--pin", "48439", "--pin", "06037", "--pin", "48301").stdout

        assert re.search(r"^  1  48439 .+, pinned$", lines, re.MULTILINE)
        assert re.search(r"^  3  06037 .+  2\.80  no close peer; .+, pinned$", lines, re.MULTILINE)
        assert re.search(r"^  4  48301 .+  -  no distance: .+, pinned$", lines, re.MULTILINE)

    def test_json(self):
        """A script reads distance, shares, stability and context."""
        found = parsed("peers", "Kalawao County, HI", "--count", "1", "--json")
        (peer,) = found["peers"]

        assert not found["close_peer"]
        assert ["socioeconomic"] == found["left_out"]
        assert {"size", "density", "diversity", "proximity"} == set(found["stability"])
        assert found["context"]["median_income"] is None
        assert pytest.approx(1) == sum(peer["shares"].values())
        assert peer["what_they_share"].startswith("no close peer; differs most in location (")

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            (("peers", "17031", "--weights", "wealth=2"), 2, "There is no factor 'wealth' of peers. There are: size,"),
            (
                ("peers", "17031", "--weights", "size"),
                2,
                "A weight is a factor and a number, such as size=2, not 'size'.",
            ),
            (("peers", "17031", "--pin", "Chicago, IL"), 2, "Chicago city, Illinois cannot be a peer of Cook County"),
            (("peers", "09001"), 1, "It was replaced from 2022 by Greater Bridgeport Planning Region"),
        ],
    )
    def test_refused(self, words, code, said):
        """What cannot be used is refused in a sentence."""
        assert said in refusal(code, *words)
