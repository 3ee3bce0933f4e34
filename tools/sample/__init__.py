"""The parts of tools/make_sample.py, which makes the invented sample study."""
