"""The dashboard: pages over a study, started by ``interleaf dashboard``."""
