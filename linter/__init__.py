"""The linter: from a file to located diagnostics."""
