"""Measures the built site against its budgets; ``make bench`` runs it."""
