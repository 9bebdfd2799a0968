"""``mpkit rule``: explain one rule, or list all."""

import argparse
import sys

from ...rules import load
from ...schemas.clause import load_clauses
from ..rule import Rule
from ..selection import did_you_mean
from . import _pages
from .streams import UsageError, dumped, look


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "rule", nargs="?", metavar="ID|NAME", help="the rule to explain, as in MP250 or model-data-suffix; all when left out"
    )
    parser.add_argument("--output-format", choices=("text", "json", "markdown"), default="text", help="how to print it (default: text)")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in text (default: auto)")


def run(options: argparse.Namespace) -> int:
    """Print one rule's page, or the list. Raises `UsageError` for a rule that there is not."""
    rules = load()
    if options.rule is None:
        sys.stdout.write(_list(rules, options.output_format))
        return 0
    sys.stdout.write(_page(_find(rules, options.rule), options))
    return 0


def _find(rules: tuple[Rule, ...], wanted: str) -> Rule:
    for rule in rules:
        if wanted.lower() in (rule.id.lower(), rule.name):
            return rule
    hint = did_you_mean(wanted, (known for rule in rules for known in (rule.name, rule.id)))
    raise UsageError(f"there is no rule '{wanted}'{hint}\ntry: mpkit rule, which lists them all")


def _page(rule: Rule, options: argparse.Namespace) -> str:
    sentences = {clause.id: clause.text for clause in load_clauses().values()}
    if options.output_format == "json":
        return dumped(_pages.data(rule, sentences))
    if options.output_format == "markdown":
        return _pages.markdown(rule, sentences)
    return _pages.text(rule, sentences, look(options.color))


def _list(rules: tuple[Rule, ...], output_format: str) -> str:
    if output_format == "json":
        return dumped([{"id": rule.id, "name": rule.name, "severity": str(rule.severity), "summary": rule.summary} for rule in rules])
    if output_format == "markdown":
        return index(rules, "")
    width = max(len(rule.name) for rule in rules)
    return "".join(f"{rule.id}  {rule.name:<{width}}  {rule.severity!s:<7}  {rule.summary}\n" for rule in rules)


def index(rules: tuple[Rule, ...], folder: str) -> str:
    """Return the table of all rules in Markdown, with links into ``folder``."""
    head = "| id | name | severity | what it finds |\n|---|---|---|---|\n"
    return head + "".join(f"| {rule.id} | [{rule.name}]({folder}{rule.name}.md) | {rule.severity} | {rule.summary} |\n" for rule in rules)
