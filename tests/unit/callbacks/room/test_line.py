"""The line: bounded, fair to visitors, and honest about who comes first."""

from __future__ import annotations

import pytest

from callbacks.room.line import HELD_SECONDS, FullError, Lane, Line, Turn


def joined(line: Line, visitor: str, now: float, lane: Lane = Lane.FILE) -> Turn:
    turn = Turn(visitor, lane)
    line.join(turn, now)
    return turn


def served(line: Line, *, from_s: float = 100.0) -> list[str]:
    """Visitors in the order in which one maker serves all who wait."""
    order = []
    while (turn := line.next(from_s + len(order))) is not None:
        order.append(turn.visitor)
        line.done(turn)
    return order


def test_visitors_take_turns_whoever_asks_most() -> None:
    line = Line(makers=1, waiting=20, each=10)
    turns = [joined(line, "many", second) for second in range(6)]
    late = joined(line, "one", 7)
    other = joined(line, "two", 8)
    assert [line.before(turn) for turn in turns[:2]] == [0, 3]
    assert (line.before(late), line.before(other)) == (1, 2)
    assert served(line) == ["many", "one", "two", "many", "many", "many", "many", "many"]


def test_nobody_starves_behind_newcomers() -> None:
    line = Line(makers=1, waiting=20, each=10)
    joined(line, "first", 0)
    joined(line, "first", 0)
    for second in range(1, 5):
        joined(line, f"new {second}", second)
    begun = []
    for second in range(2, 8):  # a newcomer for each turn that is served
        turn = line.next(second)
        assert turn is not None
        begun.append(turn.visitor)
        line.done(turn)
        joined(line, f"newer {second}", second + 0.5)
    assert begun.count("first") == 2


def test_the_line_is_bounded_for_all_and_for_each() -> None:
    line = Line(makers=1, waiting=5, each=3)
    for _ in range(3):
        joined(line, "many", 0)
    with pytest.raises(FullError) as own:
        joined(line, "many", 1)
    assert own.value.own and own.value.before == 3
    joined(line, "one", 1)
    joined(line, "two", 2)
    with pytest.raises(FullError) as full:
        joined(line, "three", 3)
    assert not full.value.own
    assert full.value.before == 3  # the first of each: it takes turns as well
    assert len(line.turns) == 5


def test_who_was_sent_away_comes_back_to_their_place() -> None:
    line = Line(makers=1, waiting=10, each=5)
    waited = joined(line, "patient", 0)
    joined(line, "other", 5)
    line.leave(waited, 20, holds=True)
    again = Turn("patient", Lane.FILE)
    assert line.join(again, 25) == 0
    line.leave(again, 26, holds=True)
    assert line.join(Turn("patient", Lane.FILE), 26 + HELD_SECONDS) == 1


def test_slow_work_leaves_makers_to_quick_work() -> None:
    line = Line(makers=3, waiting=20, each=20)
    for _ in range(4):
        joined(line, "a", 0, Lane.LONG)
        joined(line, "b", 0, Lane.FILE)
        joined(line, "c", 0, Lane.QUICK)
    lanes = []
    while (turn := line.next(1)) is not None:
        lanes.append(turn.lane)
    assert sorted(lanes) == [Lane.QUICK, Lane.FILE, Lane.LONG]


@pytest.mark.parametrize("makers", [1, 2])
def test_few_makers_do_everything(makers: int) -> None:
    line = Line(makers=makers, waiting=9, each=9)
    for lane in Lane:
        joined(line, "a", 0, lane)
    assert len(served(line)) == 3
