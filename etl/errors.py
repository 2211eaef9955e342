"""What a user may meet; the messages are theirs to read, so they are Swedish and come without a traceback."""


class RunFailed(Exception):
    """Nothing can be published: exit status 1, and the old snapshot stays. `problems` is everything found."""

    def __init__(self, *problems: str) -> None:
        super().__init__(capped(list(dict.fromkeys(problems))))
        self.problems = tuple(dict.fromkeys(problems))


def capped(lines: list[str], limit: int = 5) -> str:
    """The first lines, and how many more there are."""
    more = [f"... och {len(lines) - limit} till."] if len(lines) > limit else []
    return "\n".join(lines[:limit] + more)


class BadCell(Exception):
    """A cell that breaks a rule other than its type."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule
