"""What the text is, and how readers reach it. Knows people and the record; nothing of reviews."""
