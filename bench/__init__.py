"""Measure Modelstead side by side with the servers a user would pick instead."""
