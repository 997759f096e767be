"""The dials' rate curves as an SVG figure, drawn by hand: two panels, a band, a line and dots."""

WIDTH, HEIGHT, MARGIN = 330, 250, 42
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#555}.axis{stroke:#999;fill:none}.band{fill:#888;opacity:.25}"
    ".line{stroke:#3a6ea5;stroke-width:2;fill:none}.dot{fill:#c0562f}"
)


def _panel(left: float, title: str, rates: dict) -> str:
    top = max(*rates["high"], *rates["corpus"]) * 1.08
    across = [left + MARGIN + dial * (WIDTH - MARGIN - 10) for dial in rates["dial"]]

    def up(rate: float) -> float:
        return HEIGHT - MARGIN - rate / top * (HEIGHT - MARGIN - 30)

    def path(values: list[float]) -> str:
        return " ".join(f"{x:.1f},{up(value):.1f}" for x, value in zip(across, values, strict=True))

    back = " ".join(reversed(path(rates["low"]).split(" ")))
    dots = [
        f'<circle class="dot" cx="{x:.1f}" cy="{up(rate):.1f}" r="4"/>'
        for x, dial, rate in zip(across, rates["dial"], rates["corpus"], strict=True)
        if dial in (0.1, 0.3, 0.5, 0.7, 0.9)
    ]
    ticks = [
        f'<text x="{left + MARGIN - 6}" y="{up(rate) + 4:.1f}" text-anchor="end">{rate}</text>'
        for rate in range(0, int(top) + 1, 2)
    ] + [
        f'<text x="{x:.1f}" y="{HEIGHT - MARGIN + 16}" text-anchor="middle">{dial:g}</text>'
        for x, dial in zip(across, rates["dial"], strict=True)
        if dial in (0, 0.5, 1)
    ]
    return "\n".join(
        [
            f'<text x="{left + MARGIN}" y="18">{title}</text>',
            f'<path class="axis" d="M{left + MARGIN} 28V{HEIGHT - MARGIN}H{left + WIDTH - 8}"/>',
            f'<polygon class="band" points="{path(rates["high"])} {back}"/>',
            f'<polyline class="line" points="{path(rates["simulated"])}"/>',
            *dots,
            *ticks,
        ]
    )


def figure(c_bc: dict, c_tc: dict) -> str:
    """Both dials beside each other; ``rate_per_min`` as in the head pack's meta.json."""
    name = "Rates that the two dials give, with 95 % intervals, and what listeners near each setting do"
    panels = [
        _panel(0, "backchannels a minute over c_bc", c_bc),
        _panel(WIDTH, "turn claims a minute over c_tc", c_tc),
    ]
    box = f'viewBox="0 0 {2 * WIDTH} {HEIGHT}" width="{2 * WIDTH}" height="{HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{name}">'
    note = "line and band: simulated, other dial at .5; dots: listeners of the training data"
    return "\n".join(
        [head, f"<style>{STYLE}</style>", *panels, f'<text x="{MARGIN}" y="{HEIGHT - 6}">{note}</text>', "</svg>\n"]
    )
