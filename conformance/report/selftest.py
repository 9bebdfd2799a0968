"""The outcome of a self-test, as text, as plain data, and with the list of all faults as a page."""

from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ..faults import GROUPS, Fault, faults, of_group, purpose
from ..selftest import Outcome

if TYPE_CHECKING:
    from ...schemas import Spec

_MOST_TOLD = 20
# A group with more faults than this is made from the schemas, and told by how many there are of a kind.
_MOST_LISTED = 200


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


def record(outcome: Outcome) -> dict[str, Any]:
    """Return what the page tells of an outcome, as plain data: no times, so that it changes only when something did."""
    return {
        "spec": outcome.spec,
        "digest": digest([trial.fault for trial in outcome.trials]),
        "faults": len(outcome.trials),
        "killed": outcome.count("killed"),
        "alarms": len(outcome.alarms),
        "clean": outcome.clean,
        "idle": list(outcome.idle),
        "survivors": [trial.fault for trial in outcome.trials if not trial.killers],
    }


def digest(names: list[str]) -> str:
    """Return what tells one set of faults from another."""
    return sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]


def is_of(spec: "Spec", recorded: Mapping[str, Any]) -> bool:
    """Tell whether a record is about the faults that there are now."""
    return bool(recorded["digest"] == digest([fault.id for fault in faults(spec)]))


def page(spec: "Spec", recorded: Mapping[str, Any]) -> str:
    """Return the list of all faults of a spec with the recorded score, as Markdown."""
    return "\n".join(_page(spec, recorded)) + "\n"


def _page(spec: "Spec", recorded: Mapping[str, Any]) -> Iterator[str]:
    yield "# Faults that the kit notices"
    yield ""
    yield "The list is generated by `make docs`, the score by `make selftest`, which tries every one of them."
    yield ""
    killed, total = recorded["killed"], recorded["faults"]
    idle = ", ".join(f"`{name}`" for name in recorded["idle"]) or "none"
    yield (
        f"**Mutation score {killed / total:.1%}**: {killed:,} of {total:,} faults are noticed by a check of what they break (edition "
        f"{recorded['spec']}). {recorded['alarms'] or 'No'} false alarms in {recorded['clean']} runs against what is right: the reference "
        f"with 20 seeds, and registries that are different and right. Checks that notice nothing: {idle}."
    )
    if recorded["survivors"]:
        yield ""
        yield f"Not noticed: {', '.join(f'`{name}`' for name in recorded['survivors'])}."
    for group in GROUPS:
        found = of_group(group, spec)
        yield ""
        yield f"## {group}"
        yield ""
        yield f"{purpose(group)} {len(found):,} faults."
        yield ""
        yield from _counted(found) if len(found) > _MOST_LISTED else _listed(found)


def _listed(found: tuple[Fault, ...]) -> Iterator[str]:
    yield "| fault | what is wrong | checks that ask for it |"
    yield "|---|---|---|"
    for fault in found:
        yield f"| `{fault.id}` | {fault.title.replace('|', chr(92) + '|')} | {', '.join(f'`{name}`' for name in fault.check)} |"


def _counted(found: tuple[Fault, ...]) -> Iterator[str]:
    """Count by the kind of fault and the keyword; each is noticed by the check of its own constraint."""
    kinds = Counter((fault.id.split("/")[1], fault.id.rpartition(":")[2].partition("=")[0].removesuffix("@key")) for fault in found)
    yield "| kind | keyword | faults |"
    yield "|---|---|---|"
    yield from (f"| {kind} | {keyword} | {count:,} |" for (kind, keyword), count in sorted(kinds.items()))
