"""What a form reads: ISO 8601 alone. 03/04/2026 is one day in London and another in Washington."""

DATE_INPUT_FORMATS = ["%Y-%m-%d"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
