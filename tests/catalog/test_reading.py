"""A catalog that is written wrongly is refused, naming the file, the entry and what to put right."""

import shutil
from pathlib import Path

import pytest

from mobility_xl import catalog
from mobility_xl.errors import BadFile

SHIPPED = Path(catalog.__file__).parent
HEALTH = "pillars/healthy_environment_and_access_to_good_health_care.toml"
NEIGHBORHOODS = "pillars/opportunity_rich_and_inclusive_neighborhoods.toml"
WORK = "pillars/rewarding_work.toml"

BIRTHS = f"catalog/{HEALTH}, entry 'share_low_birth_weight': "
TRANSIT = f"catalog/{NEIGHBORHOODS}, entry 'share_transit_commuter': "

BIRTHS_SENTENCE = 'sentence  = "{value} of babies were born weighing less than 5 pounds 8 ounces."'
TRANSIT_BREAKS = 'breaks    = [{ year = 2019, why = "the transportation model changed between 2015 and 2019" }]'


class Folder:
    """A copy of the catalog's folder, to be spoiled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def edit(self, file: str, old: str, new: str) -> "Folder":
        """Put one text in the place of another where it first stands."""
        text = (self.path / file).read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{file} has no text {old!r} to replace")
        (self.path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def edit_births(self, old: str, new: str) -> "Folder":
        """Put one text in the place of another in the block of low birth weight."""
        before, name, after = (self.path / HEALTH).read_text(encoding="utf-8").partition("share_low_birth_weight")
        if old not in after:
            raise ValueError(f"the block has no text {old!r} to replace")
        (self.path / HEALTH).write_text(before + name + after.replace(old, new, 1), encoding="utf-8")
        return self

    def refusal(self) -> str:
        """Return what is said of the folder, which must be refused."""
        with pytest.raises(BadFile) as refused:
            catalog.read(self.path)
        return str(refused.value)


@pytest.fixture
def folder(tmp_path) -> Folder:
    copied = shutil.copytree(SHIPPED, tmp_path / "catalog", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return Folder(Path(copied))


class TestRead:
    def test_a_copy(self, folder):
        """A copy of the folder reads as the catalog that ships."""
        copied, shipped = catalog.read(folder.path), catalog.load()

        assert list(shipped.variables) == list(copied.variables)
        assert [one.label for one in shipped.metrics] == [one.label for one in copied.metrics]
        assert [one.meaning for one in shipped.variables.values()] == [one.meaning for one in copied.variables.values()]

    def test_once(self):
        """The catalog that ships is read once in a process."""
        assert catalog.load() is catalog.load()

    def test_file_names_do_not_order(self, folder):
        """The pillars stand in the order that they state, whatever their files are called."""
        (folder.path / WORK).rename(folder.path / "pillars" / "a.toml")

        assert [1, 2, 3, 4, 5] == [one.order for one in catalog.read(folder.path).pillars]

    def test_a_new_metric(self, folder):
        """A metric that is added to a pillar's file is there, with what it shares with nobody."""
        block = (folder.path / HEALTH).read_text(encoding="utf-8").partition('label = "Neonatal health"')[2]
        block = block.partition("[[predictor]]")[0].replace("share_low_birth_weight", "share_new")
        with (folder.path / HEALTH).open("a", encoding="utf-8") as file:
            file.write(block)
        added = catalog.read(folder.path)

        assert 48 == len(added.variables)
        assert 27 == len(added.metrics)
        assert "Babies born with low weight" == added.variables["share_new"].label

    def test_inherited(self):
        """A column takes from its metric's block what it does not state itself."""
        variables = catalog.load().variables

        assert variables["pctl_income_20"].sources == variables["pctl_income_80"].sources
        assert "Affordable homes" == variables["share_affordable_30_ami"].short
        assert variables["share_affordable_30_ami"].differs
        assert not variables["share_affordable_available_30_ami"].differs

    def test_none(self):
        """The word none leaves an empty text, which is false."""
        births = catalog.load().variables["share_low_birth_weight"]

        assert ("", "", "") == (births.group, births.level, births.differs)


