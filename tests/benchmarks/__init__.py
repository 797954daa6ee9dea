"""How fast we are, beside somebody else or a limit: `./run benchmark [NAME …]`.

Each benchmark is a module here with a function `run()` that returns rows. It runs in a process of
its own, on an empty migrated database of its own; ours and the peer are measured in one run, in
turn, because machines drift. Not part of the tests: no test asserts a time.
"""
