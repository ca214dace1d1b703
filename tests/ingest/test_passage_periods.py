"""What period a passage tells of: its heading's, its own dates', or its document's."""

from datetime import date

import pytest

from ingest.headings import plain_headings
from ingest.passages import cut
from ingest.schema import Document, Period
from tests.ingest.small_corpus import plain


def test_a_heading_with_a_month_and_a_year_dates_what_is_under_it() -> None:
    (passage,) = plain("Bilan de nos actions\n\nMars 2021\n\nUn salon se tient à Brest.")[-1:]
    assert passage.period == Period.of_month(2021, 3)


def test_a_month_without_a_known_year_is_no_period() -> None:
    text = "Mars\n\nUn salon se tient le 17 dans la ville de Brest, avec tous."
    (passage,) = cut(
        Document("notes/a", "A", None, "fr", text, "", headings=plain_headings(text)),
        lambda piece: True,
    )
    assert passage.period is None


def test_a_document_over_several_years_gives_no_year_to_its_months() -> None:
    both = Period(Period.of_year(2020).first, Period.of_year(2021).last)
    (passage,) = plain("Mars\n\nUn salon se tient à Brest, avec tous les élus.", both)
    assert passage.period == both


def test_since_a_date_goes_on_as_far_as_the_document() -> None:
    (found,) = plain("Depuis mars 2021, la formation a réuni 500 agents.")
    assert found.period == Period(date(2021, 3, 1), date(2021, 12, 31))
    (found,) = plain("Depuis mars 2019, la formation a réuni 500 agents.")
    assert found.period == Period(date(2019, 3, 1), date(2021, 12, 31))


FIRST_MONTHS = ("Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet")
CHRONICLE = "\n\n".join(f"{month}\n\nLe 3, une foire a eu lieu." for month in FIRST_MONTHS)


def test_where_nothing_is_told_by_the_month_a_text_may_be_of_any_day() -> None:
    (found,) = plain("La foire a réuni vingt communes de la région.")
    assert found.some_day
    assert found.tells_of(Period.of_month(2021, 4))
    assert not found.tells_of(Period.of_month(2022, 4))


def test_in_a_chronicle_a_text_without_a_date_is_of_no_month() -> None:
    first, *dated = plain(f"Bilan\n\nLa foire a réuni vingt communes.\n\n{CHRONICLE}")
    assert not any(passage.some_day for passage in (first, *dated))
    assert not first.tells_of(Period.of_month(2021, 4))
    assert [p.tells_of(Period.of_month(2021, 4)) for p in dated].count(True) == 1


def test_a_few_dates_make_no_chronicle() -> None:
    undated = "\n\n".join(f"La foire numéro {n} a réuni vingt communes." for n in range(9))
    found = plain(f"Bilan\n\n{undated}\n\n{CHRONICLE}")
    assert [passage.some_day for passage in found].count(True) == 9


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("L’an dernier, la foire a réuni vingt communes.", 2020),
        ("L’année précédente, la foire a réuni vingt communes.", 2020),
        ("Dès l’an prochain, la foire réunira vingt communes.", 2022),
        ("La foire a réuni plus de communes que l’an dernier.", 2021),
    ],
)
def test_a_year_told_from_that_of_the_document(text: str, year: int) -> None:
    (found,) = plain(text)
    assert found.period == Period.of_year(year)


def test_a_year_told_from_none_is_not_guessed() -> None:
    text = "L’an dernier, la foire a réuni vingt communes."
    (found,) = cut(Document("divers/a", "A", None, "fr", text, ""), lambda piece: True)
    assert found.period is None


def test_a_list_goes_with_what_leads_to_it_and_is_of_its_date() -> None:
    (found,) = plain("En 2019, l’agence a :\n\n- ouvert 115 maisons ;\n- fermé 3 écoles.")
    assert found.period == Period.of_year(2019)
    assert found.text.endswith("fermé 3 écoles.")
    assert found.announces("En 2019, l’agence a :")
    assert not found.announces("ouvert 115 maisons ;")


def test_a_passage_tells_of_the_years_that_it_names() -> None:
    (found,) = plain("Le budget passe à 6 millions d’euros (5,5 M€ en 2020), avant un budget 2025.")
    assert found.named_years == (2020,)
    assert found.tells_of(Period.of_year(2020))
    assert found.tells_of(Period(date(2019, 1, 1), date(2020, 12, 31)))
    assert not found.is_of(Period.of_year(2020))
    assert not found.tells_of(Period.of_month(2020, 3))
    assert not found.tells_of(Period.of_year(2025))
