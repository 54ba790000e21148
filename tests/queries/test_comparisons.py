"""How far published numbers are apart."""

COOK = "17031"
CHICAGO = "1714000"


class TestCourse:
    def test_dollars(self, ask):
        """Income is held against the dollars of its last year: Cook County's rose more than prices."""
        found = ask.course(ask.metric("median income"), ask.area(COOK))

        assert (2014, 2023, "up") == (found.first.year, found.last.year, found.way)
        assert 304.702 / 236.736 == found.factor

    def test_real_fall(self, ask):
        """Somewhere income rose in dollars and fell in what they buy."""
        variable = ask.metric("median income")
        courses = [ask.course(variable, area) for area in ask.store.areas.all("city")]

        assert [one for one in courses if one and one.last.value > one.first.value and one.way == "down"]

    def test_break_of_a_level(self, ask):
        """Debt in counties begins anew in 2022; in cities one year is published."""
        found = ask.course(ask.metric("debt"), ask.area(COOK))

        assert (2022, 2023, "down", 1.0) == (found.first.year, found.last.year, found.way, found.factor)
        assert ask.course(ask.metric("debt"), ask.area(CHICAGO)) is None

    def test_turnout(self, ask):
        """Turnout in cities was measured anew in 2020; in counties it was not."""
        turnout = ask.metric("turnout")

        assert "up" == ask.course(turnout, ask.area(COOK)).way
        assert ask.course(turnout, ask.area(CHICAGO)) is None

    def test_crime(self, ask):
        """Crime is held against 2022, not 2021: far more agencies reported."""
        assert 2022 == ask.course(ask.metric("violent crime"), ask.area(COOK)).first.year
