"""Dates and periods as they are written, and said."""

from datetime import date

import pytest

from ingest.periods import mentions
from ingest.schema import Period
from ingest.wording import date_label, say

YEAR = 2020


def read(text: str, year: int | None = YEAR, month: int | None = 3) -> list[str]:
    """The periods of a text as `first..last`, `2020-` left out."""
    periods = [mention.period(year, month) for mention in mentions(text)]
    return [_short(period) for period in periods if period]


def _short(period: Period) -> str:
    days = [day.isoformat().removeprefix("2020-") for day in (period.first, period.last)]
    return days[0] if days[0] == days[1] else "..".join(days)


ONE = {
    # the document's own ways
    "Le 3/09, le Premier ministre": "09-03",
    "Le 1er/10, Jacqueline Gourault": "10-01",
    "Les 22-23/10, l’ANCT": "10-22..10-23",
    "Les 24-25-26/11, Yves": "11-24..11-26",
    "Les 1er et 2 juillet, Caroline": "07-01..07-02",
    "Les 8 et 9 juillet, ils": "07-08..07-09",
    "Créée au 1er janvier 2020,": "01-01",
    "Le 1er confinement entre en vigueur le 17. Dès lors": "03-17",
    "indiquait, mi-juin, Yves": "06-10..06-20",
    "démarreront au printemps 2021.": "2021-03-20..2021-06-20",
    # days
    "le 8 septembre": "09-08",
    "le 8\u00a0septembre": "09-08",
    "LE 8 SEPTEMBRE": "09-08",
    "le 15 aout": "08-15",
    "le 15 août": "08-15",
    "le 3 décembre 2020": "12-03",
    "le 3 décembre 2021": "2021-12-03",
    "mardi 24 novembre": "11-24",
    "le premier octobre": "10-01",
    "le 24/09/2020": "09-24",
    "2020-09-24": "09-24",
    "le 12 au matin": "03-12",
    "à Noël": "12-25",
    # runs of days
    "entre le 20 et le 23 octobre": "10-20..10-23",
    "du 20 au 23 octobre": "10-20..10-23",
    "du 1er au 15 octobre 2021": "2021-10-01..2021-10-15",
    "du 28 septembre au 3 octobre": "09-28..10-03",
    "du 28 septembre au 3 octobre 2021": "2021-09-28..2021-10-03",
    "entre Noël et le jour de l’an": "12-25..12-31",
    # parts of a month
    "mi-novembre": "11-10..11-20",
    "à la mi-mai": "05-10..05-20",
    "fin septembre": "09-21..09-30",
    "fin février": "02-21..02-29",
    "début mars": "03-01..03-10",
    "la première quinzaine d’octobre": "10-01..10-15",
    # months
    "en octobre": "10-01..10-31",
    "Mars": "03-01..03-31",
    "au mois de novembre 2021": "2021-11-01..2021-11-30",
    "de septembre à novembre": "09-01..11-30",
    "entre septembre et novembre 2020": "09-01..11-30",
    "sept. 2020": "09-01..09-30",
    "le 8 sept 2020": "09-08",
    "le mardi 8 septembre": "09-08",
    "les trois premiers mois de 2020": "01-01..03-31",
    "fin d’année 2020": "12-01..12-31",
    # parts of a year
    "au troisième trimestre": "07-01..09-30",
    "au 3e trimestre 2021": "2021-07-01..2021-09-30",
    "au dernier trimestre": "10-01..12-31",
    "au premier semestre": "01-01..06-30",
    "au second semestre 2021": "2021-07-01..2021-12-31",
    "T3 2020": "07-01..09-30",
    "cet été": "06-21..09-22",
    "fin 2020": "10-01..12-31",
    "début 2021": "2021-01-01..2021-03-31",
    # years
    "en 2021": "2021-01-01..2021-12-31",
    "2021": "2021-01-01..2021-12-31",
    "de 2018 à 2020": "2018-01-01..12-31",
    "le plan 2020-2022": "01-01..2022-12-31",
    # English
    "on September 8": "09-08",
    "September 8, 2021": "2021-09-08",
    "on 8 September 2020": "09-08",
    "the 8th of September": "09-08",
    "in March": "03-01..03-31",
    "in May 2020": "05-01..05-31",
    "between 20 and 23 October": "10-20..10-23",
    "between the 20th and the 23rd of October": "10-20..10-23",
    "from 20 to 23 October": "10-20..10-23",
    "mid-November": "11-10..11-20",
    "end of September": "09-21..09-30",
    "in the third quarter": "07-01..09-30",
    "in 2021": "2021-01-01..2021-12-31",
    "What happened on the 17th?": "03-17",
}


