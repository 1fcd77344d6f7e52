"""What the test suite found is judged case by case, and nothing is taken for granted."""

import pytest

from conformance.report import CASES, Case, Verdict, judge, read

FINE = {"behavior": "OK", "behaviorClose": "OK"}


def index(**changed: Case | None) -> dict[str, dict[str, Case]]:
    """Return the index of a faultless run; ``_6_4_3`` changes case 6.4.3, or takes it out."""
    cases: dict[str, Case] = {
        f"{group}.0.{number}": FINE for group, many in CASES.items() for number in range(many)
    }
    for name, case in changed.items():
        group, *rest = name.removeprefix("_").split("_")
        del cases[f"{group}.0.0"]
        if case is not None:
            cases[".".join([group, *rest])] = case
    return {"gateway": cases}


def ended(behavior: str, closing: str = "OK") -> Case:
    """Return how a case came out."""
    return {"behavior": behavior, "behaviorClose": closing}


@pytest.mark.parametrize(
    ("name", "case", "verdict"),
    [
        ("1.1.1", ended("OK"), Verdict.OK),
        ("7.1.6", ended("INFORMATIONAL", "INFORMATIONAL"), Verdict.INFORMATIONAL),
        ("7.1.6", ended("OK", "INFORMATIONAL"), Verdict.INFORMATIONAL),
        ("6.4.3", ended("NON-STRICT"), Verdict.NON_STRICT),
        ("6.4.4", ended("NON-STRICT"), Verdict.NON_STRICT),
        ("6.4.2", ended("NON-STRICT"), Verdict.FAILED),
        ("6.4.3", ended("NON-STRICT", "FAILED"), Verdict.FAILED),
        ("6.4.3", ended("FAILED"), Verdict.FAILED),
        ("1.1.1", ended("OK", "UNCLEAN"), Verdict.FAILED),
        ("1.1.1", ended("OK", "WRONG CODE"), Verdict.FAILED),
        ("1.1.1", ended("OK", "FAILED BY CLIENT"), Verdict.FAILED),
        ("9.1.1", ended("UNIMPLEMENTED"), Verdict.FAILED),
        ("7.1.6", ended("INFORMATIONAL", "FAILED"), Verdict.FAILED),
        ("1.1.1", {"behavior": "OK"}, Verdict.FAILED),
        ("1.1.1", {}, Verdict.FAILED),
    ],
)
def test_a_case_is_judged_by_its_answers_and_its_closing(
    name: str, case: Case, verdict: Verdict
) -> None:
    """The worse of the two counts, and a word that is not known is no good one."""
    assert judge(name, case) is verdict


def test_a_faultless_run_has_no_faults() -> None:
    """Every case of every group, and all of them OK."""
    report = read(index())
    assert report.faults == []
    assert report.table.splitlines()[-1].split() == ["all", "301", "301", "0", "0", "0"]


def test_what_is_allowed_is_counted_apart() -> None:
    """The table shows it, and it is no fault."""
    report = read(index(_6_4_3=ended("NON-STRICT"), _7_1_6=ended("INFORMATIONAL")))
    assert report.faults == []
    rows = {row.split()[0]: row.split()[1:] for row in report.table.splitlines()}
    assert rows["6"] == ["145", "144", "1", "0", "0"]
    assert rows["7"] == ["37", "36", "0", "1", "0"]


def test_a_failed_case_is_named() -> None:
    """With both words of the suite on it."""
    report = read(index(_2_5=ended("FAILED", "UNCLEAN")))
    assert report.faults == ["2.5: FAILED, UNCLEAN"]


def test_a_case_that_was_not_run_is_a_fault() -> None:
    """A suite that broke off in between has shown nothing."""
    assert read(index(_9_1_1=None)).faults == ["group 9: 53 cases were run, and it has 54"]


def test_a_run_without_any_case_is_no_good_run() -> None:
    """Neither an empty index nor an agent without cases."""
    assert len(read({}).faults) == len(CASES)
    assert len(read({"gateway": {}}).faults) == len(CASES)


def test_a_group_that_nobody_knows_is_a_fault() -> None:
    """The suite is another one than the one whose cases were counted."""
    found = index()
    found["gateway"]["12.1.1"] = FINE
    assert read(found).faults == ["group 12: 1 cases were run, and it has 0"]
