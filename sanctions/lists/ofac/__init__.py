"""OFAC's lists (US Treasury, Office of Foreign Assets Control), in their delimited form.

`delimited.py` reads the files strictly, `remarks.py` what the remarks say. Both know no database.
"""
