"""The only SQL: tables, a read-only engine, queries that return typed frames."""
