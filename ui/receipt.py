"""The receipt of an answer: all that is needed to check it again, as JSON."""

import json
from datetime import datetime
from typing import Any

from assistant.provenance import Provenance
from assistant.schema import Answer
from ui import labels


def receipt(answer: Answer, provenance: Provenance | None, at: datetime) -> dict[str, Any]:
    """The answer's public contract and, where its version is open, what it was made from."""
    found = {"notice": labels.WRITTEN, "date": at.isoformat(timespec="seconds"), **answer.to_json()}
    if provenance is None:
        return found
    return {
        **found,
        "verified": provenance.verified,
        "documents": [{"id": one, "sha256": sha} for one, sha in provenance.hashes.items()],
        "index": {
            "version": provenance.version,
            "built": provenance.built.isoformat(timespec="seconds"),
            "corpus": provenance.corpus,
            "settings": provenance.settings,
        },
        "settings": {
            "mode": answer.mode,
            "embedding_model": provenance.embedding_model,
            "reader": provenance.reader,
            **_worded(provenance),
        },
    }


def _worded(provenance: Provenance) -> dict[str, str]:
    """The chat model, and the hash of what it was told, of an answer that it worded."""
    if not provenance.chat_model:
        return {}
    return {"chat_model": provenance.chat_model, "prompts": provenance.prompts}


def receipt_text(answer: Answer, provenance: Provenance | None, at: datetime) -> str:
    return json.dumps(receipt(answer, provenance, at), ensure_ascii=False, indent=2) + "\n"
