"""The demo newsroom: its stories and records as data files, and what loads them."""
