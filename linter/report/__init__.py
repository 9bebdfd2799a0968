"""Renderers: a report in, text out, one module a format."""
