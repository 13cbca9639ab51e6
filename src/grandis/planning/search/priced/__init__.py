"""How much surplus there can be at most, by prices for the time of machines.

`periods` cuts the free time of every resource into pieces, each with a price;
`slots` lists where in them each step can be done; `dual` lets every opportunity
choose its best way at given prices, which bounds the surplus whatever they are;
`driver` looks for the prices at which the bound is closest.
"""
