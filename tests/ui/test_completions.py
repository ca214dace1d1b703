"""The OpenAI-compatible API, as its clients read it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.schema import EVERYTHING, Answer, Scope, Turn
from tests.ui.fakes import FakeAssistant
from ui import labels
from ui.completion_text import body, whole
from ui.server import create_app

COMPLETIONS = "/v1/chat/completions"


class Changing(FakeAssistant):
    """What it says last of « change » does not go on from what it said before."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Iterator[Answer]:
        if "change" not in question:
            yield from super().stream(question, history, scope, quotations=quotations)
            return
        (answer,) = super().stream("Petites Villes", history, scope)
        yield replace(answer, text="Le 2/10 [1]")
        yield replace(answer, text="Le 1er/10 [1]")
        yield answer if "enfin" in question else replace(answer, text="Le 2/10 [1]\nOui [2]")


@pytest.fixture(scope="module")
def served() -> FakeAssistant:
    return Changing()


@pytest.fixture(scope="module")
def client(served: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(served), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def assistant(served: FakeAssistant) -> FakeAssistant:
    served.histories.clear()
    return served


def said(*messages: str) -> dict[str, Any]:
    """A conversation that the user begins."""
    roles = ("user", "assistant")
    told = [{"role": roles[n % 2], "content": text} for n, text in enumerate(messages)]
    return {"model": "retro", "messages": told}


def streamed(client: TestClient, *messages: str) -> list[dict[str, Any]]:
    response = client.post(COMPLETIONS, json={**said(*messages), "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    *lines, end = [line[6:] for line in response.text.split("\n") if line]
    assert end == "[DONE]"
    return [json.loads(line) for line in lines]


def written(chunks: Iterable[dict[str, Any]]) -> str:
    return "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)


def test_there_is_one_model(client: TestClient) -> None:
    models = client.get("/v1/models").json()
    assert models["object"] == "list"
    assert [(one["id"], one["object"]) for one in models["data"]] == [("retro", "model")]


@pytest.mark.parametrize("question", ["Petites Villes", "octobre", "Et en 2021 ?"])
def test_the_content_is_the_answer_and_its_sources(
    client: TestClient, assistant: FakeAssistant, question: str
) -> None:
    got = client.post(COMPLETIONS, json=said(question)).json()
    *_, answer = assistant.stream(question)
    (choice,) = got["choices"]
    assert (got["object"], got["model"]) == ("chat.completion", "retro")
    assert choice["message"] == {"role": "assistant", "content": whole(answer)}
    assert choice["finish_reason"] == "stop"
    assert got["answer"] == answer.to_json()


def test_sources_are_as_open_webui_numbers_them(client: TestClient) -> None:
    got = client.post(COMPLETIONS, json=said("octobre")).json()
    cited, sources = got["answer"]["citations"], got["sources"]
    assert [one["document"] for one in sources] == [[one["quote"]] for one in cited]
    for key in ("source", "name"):
        assert len({one["metadata"][0][key] for one in sources}) == len(cited) == 6
    assert all(one["metadata"][0]["name"] == one["source"]["name"] for one in sources)


@pytest.mark.parametrize("question", ["Petites Villes", "octobre", "Et en 2021 ?", "le piège"])
def test_a_stream_adds_up_to_the_whole(
    client: TestClient, assistant: FakeAssistant, question: str
) -> None:
    chunks = streamed(client, question)
    *_, answer = assistant.stream(question)
    assert written(chunks) == whole(answer)
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
    assert [c["choices"][0]["finish_reason"] for c in chunks] == [None] * (len(chunks) - 1) + [
        "stop"
    ]


def test_each_line_is_streamed_when_it_is_there(
    client: TestClient, assistant: FakeAssistant
) -> None:
    pieces = [chunk["choices"][0]["delta"].get("content") for chunk in streamed(client, "octobre")]
    answers = list(assistant.stream("octobre"))
    assert pieces[1] == body(answers[0])
    assert pieces[2] == body(answers[1]).removeprefix(body(answers[0]))


def test_a_stream_gives_open_webui_its_sources(client: TestClient) -> None:
    chunks = streamed(client, "octobre")
    told = [chunk["event"]["data"] for chunk in chunks if "event" in chunk]
    assert all(chunk["event"]["type"] == "source" for chunk in chunks if "event" in chunk)
    assert told == chunks[-1]["sources"]
    assert len(told) == 6


def test_a_text_that_changes_is_waited_for(client: TestClient) -> None:
    text = written(streamed(client, "change"))
    assert text.startswith("1er octobre 2020\n\nLe 2/10 [1]\n\nOui [2]\n\n**Sources (2)**")
    assert "1er/10 [1]" not in text


def test_a_text_that_is_no_longer_true_is_told_so(client: TestClient) -> None:
    text = written(streamed(client, "change enfin"))
    before, _, after = text.partition(f"\n\n**{labels.CORRECTED}**\n\n")
    assert before == "1er octobre 2020\n\nLe 2/10 [1]"
    assert after.startswith("1er octobre 2020\n\nLe 1er/10, Jacqueline")


def test_the_conversation_is_read_without_its_sources(
    client: TestClient, assistant: FakeAssistant
) -> None:
    (answer,) = assistant.stream("Petites Villes")
    assistant.histories.clear()
    body_sent = said("Petites Villes", whole(answer), "Et au Sénat ?", "Rien.", "Et après ?")
    body_sent["messages"].insert(0, {"role": "system", "content": "Réponds en vers."})
    client.post(COMPLETIONS, json=body_sent)
    ((first, second),) = assistant.histories
    assert first == Turn("Petites Villes", "Petites Villes", body(answer))
    assert second == Turn("Et au Sénat ?", "Petites Villes Et au Sénat ?", "Rien.")


def test_a_message_in_parts_is_read(client: TestClient, assistant: FakeAssistant) -> None:
    parts = [{"type": "image_url", "image_url": {"url": "x"}}, {"type": "text", "text": "octobre"}]
    message = {"role": "user", "content": parts}
    got = client.post(COMPLETIONS, json={"model": "retro", "messages": [message]}).json()
    assert got["answer"]["question"] == "octobre"


@pytest.mark.parametrize(
    ("sent", "status", "message"),
    [
        ({"model": "gpt", "messages": [{"role": "user", "content": "a"}]}, 404, "« gpt »"),
        ({"model": "retro", "messages": []}, 400, "il est vide"),
        ({"model": "retro"}, 400, "il manque"),
        ({"model": "retro", "messages": [{"role": "system", "content": "a"}]}, 400, "Aucun"),
        ({"model": "retro", "messages": [{"role": "user", "content": " "}]}, 400, "Aucun"),
        ({"model": "retro", "messages": [{"role": "user", "content": "a" * 100_001}]}, 400, "long"),
        (said("erreur"), 503, "L’index est endommagé"),
        (said("panne"), 500, "Une erreur inattendue"),
    ],
)
def test_an_error_has_the_shape_of_openai(
    client: TestClient, sent: dict[str, Any], status: int, message: str
) -> None:
    response = client.post(COMPLETIONS, json=sent)
    error = response.json()["error"]
    assert response.status_code == status
    assert message.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in error["message"]
    assert error["type"] == ("server_error" if status >= 500 else "invalid_request_error")
    assert set(error) == {"message", "type", "param", "code"}


def test_an_error_ends_a_stream(client: TestClient) -> None:
    *_, last = streamed(client, "panne")
    assert last == {
        "error": {
            "message": labels.UNEXPECTED, "type": "server_error", "param": None, "code": None,
        }
    }  # fmt: skip
