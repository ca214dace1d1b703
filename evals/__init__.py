"""Measures of the answers; imported by nobody but the command line."""
