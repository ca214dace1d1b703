"""What the assistant says in its own words, in the language of the question."""

from assistant.schema import Language
from ingest.schema import Period
from ingest.wording import say

_PHRASES: dict[str, dict[Language, str]] = {
    "greeting": {
        "fr": "Bonjour\u202f! Posez-moi une question sur ce que disent les documents indexés "
        "({coverage})\u00a0: qui, quand, où, combien, ou ce qui s’est passé à une période.",
        "en": "Hello! Ask me about what the indexed documents say ({coverage}): who, when, where, "
        "how much, or what happened over a period. Quotations are in French.",
    },
    "thanks": {
        "fr": "Avec plaisir. Je reste à votre disposition pour toute question sur les documents.",
        "en": "You are welcome. Ask me anything else about the documents.",
    },
    "capabilities": {
        "fr": "Je réponds aux questions sur les documents indexés ({coverage}), en citant mot pour "
        "mot le passage qui prouve chaque réponse\u00a0: qui, quand, où, combien, pourquoi, ou ce "
        "qui s’est passé à une période. Ce que les documents ne disent pas, je le dis aussi.",
        "en": "I answer questions about the indexed documents ({coverage}) and quote, word for "
        "word, the French passage that proves each answer: who, when, where, how much, why, or "
        "what happened over a period. What the documents do not say, I say so too.",
    },
    "order": {
        "fr": "Je ne peux pas suivre cette consigne\u00a0: je réponds seulement aux questions sur "
        "les documents indexés ({coverage}), en citant leurs passages.",
        "en": "I cannot follow that instruction: I only answer questions about the indexed "
        "documents ({coverage}), quoting their passages.",
    },
    "off_subject": {
        "fr": "Cette question ne porte pas sur les documents que je connais ({coverage}). "
        "Aucun de leurs passages n’en parle.",
        "en": "This question is not about the documents that I know ({coverage}). "
        "None of their passages speaks of it.",
    },
    "empty": {
        "fr": "Je n’ai pas lu de question complète. Écrivez-la en quelques mots, par "
        "exemple\u00a0: «\u00a0Que s’est-il passé en octobre\u202f?\u00a0»",
        "en": "I could not read a whole question. Write it in a few words.",
    },
    "too_long": {
        "fr": "La question est trop longue ({length} caractères, au plus {limit}). "
        "Posez-la en une ou deux phrases.",
        "en": "The question is too long ({length} characters, at most {limit}). "
        "Ask it in one or two sentences.",
    },
    "not_indexed": {
        "fr": "Aucun document indexé ne couvre {periods}. Période couverte\u00a0: {coverage}.",
        "en": "No indexed document covers {periods}. Covered: {coverage}.",
    },
    "excluded": {
        "fr": "Le filtre ({scope}) exclut {periods}. Enlevez le filtre, ou élargissez-le, pour "
        "poser cette question aux documents.",
        "en": "The filter ({scope}) excludes {periods}. Remove or widen the filter to ask this of "
        "the documents.",
    },
    "scope_empty": {
        "fr": "Rien d’indexé ne répond au filtre ({scope}). Enlevez le filtre, ou élargissez-le.",
        "en": "Nothing that is indexed fits the filter ({scope}). Remove or widen the filter.",
    },
    "scoped": {
        "fr": " Rien n’a été cherché hors du filtre ({scope})\u00a0: enlevez-le pour chercher "
        "partout.",
        "en": " Nothing was searched outside the filter ({scope}): remove it to search everywhere.",
    },
    "no_entry": {
        "fr": "Les documents n’ont pas d’entrée pour {periods}.",
        "en": "The documents have no entry for {periods}.",
    },
    "nearest": {
        "fr": " Les plus proches\u00a0: {nearest}.",
        "en": " The nearest: {nearest}.",
    },
    "not_found": {
        "fr": "Les documents indexés ({coverage}) ne donnent pas cette information.",
        "en": "The indexed documents ({coverage}) do not give this information.",
    },
    "not_found_then": {
        "fr": "Les documents indexés ne donnent pas cette information pour {periods}.",
        "en": "The indexed documents do not give this information for {periods}.",
    },
    "widened": {
        "fr": " La recherche, élargie aux autres périodes, n’a trouvé que des passages voisins.",
        "en": " The search, widened to other periods, found only passages that come near.",
    },
    "year_absent": {
        "fr": "{year}\u00a0: aucun document indexé ne couvre cette année.",
        "en": "{year}: no indexed document covers this year.",
    },
    "year_silent": {
        "fr": "{year}\u00a0: non mentionné dans les documents de cette année.",
        "en": "{year}: not mentioned in the documents of this year.",
    },
    "year": {"fr": "{year}\u00a0: {short}", "en": "{year}: {short}"},
    "other_figure": {
        "fr": "Un autre passage donne un autre chiffre\u00a0: {short}",
        "en": "Another passage gives another figure: {short}",
    },
    "slow": {
        "fr": "Le modèle de langue n’a pas répondu à temps\u00a0: {instead}.",
        "en": "The language model did not answer in time: {instead}.",
    },
    "away": {
        "fr": "Le modèle de langue ne répond pas\u00a0: {instead}.",
        "en": "The language model does not answer: {instead}.",
    },
    "quota": {
        "fr": "Le modèle de langue a atteint sa limite d’usage\u00a0: {instead}.",
        "en": "The language model has reached its usage limit: {instead}.",
    },
    "key": {
        "fr": "Le modèle de langue refuse la clé d’accès\u00a0: {instead}.",
        "en": "The language model refuses the access key: {instead}.",
    },
    "unknown": {
        "fr": "Le serveur ne connaît pas ce modèle de langue\u00a0: {instead}.",
        "en": "The server does not know this language model: {instead}.",
    },
    "window": {
        "fr": "Les passages dépassent ce que le modèle de langue peut lire\u00a0: {instead}.",
        "en": "The passages exceed what the language model can read: {instead}.",
    },
    "cut": {
        "fr": "La réponse du modèle de langue s’est interrompue\u00a0: {instead}.",
        "en": "The language model’s answer broke off: {instead}.",
    },
    "unproven": {
        "fr": "Rien de ce que le modèle de langue a écrit n’est prouvé par les passages\u00a0: "
        "{instead}.",
        "en": "Nothing that the language model wrote is proven by the passages: {instead}.",
    },
    "instead_quotations": {"fr": "voici les citations", "en": "here are the quotations"},
    "instead_part": {
        "fr": "voici ce qui en est prouvé, et une citation",
        "en": "here is what is proven of it, and a quotation",
    },
    "model_refused": {
        "fr": "Le modèle de langue juge que les passages ne répondent pas à la question.",
        "en": "The language model finds that the passages do not answer the question.",
    },
    "replaced": {
        "fr": "Phrases du modèle de langue non prouvées, remplacées par une citation\u00a0: "
        "{number}.",
        "en": "Sentences of the language model not proven, replaced by a quotation: {number}.",
    },
    "dropped": {
        "fr": "Phrases du modèle de langue non prouvées, retirées\u00a0: {number}.",
        "en": "Sentences of the language model not proven, removed: {number}.",
    },
    "who": {"fr": "Qui est {name}\u202f?", "en": "Who is {name}?"},
    "happened": {"fr": "Que s’est-il passé {when}\u202f?", "en": "What happened {when}?"},
    "yes": {"fr": "Oui", "en": "Yes"},
    "no": {"fr": "Non", "en": "No"},
    "and": {"fr": " et ", "en": " and "},
}


def phrase(key: str, language: Language, **values: object) -> str:
    return _PHRASES[key][language].format(**values)


def who(name: str, language: Language) -> str:
    """A question to put forward."""
    return phrase("who", language, name=name)


def happened(period: Period, language: Language) -> str:
    """A question to put forward: `le 13 octobre 2020`, `du 22 au 23 octobre 2020`, `en octobre
    2020`."""
    said = say(period, language)
    day, span, month = {"fr": ("le ", "", "en "), "en": ("on ", "from ", "in ")}[language]
    days = said.startswith("du ") or " to " in said
    link = day if period.days == 1 else span if days else month
    return phrase("happened", language, when=link + said)
