import json
from pathlib import Path

import pytest

from mhm_training import pack


def test_large_files_become_parts(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pack, "MAX_FILE_BYTES", 100)
    monkeypatch.setattr(pack, "PART_BYTES", 60)
    folder = tmp_path / "thing" / "1"
    folder.mkdir(parents=True)
    (folder / "big.onnx").write_bytes(bytes(range(150)))
    (folder / "small.json").write_text("{}")
    pack.write_pack(folder, {"kind": "voice"})
    meta = json.loads((folder / "meta.json").read_text())
    assert (meta["format"], meta["name"], meta["version"], meta["kind"]) == (1, "thing", "1", "voice")
    assert [file["path"] for file in meta["files"]] == ["big.onnx", "small.json"]
    assert [part["bytes"] for part in meta["files"][0]["parts"]] == [60, 60, 30]
    assert not (folder / "big.onnx").exists()
    assert pack.joined(folder, "big.onnx") == bytes(range(150))


def test_a_damaged_part_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "thing" / "1"
    folder.mkdir(parents=True)
    (folder / "a.bin").write_bytes(b"abc")
    pack.write_pack(folder, {})
    (folder / "a.bin").write_bytes(b"abd")
    with pytest.raises(ValueError, match="damaged"):
        pack.joined(folder, "a.bin")
