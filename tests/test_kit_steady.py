import importlib
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers

from mpkit.conformance.steady import steady


def drawn(within: AbstractContextManager[None]) -> list[int]:
    found: list[int] = []

    @seed(7)
    @settings(max_examples=300, database=None, phases=[Phase.generate])
    @given(st.integers(0, 10**12))
    def draw(number: int) -> None:
        found.append(number)

    with within:
        draw()
    return found


def test_a_seed_draws_the_same_whatever_modules_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = vars(providers.HypothesisProvider)["_local_constants"]
    alone, alone_without = drawn(steady()), drawn(nullcontext())
    (tmp_path / "constants_of_a_project.py").write_text(f"CONSTANTS = {list(range(10**9, 10**9 + 500))}\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("constants_of_a_project")
    assert drawn(steady()) == alone
    assert drawn(nullcontext()) != alone_without, "without it, the constants of the module are drawn"
    assert vars(providers.HypothesisProvider)["_local_constants"] is own


def test_an_older_hypothesis_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(providers.HypothesisProvider, "_local_constants")
    with steady():
        assert "_local_constants" not in vars(providers.HypothesisProvider)
