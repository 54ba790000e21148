"""Published files at the door: what is refused and how, what is put right, and what reads the same."""

import csv
import gzip
import io
import math
import random

import openpyxl
import pytest

from mobility_xl.errors import BadFile
from mobility_xl.store.lookup import QUALITIES
from mobility_xl.store.reading import PublishedFile, read_file
from tests.store.small_files import BIRTHS, BIRTHS_NUMBERS, CATALOG, HOUSES, JOBS

BIRTHS_COLUMN = "share_low_birth_weight"
KINDS = "age, disability, gender, income, industry, mothers-education, race-ethnicity, tenure"
NUMBER = "should be a number or NA."
FLAG = "should be Strong, Marginal, Weak, 1, 2, 3 or NA."


@pytest.fixture
def read(tmp_path):
    """Read text or bytes as a file of that name."""

    def reading(content: str | bytes, name: str = "births.csv") -> PublishedFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_file(path, CATALOG)

    return reading


@pytest.fixture
def refusal(read):
    """Return what is said when a file is refused."""

    def refused(content: str | bytes, name: str = "births.csv") -> str:
        with pytest.raises(BadFile) as error:
            read(content, name)
        return str(error.value)

    return refused


def numbers(file: PublishedFile) -> dict[str, list]:
    """Return the numbers and flags of a file's only variable, row by row, None where missing."""
    (column,) = file.columns
    found = {
        part: [None if math.isnan(number) else number for number in getattr(column, part).tolist()]
        for part in ("value", "lower", "upper")
    }
    return {**found, "quality": [QUALITIES[flag] for flag in column.quality]}


def keys(file: PublishedFile) -> list[tuple]:
    """Return what each row is about."""
    return list(file.rows[["geoid", "year", "state", "place", "subgroup"]].itertuples(index=False, name=None))


BIRTHS_KEYS = [
    ("01001", 2022, "Alabama", "Autauga County", "All"),
    ("01001", 2022, "Alabama", "Autauga County", "Some College"),
    ("35013", 2022, "New Mexico", "Doña Ana County", "All"),
    ("35013", 2022, "New Mexico", "Doña Ana County", "Some College"),
]


def spoiled(old: str, new: str, text: str = BIRTHS) -> str:
    """Return a file with the first occurrence of a text replaced."""
    assert old in text
    return text.replace(old, new, 1)


class TestHeader:
    @pytest.mark.parametrize("column", ["year", "state", "state_name", "county_name"])
    def test_missing_column(self, refusal, column):
        """A column that every file has and this one has not is named."""
        said = f"births.csv, row 1: column '{column}' is missing; every published file has it. Use the published file."

        assert said == refusal(spoiled(f"{column},", f"not_{column},"))

    @pytest.mark.parametrize(
        ("old", "new", "missing", "because"),
        [
            ("subgroup_type,", "population,", "subgroup_type", "subgroup is there"),
            ("subgroup,", "population,", "subgroup", "subgroup_type is there"),
            (f"{BIRTHS_COLUMN},", "population,", BIRTHS_COLUMN, "its bounds or its flag are there"),
            (f"{BIRTHS_COLUMN}_lb", "population", f"{BIRTHS_COLUMN}_lb", f"{BIRTHS_COLUMN}_ub is there"),
            (f"{BIRTHS_COLUMN}_ub", "population", f"{BIRTHS_COLUMN}_ub", f"{BIRTHS_COLUMN}_lb is there"),
            (
                f"{BIRTHS_COLUMN}_quality",
                "population",
                f"{BIRTHS_COLUMN}_quality",
                f"{BIRTHS_COLUMN} is there, and every variable has a flag",
            ),
        ],
    )
    def test_half_missing(self, refusal, old, new, missing, because):
        """A column whose companion is there must be there too, and it is said why."""
        expected = f"births.csv, row 1: column '{missing}' is missing; {because}. Use the published file."

        assert expected == refusal(spoiled(old, new))

    def test_no_place(self, refusal):
        """A file with neither counties nor places is refused, and its columns are shown."""
        said = refusal(spoiled(",county,", ",cuonty,"))

        assert said.startswith(
            "births.csv, row 1 needs a column 'county' or a column 'place', not neither. Use the published file. "
            "Columns here: year, state, cuonty, "
        )

    def test_both_places(self, refusal):
        """A file of counties and places at once is refused."""
        said = refusal(spoiled("state_name", "place"))

        assert "needs a column 'county' or a column 'place', not both." in said

    def test_unknown_column(self, refusal):
        """A column that nobody declared is named: a misspelled one is not passed over."""
        assert (
            "births.csv, row 1: column 'share_low_birth_wieght' is not in the catalog. "
            "Remove it, or declare it in catalog/pillars."
        ) == refusal(spoiled(f"{BIRTHS_COLUMN},", "share_low_birth_wieght,"))

    def test_doubled_column(self, refusal):
        """A column that stands there twice is named."""
        expected = "births.csv, row 1: column 'year' stands there 2 times. Keep one."

        assert expected == refusal(spoiled("state_name", "year"))

    def test_no_metric(self, refusal):
        """A file without a metric is refused."""
        text = "year,state,county,state_name,county_name\n2022,01,001,Alabama,Autauga County\n"

        assert "births.csv, row 1 has no column of a metric. Use the published file." == refusal(text)

    @pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
    def test_other_marks(self, refusal, mark, name):
        """A file divided by semicolons or tabs is refused as such: its numbers may have decimal commas."""
        expected = f"births.csv, row 1 is divided by {name}. Use the published file, divided by commas."

        assert expected == refusal(BIRTHS.replace(",", mark))


