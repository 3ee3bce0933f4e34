"""The sections of the page *Quality*."""
