"""Questions to proven answers, from the index alone."""
