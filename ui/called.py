"""`/ask` for gradio's own clients: the contract of `POST /api/ask`, in the queue of the chat."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Protocol

import gradio as gr
from pydantic import ValidationError

from assistant.schema import Turn
from ingest.errors import RetroError
from ui import labels
from ui.api import Answers
from ui.api_errors import french
from ui.contract import AskBody
from ui.desk import Desk
from ui.quota import Quota
