"""Measurements, each beside a named peer in the same run; nothing here is a test."""
