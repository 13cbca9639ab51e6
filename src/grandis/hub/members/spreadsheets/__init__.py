"""An organisation's rows as a workbook, out and in.

`columns` says what stands in which sheet, made from the same forms as the pages;
`writing` makes the workbook, `reading` takes one apart, cell by cell, and
`importing` tries all of its rows in one transaction, for a look first and for
good afterwards.
"""
