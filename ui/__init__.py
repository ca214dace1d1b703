"""The terminal and the web chat.

Gradio and its hub client read these variables when first imported: set here, they hold
whichever module of this package comes first.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
