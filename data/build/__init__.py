"""The offline pipeline: source files -> extract. Never imported by the running app."""

# Raised when the same sources and catalogue would give other numbers than before.
BUILD_VERSION = "1.2.0"
