"""High-quality education: preschool, learning, schools' poverty, diplomas and the internet at home."""

from math import sqrt

from mobility_xl.errors import BadArgument, Undefined
from mobility_xl.metrics.calculated import Calculated, Quality
from mobility_xl.metrics.counts import (
    Cells,
    number,
    numbers,
    percent,
    quotient,
    said,
    same_length,
    total,
    where,
)
from mobility_xl.metrics.quality import FEWEST_RECORDS, at_least
from mobility_xl.metrics.shares import SURVEY_AREAS, counted_share, survey_share, with_beware

FIRST_GRADE, LAST_GRADE = 3, 8
FEWEST_TESTS = 30
STRONG_GRADES, MARGINAL_GRADES = 5, 4
GROUP_STUDENTS = (30, 15)
INTERVAL = 1.96
"""How many standard errors the published bounds of the learning rate lie from it."""


def preschool(enrolled: Cells, children: Cells, replicates: Cells = None) -> Calculated:
    """Return the share of children aged 3 and 4 who go to nursery school or preschool.

    Parameters
    ----------
    enrolled, children
        Children of that age who are enrolled, and all of them, one count per part of the area.
    replicates
        The 80 estimates (0 to 1) of the area's share that the survey's replicate weights make.

    Returns
    -------
    Calculated
        A share; with replicates its 95% interval, cut to 0 and 1. No quality: the published flag says how
        well survey areas fit the area.

    Raises
    ------
    BadArgument
        For what is no count, more enrolled than children, unequal ranges, and other than 80 replicates.
    NoData
        For fewer than 30 children, which cannot be 30 survey records.
    Undefined
        Where there are no children.

    Notes
    -----
    The published method of access to preschool; the variance is 4/80 of the squared distances of the
    replicates, the interval that of Student's t with 79 degrees of freedom. The guide's share of children
    is of those aged 3 and 4.
    """
    return survey_share(("enrolled", enrolled), ("children", children), replicates)


def learning_rate(grades: Cells, scores: Cells, tests: Cells) -> Calculated:
    """Return how much a cohort's reading scores rise from one grade to the next.

    Parameters
    ----------
    grades
        Grades from 3 to 8, each once, at least two of them.
    scores
        The cohort's mean score of English Language Arts in each grade, on the grade scale of the Stanford
        Education Data Archive (1 is a grade level).
    tests
        How many tests each mean is of; a grade with 0 is not used.

    Returns
    -------
    Calculated
        Grade levels per grade, the slope of the scores on the grades weighted by tests; it can be below
        0. From three grades on its 95% interval, 1.96 standard errors to each side. Where every grade has
        at least 30 tests, Strong with five or six grades and Marginal with four; else Weak.

    Raises
    ------
    BadArgument
        For a grade outside 3 to 8 or given twice, what is no number, and unequal ranges.
    Undefined
        For fewer than two grades with tests.

    Notes
    -----
    The published method of effective public education for one county and cohort. Its standard errors
    come from a regression of all counties together, which share their residual variance; here the
    variance is that of the area's own grades, so the interval differs from the published one. A place's
    published rate is the mean of its districts' rates, weighted by tests.
    """
    grade, score, test = (
        numbers(grades, "grades"),
        numbers(scores, "scores", least=float("-inf")),
        numbers(tests, "tests"),
    )
    same_length(grades=grade, scores=score, tests=test)
    _check_grades(grades, grade)
    points = [point for point in zip(grade, score, test, strict=True) if point[2] > 0]
    if len(points) < 2:
        raise Undefined(f"Only {len(points)} of the grades has tests. A rate from grade to grade takes two at least.")
    all_tests = total([w for _, _, w in points])
    mean_grade = total([x * w for x, _, w in points]) / all_tests
    mean_score = total([y * w for _, y, w in points]) / all_tests
    spread = total([w * (x - mean_grade) * (x - mean_grade) for x, _, w in points])
    nothing = "The tests are too unevenly spread over the grades for a rate. Check them."
    slope = quotient(total([w * (x - mean_grade) * (y - mean_score) for x, y, w in points]), spread, nothing)
    fewest = min(w for _, _, w in points)
    why = (
        f"Scores change by {said(round(slope, 4))} grade levels a grade over {len(points)} grades, weighted by "
        f"{said(all_tests)} tests; the fewest in a grade are {said(fewest)}. Strong with five or six grades and "
        f"Marginal with four, where each has at least {FEWEST_TESTS} tests, else Weak."
    )
    quality = _grades_quality(len(points), fewest)
    if len(points) == 2:
        return Calculated(slope, quality=quality, why=f"{why} Two grades leave nothing over for an interval.")
    off = [(y - mean_score - slope * (x - mean_grade), w) for x, y, w in points]
    # A square that is too large raises; a product is infinite, which the quotient refuses in a sentence.
    left = total([w * one * one for one, w in off])
    half = INTERVAL * sqrt(quotient(left, spread, nothing) / (len(points) - 2))
    return Calculated(
        slope,
        lower=slope - half,
        upper=slope + half,
        quality=quality,
        why=f"{why} The interval is {INTERVAL} standard errors of these grades alone; the published one uses all "
        "counties.",
    )


