"""Subjects: the backends under test, and what stands between the kit and them."""
