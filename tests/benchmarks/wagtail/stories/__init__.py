"""A newsroom made with Wagtail as its documentation has it, for the benchmark of the story page."""