@pytest.mark.parametrize(("text", "period"), ONE.items())
def test_a_period_is_read(text: str, period: str) -> None:
    assert read(text) == [period]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("le 24/11 ou le 25/11", ["11-24", "11-25"]),
        ("en sep. ou en fév. 2020", ["09-01..09-30", "02-01..02-29"]),
        ("les 3, 4 et 9 juillet", ["07-03..07-04", "07-09"]),
        ("en septembre ou en novembre", ["09-01..09-30", "11-01..11-30"]),
        ("le 8 septembre, puis le 3 décembre", ["09-08", "12-03"]),
        ("en 2019, puis en 2021", ["2019-01-01..2019-12-31", "2021-01-01..2021-12-31"]),
    ],
)
def test_several_periods_are_read_in_order(text: str, periods: list[str]) -> None:
    assert read(text) == periods


@pytest.mark.parametrize(
    "text",
    [
        "pendant le confinement",
        "le proxy S3/HTTP, un compte S4",
        "Le 1er confinement entre en vigueur",
        "moins de 20 000 habitants",
        "4 000 postes, 250 millions d’euros, 100 % digitalisés",
        "la 3e rencontre, la 15e édition, le 2e Comité",
        "Châlons-en-Champagne (51)",
        "stage d’observation de 3e.",
        "la mairie, le maire, un mainteneur, les décembristes",
        "May I ask? We march on.",
        "Jan Kowalski visite la SEP",
        "le 31/02, le 00/10, le 12/13",
        "",
    ],
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["le 30 février", "le 31 avril", "le 29 février 2021", "2020-13-01"]
)
def test_an_impossible_date_is_no_mention(text: str) -> None:
    assert read(text) == []


def test_the_29_february_exists_in_a_leap_year_only() -> None:
    assert read("le 29 février", 2020) == ["02-29"]
    assert read("le 29 février", 2021) == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("du 28 décembre 2020 au 3 janvier 2021", "12-28..2021-01-03"),
        ("de septembre 2020 à mars 2021", "09-01..2021-03-31"),
    ],
)
def test_a_range_over_the_new_year_is_one_period(text: str, period: str) -> None:
    assert read(text) == [period]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("le 5 novembre et le 19 novembre", ["11-05", "11-19"]),
        ("en janvier et novembre", ["01-01..01-31", "11-01..11-30"]),
    ],
)
def test_two_dates_joined_by_and_are_not_all_that_is_between(text: str, periods: list[str]) -> None:
    assert read(text) == periods


@pytest.mark.parametrize("text", ["les 22 et 23/10", "du 22 au 23/10"])
def test_days_before_a_slash_may_be_joined_by_words(text: str) -> None:
    assert read(text) == ["10-22..10-23"]


def test_a_date_with_dots_is_not_a_bare_day() -> None:
    assert read("le 5.11.2020") in ([], ["11-05"])


@pytest.mark.parametrize("text", ["communes de 2000 habitants", "moins de 2000 habitants"])
def test_a_number_of_inhabitants_is_not_the_year_asked_for(text: str) -> None:
    assert not [mention for mention in mentions(text) if mention.asked]


def test_march_ends_an_english_range() -> None:
    assert read("from January to March") == ["01-01..03-31"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("en 2021", True),
        ("pour 2021", True),
        ("pendant l’année 2021", True),
        ("2021", True),
        ("during 2021", True),
        ("le budget 2021", False),
        ("Quel est le budget 2021 ?", False),
        ("le Salon des Maires 2020", False),
        ("le budget de l’agence en octobre", True),
        ("le 25/11", True),
    ],
)
def test_a_year_in_a_name_is_not_the_time_asked_for(text: str, asked: bool) -> None:
    assert [mention.asked for mention in mentions(text)] == [asked]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("le 3/09", "day"),
        ("le 17.", "day"),
        ("les 1er et 2 juillet", "day"),
        ("en octobre", "month"),
        ("au troisième trimestre", "month"),
        ("en 2021", "year"),
    ],
)
def test_the_unit_named_is_known(text: str, precision: str) -> None:
    assert [mention.precision for mention in mentions(text)] == [precision]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("😀 L’œuvre du 8\u00a0septembre 2020 fut", "8\u00a0septembre 2020"),
        ("Cœur de ville : le 3/09, oui", "3/09"),
        ("Les 1er et 2 juillet, oui", "1er et 2 juillet"),
    ],
)
def test_a_mention_stands_where_it_is_written(text: str, written: str) -> None:
    (mention,) = mentions(text)
    assert text[mention.start : mention.end] == written


