"""JUnit XML, as CI systems read it: a suite for each phase, a test case for each check.

Only what fails the run is a failure. Checks that fail without binding, and recorded deviations, are skipped with what they show as the
message, as pytest does with expected failures: so the file and the exit code agree.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from ...linter.report.text import Look
from .._words import clean, counted
from ..check import PHASES, Result, Run
from ..fold import worst
from ..reproduce import curl
from ._parts import clauses, headline, what_was_sent

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHOWN_FAILURES = 3


def render(run: Run, look: Look) -> Iterator[str]:
    """Yield the XML document."""
    del look
    root = ET.Element("testsuites", {"name": f"mpkit conform {_legal(run.target.name)}", "time": f"{run.summary.seconds:.3f}"})
    suites = [_suite(phase, [result for result in run.results if result.check.phase == phase], run) for phase in PHASES]
    if run.problems:
        suites.append(_problems(run))
    root.extend(suite for suite in suites if len(suite) > 1)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    ET.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield ET.tostring(root, encoding="unicode") + "\n"


def _suite(phase: str, results: Sequence[Result], run: Run) -> ET.Element:
    suite = ET.Element("testsuite", {"name": phase, "tests": str(len(results))})
    properties = ET.SubElement(suite, "properties")
    for name, value in (("target", run.target.name), ("spec", run.spec), ("seed", str(run.seed)), ("outcome", headline(run).text)):
        ET.SubElement(properties, "property", {"name": name, "value": _legal(value)})
    suite.extend(_case(result, run) for result in results)
    return _counted(suite)


def _case(result: Result, run: Run) -> ET.Element:
    check = result.check
    case = ET.Element("testcase", {"classname": f"mpkit.{check.phase}", "name": _legal(check.id), "time": f"{_seconds(result):.3f}"})
    if result.verdict == "errored":
        ET.SubElement(case, "error", {"type": "errored", "message": _legal(clean(result.reason or "no reason is known"))})
    elif result.verdict == "skipped":
        ET.SubElement(case, "skipped", {"type": "skipped", "message": _legal(clean(result.reason or "no reason is known"))})
    elif result.verdict == "failed" and run.fails(result):
        grade = worst(result).grade if result.failures else "failed"
        failure = ET.SubElement(case, "failure", {"type": grade, "message": _legal(_message(result))})
        failure.text = _legal("\n".join(_story(result, run)))
    elif result.verdict == "failed":
        known = result.deviation
        kind, why = ("deviation", f"recorded: {known.reason}: ") if known else ("reported", f"not binding ({check.level}): ")
        ET.SubElement(case, "skipped", {"type": kind, "message": _legal(clean(why) + _message(result))})
    return case


def _problems(run: Run) -> ET.Element:
    suite = ET.Element("testsuite", {"name": "deviations", "tests": str(len(run.problems))})
    ET.SubElement(suite, "properties")
    for number, problem in enumerate(run.problems, 1):
        case = ET.SubElement(suite, "testcase", {"classname": "mpkit.deviations", "name": f"deviation {number}", "time": "0.000"})
        ET.SubElement(case, "failure", {"type": "deviation", "message": _legal(clean(problem))})
    return _counted(suite)


def _counted(suite: ET.Element) -> ET.Element:
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in suite.findall('testcase')):.3f}")
    return suite


def _message(result: Result) -> str:
    if not result.failures:
        return result.check.title
    failure = worst(result)
    return f"expected {clean(failure.expected)}; observed {clean(failure.observed)}"


def _story(result: Result, run: Run) -> Iterator[str]:
    yield result.check.title
    for clause, sentence in clauses(result.check):
        yield f"{clause}: {sentence}"
    for failure in result.failures[:_SHOWN_FAILURES]:
        yield f"\ncase {failure.case}\nsent {what_was_sent(failure)}"
        yield f"expected {clean(failure.expected)}\nobserved {clean(failure.observed)}\n{curl(failure, run)}"
    if len(result.failures) > _SHOWN_FAILURES:
        yield f"and {counted(len(result.failures) - _SHOWN_FAILURES, 'failed case')} more"


def _seconds(result: Result) -> float:
    return sum(exchange.seconds for failure in result.failures for exchange in failure.exchanges)


def _legal(text: str) -> str:
    """Return a text with what XML cannot hold as escapes."""
    return _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
