"""What is remembered: append-only attempts, responses and marks, in SQLite or PostgreSQL (docs/adr/0003-store.md)."""
