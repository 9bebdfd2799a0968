"""The forms in which files keep requests, one module each."""
