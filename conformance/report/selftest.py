"""The outcome of a self-test, as text and as plain data."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..selftest import Outcome

_MOST_TOLD = 20


def text(outcome: Outcome) -> str:
    """Return what a person wants to know: the score, and all that is not as it has to be."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    for title, entries in (
        ("survived", [trial for trial in outcome.trials if trial.verdict == "survived"]),
        ("killed, but by no check of what they break", [trial for trial in outcome.trials if trial.verdict == "killed elsewhere"]),
    ):
        if entries:
            yield f"{len(entries)} of the faults {title}:"
            for trial in entries:
                yield f"  {trial.fault}: {trial.title}"
                yield f"    not noticed by {', '.join(trial.checks)}{'; noticed by ' + ', '.join(trial.others) if trial.others else ''}"
            yield ""
    if outcome.idle:
        yield f"{len(outcome.idle)} of the checks kill nothing:"
        yield from (f"  {name}" for name in outcome.idle)
        yield ""
    if outcome.alarms:
        yield f"{len(outcome.alarms)} false alarms:"
        yield from (f"  {alarm.what}: {alarm.check}: {alarm.said}" for alarm in outcome.alarms[:_MOST_TOLD])
        yield from [f"  and {len(outcome.alarms) - _MOST_TOLD} more"] * (len(outcome.alarms) > _MOST_TOLD)
        yield ""
    for trial in outcome.trials:
        yield from (f"the kit failed over {trial.fault}: {reason}" for reason in trial.broken)
    groups = Counter(trial.fault.partition("/")[0] for trial in outcome.trials)
    killers = Counter(trial.fault.partition("/")[0] for trial in outcome.trials if trial.killers)
    width = max(map(len, groups), default=0)
    yield from (f"  {group.ljust(width)}  {killers[group]:>5,} of {count:>5,} killed" for group, count in groups.items())
    yield ""
    killed = f"{outcome.count('killed'):,} of {len(outcome.trials):,} faults killed by a check of what they break"
    told = [
        f"mutation score {outcome.score:.1%}: {killed}",
        *([f"{len(outcome.alarms) or 'no'} false alarms in {outcome.clean} runs against what is right"] * (outcome.clean > 0)),
        f"edition {outcome.spec}, {outcome.seconds:.0f} s",
    ]
    yield "; ".join(told)


def document(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as plain data; keys are only ever added."""
    return {
        "version": 1,
        "spec": outcome.spec,
        "score": round(outcome.score, 4),
        "summary": {
            "faults": len(outcome.trials),
            "killed": outcome.count("killed"),
            "elsewhere": outcome.count("killed elsewhere"),
            "survived": outcome.count("survived"),
            "alarms": len(outcome.alarms),
            "idle": len(outcome.idle),
            "clean": outcome.clean,
            "seconds": outcome.seconds,
        },
        "trials": [
            {
                "fault": trial.fault,
                "title": trial.title,
                "checks": list(trial.checks),
                "verdict": trial.verdict,
                "killers": [*trial.killers, *trial.others],
                "broken": list(trial.broken),
            }
            for trial in outcome.trials
        ],
        "alarms": [{"what": alarm.what, "check": alarm.check, "said": alarm.said} for alarm in outcome.alarms],
        "idle": list(outcome.idle),
    }
