"""Operations on the rows of `chains`."""
