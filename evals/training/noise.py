"""Questions as hurried people type them: no accents, keywords, typing errors, SMS, politeness."""

import re
import unicodedata
from collections.abc import Callable
from random import Random

from assistant.names import names
from ingest.text import is_stop_word, terms, word_list, words

_ERRORS_IN_NAMES = 0.1
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_NEIGHBOURS = {
    key: row[max(i - 1, 0) : i] + row[i + 1 : i + 2] for row in _ROWS for i, key in enumerate(row)
}
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_ASKING = frozenset("combien quand ou qui pourquoi comment when where who why how".split())
_FRAMES = (
    "{} svp", "{} s'il vous plaît", "{} merci", "bonjour, {}", "bonjour {}, merci d'avance",
    "je voudrais savoir {}", "dis-moi {}", "j'aimerais savoir : {}", "une question : {}",
    "salut, {}", "euh {}", "vous pouvez me dire {} ?", "tu peux me dire {} stp",
)  # fmt: skip
_ENGLISH_FRAMES = (
    "hi, {}", "hello, {} thanks", "{} please", "can you tell me {}", "i'd like to know: {}",
    "quick question: {}", "tell me {}", "hey {}",
)  # fmt: skip
_SMS = {
    r"qu['’]est[- ]ce que(?= (?:l|un|d[eu]))": "c quoi",
    r"qu['’]est[- ]ce qu(?:e|(?=['’]))": "keske", r"est[- ]ce que": "esk",
    r"c['’]est": "c", r"quel(?:le)?s?": "kel", r"qui": "ki",
    r"quoi": "koi", r"que": "ke", r"combien": "cb", r"pourquoi": "pk", r"quand": "kan",
    r"pour": "pr", r"dans": "ds", r"avec": "avc", r"il y a|y a-t-il": "ya", r"beaucoup": "bcp",
    r"toujours": "tjs", r"aujourd['’]hui": "ajd", r"vous": "vs", r"nous": "ns", r"tous": "ts",
    r"quelqu['’]un": "qqn", r"what is": "whats", r"are": "r", r"you": "u", r"people": "ppl",
    r"because": "bcz", r"please": "pls",
}  # fmt: skip


def noisy(question: str, rng: Random) -> str:
    """The question after one kind of noise; digits stay, and names nearly always do."""
    return rng.choice(KINDS)(question, rng).strip() or question


def unaccented(question: str, _: Random) -> str:
    plain = unicodedata.normalize("NFD", question.replace("œ", "oe").replace("Œ", "Oe"))
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


def capitals(question: str, _: Random) -> str:
    return question.upper()


def lowered(question: str, _: Random) -> str:
    return question.lower()


def unmarked(question: str, rng: Random) -> str:
    """No question mark, and no typographic apostrophe."""
    return re.sub("[’']", rng.choice(("'", " ")), question.rstrip(" \u00a0\u202f?!."))


def keywords(question: str, rng: Random) -> str:
    """The content words and whole names (`La Réunion`), and now and then what is asked
    (`combien`), which alone tells the kind of answer; the question where one word is left."""
    kept = {term.start for term in terms(question)}
    found = words(question)
    for name in names(question):
        inner = (word for word in found if name.start <= word.start < name.end)
        kept |= {word.start for word in inner if len(word.folded) > 1}
    if not question.isupper():
        kept |= {word.start for word in found[1:] if question[word.start].isupper()}
    if len(kept) < 2:
        return unmarked(question, rng)
    if rng.random() < 1 / 2:
        kept |= {word.start for word in found[:1] if word.folded in _ASKING}
    return " ".join(question[word.start : word.end] for word in found if word.start in kept)


def mistyped(question: str, rng: Random) -> str:
    """One or two typing errors, in different words."""
    long = list(_LONG_WORD.finditer(question))
    small = [match for match in long if match.group().islower()]
    chosen = long if rng.random() < _ERRORS_IN_NAMES else small
    picked = rng.sample(chosen, min(len(chosen), rng.randint(1, 2)))
    for match in sorted(picked, key=re.Match.start, reverse=True):
        wrong = _mistype(match.group(), rng)
        question = question[: match.start()] + wrong + question[match.end() :]
    return question


def _mistype(word: str, rng: Random) -> str:
    """The first letter, by which a word is still read, stays."""
    at = rng.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    near = _NEIGHBOURS.get(letter.lower(), "e")
    return rng.choice(
        (
            before + after[0] + letter + after[1:],
            before + after,
            before + letter + letter + after,
            before + rng.choice(near) + after,
        )
    )


def framed(question: str, rng: Random) -> str:
    """With a greeting, a plea or thanks around."""
    asked = question.rstrip(" \u00a0\u202f?!.")
    first = words(asked)[:1]
    if first and is_stop_word(first[0].folded):
        asked = asked[:1].lower() + asked[1:]
    return rng.choice(_ENGLISH_FRAMES if _is_english(question) else _FRAMES).format(asked)


def _is_english(question: str) -> bool:
    found = {word.folded for word in words(question)}
    french, english = word_list("stop_words"), word_list("english_stop_words")
    return len(found & (english - french)) > len(found & (french - english))


def texted(question: str, rng: Random) -> str:
    """As a text message (`kel`, `c quoi`), each short form taken two times out of three."""
    for pattern, short in _SMS.items():
        if rng.random() < 2 / 3:
            bounded = rf"(?<![\w-])(?:{pattern})(?![\w-])"
            question = re.sub(bounded, short, question, flags=re.IGNORECASE)
    return unmarked(question, rng).lower()


KINDS: tuple[Callable[[str, Random], str], ...] = (
    unaccented, capitals, lowered, unmarked, keywords, mistyped, framed, texted,
)  # fmt: skip