class TestWords:
    @pytest.mark.parametrize(
        "word",
        [
            "unit",
            "of",
            "direction",
            "interval",
            "sources",
            "subgroups",
            "pooling",
            "group",
            "level",
            "differs",
            "short",
            "meaning",
            "sentence",
            "names",
            "label",
            "cautions",
        ],
    )
    def test_missing(self, folder, word):
        """A word that every variable needs cannot be left out: no definition is optional."""
        said = folder.edit_births(f"\n{word} ", "\n#").refusal()

        assert said.startswith(f"catalog/{HEALTH}, entry 'share_low_birth_weight': '{word}' is missing;")
        assert "with 'none' where there is nothing to say" in said

    def test_missing_name(self, folder):
        """A metric without the name of its column is named by its label."""
        said = folder.edit(HEALTH, 'name      = "share_low_birth_weight"\n', "").refusal()

        assert said.startswith(f"catalog/{HEALTH}, entry 'Babies born with low weight': 'name' is missing;")

    def test_missing_label_of_a_metric(self, folder):
        """A metric of several columns needs a label of its own, though its columns have theirs."""
        said = folder.edit(WORK, 'label              = "Household income"\n', "").refusal()

        assert f"catalog/{WORK}, metric 'without a label': 'label' is missing." == said

    def test_missing_label_of_a_predictor(self, folder):
        """A predictor needs a label."""
        said = folder.edit(HEALTH, 'label = "Neonatal health"', "").refusal()

        assert f"catalog/{HEALTH}, predictor 'without a label': 'label' is missing." == said

    def test_missing_word_of_a_pillar(self, folder):
        """A pillar needs the name of its tab."""
        said = folder.edit(HEALTH, 'tab    = "Health"\n', "").refusal()

        assert f"catalog/{HEALTH}: 'tab' is missing." == said

    def test_empty(self, folder):
        """An empty text is refused: nothing is said by the word none."""
        said = folder.edit_births('differs   = "none"', 'differs   = ""').refusal()

        assert f"{BIRTHS}'differs' is empty; write it, or 'none' where there is nothing to say." == said

    def test_empty_label_of_a_pillar(self, folder):
        """An empty text is refused in a pillar too."""
        said = folder.edit(HEALTH, 'tab    = "Health"', 'tab    = ""').refusal()

        assert f"catalog/{HEALTH}: 'tab' is empty." == said

    def test_unknown(self, folder):
        """A word that the catalog does not know is refused, with those it knows."""
        said = folder.edit_births("direction", "directon = 'lower'\ndirection").refusal()

        assert said.startswith(f"{BIRTHS}'directon' is not a word of the catalog; use one of name, label, short,")

    def test_unknown_word_of_a_pillar(self, folder):
        """A word that a pillar does not know is refused."""
        said = folder.edit(HEALTH, "tab ", "color = 'blue'\ntab ").refusal()

        assert f"catalog/{HEALTH}: 'color' is not a word of the catalog." == said

    def test_unknown_word_of_a_predictor(self, folder):
        """A word that a predictor does not know is refused, with the predictor's name."""
        said = folder.edit(HEALTH, 'label = "Neonatal health"', 'label = "Neonatal health"\norder = 2').refusal()

        assert f"catalog/{HEALTH}, predictor 'Neonatal health': 'order' is not a word of the catalog." == said

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('label     = "Babies born with low weight"', "label     = 7", "'label' must be text in quotes, not 7."),
            ('unit      = "share"', "unit      = ['share']", "unit names '['share']', which is not declared;"),
            ('of        = "of births"', "of        = true", "'of' must be text in quotes, not True."),
            ("cautions", 'beside = "yes"\ncautions', "'beside' must be true or false, not 'yes'."),
            ("cautions", "benchmark = 0\ncautions", "'benchmark' must be true or false, not 0."),
            ("cautions", "city_sentence = 1\ncautions", "'city_sentence' must be text in quotes, not 1."),
        ],
    )
    def test_another_kind(self, folder, old, new, said):
        """A number in the place of a text, or a text in the place of true or false, is refused."""
        assert folder.edit_births(old, new).refusal().startswith(BIRTHS + said)


