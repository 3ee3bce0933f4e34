"""The modes of the page *Review*, and what they share."""
