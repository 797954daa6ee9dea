"""What whoever runs a newsroom does: serve it, back it up and restore it, upgrade it."""