class TestLists:
    @pytest.mark.parametrize("word", ["names", "sources", "cautions", "subgroups"])
    def test_text_in_its_place(self, folder, word):
        """A list that is written as a text is refused: it would be read letter by letter."""
        said = folder.edit_births(f"\n{word} ", f'\n{word} = "one" #').refusal()

        assert f"'{word}' must be a list, such as {word} = []." in said
        assert said.startswith(f"catalog/{HEALTH}, ")

    def test_names_of_a_metric(self, folder):
        """The names of a metric of several columns are a list too."""
        said = folder.edit(
            WORK, 'names              = ["income", "household income percentiles"]', 'names = "income"'
        ).refusal()

        assert f"catalog/{WORK}, metric 'Household income': 'names' must be a list, such as names = []." == said

    def test_number_in_a_list(self, folder):
        """A list holds texts."""
        said = folder.edit_births('names     = ["low birth weight"', "names     = [20").refusal()

        assert said.endswith("metric 'Babies born with low weight': 'names' must be a list of texts in quotes.")

    @pytest.mark.parametrize(
        ("file", "old", "new", "entry"),
        [
            (HEALTH, "[[predictor]]", "[predictor]", f"catalog/{HEALTH}: 'predictor'"),
            ("subgroups.toml", "[[type]]", "[type]", "catalog/subgroups.toml: 'type'"),
        ],
    )
    def test_single_brackets(self, folder, file, old, new, entry):
        """A block that begins with single brackets, where there may be several, is refused."""
        text = (folder.path / file).read_text(encoding="utf-8")
        first = old + text.split(old)[1].replace("[[predictor.metric]]", "[predictor.metric]")
        (folder.path / file).write_text(text.split(old)[0] + first.replace(old, new), encoding="utf-8")

        assert f"{entry} must be blocks, each beginning with its name in double brackets." == folder.refusal()

    def test_single_brackets_of_a_metric(self, folder):
        """A metric that begins with single brackets is refused, with its predictor."""
        said = folder.edit(HEALTH, "[[predictor.metric]]", "[predictor.metric]").refusal()

        assert said.startswith(f"catalog/{HEALTH}, predictor 'Access to health services': 'metric' must be blocks")


class TestReferences:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            (
                'direction = "lower"',
                'direction = "down"',
                "direction = 'down' is not known; write one of higher, lower, nearer 1, contextual.",
            ),
            (
                'interval  = "sampling"',
                'interval  = "yes"',
                "interval = 'yes' is not known; write one of sampling, imputation, none.",
            ),
        ],
    )
    def test_choices(self, folder, old, new, said):
        """A direction, or a kind of interval, that does not exist is refused, with those that do."""
        assert BIRTHS + said == folder.edit_births(old, new).refusal()

    @pytest.mark.parametrize(
        ("old", "new", "said", "declared"),
        [
            ('unit      = "share"', 'unit = "percent"', "unit names 'percent', which is not declared;", "dollars"),
            (
                '["cdc_natality"]',
                '["cdc_births"]',
                "sources names 'cdc_births', which is not declared;",
                "cdc_natality",
            ),
            ('"mothers-education"]', '"mothers"]', "subgroups names 'mothers', which is not declared;", "industry"),
        ],
    )
    def test_undeclared(self, folder, old, new, said, declared):
        """A unit, source or kind of groups that is not declared is refused, with those that are."""
        refusal = folder.edit_births(old, new).refusal()

        assert refusal.startswith(BIRTHS + said)
        assert declared in refusal

    def test_declared_twice(self, folder):
        """A variable that is declared in two files is refused, with both."""
        said = folder.edit(HEALTH, "share_low_birth_weight", "rate_juv_arrest").refusal()
        governance = "catalog/pillars/responsive_and_just_governance.toml"

        assert (
            f"{governance}, entry 'rate_juv_arrest': the variable is declared before, in catalog/{HEALTH}; keep one."
            == said
        )


class TestSentences:
    @pytest.mark.parametrize(
        ("sentence", "said"),
        [
            ("Babies were born.", "'sentence' must hold {value}, the place of the number."),
            ("{value} of {group}.", "'sentence' holds {group}; only {value} and {year} can stand between braces."),
            ("{value} of { year }.", "'sentence' holds { year }; only {value} and {year} can stand between braces."),
            ("{value} {value:.2f}.", "'sentence' holds {value:.2f}; only {value} and {year} can stand between braces."),
            ("{value} {year.", "'sentence' holds {year.; only {value} and {year} can stand between braces."),
            ("{value} year}.", "'sentence' holds }; only {value} and {year} can stand between braces."),
            ("{value} of {}.", "'sentence' holds {}; only {value} and {year} can stand between braces."),
        ],
    )
    def test_braces(self, folder, sentence, said):
        """A sentence that could not be filled in is refused before anybody asks for it."""
        assert BIRTHS + said == folder.edit_births(BIRTHS_SENTENCE, f'sentence = "{sentence}"').refusal()

    def test_other_sentences(self, folder):
        """The sentences for cities and for zero are held to the same."""
        said = folder.edit_births("cautions", 'zero_sentence = "{none} were."\ncautions').refusal()

        assert f"{BIRTHS}'zero_sentence' holds {{none}}; only {{value}} and {{year}} can stand between braces." == said

    def test_city_sentence(self, folder):
        """The sentence for cities needs the place of the number, too."""
        said = folder.edit_births("cautions", 'city_sentence = "Babies."\ncautions').refusal()

        assert f"{BIRTHS}'city_sentence' must hold {{value}}, the place of the number." == said


