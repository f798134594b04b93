"""``python -m yunchuang.cli``: the command without its script, for processes that start others."""

from __future__ import annotations

import sys

from yunchuang.cli import main

sys.exit(main())
