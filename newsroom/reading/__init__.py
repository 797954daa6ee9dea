"""What readers are told: the words and facts of every public page, before any template.

Nothing here claims more than the records do. What is not public never enters it.
"""
