"""``python -m benchmarks``: all benchmarks, one after the other."""

from __future__ import annotations

from benchmarks import coding, diarization, review, speech, tagging, times

if __name__ == "__main__":
    speech.main()
    times.main()
    diarization.main([])
    tagging.main([])
    coding.main([])
    review.main([])
