"""The box: runs a submission where it can reach nothing, and brings its answers back as plain data."""
