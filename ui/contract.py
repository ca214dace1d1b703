"""The HTTP API's messages, as its documentation shows them and as they are checked."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from assistant.courtesy import MAX_CHARACTERS
from assistant.schema import Scope
from ui import labels

MOST_TURNS = 20
MOST_ANSWER = 20_000
MOST_FILTERS = 100

Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Year = Annotated[int, Field(ge=1, le=9999)]
Month = Annotated[int, Field(ge=1, le=12)]
Name = Annotated[str, Field(min_length=1, max_length=1000)]
Days = Annotated[tuple[str, str], Field(description="Premier et dernier jour, tous deux compris.")]

_EXAMPLES: list[JsonValue] = [
    {"question": "Quand le programme Petites Villes de demain a-t-il été lancé ?"},
    {
        "question": "Et en novembre ?",
        "history": [{"question": "Que s’est-il passé en octobre 2020 ?"}],
    },
    {"turns": ["Que s’est-il passé en octobre 2020 ?", "Et en novembre ?"]},
    {"question": "Qui a signé une convention ?", "filters": {"years": [2020], "months": [11]}},
]


class PastTurn(BaseModel):
    """Un échange déjà eu."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: Text
    standalone: str = Field(
        "",
        max_length=2 * MAX_CHARACTERS,
        description="Le `standalone_question` d’alors\u202f; sans, il est recalculé.",
    )
    answer: str = Field(
        "", max_length=MOST_ANSWER, description="Le `answer` de la réponse d’alors."
    )


class FiltersBody(BaseModel):
    """Ce à quoi s’en tenir. Une question peut le restreindre, rien ne l’élargit\u202f; sans
    valeur, un champ garde tout."""

    model_config = ConfigDict(extra="forbid", strict=True)

    years: list[Year] = Field([], max_length=MOST_FILTERS, description="Des années.")
    months: list[Month] = Field(
        [], max_length=12, description="Des mois, de 1 à 12, de ces années ou de toutes."
    )
    documents: list[Name] = Field(
        [], max_length=MOST_FILTERS, description="Des documents, par leur chemin dans le corpus."
    )

    @property
    def scope(self) -> Scope:
        return Scope(tuple(self.years), tuple(self.months), tuple(self.documents))


class AskBody(BaseModel):
    """Une question, avec ou sans ce qui la précède\u00a0: `question` ou `turns`, pas les deux."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": _EXAMPLES}
    )

    question: Text | None = Field(None, description="La question.")
    history: list[PastTurn] = Field(
        [], max_length=MOST_TURNS, description="Les échanges d’avant, du plus ancien au dernier."
    )
    turns: list[Text] | None = Field(
        None,
        min_length=1,
        max_length=MOST_TURNS,
        description="Les messages de l’utilisateur, dans l’ordre\u202f; il est répondu au dernier.",
    )
    filters: FiltersBody = Field(
        default_factory=FiltersBody, description="Ce à quoi s’en tenir\u202f; sans, tout."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.question is None) == (self.turns is None) or (self.turns and self.history):
            raise PydanticCustomError("one_way", labels.ONE_WAY)
        return self


class ExcerptJson(BaseModel):
    """Un passage, exact\u00a0: `texte[start:end] == quote`, en points de code."""

    model_config = ConfigDict(extra="forbid")

    document: str = Field(description="Le chemin du document dans le corpus.")
    title: str = Field(description="Le titre du document.")
    heading: str = Field(description="Les intertitres au-dessus du passage.")
    page: int | None = Field(description="La page du fichier.")
    page_label: str = Field(description="Le numéro imprimé sur la page, s’il est autre.")
    start: int = Field(description="Le premier caractère du passage dans le texte du document.")
    end: int = Field(description="Le caractère qui suit le dernier.")
    quote: str = Field(description="La citation, au caractère près.")
    period: Days | None = Field(description="Ce que le passage raconte.")


class CitationJson(ExcerptJson):
    """Un passage qui prouve les phrases portant son repère."""

    marker: int = Field(description="Le n de `[n]` dans `answer`.")


class FiltersJson(BaseModel):
    """Ce à quoi la demande s’en tenait\u202f; vide, tout."""

    model_config = ConfigDict(extra="forbid")

    years: list[int] = Field(description="Des années.")
    months: list[int] = Field(description="Des mois.")
    documents: list[str] = Field(description="Des documents.")


class SearchedJson(BaseModel):
    """Ce qui a été parcouru."""

    model_config = ConfigDict(extra="forbid")

    documents: list[str] = Field(description="Les documents.")
    periods: list[Days] = Field(description="Les périodes demandées.")
    widened: bool = Field(description="Si la recherche a dû aller au-delà.")
    filters: FiltersJson = Field(description="Le filtre de la demande, jamais dépassé.")


class RowJson(BaseModel):
    """Une ligne d’une réponse qui compare : une année, ou un document qui diffère."""

    model_config = ConfigDict(extra="forbid")

    told: Literal["quoted", "not_mentioned", "no_document"] = Field(
        description="Ce que les documents en ont : une citation, rien, ou pas de document."
    )
    short: str = Field(description="Le chiffre en bref ; peut être vide.")
    year: int | None = Field(description="L’année ; `null` entre documents qui diffèrent.")
    marker: int | None = Field(description="Le repère de sa citation.")


class AnswerJson(BaseModel):
    """La réponse, la même que celle de `retro ask --json`."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["answered", "not_found", "declined"] = Field(
        description="`not_found`\u00a0: les documents ne le disent pas\u202f; "
        "`declined`\u00a0: ce n’est pas une question à leur poser."
    )
    answer: str = Field(
        description="Le texte, avec ses repères `[n]`\u202f; « - » commence un point de liste."
    )
    short_answer: str = Field(description="Ce qu’il faut lire d’abord\u202f; peut être vide.")
    language: Literal["fr", "en"] = Field(description="La langue de la question.")
    mode: Literal["extractive", "generative"] = Field(
        description="`generative`\u00a0: rédigée par un modèle de langue, puis vérifiée."
    )
    question: str = Field(description="La question posée.")
    standalone_question: str = Field(description="La question, complétée par ce qui la précède.")
    citations: list[CitationJson] = Field(description="Les preuves.")
    searched: SearchedJson
    related: list[ExcerptJson] = Field(
        description="Sans réponse, les passages voisins\u00a0: ils ne répondent pas."
    )
    index_version: str = Field(description="La version de l’index qui a répondu.")
    elapsed_ms: int = Field(description="Le temps mis, en millisecondes.")
    rows: list[RowJson] = Field(
        description="La même réponse en tableau, où elle compare des années ou des documents."
    )
    remark: str = Field(
        description="Ce qui s’est passé autrement que d’ordinaire\u202f; vide le plus souvent."
    )


class ErrorJson(BaseModel):
    """Ce qui n’a pas pu se faire, et que faire."""

    error: str = Field(description="Une phrase.")