class TestCells:
    @pytest.mark.parametrize(
        "cell",
        ["none", "", "nan", "N/A", "#N/A", "12%", "$5", "TRUE", "0x1F", "1_000", "1.2.3", '"0,11"', "'0.11", "0.11f"],
    )
    def test_text_for_a_number(self, refusal, cell):
        """Text where a number belongs is named by column and row, with what should stand there."""
        found = cell.strip('"')

        assert f"births.csv, column '{BIRTHS_COLUMN}', row 3: '{found}' {NUMBER}" == refusal(spoiled("0.11", cell))

    @pytest.mark.parametrize("cell", ["inf", "-inf", "Infinity", "1e400", "-1e400"])
    def test_infinite(self, refusal, cell):
        """An infinite number is none, also one that only a computer's numbers cannot hold."""
        said = refusal(spoiled("0.11", cell))

        assert said.startswith(f"births.csv, column '{BIRTHS_COLUMN}', row 3: ")
        assert said.endswith(NUMBER)

    @pytest.mark.parametrize("column", ["_lb", "_ub"])
    def test_bound(self, refusal, column):
        """A bound is a number too."""
        cell = {"_lb": "0.09,0.13", "_ub": "0.13,Marginal"}[column]
        said = refusal(spoiled(cell, cell.replace("0.", "?.", 1)))

        assert said.startswith(f"births.csv, column '{BIRTHS_COLUMN}{column}', row 3: '?.")

    def test_population(self, refusal):
        """The population is a number."""
        said = refusal(spoiled("60342", "60 342", JOBS), "jobs.csv")

        assert f"jobs.csv, column 'population', row 3: '60 342' {NUMBER}" == said

    def test_bounds_the_wrong_way_round(self, refusal):
        """A lower bound above its upper is refused."""
        expected = (
            f"births.csv, column '{BIRTHS_COLUMN}_lb', row 3: '0.13' should be no more than its {BIRTHS_COLUMN}_ub."
        )

        assert expected == refusal(spoiled("0.09,0.13", "0.13,0.09"))

    def test_equal_bounds(self, read):
        """Equal bounds are published, and so is one bound without the other."""
        same = numbers(read(spoiled("0.09,0.13", "0.11,0.11")))
        half = numbers(read(spoiled("0.09,0.13", "0.09,NA")))

        assert (0.11, 0.11) == (same["lower"][1], same["upper"][1])
        assert (0.09, None) == (half["lower"][1], half["upper"][1])

    @pytest.mark.parametrize("cell", ["Good", "strong", "0", "4", "1.0", "", "-1", "N/A"])
    def test_quality(self, refusal, cell):
        """A bad word for the quality is named with the good ones."""
        expected = f"births.csv, column '{BIRTHS_COLUMN}_quality', row 3: '{cell}' {FLAG}"

        assert expected == refusal(spoiled("Marginal", cell))

    @pytest.mark.parametrize("cell", ["22", "", "NA", "20222", "1822", "2022.5", "MMXXII"])
    def test_year(self, refusal, cell):
        """A year has four digits."""
        expected = f"births.csv, column 'year', row 2: '{cell}' should be a year of four digits."

        assert expected == refusal(spoiled("\n2022", f"\n{cell}"))

    @pytest.mark.parametrize("cell", ["", "NA", "A1", "001", "-1", "AL"])
    def test_state(self, refusal, cell):
        """A state's code has two digits."""
        expected = f"births.csv, column 'state', row 2: '{cell}' should be a code of 2 digits."

        assert expected == refusal(spoiled("01,001", f"{cell},001"))

    @pytest.mark.parametrize("cell", ["", "NA", "01001", "1e2", "1.5"])
    def test_county(self, refusal, cell):
        """A county's code has three digits beside its state's."""
        expected = f"births.csv, column 'county', row 2: '{cell}' should be a code of 3 digits."

        assert expected == refusal(spoiled("01,001", f"01,{cell}"))

    def test_place(self, refusal):
        """A place's code has five digits."""
        expected = "houses.csv, column 'place', row 2: '103076' should be a code of 5 digits."

        assert expected == refusal(spoiled("03076", "103076", HOUSES), "houses.csv")

    @pytest.mark.parametrize(
        ("old", "column"), [("Alabama", "state_name"), ("Autauga County", "county_name")], ids=["state", "county"]
    )
    @pytest.mark.parametrize("cell", ["", "NA"])
    def test_name(self, refusal, old, column, cell):
        """A place without a name is refused."""
        assert f"births.csv, column '{column}', row 2: '{cell}' should be a name." == refusal(spoiled(old, cell))

    @pytest.mark.parametrize(
        "cell",
        ["0:07:08", "12:30:00", "0.00512731481481481", "0.119", "0.119:", "0.119:0.246:0.1", "11.9%:24.6%", "1.9:0.2"],
    )
    def test_shares(self, refusal, cell):
        """Two shares that a spreadsheet made a time of day of are refused, with what they should look like."""
        column = "ratio_black_nh_house_value_households"
        expected = (
            f"houses.csv, column '{column}', row 2: '{cell}' should be two shares such as 0.119:0.246, or NA "
            "(a spreadsheet may have made a time of it)."
        )

        assert expected == refusal(spoiled("0.119:0.246", cell, HOUSES), "houses.csv")