def _check_grades(given: Cells, grades: list[float]) -> None:
    for position, grade in enumerate(grades):
        if grade % 1 or not FIRST_GRADE <= grade <= LAST_GRADE:
            raise BadArgument(
                f"{where('grades', given, position)} is {said(grade)}. Give whole grades from {FIRST_GRADE} to "
                f"{LAST_GRADE}."
            )
        if grade in grades[:position]:
            raise BadArgument(
                f"{where('grades', given, position)} is grade {said(grade)} again. Give one row per grade: the mean "
                "of its scores, weighted by tests."
            )


def _grades_quality(count: int, fewest: float) -> Quality:
    return "Weak" if fewest < FEWEST_TESTS else at_least(count, (STRONG_GRADES, MARGINAL_GRADES))


def school_poverty(students: Cells, school_poverty: Cells, threshold: Cells = None) -> Calculated:
    """Return the share of a group's students who go to a high-poverty school.

    Parameters
    ----------
    students
        Students of the group, one count per school.
    school_poverty
        The share (0 to 1) of each school's students in poverty, as modelled by the Urban Institute.
    threshold
        From this share on a school is a high-poverty school; 0.2 when left out.

    Returns
    -------
    Calculated
        A share. No interval. Strong from 30 students of the group on, Marginal from 15, else Weak.

    Raises
    ------
    BadArgument
        For what is no count or no share, and unequal ranges.
    Undefined
        Where the group has no student.

    Notes
    -----
    The published method of school economic diversity. The guide leaves open what a high-poverty school
    is: published is one with at least 20% of its students in modelled poverty.
    """
    limit = 0.2 if threshold is None else number(threshold, "threshold", most=1)
    many, poverty = numbers(students, "students"), numbers(school_poverty, "school_poverty", most=1)
    same_length(students=many, school_poverty=poverty)
    high = [share >= limit for share in poverty]
    there, all_ = total([one for one, is_high in zip(many, high, strict=True) if is_high]), total(many)
    share = quotient(there, all_, "students add up to 0: the group has no student, so there is no share.")
    return Calculated(
        share,
        quality=at_least(all_, GROUP_STUDENTS),
        why=f"{said(there)} of {said(all_)} students, {percent(share)}, go to the {sum(high)} of {len(high)} schools "
        f"where at least {percent(limit)} of students are in poverty. Strong from 30 students of the group on, "
        "Marginal from 15, else Weak. The method has no interval.",
    )


def high_school(graduates: Cells, people: Cells, replicates: Cells = None) -> Calculated:
    """Return the share of people aged 19 and 20 who have a high school degree.

    Parameters
    ----------
    graduates, people
        People of that age with a degree or its equivalent, and all of them, one count per part of the area.
    replicates
        The 80 estimates (0 to 1) of the area's share that the survey's replicate weights make.

    Returns
    -------
    Calculated
        A share; with replicates its 95% interval, cut to 0 and 1. No quality: the published flag says how
        well survey areas fit the area.

    Raises
    ------
    BadArgument
        For what is no count, more graduates than people, unequal ranges, and other than 80 replicates.
    NoData
        For fewer than 30 people, which cannot be 30 survey records.
    Undefined
        Where there is nobody of that age.

    Notes
    -----
    The published method of preparation for college, and the guide's share; the interval is made as that
    of :func:`preschool`.
    """
    return survey_share(("graduates", graduates), ("people", people), replicates)


def digital_access(connected: Cells, households: Cells) -> Calculated:
    """Return the share of households with a computer and broadband.

    Parameters
    ----------
    connected, households
        Households with both a computer and a broadband subscription, and all households, one count per
        part of the area. By race or ethnicity, the members of those households.

    Returns
    -------
    Calculated
        A share. No interval; the published quality says how well survey areas fit the area.

    Raises
    ------
    BadArgument
        For what is no count, more connected households than households, and unequal ranges.
    NoData
        For fewer than 30 households, which cannot be 30 survey records.
    Undefined
        Where there are no households.

    Notes
    -----
    The published method of digital access. The guide names broadband alone; a computer is asked for too.
    """
    found = counted_share(("connected", connected), ("households", households), FEWEST_RECORDS)
    return with_beware(found, f"The method has no interval. {SURVEY_AREAS}")
