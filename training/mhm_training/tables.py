"""Tables as the results' pages hold them."""


def table(head: list, rows: list[list]) -> str:
    """A Markdown table: the head, then the rows, each cell as it prints."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
