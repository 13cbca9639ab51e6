"""One large plan made in parts, wherever there is a processor.

The standing plan is at home. A *part* is a group of opportunities and a
*territory*, the machines and tools it may use; nobody else uses them while the part
is away. It is small, is improved by a pure function, and comes back as a change to
the standing plan. See docs/why/0017-large-plans-are-made-in-parts.md.
"""
