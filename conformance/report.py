"""What the suite found, judged: which results are good enough, and the table of them.

Reads the suite's `index.json`: `{agent: {case: {"behavior": ..., "behaviorClose": ...}}}`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Case = Mapping[str, object]

CASES = {1: 16, 2: 11, 3: 7, 4: 10, 5: 20, 6: 145, 7: 37, 9: 54, 10: 1}
"""How many cases version 0.8.2 has in each group that must pass. There is no group 8."""

# Both send bad UTF-8 in the middle of a frame: the text is refused either way, but a strict peer
# does so at the first wrong byte and need not wait for the frame's end.
MAY_BE_NON_STRICT = frozenset({"6.4.3", "6.4.4"})


class Verdict(StrEnum):
    """What one case comes to; a column of the table each."""

    OK = "OK"
    NON_STRICT = "non-strict"
    INFORMATIONAL = "informational"
    FAILED = "failed"


@dataclass
class Report:
    """All cases of one run; ``faults`` are sentences, and none of them means that it is good."""

    counts: dict[int, Counter[Verdict]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def table(self) -> str:
        """Return a line for each group, and one for all."""
        total = sum(self.counts.values(), Counter[Verdict]())
        rows = [(str(group), counts) for group, counts in sorted(self.counts.items())]
        head = _line("group", "cases", *Verdict)
        return "\n".join([head, *(_row(*row) for row in rows), _row("all", total)])


def read(index: Mapping[str, Mapping[str, Case]]) -> Report:
    """Judge every case of every agent; a case that is missing is a fault, too."""
    report = Report({group: Counter() for group in CASES})
    for cases in index.values():
        for name, case in cases.items():
            verdict = judge(name, case)
            report.counts.setdefault(int(name.partition(".")[0]), Counter())[verdict] += 1
            if verdict is Verdict.FAILED:
                report.faults.append(f"{name}: {', '.join(_words(case))}")
    report.faults += _miscounted(report)
    return report


def judge(name: str, case: Case) -> Verdict:
    """Return what both words on a case, on its answers and on its closing, come to."""
    words = set(_words(case))
    if words <= {"OK"}:
        return Verdict.OK
    if words <= {"OK", "INFORMATIONAL"}:
        return Verdict.INFORMATIONAL
    if words <= {"OK", "NON-STRICT"} and name in MAY_BE_NON_STRICT:
        return Verdict.NON_STRICT
    return Verdict.FAILED


def _words(case: Case) -> tuple[str, str]:
    """Return both words; one that is not there is `None`, which nothing allows."""
    return str(case.get("behavior")), str(case.get("behaviorClose"))


def _miscounted(report: Report) -> Iterator[str]:
    for group, counts in sorted(report.counts.items()):
        wanted = CASES.get(group, 0)
        if counts.total() != wanted:
            yield f"group {group}: {counts.total()} cases were run, and it has {wanted}"


def _row(name: str, counts: Counter[Verdict]) -> str:
    return _line(name, counts.total(), *(counts[verdict] for verdict in Verdict))


def _line(*cells: object) -> str:
    return "".join(f"{cell!s:>15}" for cell in cells)