def test_a_written_year_wins_over_the_surroundings() -> None:
    assert read("le 8 septembre 2021", 2020) == ["2021-09-08"]
    assert [mention.year for mention in mentions("le 8 septembre 2021 ou le 3/09")] == [2021, None]


def test_without_a_year_around_a_date_that_lacks_it_is_no_period() -> None:
    assert read("le 8 septembre", None) == []


def test_a_bare_day_needs_the_month_of_its_heading() -> None:
    assert read("entre en vigueur le 17.", 2020, None) == []
    assert read("entre en vigueur le 17.", 2020, 11) == ["11-17"]
    assert read("entre en vigueur le 31.", 2020, 11) == []


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ("2020-09-24", "2020-09-24", "24 septembre 2020", "24 September 2020"),
        ("2020-10-01", "2020-10-01", "1er octobre 2020", "1 October 2020"),
        ("2020-11-24", "2020-11-26", "du 24 au 26 novembre 2020", "24 to 26 November 2020"),
        ("2020-07-01", "2020-07-02", "du 1er au 2 juillet 2020", "1 to 2 July 2020"),
        (
            "2020-09-28",
            "2020-10-03",
            "du 28 septembre au 3 octobre 2020",
            "28 September to 3 October 2020",
        ),
        (
            "2020-12-28",
            "2021-01-03",
            "du 28 décembre 2020 au 3 janvier 2021",
            "28 December 2020 to 3 January 2021",
        ),
        ("2020-07-01", "2020-07-31", "juillet 2020", "July 2020"),
        ("2020-02-01", "2020-02-29", "février 2020", "February 2020"),
        ("2020-01-01", "2020-12-31", "2020", "2020"),
        ("2019-01-01", "2020-12-31", "2019-2020", "2019-2020"),
    ],
)
def test_a_period_is_said_in_words(first: str, last: str, french: str, english: str) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert (say(period, "fr"), say(period, "en")) == (french, english)


@pytest.mark.parametrize(
    "text",
    [
        "24 septembre 2020",
        "du 24 au 26 novembre 2020",
        "juillet 2020",
        "1er octobre 2020",
        "2020",
        "du 28 septembre au 3 octobre 2020",
    ],
)
def test_what_is_said_reads_back_as_the_same_period(text: str) -> None:
    (mention,) = mentions(text)
    period = mention.period(None)
    assert period is not None
    assert say(period, "fr") == text


def test_the_label_of_an_entry_opens_with_a_capital_and_ends_with_a_colon() -> None:
    july = Period.of_month(2020, 7)
    assert date_label(july, "fr") == "Juillet 2020\u00a0:"
    assert date_label(july, "en") == "July 2020:"
    assert date_label(None, "fr") == ""


def test_a_period_never_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2020, 2, 1), date(2020, 1, 1))


def test_how_periods_stand_to_one_another() -> None:
    year, month = Period.of_year(2020), Period.of_month(2020, 12)
    day = Period(date(2020, 12, 31), date(2020, 12, 31))
    assert (year.days, month.days, day.days) == (366, 31, 1)
    assert year.contains(month)
    assert not month.contains(year)
    assert month.tells_of(day)
    assert not year.tells_of(month)
    assert year.tells_of(year)
    assert list(year.years) == [2020]
    assert list(month.years) == []
    assert list(Period(date(2018, 3, 1), date(2021, 12, 31)).years) == [2019, 2020, 2021]
    assert day.distance(Period.of_year(2021)) == 1
    assert day.distance(month) == 0
    assert not day.overlaps(Period.of_year(2021))
