"""What the bank covers as the affect model rates it: a figure and a table, by form, beside people's ratings."""

import numpy as np
from scipy.spatial import ConvexHull

from .joint_data import DIMENSIONS

PAPER = {
    "wow": ((3.74, 0.70), (3.64, 0.61), (3.92, 0.71)),
    "absolutely": ((3.67, 0.73), (4.03, 0.67), (2.45, 0.56)),
    "exactly": ((3.67, 0.61), (3.96, 0.57), (2.41, 0.66)),
    "ah": ((3.57, 0.74), (3.27, 0.67), (3.82, 0.78)),
    "really": ((3.56, 0.74), (3.22, 0.72), (3.84, 0.74)),
    "definitely": ((3.51, 0.70), (3.98, 0.88), (2.34, 0.44)),
    "oh": ((3.45, 0.86), (3.17, 0.87), (3.69, 0.89)),
    "good": ((3.34, 0.71), (3.55, 0.59), (2.84, 0.63)),
    "yes": ((3.11, 0.73), (3.39, 0.65), (2.21, 0.62)),
    "cool": ((3.07, 0.83), (3.49, 0.69), (2.65, 0.81)),
    "okay": ((3.02, 0.64), (3.21, 0.58), (2.54, 0.69)),
    "uh-huh": ((3.00, 0.65), (3.07, 0.69), (2.38, 0.67)),
    "yep": ((2.95, 0.62), (3.30, 0.57), (2.21, 0.61)),
    "sure": ((2.89, 0.71), (3.34, 0.64), (2.30, 0.71)),
    "mm": ((2.88, 0.82), (2.71, 0.70), (2.82, 0.95)),
    "right": ((2.87, 0.66), (3.30, 0.66), (2.22, 0.52)),
    "yeah": ((2.83, 0.62), (3.14, 0.55), (2.20, 0.60)),
    "mhm": ((2.70, 0.68), (2.92, 0.61), (2.04, 0.58)),
}
"""Table 9 of arXiv 2604.16622: mean and deviation of people's median ratings: energy, polarity, surprisal."""

CELL, COLUMNS, LEFT, TOP, GAP = 106, 6, 34, 24, 40
LOW, HIGH = 1.0, 5.0
STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#777}.axis{stroke:#999;fill:none}.all{fill:#888;opacity:.22}"
    ".paper{stroke:#3a6ea5;stroke-width:1.5;fill:none}.dot{fill:#c0562f}"
)


def ratings(recordings: list[dict]) -> np.ndarray:
    """Energy, polarity and surprisal of each recording of a bank.json: [n,3]."""
    return np.array([[recording[name] for name in DIMENSIONS] for recording in recordings])


def spans(values: np.ndarray) -> str:
    """Lowest, highest and deviation of each dimension of [n,3]."""
    return ", ".join(
        f"{name} {values[:, n].min():.2f} to {values[:, n].max():.2f} (deviation {values[:, n].std():.2f})"
        for n, name in enumerate(DIMENSIONS)
    )


def table(recordings: list[dict], study: np.ndarray) -> list[str]:
    """Spans, beside those of real backchannels [n,3] as the same model rates them, then a row a form: ours beside the
    paper's."""
    values, forms = ratings(recordings), np.array([recording["form"] for recording in recordings])
    head = "| form | deliveries | recordings | " + " | ".join(f"{name} | paper" for name in DIMENSIONS) + " |"
    lines = [
        f"{len(recordings)} recordings: {spans(values)}.",
        f"The study's {len(study)} real backchannels, rated by the same model: {spans(study)}.",
        "A ridge regression spreads less than people's answers: compare deviations with these, not with the paper's.",
        "",
        head,
        "|" + " --- |" * 9,
    ]
    for form in sorted(PAPER):
        own = values[forms == form]
        deliveries = {recording["delivery"] for recording in recordings if recording["form"] == form}
        pairs = [
            f"{mean:.2f} ± {deviation:.2f} | {theirs[0]:.2f} ± {theirs[1]:.2f}"
            for mean, deviation, theirs in zip(own.mean(0), own.std(0), PAPER[form], strict=True)
        ]
        lines.append(f"| {form} | {len(deliveries)} | {len(own)} | " + " | ".join(pairs) + " |")
    means = np.array([values[forms == form].mean(0) for form in PAPER])
    theirs = np.array([[pair[0] for pair in PAPER[form]] for form in PAPER])
    agreement = ", ".join(
        f"{name} {np.corrcoef(means[:, n], theirs[:, n])[0, 1]:.2f}" for n, name in enumerate(DIMENSIONS)
    )
    return [*lines, "", f"Correlation of the 18 means with the paper's: {agreement}."]


def _panel(left: float, top: float, form: str, points: np.ndarray, hull: np.ndarray, across: int, up: int) -> str:
    """One form: its recordings as dots over the whole bank's outline, the paper's mean and deviation as a cross."""
    size = CELL - 10

    def place(values: np.ndarray) -> np.ndarray:
        share = (np.atleast_2d(values) - LOW) / (HIGH - LOW)
        return np.stack([left + share[:, 0] * size, top + (1 - share[:, 1]) * size], axis=1)

    outline = " ".join(f"{x:.0f},{y:.0f}" for x, y in place(hull))
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2"/>' for x, y in place(points))
    (x_mean, x_sd), (y_mean, y_sd) = PAPER[form][across], PAPER[form][up]
    ends = place(np.array([[x_mean - x_sd, y_mean], [x_mean + x_sd, y_mean], [x_mean, y_mean - y_sd]]))
    high = place(np.array([x_mean, y_mean + y_sd]))[0]
    cross = f"M{ends[0][0]:.1f} {ends[0][1]:.1f}H{ends[1][0]:.1f}M{ends[2][0]:.1f} {ends[2][1]:.1f}V{high[1]:.1f}"
    return (
        f'<path class="axis" d="M{left} {top}v{size}h{size}"/><polygon class="all" points="{outline}"/>'
        f'{dots}<path class="paper" d="{cross}"/><text x="{left + 5}" y="{top + 9}">{form}</text>'
    )


def figure(recordings: list[dict]) -> str:
    """SVG: a small panel a form, once energy against polarity, once surprisal against polarity."""
    values, forms = ratings(recordings), np.array([recording["form"] for recording in recordings])
    rows = -(-len(PAPER) // COLUMNS)
    block = TOP + rows * CELL + GAP
    parts = []
    for number, across in enumerate((0, 2)):
        top = number * block
        corners = values[:, [across, 1]][ConvexHull(values[:, [across, 1]]).vertices]
        title = f"{DIMENSIONS[across]} (across) and polarity (up), both {LOW:g} to {HIGH:g}"
        parts.append(f'<text x="{LEFT}" y="{top + 14}">{title}</text>')
        for n, form in enumerate(sorted(PAPER)):
            row, column = divmod(n, COLUMNS)
            points = values[forms == form][:, [across, 1]]
            place = (LEFT + column * CELL, top + TOP + row * CELL)
            parts.append(_panel(*place, form, points, corners, across, 1))
    width, height = LEFT + COLUMNS * CELL, 2 * block
    note = "dots: the form's recordings; grey: the whole bank; cross: people's ratings in the paper, mean and deviation"
    name = f"What {len(recordings)} recordings cover of energy, polarity and surprisal, by form"
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label="{name}">'
    foot = f'<text x="{LEFT}" y="{height - 12}">{note}</text>'
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, foot, "</svg>\n"])