class TestGroups:
    @pytest.mark.parametrize("group", ["Some Collage", "", "some college", "Some College ", "Hispanic"])
    def test_unknown_group(self, refusal, group):
        """A group of no such kind is named with those there are."""
        expected = (
            f"births.csv, column 'subgroup', row 3: '{group}' should be one of All; Less than High School; "
            "GED/High School Degree; Some College; College Degree or Higher."
        )

        assert expected == refusal(spoiled("Some College", group))

    @pytest.mark.parametrize("kind", ["education", "", "NA", "Mothers-Education", "all"])
    def test_unknown_kind(self, refusal, kind):
        """A kind of groups that is none is named, though other rows have a good one."""
        expected = f"births.csv, column 'subgroup_type', row 3: '{kind}' should be one of {KINDS}."

        assert expected == refusal(spoiled("mothers-education", kind))

    def test_unknown_kind_everywhere(self, refusal):
        """A kind that is none in every row is named by the first row that is about a group."""
        expected = f"births.csv, column 'subgroup_type', row 3: 'education' should be one of {KINDS}."

        assert expected == refusal(BIRTHS.replace("mothers-education", "education"))

    def test_two_kinds(self, refusal):
        """One file holds one kind of groups."""
        expected = "births.csv, column 'subgroup_type', row 3: 'gender' should be mothers-education or all."

        assert expected == refusal(spoiled("mothers-education", "gender"))

    def test_two_kinds_of_groups(self, refusal):
        """Groups of a second kind in the same file are refused by their first row."""
        other = "2022,01,001,Alabama,Autauga County,Male,gender,0.1,0.1,0.1,Weak\n"
        said = refusal(spoiled("Some College", "GED/High School Degree") + other)

        assert said.startswith("births.csv, column 'subgroup', row 6: 'Male' should be one of All; Less than")

    def test_duplicate(self, refusal):
        """A second row for one area, year and group is refused with both rows."""
        expected = (
            "births.csv, columns 'state', 'county' and 'year', row 6: 01001, 2022, Some College "
            "stands there already in row 3. Keep one of the two."
        )

        assert expected == refusal(BIRTHS + BIRTHS.splitlines()[2] + "\n")

    def test_duplicate_by_repair(self, refusal):
        """A row whose code differs in its zeros alone is a second row as well."""
        expected = (
            "births.csv, columns 'state', 'county' and 'year', row 6: 01001, 2022, All "
            "stands there already in row 2. Keep one of the two."
        )

        assert expected == refusal(BIRTHS + BIRTHS.splitlines()[1].replace("01,001", "1,1") + "\n")


