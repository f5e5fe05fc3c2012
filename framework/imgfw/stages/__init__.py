"""The nine stages of the line, one a file; they know arrays and rows, and nothing of each other."""