class TestJudgedMissing:
    def test_what_it_stands_for(self, folder):
        """A published value that is no value is explained."""
        said = folder.edit_births("cautions", "judged_missing = 0.0\ncautions").refusal()

        assert f"{BIRTHS}'judged_as' is missing; say what a value that is judged missing stands for." == said


class TestBreaks:
    @pytest.mark.parametrize(
        ("breaks", "said"),
        [
            ('[{ why = "a change" }]', "breaks: 'year' is missing."),
            ("[{ year = 2019 }]", "breaks: 'why' is missing."),
            ('[{ year = "2019", why = "a change" }]', "breaks: 'year' must be a whole number, not '2019'."),
            ('[{ year = 2019, why = "a change", until = 2022 }]', "breaks: 'until' is not a word of the catalog."),
        ],
    )
    def test_fields(self, folder, breaks, said):
        """A break needs its first year and why, and has nothing else but a level."""
        refusal = folder.edit(NEIGHBORHOODS, TRANSIT_BREAKS, f"breaks = {breaks}").refusal()

        assert TRANSIT.removesuffix(": ") + ", " + said == refusal

    def test_level(self, folder):
        """The level of a break is a county's or a city's."""
        breaks = 'breaks = [{ year = 2019, why = "a change", level = "place" }]'
        said = folder.edit(NEIGHBORHOODS, TRANSIT_BREAKS, breaks).refusal()

        assert (
            f"{TRANSIT}the level of one of 'breaks' must be 'county' or 'city'; leave it out where it is both." == said
        )

    def test_order(self, folder):
        """Breaks go by their years, those that all series of a state have among a variable's own."""
        breaks = 'breaks = [{ year = 2023, why = "a change" }, { year = 2019, why = "another" }]'
        found = catalog.read(folder.edit(NEIGHBORHOODS, TRANSIT_BREAKS, breaks).path).variables

        assert [2019, 2022, 2023] == [one.year for one in found["share_transit_commuter"].breaks_for("county", "09")]

    @pytest.mark.parametrize("breaks", ["[2019]", '["2019"]'])
    def test_year_alone(self, folder, breaks):
        """A year alone is no break."""
        said = folder.edit(NEIGHBORHOODS, TRANSIT_BREAKS, f"breaks = {breaks}").refusal()

        assert f"{TRANSIT}'breaks' must be blocks, each beginning with its name in double brackets." == said

    def test_no_list(self, folder):
        """Breaks are a list."""
        said = folder.edit(NEIGHBORHOODS, TRANSIT_BREAKS, "breaks = 2019").refusal()

        assert said.endswith("'breaks' must be a list, such as breaks = [].")


class TestCounts:
    @pytest.mark.parametrize(
        ("counts", "said"),
        [
            ('{ numerator = "Births" }', ", counts: 'denominator' is missing."),
            ('{ numerator = "", denominator = "Births" }', ", counts: 'numerator' is empty."),
            (
                '{ numerator = "A", denominator = "B", per = "1" }',
                ", counts: 'per' must be a whole number, not '1'.",
            ),
            (
                '"births"',
                ': \'counts\' must be words in braces, such as { numerator = "Votes", denominator = "Citizens" }.',
            ),
        ],
    )
    def test_fields(self, folder, counts, said):
        """What is counted needs a numerator and a denominator, and numbers that are numbers."""
        old = 'counts    = { numerator = "Births under 2,500 grams", denominator = "Births of known weight" }'
        refusal = folder.edit(HEALTH, old, f"counts = {counts}").refusal()

        assert BIRTHS.removesuffix(": ") + said == refusal