class TestDamage:
    def test_truncated_gzip(self, refusal):
        """A packed file that ends too early is refused, wherever it ends."""
        packed = gzip.compress(BIRTHS.encode())
        said = {refusal(packed[:length], "births.csv.gz") for length in range(3, len(packed))}

        assert {True} == {one.startswith("births.csv.gz is cut short or damaged (") for one in said}
        assert {True} == {one.endswith("). Download it again.") for one in said}

    @pytest.mark.parametrize("at", [12, 60, -6])
    def test_damaged_gzip(self, refusal, at):
        """A packed file with a wrong byte is refused."""
        packed = bytearray(gzip.compress(BIRTHS.encode()))
        packed[at] ^= 0xFF

        assert refusal(bytes(packed), "births.csv.gz").startswith("births.csv.gz is cut short or damaged (")

    @pytest.mark.parametrize(
        "page",
        [
            "<!DOCTYPE html><html><body>Not Found</body></html>",
            "\n\n  <html>\n<head>",
            "\ufeff<?xml version='1.0'?><Error/>",
        ],
    )
    def test_web_page(self, refusal, page):
        """A web page that was saved as CSV is called one."""
        expected = "births.csv is a web page, not a CSV file. Download the file itself, not the page about it."

        assert expected == refusal(page)
        assert expected == refusal(gzip.compress(page.encode()))

    @pytest.mark.parametrize(
        "content", [b"", b"\n", b" \r\n\r\n", b"\xef\xbb\xbf", gzip.compress(b"")], ids=["0", "1", "2", "BOM", "gzip"]
    )
    def test_empty(self, refusal, content):
        """An empty file is called one."""
        assert "births.csv is empty. Download it again." == refusal(content)

    def test_header_alone(self, refusal):
        """A header without rows is refused."""
        header = BIRTHS.splitlines()[0]
        expected = "births.csv has a header and no rows. Download it again."

        assert [expected, expected] == [refusal(header), refusal(f"{header}\n")]

    def test_workbook(self, refusal):
        """A workbook is refused, whatever its name: xlsx, and the older xls."""
        book = io.BytesIO()
        openpyxl.Workbook().save(book)
        expected = "births.csv is an Excel workbook or a zip file. Use the published CSV file."

        assert expected == refusal(book.getvalue())
        assert expected == refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
        assert expected.replace("births.csv", "births.xlsx") == refusal(book.getvalue(), "births.xlsx")

    def test_utf_16(self, refusal):
        """A file in two-byte letters is refused with the encoding that it should have."""
        expected = "births.csv, row 1 holds a byte of zeros: it is damaged, or no UTF-8. Download it again."

        assert expected == refusal(BIRTHS.encode("utf-16"))

    def test_zeros(self, refusal):
        """A block of zeros, as a disk leaves them, is found in its row."""
        content = spoiled("0.11", "\0\0\0\0")

        assert refusal(content).startswith("births.csv, row 3 holds a byte of zeros:")

    def test_cut_short(self, refusal):
        """A plain file that ends within a row is refused by that row, wherever it ends before the last column."""
        lines = BIRTHS.splitlines(keepends=True)
        last = lines[-1].rpartition(",")[0]
        for length in range(1, len(last)):
            said = refusal("".join(lines[:-1]) + last[:length])

            assert said.startswith("births.csv, row 5 ends before column '")
            assert said.endswith("The file is cut short or damaged. Download it again.")

    def test_cut_within_the_last_cell(self, refusal):
        """A file that ends within the last flag is refused by that flag."""
        expected = f"births.csv, column '{BIRTHS_COLUMN}_quality', row 5: 'N' {FLAG}"

        assert expected == refusal(BIRTHS[:-2])

    def test_long_row(self, refusal):
        """A row of too many cells is named."""
        expected = (
            f"births.csv, row 3 goes on after column '{BIRTHS_COLUMN}_quality': it has 12 cells where the header has "
            "11. The file is cut short or damaged. Download it again."
        )

        assert expected == refusal(spoiled("0.11", "0,11"))

    def test_blank_row(self, refusal):
        """A row without cells in the middle is damage."""
        said = refusal(spoiled("\n2022,35", "\n\n2022,35"))

        assert said.startswith("births.csv, row 4 ends before column 'year': it has 0 cells")

    def test_open_quote(self, refusal):
        """A quotation mark that nothing closes is found in its row."""
        expected = "births.csv, row 3 is not CSV (unexpected end of data). Download it again."

        assert expected == refusal(spoiled("Some College", '"Some College'))

    @pytest.mark.parametrize("seed", range(10))
    def test_noise(self, read, seed):
        """Whatever bytes come, a file is refused in a sentence: no other error gets out."""
        chance = random.Random(seed)  # noqa: S311 - the same noise in every run
        for _ in range(30):
            content = bytearray(BIRTHS.encode())
            for _ in range(chance.randint(1, 40)):
                content[chance.randrange(len(content))] = chance.choice(b'",;\n\r\0\xff0a.')

            with pytest.raises(BadFile, match=r"^births\.csv"):
                read(bytes(content) + b"\xff,")

    def test_folder(self, tmp_path):
        """What cannot be opened is refused with its whole path and the system's reason."""
        with pytest.raises(BadFile, match="cannot be read: ") as refused:
            read_file(tmp_path, CATALOG)

        assert str(tmp_path) in str(refused.value)


