"""A PostgreSQL server of our own, for machines that have none.

`base.py` is the database backend that settings.py names when DATABASE_URL is empty, `server.py` the
server's life, `folder.py` its data, `programs.py` where its programs come from, `errors.py` what is
said when it cannot run. Nothing else knows of it.
"""
