"""Names of marks: beside their own, on nothing else, and with a line where they had to be moved."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.naming import Box, Mark, places

WIDTH, HEIGHT = 480.0, 340.0


def mark(name: str, x: float, y: float) -> Mark:
    return Mark(name, x, x, y)


def test_a_lone_name_stands_to_the_right_and_at_the_edge_to_the_left() -> None:
    near, far = mark("HR", 100, 100), mark("HR", 470, 100)
    assert [place.align for place in places([near], [], WIDTH, HEIGHT)] == ["left"]
    assert [place.align for place in places([far], [], WIDTH, HEIGHT)] == ["right"]


def test_a_name_leaves_a_line_through_its_mark() -> None:
    (place,) = places([mark("HR", 100, 100)], [Box(0, WIDTH, 100, 1.5)], WIDTH, HEIGHT)
    assert (place.align, place.y, place.led) == ("center", 115, False)


def test_the_order_that_keeps_names_closest_is_taken() -> None:
    """One after the other from the left, the second name would take the only place that the third has."""
    row = [mark("Hälso- och sjukvård", 311, 118), mark("Regional utveckling", 457, 116)]
    found = places(row, [Box(0, WIDTH, 114, 1.5), Box(0, WIDTH, 90, 8)], WIDTH, HEIGHT)
    assert not any(place.led for place in found)


def test_where_there_is_no_place_the_name_is_still_written() -> None:
    (place,) = places([mark("A" * 200, 100, 100)], [], WIDTH, HEIGHT)
    assert (place.align, place.y) == ("right", 100)


def test_without_marks_there_are_no_names() -> None:
    assert places([], [], WIDTH, HEIGHT) == []


SPOTS = st.lists(st.tuples(st.integers(10, 470), st.integers(20, 320)), min_size=1, max_size=6, unique=True)


@settings(max_examples=40, deadline=None)
@given(SPOTS)
def test_names_never_stand_on_each_other_on_a_mark_or_on_the_line(spots: list[tuple[int, int]]) -> None:
    marks = [mark(f"Enhet {place}", x, y) for place, (x, y) in enumerate(spots)]
    line = Box(0, WIDTH, 114, 1.5)
    names = [place.box for place in places(marks, [line], WIDTH, HEIGHT)]
    for number, name in enumerate(names):
        assert not any(map(name.meets, names[:number]))
        assert not any(name.meets(each.box) for each in marks)
        assert not name.meets(line)
        assert name.left >= 0
        assert name.right <= WIDTH