class TestFiles:
    @pytest.mark.parametrize("file", ["units.toml", "sources.toml", "subgroups.toml", WORK])
    def test_broken(self, folder, file):
        """A file that is no TOML is named, with the line where reading stopped."""
        said = folder.edit(file, " = ", " = = ").refusal()

        assert said.startswith(f"{folder.path / file} is not valid TOML: ")
        assert "at line" in said

    def test_word_twice(self, folder):
        """A word that stands twice in one block is a broken file."""
        said = folder.edit(HEALTH, 'tab    = "Health"', 'tab    = "Health"\ntab = "Health"').refusal()

        assert said.startswith(f"{folder.path / HEALTH} is not valid TOML: Cannot overwrite a value (at line 4")

    def test_not_utf8(self, folder):
        """A file in another encoding is named."""
        (folder.path / "sources.toml").write_bytes('[a]\nlabel = "Doña"'.encode("latin-1"))

        assert folder.refusal().startswith(f"{folder.path / 'sources.toml'} is not valid TOML: ")

    @pytest.mark.parametrize("file", ["units.toml", "sources.toml", "subgroups.toml"])
    def test_missing(self, folder, file):
        """A file that is not there is named."""
        (folder.path / file).unlink()

        assert f"{folder.path / file} cannot be read (No such file or directory)." == folder.refusal()

    def test_missing_pillar(self, folder):
        """A pillar's file that is not there leaves a gap in the order, which is refused."""
        (folder.path / WORK).unlink()
        said = folder.refusal()

        assert said.startswith("catalog/pillars: 'order' must count the files from 1; there is ")
        assert f"catalog/{HEALTH}: 4" in said
        assert "rewarding_work" not in said

    def test_no_pillars(self, folder):
        """A folder without pillars is no catalog."""
        shutil.rmtree(folder.path / "pillars")

        assert "catalog/pillars: 'order' must count the files from 1; there is no file." == folder.refusal()

    @pytest.mark.parametrize("order", ["order  = 2", 'order  = "4"', ""])
    def test_order(self, folder, order):
        """An order that another pillar has, that is no number, or that is missing, is refused."""
        said = folder.edit(HEALTH, "order  = 4", order).refusal()

        assert said.startswith("catalog/pillars: 'order' must count the files from 1; there is ")


class TestOtherRecords:
    @pytest.mark.parametrize(
        ("file", "old", "new", "said"),
        [
            (
                "units.toml",
                "decimals      = 1\n",
                "",
                "catalog/units.toml, unit 'share': 'decimals' is missing.",
            ),
            (
                "units.toml",
                "decimals      = 1\n",
                'decimals = "1"\n',
                "catalog/units.toml, unit 'share': 'decimals' must be a whole number, not '1'.",
            ),
            (
                "units.toml",
                "percent ",
                "percentage = true\npercent ",
                "catalog/units.toml, unit 'share': 'percentage' is not a word of the catalog.",
            ),
            (
                "sources.toml",
                'short  = "HUD"\n',
                "",
                "catalog/sources.toml, source 'hud_limits': 'short' is missing.",
            ),
            (
                "sources.toml",
                'short  = "HUD"\n',
                'short  = ""\n',
                "catalog/sources.toml, source 'hud_limits': 'short' is empty.",
            ),
            (
                "subgroups.toml",
                'label = "race and ethnicity"\n',
                "",
                "catalog/subgroups.toml, type 'race-ethnicity': 'label' is missing.",
            ),
            (
                "subgroups.toml",
                'name  = "race-ethnicity"\n',
                "",
                "catalog/subgroups.toml, type 'without a name': 'name' is missing.",
            ),
            (
                "subgroups.toml",
                ', chart = "Black" }',
                " }",
                "catalog/subgroups.toml, type 'race-ethnicity', group 'Black': 'chart' is missing.",
            ),
            (
                "subgroups.toml",
                'name = "Black", also',
                "also",
                "catalog/subgroups.toml, type 'race-ethnicity', group '': 'name' is missing.",
            ),
        ],
        ids=lambda value: None if "\n" in value else value[:40],
    )
    def test_refused(self, folder, file, old, new, said):
        """A unit, a source, a kind of groups and a group are held to their words as a variable is."""
        assert said == folder.edit(file, old, new).refusal()
