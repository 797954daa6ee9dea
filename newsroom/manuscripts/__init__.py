"""Stories that come as files: HTML or Markdown, read into what a story here is made of.

No database: whose claims the marks in a file are is decided where it becomes a story.
"""

from newsroom.manuscripts.files import read_manuscript
from newsroom.manuscripts.manuscript import Manuscript, ManuscriptError

__all__ = ["Manuscript", "ManuscriptError", "read_manuscript"]
