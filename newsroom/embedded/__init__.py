"""A PostgreSQL server of our own, for machines that have none.

`base.py` is the database backend that settings.py names when DATABASE_URL is empty, `server.py` the
server's life. Nothing else knows of it.
"""
