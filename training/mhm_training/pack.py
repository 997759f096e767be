"""Writes model packs: files with sizes and hashes, large ones as parts, and meta.json (format 1)."""

import hashlib
import json
import re
from pathlib import Path

FORMAT = 1
# Static hosts refuse files above 20 MB; parts stay a little below.
MAX_FILE_BYTES = 20_000_000
PART_BYTES = 19_000_000


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def split_file(path: Path) -> dict:
    """The ``files`` entry of one file; a file that is too large is replaced by its parts, to be read in order."""
    data = path.read_bytes()
    entry: dict = {"path": path.name, "bytes": len(data), "sha256": sha256(data)}
    if len(data) <= MAX_FILE_BYTES:
        return entry
    entry["parts"] = []
    for number, start in enumerate(range(0, len(data), PART_BYTES)):
        part = path.with_name(f"{path.name}.part{number}")
        chunk = data[start : start + PART_BYTES]
        part.write_bytes(chunk)
        entry["parts"].append({"path": part.name, "bytes": len(chunk), "sha256": sha256(chunk)})
    path.unlink()
    return entry


def joined(folder: Path, name: str) -> bytes:
    """The bytes of a pack's file, whole again; raises ValueError when a hash does not fit."""
    meta = json.loads((folder / "meta.json").read_text())
    entry = next(file for file in meta["files"] if file["path"] == name)
    pieces = entry.get("parts", [entry])
    data = b"".join((folder / piece["path"]).read_bytes() for piece in pieces)
    if sha256(data) != entry["sha256"]:
        raise ValueError(f"{folder / name} is damaged: its hash is not the one in meta.json")
    return data


def write_pack(folder: Path, meta: dict) -> None:
    """Splits what is too large, lists every file of the folder, and writes meta.json."""
    (folder / "meta.json").unlink(missing_ok=True)
    files = [split_file(path) for path in sorted(folder.iterdir()) if ".part" not in path.name]
    whole = {"format": FORMAT, "version": folder.name, "name": folder.parent.name, **meta, "files": files}
    (folder / "meta.json").write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


def spec(name: str, dtype: str, shape: list, unit: str, description: str) -> dict:
    """How ``inputs`` and ``outputs`` of meta.json name one array."""
    return {"name": name, "dtype": dtype, "shape": shape, "unit": unit, "description": description}


def write_json(path: Path, value: object) -> None:
    """Indented JSON, lists of plain numbers and words on one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, indent=1, ensure_ascii=False)
    flat = re.sub(r"\[[^\[\]{}]*\]", _one_line, text)
    path.write_text(flat + "\n")


def _one_line(match: re.Match[str]) -> str:
    return json.dumps(json.loads(match[0]), ensure_ascii=False, separators=(",", ":"))
