"""The search: ruin and recreate by greedy gap insertion, in compiled kernels.

`numbering`, `items` and `compiling` turn a problem into `arrays`; `hours`, `lanes`,
`insertion`, `standing` and `ruin` are the kernels, each using those before;
`driver` runs them in slices, `boxes` and `jit` make them fast. `shop` is another
search, for plain shops.
"""
