"""Pure functions: values or declared frames in, the same out."""
