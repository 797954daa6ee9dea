#!/usr/bin/env python
"""Runs a management command: `./run manage.py help` lists them."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from newsroom.commands import CommandLine  # once its settings are named

    CommandLine(sys.argv).execute()
