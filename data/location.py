"""Where published data lives: one rule for both programs."""

import os
from collections.abc import Mapping
from pathlib import Path

DEFAULT = Path(__file__).parent / "published"


def published_root(environ: Mapping[str, str] = os.environ) -> Path:
    """Folder of commits, snapshots, labels and runs: `FOLLOWUP_DATA`, else `data/published/`."""
    return Path(environ.get("FOLLOWUP_DATA") or DEFAULT)


def configured(environ: Mapping[str, str] = os.environ) -> bool:
    """Has someone pointed this installation at sources or data of their own?"""
    return bool(environ.get("FOLLOWUP_CONFIG") or environ.get("FOLLOWUP_DATA"))
