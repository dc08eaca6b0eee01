"""Benchmarks: each module of this folder is one, with a `main()` that measures and writes `results/<name>.json`."""
