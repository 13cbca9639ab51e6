"""How much surplus there can be at most, by prices for the time of machines.

`periods` cuts the free time of every resource into pieces, each with a price;
`slots` lists where in them each step can be done, `tables` which can follow which,
along the `trees` of routes; together they make the `menus` of a `market`. `choosing`
finds the best way of a route at given prices, which bounds the surplus whatever
they are; `passing` asks all opportunities, and `driver` looks for the prices at
which the bound is closest. Small problems are looked at more closely: `orders` tells
apart who uses a tool after whom, `fixing` drops what no better plan can use, `ranges`
cuts the rest finer, and `changing`, `chaining` and `covers` add what prices do not see.
"""
