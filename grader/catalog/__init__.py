"""Finding and loading exercises; checking nothing, running nothing."""
