"""Whose voice it is, and the licence texts that go with every folder of its recordings."""

from importlib.metadata import files
from pathlib import Path

RIGHTS = {
    "licence": "Apache-2.0",
    "notice": "NOTICE",
    "voice": "hibari 0.2.1, voice heart (distilled from Kokoro-82M, voice af_heart)",
    "made": "synthesised for this project; no person was recorded",
}
CHANGES = """These recordings were synthesised for Mhm with hibari 0.2.1, voice "heart" (PyPI: hibari-tts).
Changed: pitch, length, loudness, brightness and breath were set by Mhm's own code (training/mhm_training/voice.py)
between hibari's network and its signal stage; hibari itself is not part of this folder.

hibari's own notice follows.

"""


def copy_licence(folder: Path) -> None:
    """The voice's licence text and its notice, with what we changed on top, into a folder of recordings."""
    installed = {file.name: file.locate() for file in files("hibari-tts") or [] if "licenses" in file.parts}
    (folder / "LICENSE").write_text(Path(installed["LICENSE"]).read_text())
    (folder / "NOTICE").write_text(CHANGES + Path(installed["NOTICE"]).read_text())
