"""Everything that can go wrong, as one tree; a message says what happened and what to do.

RetroError
├── SettingsError        a setting has an unusable value
├── CorpusError          the corpus folder is missing, empty or unreadable
│   └── DocumentError    one document cannot be read; the others go on
├── ModelError           the embedding model is missing, damaged or cannot be written
├── IndexStoreError      the index folder cannot be written, or somebody else is writing it
│   ├── IndexMissingError    there is no index yet
│   └── IndexMismatchError   the index was made by other settings, or is damaged
├── PromotionError       a new version is not good enough to be put into service
├── ServerError          the chat cannot be served
├── AccountsError        an account cannot be read, made or changed
├── BusyError            a question cannot be answered now: too many wait, or it took too long
│   └── QuotaError           one asker asked too many
├── FeedbackError        opinions on answers cannot be kept or read
└── UsageError           options that do not go together
"""


class RetroError(Exception):
    """Shown to the user as it is: a French sentence, ending with what to do."""


class SettingsError(RetroError):
    """A setting has an unusable value."""


class CorpusError(RetroError):
    """The corpus folder is missing, empty or unreadable."""


class DocumentError(CorpusError):
    """One document cannot be read; the others go on."""


class ModelError(RetroError):
    """The embedding model is missing, damaged or cannot be written to the cache."""


class IndexStoreError(RetroError):
    """The index folder cannot be written, or another build holds it."""


class IndexMissingError(IndexStoreError):
    """No index version is live."""


class IndexMismatchError(IndexStoreError):
    """The live index was made by other settings, or is damaged."""


class PromotionError(RetroError):
    """A new version falls below what is asked of it; the old one stays."""


class ServerError(RetroError):
    """The chat cannot be served (its port is taken)."""


class AccountsError(RetroError):
    """An account cannot be read, made or changed."""


class BusyError(RetroError):
    """A question cannot be answered now: too many wait, or it took too long."""


class QuotaError(BusyError):
    """One asker asked too many questions; `seconds` is how long to wait."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class FeedbackError(RetroError):
    """Opinions on answers cannot be kept or read; answering goes on."""


class UsageError(RetroError):
    """Options that do not go together, or a value that none has."""