class TestRepair:
    @pytest.mark.parametrize(("old", "new"), [("01,001", "1,1"), ("01,001", "1.0,1.0"), ("01,001", "01,1")])
    def test_leading_zeros(self, read, old, new):
        """Codes that a spreadsheet took the zeros of have them again, and it is said in how many rows."""
        file = read(BIRTHS.replace(old, new))

        assert (keys(file), numbers(file)) == (BIRTHS_KEYS, BIRTHS_NUMBERS)
        assert ("put the leading zeros back into the codes of 2 rows",) == file.repairs
        assert (
            "births.csv: county file 20, by mother's education, 4 rows; "
            "put the leading zeros back into the codes of 2 rows"
        ) == str(file)

    def test_places(self, read):
        """Places have five digits behind their state's two."""
        file = read(HOUSES.replace("01,03076", "1,3076").replace("06,", "6,"))

        assert ["0103076", "0103076", "0644000"] == file.rows["geoid"].tolist()
        assert ("put the leading zeros back into the codes of 3 rows",) == file.repairs

    def test_nothing_to_repair(self, read):
        """Of a file as published nothing is said to be put right."""
        file = read(BIRTHS)

        assert () == file.repairs
        assert "births.csv: county file 20, by mother's education, 4 rows" == str(file)

    def test_resaved_by_excel(self, read):
        """A file that Excel saved again reads the same: no zeros, its own line ends, its mark, its numbers."""
        book = openpyxl.Workbook()
        for row in csv.reader(io.StringIO(BIRTHS)):
            book.active.append([_as_excel_reads(cell) for cell in row])
        saved = io.StringIO()
        csv.writer(saved, lineterminator="\r\n").writerows(book.active.iter_rows(values_only=True))
        file = read(saved.getvalue().encode("utf-8-sig"))

        assert saved.getvalue().splitlines()[1].startswith("2022,1,1,Alabama")
        assert (keys(file), numbers(file)) == (BIRTHS_KEYS, BIRTHS_NUMBERS)

    def test_shifted_name(self, read):
        """A county's name that slipped into its state's cell is put back, as in the published files."""
        file = read(spoiled("New Mexico,Doña Ana County", '"New Mexico, Doña Ana County",NA'))

        assert BIRTHS_KEYS == keys(file)


def _as_excel_reads(cell: str) -> str | int | float:
    """Return a cell as a spreadsheet takes it: what looks like a number is one."""
    for number in (int, float):
        try:
            return number(cell)
        except ValueError:
            continue
    return cell


def _reordered(text: str) -> str:
    """Return a file with its columns in another order."""
    rows = list(csv.reader(io.StringIO(text)))
    order = list(range(len(rows[0])))
    random.Random(2).shuffle(order)  # noqa: S311 - the same order in every run
    written = io.StringIO()
    csv.writer(written).writerows([row[index] for index in order] for row in rows)
    return written.getvalue()


