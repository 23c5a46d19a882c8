"""Benchmark runs under today's names, joined with accuracies, and compared with each other."""
