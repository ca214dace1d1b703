"""Opening a chat model: what is passed on, and what is said where it does not open."""

import sys
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from pydantic import BaseModel, SecretStr

from assistant.chat_model import RETRIES, TIMEOUT, ChatModelError, open_chat_model
from ingest.errors import RetroError

SECRET = "sk-do-not-show-this"


class Opened:
    """Stands in for init_chat_model: keeps what it is given; raises `error` if there is one."""

    def __init__(self) -> None:
        self.model = ""
        self.given: dict[str, Any] = {}
        self.error: Exception | None = None

    def __call__(self, model: str, **given: Any) -> BaseChatModel:
        self.model, self.given = model, given
        if self.error:
            raise self.error
        return FakeListChatModel(responses=[])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    found = Opened()
    monkeypatch.setattr("langchain.chat_models.init_chat_model", found)
    return found


def refusal(name: str, **options: Any) -> str:
    with pytest.raises(ChatModelError) as caught:
        open_chat_model(name, **options)
    return str(caught.value)


def test_timeout_retries_and_temperature_go_to_the_library(opened: Opened) -> None:
    open_chat_model("openai:gpt-x", base_url="http://127.0.0.1:9/v1")
    assert opened.model == "gpt-x"
    assert opened.given == {
        "model_provider": "openai",
        "timeout": TIMEOUT,
        "max_retries": RETRIES,
        "temperature": 0.0,
        "base_url": "http://127.0.0.1:9/v1",
    }


def test_options_go_before_the_defaults(opened: Opened) -> None:
    open_chat_model("openai:gpt-x", timeout=3.0, max_retries=0, temperature=None)
    assert (opened.given["timeout"], opened.given["max_retries"]) == (3.0, 0)
    assert opened.given["temperature"] is None


def test_ollama_gets_its_timeout_where_it_looks_for_it(opened: Opened) -> None:
    open_chat_model("ollama:mistral-small3.2:24b", timeout=3.0, client_kwargs={"verify": False})
    assert opened.model == "mistral-small3.2:24b"
    assert opened.given == {
        "model_provider": "ollama",
        "client_kwargs": {"timeout": 3.0, "verify": False},
        "temperature": 0.0,
    }


@pytest.mark.parametrize("name", ["", "mistral", "ollama:", ":x", "ollama: x", "OpenAI:x", SECRET])
def test_a_name_of_another_form_is_not_guessed_at_nor_repeated(opened: Opened, name: str) -> None:
    said = refusal(name)
    assert "fournisseur:modèle" in said
    assert "ollama:mistral-small3.2" in said
    assert not opened.given
    assert SECRET not in said


def test_an_unknown_provider_names_those_that_are_known() -> None:
    said = refusal("olama:mistral-small3.2")
    assert "« olama » est inconnu" in said
    assert " ollama," in said


def test_a_missing_package_gives_the_line_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_mistralai", None)
    said = refusal("mistralai:mistral-small-2506")
    assert said.endswith(f"{sys.executable} -m pip install langchain-mistralai")


@pytest.mark.parametrize(
    ("said_there", "package"),
    [
        ("run `pip install langchain-aws[openai]`", "langchain-aws[openai]"),
        ('try pip install -U "boto3>=1.2"', "boto3"),
    ],
)
def test_extras_and_options_of_a_pip_line(opened: Opened, said_there: str, package: str) -> None:
    opened.error = ImportError(said_there)
    assert refusal("bedrock:x").endswith(f"-m pip install {package}")


def test_a_missing_key_names_its_variables(opened: Opened) -> None:
    opened.error = RuntimeError("pass `api_key`, or set `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY`")
    assert refusal("openai:x").endswith("OPENAI_API_KEY ou OPENAI_ADMIN_KEY.")


def test_no_secret_is_shown_nor_chained(opened: Opened) -> None:
    opened.error = RuntimeError(f"http://user:{SECRET}@host refused {SECRET}")
    with pytest.raises(RetroError) as caught:
        open_chat_model("openai:x", api_key=SECRET)
    assert SECRET not in str(caught.value)
    assert "RuntimeError" in str(caught.value)
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, True)


def test_an_unusable_option_shows_none_of_its_value(opened: Opened) -> None:
    class Taken(BaseModel):
        api_key: SecretStr

    try:
        Taken.model_validate({"api_key": [SECRET]})
    except ValueError as error:
        opened.error = error
    assert SECRET in str(opened.error)
    assert SECRET not in refusal("openai:x")
