"""What the pages show of an index: its documents, and a timeline that can be asked about."""

from assistant.library import library
from assistant.phrases import happened
from assistant.pipeline import Assistant
from assistant.schema import Status


def test_the_documents_come_with_their_passages(assistant: Assistant) -> None:
    ((document, passages),) = library(assistant.index).documents
    assert document.id == "2020/retrospective.txt"
    assert passages == len(assistant.index.passages)


def test_every_month_and_day_that_is_told_is_answered_with_its_entries(
    assistant: Assistant,
) -> None:
    (year,) = library(assistant.index).years
    for month in year.months:
        answer = assistant.answer(happened(month.period, "fr"))
        assert (answer.status is Status.ANSWERED) == bool(month.count)
        for day in month.days:
            cited = assistant.answer(happened(day.period, "fr")).citations
            assert {entry.start for entry in day.entries} <= {one.start for one in cited}
