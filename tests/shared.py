"""The real files beside the checkout; where they are not, the tests that need them skip."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
OFAC = SHARED / "data" / "ofac"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the real files in ../shared, which are not here"
)
