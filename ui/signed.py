"""Who is signed in, shown in the chat, with the way out."""

import gradio as gr

from ui import labels
from ui.quota import user
from ui.rendering import literal
from ui.signing_in import COOKIE


def signed_markup(request: gr.Request) -> str:
    """Empty for nobody; without the way out for who is known otherwise than by a session."""
    if not (name := user(request)):
        return ""
    told = f"<span>{literal(labels.SIGNED_IN_AS)} <strong>{literal(name)}</strong></span>"
    leave = f" <button>{literal(labels.SIGN_OUT)}</button>" if COOKIE in request.cookies else ""
    return f'<form class="signed" method="post" action="./deconnexion">{told}{leave}</form>'
