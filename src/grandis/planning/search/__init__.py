"""The search: ruin and recreate by greedy gap insertion, in compiled kernels.

`compiling` turns a problem into `arrays`; `hours`, `lanes`, `insertion` and
`ruin` are the kernels, each using the one before; `jit` keeps them compiled.
"""
