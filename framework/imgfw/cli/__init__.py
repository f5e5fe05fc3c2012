"""The command line: one file per command, thin; what a command runs is imported inside its function."""
