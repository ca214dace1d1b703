"""What a chat model's sentence says, set beside what a passage says; see `assistant.claims`."""
