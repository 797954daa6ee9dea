"""What a form reads: ISO 8601 alone. 03/04/2026 is one day in London and another in Washington.

Hours are written as everywhere at the desk and in the paper, from 0 to 24.
"""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"

DATE_INPUT_FORMATS = ["%Y-%m-%d"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
