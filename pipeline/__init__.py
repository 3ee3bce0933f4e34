"""Interleaf: interviews taken with one question set at many places, made comparable."""

__version__ = "0.1.0"