def _quoted(text: str) -> str:
    """Return a file with every cell in quotation marks."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(text)))
    return written.getvalue()


def _mixed(text: str) -> bytes:
    """Return a file with one name in UTF-8 and the same name in one byte per letter."""
    first, name, rest = text.partition("Doña Ana")
    return (first + name).encode("utf-8") + rest.encode("latin-1")


class TestSame:
    @pytest.mark.parametrize(
        "content",
        [
            BIRTHS,
            BIRTHS.encode("utf-8-sig"),
            BIRTHS.replace("\n", "\r\n"),
            BIRTHS.replace("\n", "\r\n").encode("utf-8-sig"),
            BIRTHS.encode("latin-1"),
            _mixed(BIRTHS),
            _reordered(BIRTHS),
            _quoted(BIRTHS),
            BIRTHS.replace("Strong", "1").replace("Marginal", "2").replace("Weak", "3"),
            BIRTHS.replace("Strong", "1"),
            BIRTHS.rstrip("\n"),
            BIRTHS + "\n\n",
            gzip.compress(BIRTHS.encode()),
            gzip.compress(BIRTHS.encode("utf-8-sig")),
            BIRTHS.replace("0.11,", "1.1E-01,"),
            BIRTHS.replace("0.11,", "0.110000,"),
        ],
        ids=[
            "as published",
            "BOM",
            "CRLF",
            "BOM and CRLF",
            "Latin-1",
            "UTF-8 and Latin-1",
            "other order",
            "quoted",
            "quality as numbers",
            "quality as words and numbers",
            "no last line end",
            "blank lines at the end",
            "gzip",
            "gzip and BOM",
            "scientific notation",
            "more digits",
        ],
    )
    def test_births(self, read, content):
        """However it is written down, the same file is read."""
        file = read(content)

        assert (20, "county", "mothers-education") == (file.number, file.level, file.subgroup_type.name)
        assert (BIRTHS_KEYS, BIRTHS_NUMBERS) == (keys(file), numbers(file))

    @pytest.mark.parametrize("name", ["births", "births.csv", "births.csv.gz", "births.txt", "18_disability.csv.gz"])
    def test_name(self, read, name):
        """What a file is, its content says, not its name."""
        expected = (20, BIRTHS_NUMBERS)

        for content in (BIRTHS.encode(), gzip.compress(BIRTHS.encode())):
            file = read(content, name)

            assert expected == (file.number, numbers(file))

    def test_packed_alike(self, read):
        """A file is known by its content: packed or not, it has the same hash."""
        plain, fast, best = (
            read(one).sha256 for one in (BIRTHS, gzip.compress(BIRTHS.encode(), 1), gzip.compress(BIRTHS.encode(), 9))
        )

        assert plain == fast == best
        assert plain != read(spoiled("0.11", "0.12")).sha256

    def test_shares(self, read):
        """Two shares are kept, their quotient is the value, and a share of nobody leaves it missing."""
        (column,) = read(HOUSES).columns

        assert [0.119, 0.02] == column.first[:2].tolist()
        assert [0.246, 0.0] == column.second[:2].tolist()
        assert 0.119 / 0.246 == column.value[0]
        assert [False, True, True] == [math.isnan(value) for value in column.value]
        assert [True, True, False] == column.says_something.tolist()

    def test_overall(self, read):
        """A file without groups holds everybody, with its population."""
        file = read(JOBS)

        assert (11, None, {"All"}) == (file.number, file.subgroup_type, set(file.rows["subgroup"]))
        assert [59759, 60342, 981447] == file.rows["population"].tolist()

    def test_stray_groups(self, read):
        """A file whose group is All or nothing everywhere holds everybody, whatever kind it says."""
        rows = [line.split(",") for line in JOBS.splitlines()]
        stray = [("subgroup_type", "subgroup"), ("tenure", "All"), ("NA", "NA"), ("tenure", "All")]
        text = "\n".join(",".join([*row[:6], *two, *row[6:]]) for row, two in zip(rows, stray, strict=True))
        file = read(text)

        assert (11, None, {"All"}) == (file.number, file.subgroup_type, set(file.rows["subgroup"]))

    def test_exact(self, read):
        """Every number is the very one that its text means, to the last bit."""
        chance = random.Random(11)  # noqa: S311 - the same numbers in every run
        texts = [repr(chance.random() * 10.0 ** chance.randint(-300, 300)) for _ in range(2000)]
        texts += ["2.1581792901115321e-7", "0.1000000000000000055511151231257827", "4.9e-324", "1.7976931348623157e308"]
        header = "year,state,county,state_name,county_name,share_employed,share_employed_quality\n"
        lines = (
            f"{2000 + index // 999},01,{index % 999:03d},Alabama,One County,{text},NA"
            for index, text in enumerate(texts)
        )
        (column,) = read(header + "\n".join(lines)).columns

        assert [float(text) for text in texts] == column.value.tolist()
