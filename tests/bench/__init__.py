"""Measurements taken side by side in one run: `make bench`. They are told, never asserted."""
