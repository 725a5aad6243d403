"""Markdown tables: a first column of words, numbers to the right."""


def table(head: list[str], rows: list[list[str]]) -> str:
    rule = [":--" if column == 0 else "--:" for column in range(len(head))]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows]) + "\n"


def number(value: float) -> str:
    """Three figures that carry meaning: 0.0123, 12.3, 1,230."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.3g}"


def milliseconds(seconds: float) -> str:
    return f"{number(seconds * 1000)} ms"


def mebibytes(count: float) -> str:
    return f"{number(count / (1 << 20))} MiB"
