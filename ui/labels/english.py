"""The interface in English, as `french.py` says it; quotations stay in French."""

import math

from ingest.errors import CorpusError, IndexStoreError, ModelError, RetroError, SettingsError
from ingest.schema import Period
from ingest.wording import month_name, say

OTHER_LANGUAGE = "Français"

TITLE = "Retrospectives"
SKIP = "Skip to the question"

WELCOME = "What happened that year?"
WELCOME_DETAIL = (
    "Ask a question in English or in French. Each sentence of the answer leads to the passage of "
    "the French document that proves it."
)
EXAMPLES = "To get started"
FALLBACK_EXAMPLES = (
    "What happened on 24 September 2020?",
    "When was the programme Petites Villes de demain launched?",
    "How many posts of conseillers numériques were announced?",
    "What were the highlights of November 2020?",
)

QUESTION = "Your question"
PLACEHOLDER = "Your question…"
SEND = "Send"
STOP = "Stop"
RESTART = "Start over"
WRITTEN = "Answers are written by a program: check the passages they quote."
NOTICE = f"{WRITTEN} Do not enter personal data."
CONVERSATION = "Conversation"

NEW_TAB = "new tab"

# Said to screen readers only, by the page's script.
SPOKEN = {
    "tab": NEW_TAB,
    "conversation": CONVERSATION,
    "user": "You",
    "bot": "Answer",
    "cite": "Open the source",
    "working": "Searching and writing.",
    "done": "The answer is complete.",
    "panel": "Passage of the document",
}

MISSING_YEARS = "No document"
UNDATED = "Period unknown"
UNREADABLE = "Unreadable"

SEARCHING = "Searching the documents…"
WRITING = "Writing the answer…"
STOPPED = "The answer was stopped."
STOPPED_EMPTY = "The search was stopped before any answer."
ERROR = "The question could not be processed."
UNEXPECTED = (
    "An unexpected error occurred. Ask the question again; if the error persists, run "
    "“retro doctor” and tell the person who runs the application."
)

RELATED = "Nearby passages"
RELATED_DETAIL = "They do not answer the question, but come close."
NOT_FOUND = "No answer in the documents"
OPEN = "Open the passage"

SEARCHED = "Searched in"
ASKED_PERIOD = "Period requested"
ASKED_PERIODS = "Periods requested"
QUOTATIONS = "Quotations only, without a language model"
WIDENED = "search widened beyond the period requested"
GENERATIVE = "written by a language model, verified sentence by sentence"

PASSAGE = "Quoted passage"
PASSAGE_RELATED = "Nearby passage"
CLOSE = "Close"
CUT = "[…]"
GONE = (
    "This passage is no longer in the index: the documents have been re-indexed since the "
    "answer. Ask the question again to get current passages."
)

PORT_TAKEN = (
    "Port {port} of {host} is already used by another program. "
    "Choose another one: retro chat --port {other}"
)
CANNOT_LISTEN = (
    "The chat cannot be opened on {host}, port {port} ({reason}). Try: retro chat --port {other}"
)


# The pages beside the chat.
PAGES = "Pages"
DOCUMENTS = "Documents"
HELP = "Help"
ACCESSIBILITY = "Accessibility: not compliant"
PAGE_NAMES = {"documents": DOCUMENTS, "aide": HELP, "accessibilite": ACCESSIBILITY}
ALL_DOCUMENTS = "All documents"
CHAT = "Ask a question"
SKIP_TO_CONTENT = "Skip to the content"
READ = "Read in the document"

ASK = "Ask this question"
NO_ENTRY = "no entry"
NO_DATED_ENTRY = "No entry is dated to a month or a day."
SHORT_MONTHS = (
    "Jan.", "Feb.", "March", "April", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip

DOCUMENTS_DETAIL = (
    "Here is everything the assistant searches; it is in French. Open a document to read it in "
    "full, with its outline, and to search it for a word."
)
PERIOD = "Period"
UNKNOWN = "unknown"
PUBLISHER = "Publisher"
FILE = "File"
READING = "Reading"
PASSAGES = "Passages"
VERSION = "Index version"
ORIGINAL = "Download the original (PDF)"
OUTLINE = "Outline of the document"
TABLE = "Table"
SEARCH_IN = "Search this document"
SEARCH = "Search"
SEARCH_OFF = "Clear the search"
FIRST_HIT = "First match"
PREVIOUS_HIT = "Previous match"
NEXT_HIT = "Next match"
CITED = "The quoted passage is marked in the text: go to it."
CITED_GONE = (
    "The quoted passage is no longer in the same place: the documents have been re-indexed "
    "since. Here is the document as it is indexed today; ask the question again to find the "
    "passage."
)

REPLACED = "since replaced"
UNEXPECTED_PAGE = (
    "An unexpected error occurred. Reload the page; if the error persists, tell the person who "
    "runs the application."
)
MISSING_PAGE = "Page not found"
FAILED_PAGE = "The page cannot be shown"
NO_DOCUMENT = (
    "No document with this name is indexed. It may have been removed or renamed since you followed "
    "this link: look for it in the list of documents."
)
NO_ORIGINAL = (
    "The original is not available: the file is gone, or has changed since it was indexed. To "
    "bring it up to date, the person who runs the application can run “retro index”."
)


def pair(name: str, value: str) -> str:
    return f"{name}: {value}"


def quoted(text: str) -> str:
    return f"“{text}”"


def period(asked: Period) -> str:
    """`24 September 2020`, `24 to 26 November 2020`, `July 2020`, `2020`."""
    return say(asked, "en")


def month(asked: Period) -> str:
    """`October`: the month that a period begins in, without its year."""
    return month_name(asked.first.month, "en")


def silent(months: str) -> str:
    return f"nothing dated in {months}"


def indexed(day: str, version: str) -> str:
    return f"Indexed on {day} ({version})"


def read_in(title: str) -> str:
    return f"Read in {quoted(title)}"


_OF_CHAT_MODELS = ("ChatModelError", "PromptError")
"""By name: nothing of chat models is imported where there is none."""
_TELL = "Tell the person who runs the application, who can find out more with “retro doctor”."
_FAILURES: tuple[tuple[type[RetroError], str], ...] = (
    (ModelError, f"The embedding model cannot be used. {_TELL}"),
    (IndexStoreError, f"The index cannot be read. {_TELL}"),
    (CorpusError, f"The documents cannot be read. {_TELL}"),
    (SettingsError, f"A setting has a value that cannot be used. {_TELL}"),
)


def failure(error: RetroError) -> str:
    """What whoever reads the page is told of an error that the layers below tell in French; the
    interface's own errors are told in English already."""
    if type(error).__name__ in _OF_CHAT_MODELS:
        return f"The language model cannot be used. {_TELL}"
    return next((told for kind, told in _FAILURES if isinstance(error, kind)), str(error))


def year_by_month(year: int) -> str:
    return f"The year {year}, month by month"


def entries(count: int) -> str:
    return f"{count} entry" if count == 1 else f"{count} entries"


def passages(count: int) -> str:
    return f"{count} passage" if count == 1 else f"{count} passages"


def pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"


def hits(count: int, most: int, query: str) -> str:
    """How often a query was found, of which the first `most` are marked."""
    if not count:
        return f"{quoted(query)} was not found in this document"
    said = f"{count} match{'es' if count > 1 else ''} for {quoted(query)}"
    return f"{said}; the first {most} are marked" if count > most else said


def hit(number: int, count: int) -> str:
    return f"{number} of {count}"


# The HTTP API and its page, health, and what is kept of questions.
HEALTH_SLOW = "The index did not answer in time. Try again; if it is still slow, restart the chat."
HEALTH_SILENT = "The index no longer answers a question whose answer it holds. Run “retro doctor”."
HEALTH_BROKEN = (
    "The index or the model cannot answer. The log of the service says why; see also “retro "
    "doctor”."
)
CANNOT_KEEP = (
    "Questions cannot be kept in {folder} ({reason}). "
    "Change RETRO_LOG_QUESTIONS, or remove this setting."
)
NOT_JSON = (
    "The body of the request must be a JSON object, with the header “Content-Type: "
    "application/json”."
)
NO_LENGTH = "The request must state its length, in the Content-Length header."
TOO_LARGE = "The request is too large: one million bytes at most."
ONE_WAY = "Give “question”, with “history” where needed, or “turns”, but not both."
FIELD = "Field “{field}”: {fault}."
FAULT = "its value is not of the expected type"
FAULTS = {
    "missing": "it is missing",
    "extra_forbidden": "it does not exist",
    "string_too_short": "it is empty",
    "greater_than_equal": "it must be at least {ge}",
    "less_than_equal": "it must be at most {le}",
    "string_too_long": "it is too long, {max_length} characters at most",
    "too_short": "it is empty",
    "too_long": "it is too long, {max_length} items at most",
}
NO_MODEL = "The model “{model}” does not exist. Ask for “{known}”."
NO_QUESTION = "No user message contains any text."
LONG_QUESTION = "The message is too long: {limit} characters at most."
CORRECTED = "Corrected answer"

API_TITLE = "Interface for other programs"
API_ABOUT = (
    "The same answers as in the conversation, proven by verified quotations. Each call stands "
    "alone: the conversation is sent with the question. Where sign-in is required, each call "
    "carries the header “Authorization: Bearer TOKEN”."
)
API_CONTENTS = "What you can request"
API_OPENAPI = "The OpenAPI description of this page"
API_SENT = "To send:"
API_RESPONSES = "Responses"
API_EXAMPLES = "Examples"
API_SCHEMAS = "Schemas"
API_REQUIRED = "required"


def kept(days: int) -> str:
    """What is told of it, if anything is kept."""
    told = f"{days} days" if days > 1 else "a day"
    return f"Questions and answers are kept by the service for {told}." if days else ""


def page(number: int, printed: str) -> str:
    """The number of the page in its file, after the one printed on it where that is another."""
    return f"page {printed} (page {number} of the file)" if printed else f"page {number}"


def api_characters(most: int) -> str:
    return f"{most:,} characters at most."


def api_items(most: int) -> str:
    return f"{most} items at most."


def file(name: str) -> str:
    return f"File: {name}"


def sources(count: int) -> str:
    return "Source" if count == 1 else f"Sources ({count})"


def documents(count: int) -> str:
    return f"{count} document" if count == 1 else f"{count} documents"


def seconds(milliseconds: int) -> str:
    """`0.4 s`."""
    return f"{milliseconds / 1000:.1f}\u00a0s"


# --- Working with an answer: proof, table, buttons under it, exports ---------------------------

YEAR = "Year"
DOCUMENT = "Document"
TOLD = "What the document says"
YEAR_SILENT = "not mentioned"
YEAR_ABSENT = "no document"
DIFFER = "The documents differ"
DIFFER_DETAIL = "Two documents give two different figures for the same year."
UNDERSTOOD = "Question as understood"

COPY = "Copy"
COPY_RECEIPT = "Copy the receipt"
EDIT = "Edit the question"
RETRY = "Ask again"
EXPORT = "Export"
EXPORT_ALL = "Export all"
MARKDOWN = "Markdown"
WORD = "Word"
PRINT = "Print or PDF"
RECEIPT = "Receipt (JSON)"
CSV = "Table (CSV)"
KEEP = "Cancel"
EDITING = (
    "You are editing a question that you already asked: "
    "it and the rest of the conversation will be replaced."
)

COPIED = "Copied to the clipboard."
NOT_COPIED = "The browser did not allow the copy. Export the answer instead."
OPENING = "The page to print opens in a new tab."
OPEN_PRINT = "Open the page to print"
POPUP_BLOCKED = "The browser blocked the new tab."
HOW_TO_PRINT = (
    "To print this page or save it as PDF: Ctrl\u00a0+\u00a0P (Cmd\u00a0+\u00a0P on a Mac)."
)
CONVERSATION_LOST = "This conversation is no longer kept: ask the question again."
FILE_GONE = (
    "This file is no longer available: it can be downloaded only once, within a minute. "
    "Ask for it again in the conversation."
)
CSV_HEAD = ("Year", "State", "Figure", "Quotation", "Title", "File", "Heading", "Page")
CSV_DELIMITER = ","
CSV_TOLD = {"quoted": "quoted", "not_mentioned": YEAR_SILENT, "no_document": YEAR_ABSENT}
FILE_NAMES = {
    "answer": "answer",
    "conversation": "conversation",
    "receipt": "receipt",
    "table": "years",
}


def proof(count: int, index: str) -> str:
    """`index` is empty where the version is no longer open."""
    verified = {0: "", 1: "Quotation verified"}.get(count, "Quotations verified")
    said = " · ".join(filter(None, (verified, index)))
    return said[:1].upper() + said[1:]


def index(version: str, day: str) -> str:
    return f"index {version} of {day}"


def downloading(name: str) -> str:
    return f"File {name}: download started."


def exported(answers: int, day: str) -> str:
    """The title of an export."""
    return f"{'Answer' if answers == 1 else 'Conversation'} of {day}"


# --- In service: signing in, limits, the queue --------------------------------------------------

SIGN_IN = "Sign in"
SIGN_OUT = "Sign out"
SIGN_IN_DETAIL = "This assistant is for people who have an account."
USER_NAME = "Account name"
PASSWORD = "Password"  # noqa: S105 - a word of the page
SIGN_IN_OPENID = "Sign in with my organisation’s account"
SIGN_IN_OTHERWISE = "Or with an account of the assistant"
SIGN_IN_PROXY = (
    "Your organisation’s portal should have recognised you. Use its usual address; if this "
    "page comes back, tell the person who runs the application."
)
NO_WAY_IN = (
    "No account has a password yet. The person who runs the application can create one: retro "
    "users add NAME"
)
SIGNED_IN_AS = "Signed in as"
SIGNED_OUT = "You are signed out"
SIGNED_OUT_DETAIL = "Your conversation is no longer available."
SIGNED_OUT_FURTHER = "Sign out of my organisation’s account too"
SIGN_IN_AGAIN = "Sign in again"
SESSION_OVER = "Your session has ended. Sign in again; the conversation is gone."
WRONG_PASSWORD = "The account name or the password is incorrect."  # noqa: S105 - a sentence
NOT_SIGNED_IN = (
    "You must be signed in: open the assistant’s page, or, for a program, send the header "
    "“Authorization: Bearer TOKEN” (retro users token NAME gives a token)."
)
NOT_ALLOWED = (
    "Your organisation has recognised you, but this account has no access to the assistant. Ask "
    "the person who runs the application for access."
)
PROVIDER_AWAY = "Your organisation’s sign-in service is not responding. Try again in a few minutes."
PROVIDER_REFUSED = "Signing in did not succeed, or took too long. Start again from this page."
FROM_ELSEWHERE = "This request comes from another site: it was not carried out."

QUEUE_FULL = "Too many questions are waiting already. Try again in a minute."

SIGN_IN_NEEDED = (
    "The chat is not opened to others than this machine ({host}) unless everyone signs in. Make "
    "an account (retro users add NAME), or set RETRO_USER_HEADER and RETRO_PROXIES, or "
    "RETRO_OIDC_ISSUER and RETRO_OIDC_CLIENT_ID: see ui/README.md."
)
BAD_ROOT = (
    "--root-path “{root}” cannot be used. Give a path such as /retro, or the whole address, such "
    "as https://intranet.example.org/retro."
)
BAD_PROXY = (
    "RETRO_PROXIES: “{proxy}” is neither an address nor a network. Give for example 127.0.0.1 or "
    "10.1.0.0/16, separated by commas."
)
HEADER_WITHOUT_PROXY = (
    "RETRO_USER_HEADER ({header}) without RETRO_PROXIES: anyone could write that header. Give in "
    "RETRO_PROXIES the address of the proxy that writes it."
)
NO_CLIENT_ID = (
    "RETRO_OIDC_ISSUER without RETRO_OIDC_CLIENT_ID: give the name under which this service is "
    "registered with the provider."
)

BAD_USERS = (
    "The accounts file {path} cannot be read. Restore a backup, or delete it and create the "
    "accounts again: retro users add NAME"
)
CANNOT_READ_USERS = (
    "The accounts file {path} cannot be read ({reason}). If it belongs to another user, give it "
    "back to the one that runs the service: chown USER {path}"
)
ACCOUNTS_AWAY = (
    "The accounts cannot be read. Try again, or tell the person who runs the application."
)
CANNOT_WRITE_USERS = (
    "The accounts file {path} cannot be written ({reason}). Check the folder’s permissions and "
    "the space on the disk."
)
USER_EXISTS = (
    "The account “{name}” already exists. To change its password: retro users password {name}"
)
NO_USER = (
    "There is no account “{name}”. Create it: retro users add {name} (--program for a program, "
    "without a password)."
)
NOT_ISSUED = "The account “{name}” has no token “{token}”. List them: retro users list"
BAD_NAME = (
    "“{name}” cannot be an account name. Use only letters, digits and . _ - + @, 100 characters "
    "at most."
)
TOO_WEAK = (
    "This password cannot be used. Choose one of {shortest} to {longest} characters that is not "
    "the account’s name; a sentence works well."
)
SECOND_TIME = "Password again"
ACCOUNT_CHANGED = "Password changed; open sessions have ended."
USER_REMOVED = "Account removed, with its sessions and tokens."
REVOKED = "Token revoked."
PERSON = "person"
PROGRAM = "program, without a password"
NOT_THE_SAME = "The passwords do not match. Try again."


def duration(seconds: float) -> str:
    whole = math.ceil(seconds)
    if whole < 60:
        return f"{whole} second{'' if whole == 1 else 's'}"
    minutes = math.ceil(whole / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def user_added(name: str) -> str:
    return f"Account “{name}” created."


def token(number: str, day: str) -> str:
    return f"token {number} of {day}"


def slow_down(wait: int) -> str:
    return f"Too many attempts. Wait {duration(wait)} before the next one."


def too_many(most: int, wait: int) -> str:
    return (
        f"You have reached the limit of {most} question{'' if most == 1 else 's'} a minute. Try "
        f"again in {duration(wait)}."
    )


def too_long(seconds: float) -> str:
    return (
        f"The answer was not ready after {duration(seconds)}, the time that the service allows. "
        "Narrow the question or its period, or try again later."
    )


def ahead(count: int) -> str:
    """While a question waits."""
    return f"{count} question{'' if count == 1 else 's'} ahead of yours"


# --- Opinions on answers -----------------------------------------------------------------------

OPINION = "Your opinion on the answer"
USEFUL, TO_REVIEW = "Useful", "Needs review"
VERDICTS = {"up": USEFUL, "down": TO_REVIEW}
REASON = "Why? (optional)"
REASONS = {
    "up": {
        "exact": "The answer is right",
        "complete": "It is complete",
        "sourced": "The source was useful",
    },
    "down": {
        "wrong": "The answer is wrong",
        "beside": "It does not answer the question",
        "incomplete": "Part of it is missing",
        "unclear": "It is not clear",
        "other": "Another reason",
    },
    "up_refused": {"absent": "Indeed, the documents do not say it"},
    "down_refused": {
        "missing": "The documents do say it",
        "unclear": "The explanation is not clear",
        "other": "Another reason",
    },
}
COMMENT = "Comment (optional)"
COMMENT_DETAIL = "What is missing, what would be right, where the document says it…"
OPINION_TOLD = (
    "If you send this opinion, the following are kept for {days}, to improve the assistant: the "
    "opinion, its reason and your comment, the question, the answer with its quotations, and the "
    "version of the index. Your name and address are not kept, only a pseudonym "
    "that changes every month. Do not write personal data."
)
OPINION_SEND = "Agree and send my opinion"
OPINION_SENT = "Thank you. Your opinion is kept as no. {id}."
OPINION_GIVEN = "Opinion no. {id} sent"
OPINION_STALE = "This answer is no longer in the conversation: the opinion was not sent."
OPINION_NOT_KEPT = (
    "The opinion could not be kept. Try again, or tell the person who runs the application. "
    "Answers do not depend on it."
)
CANNOT_KEEP_OPINION = (
    "Opinions can neither be kept nor read in {path} ({reason}). Check the free space and the "
    "permissions of that folder, then try again. Answers do not depend on it."
)
NO_OPINION = "No opinion has the number {ids}. List the numbers: retro feedback list"
NO_OPINIONS = "No opinion is kept."
OPINIONS_FILTERED = "Given under a filter, they make no question: opinions {ids}."
OPINIONS_EXPORTED = (
    "Questions written to {path}. Review them (expected facts, evidence, reason), then try "
    "each: retro eval --questions {path} --only ID"
)
FILE_EXISTS = "{path} already exists. Give another name, or delete it."
CANNOT_WRITE = "{path} cannot be written ({reason}). Give another folder."
NUMBERS_OR_ALL = "Give numbers or --all, not both. Nothing is deleted."


def opinions_gone(count: int) -> str:
    return f"{count} opinion deleted." if count == 1 else f"{count} opinions deleted."


def days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


# --- Filters ------------------------------------------------------------------------------------

FILTER = "Filter"
FILTERS = "Search only in"
FILTER_LABELS = {"year": "Year", "month": "Month", "document": "Document"}
FILTER_ALL = {"year": "All", "month": "All", "document": "All"}
FILTER_OFF = "Remove the filter"
FILTERED = "Filter"
FILTER_ON = "Filter: {said}. Answers are limited to it."
NO_FILTER_IN_BATCH = "--year, --month and --document cannot be used with --batch."
UNKNOWN_DOCUMENT = "No document “{ids}” is indexed. Among those that are: {some}."


# --- Questions to go on with --------------------------------------------------------------------

GO_ON = "To continue"
GO_ON_NOT_FOUND = "Questions the documents answer"
