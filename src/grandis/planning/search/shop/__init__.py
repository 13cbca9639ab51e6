"""Tabu search on critical steps: the search for the makespan of a plain shop.

`arrays` says what a plain shop is and holds a line-up, an order of the steps on
every lane and at every tool; `paths` keeps its heads and tails, `moves` tries steps
elsewhere, `tabu` goes from line-up to line-up, `blending` makes new ones between two
good ones, `routing` chooses routes, and `islands` runs this on several threads that
share what they find.
"""
