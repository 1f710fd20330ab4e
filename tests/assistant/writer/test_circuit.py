"""When a model that fails is left alone, and when it is asked again."""

import pytest

from assistant.writer.circuit import Circuit
from assistant.writer.failures import ModelFailed


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuit(clock: Clock) -> Circuit:
    return Circuit(clock)


def fail(circuit: Circuit, times: int = 1, retry_after: float | None = None) -> None:
    for _ in range(times):
        circuit.failed(circuit.enter(), retry_after)


def resting(circuit: Circuit) -> float:
    with pytest.raises(ModelFailed) as caught:
        circuit.enter()
    assert caught.value.kind == "resting"
    assert caught.value.retry_after is not None
    return caught.value.retry_after


def test_opens_after_three_failures_in_a_row(circuit: Circuit) -> None:
    fail(circuit, 2)
    circuit.succeeded(circuit.enter())
    fail(circuit, 2)
    assert circuit.enter() is False
    fail(circuit)
    assert resting(circuit) == 30


def test_lets_one_try_after_the_rest_and_closes_when_it_succeeds(
    circuit: Circuit, clock: Clock
) -> None:
    fail(circuit, 3)
    clock.now += 30
    trial = circuit.enter()
    assert trial
    resting(circuit)
    circuit.succeeded(trial)
    assert [circuit.enter(), circuit.enter()] == [False, False]
    fail(circuit, 3)
    assert resting(circuit) == 30


def test_short_requests_that_help_do_not_hide_that_writing_fails(
    circuit: Circuit, clock: Clock
) -> None:
    rests = []
    for writings in (3, 1, 1):
        for _ in range(writings):
            circuit.succeeded(circuit.enter(), helps=True)
            fail(circuit)
        rests.append(resting(circuit))
        clock.now += rests[-1]
    assert rests == [30, 60, 120]
    circuit.succeeded(circuit.enter())
    fail(circuit, 2)
    assert circuit.enter() is False


def test_failures_of_both_sorts_add_up(circuit: Circuit) -> None:
    for helps in (True, False, True):
        circuit.failed(circuit.enter(), helps=helps)
    assert resting(circuit) == 30


def test_rests_twice_as_long_after_each_failed_try_up_to_five_minutes(
    circuit: Circuit, clock: Clock
) -> None:
    fail(circuit, 3)
    rests = []
    for _ in range(6):
        rests.append(resting(circuit))
        clock.now += rests[-1]
        fail(circuit)
    assert rests == [30, 60, 120, 240, 300, 300]


def test_opens_at_once_where_the_server_says_for_how_long(circuit: Circuit, clock: Clock) -> None:
    fail(circuit, retry_after=7)
    assert resting(circuit) == 7
    clock.now += 7
    fail(circuit, retry_after=1e9)
    assert resting(circuit) == 3600


def test_try_that_is_given_up_leaves_room_for_the_next(circuit: Circuit, clock: Clock) -> None:
    fail(circuit, 3)
    clock.now += 30
    circuit.left(circuit.enter())
    assert circuit.enter() is True


def test_failures_of_requests_under_way_do_not_prolong_the_rest(
    circuit: Circuit, clock: Clock
) -> None:
    under_way = [circuit.enter() for _ in range(5)]
    for one in under_way:
        circuit.failed(one)
    assert resting(circuit) == 30
    clock.now += 30
    trial = circuit.enter()
    circuit.failed(under_way[0])
    resting(circuit)
    circuit.succeeded(trial)
    assert circuit.enter() is False
