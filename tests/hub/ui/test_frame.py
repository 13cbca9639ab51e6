"""The frame of every page."""


def test_the_front_page_has_the_frame(cast, as_):
    answer = as_(None).get("/")
    assert answer.status_code == 200
    assert '<main id="main"' in answer.content.decode()
