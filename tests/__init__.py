"""Tests of every kind. A package, since others ship one of the same name."""
