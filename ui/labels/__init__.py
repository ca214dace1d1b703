"""Every word of the interface: `labels.SEND` is in the language that is spoken.

One file a language, with the same names, each of the same kind; the long pages of prose are in
`ui/templates`, a folder a language. A name is to be read when it is shown, inside a function: what
is read while modules are imported stays French.
"""

from typing import TYPE_CHECKING, Any

from assistant.schema import Language
from ui.labels import english, french
from ui.language import spoken

if TYPE_CHECKING:
    from ui.labels.french import *  # noqa: F403 - what type checkers see
else:
    _FILES: dict[Language, Any] = {"fr": french, "en": english}

    def __getattr__(name: str) -> Any:
        return getattr(_FILES[spoken()], name)
