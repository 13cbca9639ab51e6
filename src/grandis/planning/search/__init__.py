"""The search: ruin and recreate by greedy gap insertion, in compiled kernels.

`numbering`, `items`, `places` and `compiling` turn a problem into `arrays`. The
kernels are `hours`, `lanes`, `gaps`, `onward`, `placing`, `chains`, `insertion`,
`choosing` and `ruin`, each using those before, and `shifting`, which makes room;
`beginning` and `fitting` put in what stands. `lot` gives random numbers, `starting`
orders for a first plan. `driver` runs them in slices, `islands` on several cores;
`boxes` and `jit` make them fast. `shop` is another search, for plain shops.
"""
