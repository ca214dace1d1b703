"""Documents to an index: the bottom layer, and the only writer of the index."""
