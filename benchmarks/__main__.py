"""``python -m benchmarks``: all benchmarks, one after the other."""

from __future__ import annotations

from benchmarks import diarization, speech, tagging

if __name__ == "__main__":
    speech.main()
    diarization.main([])
    tagging.main([])
