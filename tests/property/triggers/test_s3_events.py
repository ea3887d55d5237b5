from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from thumbnailer.results.objects import Hint, SourceRef
from thumbnailer.triggers.s3_events import MalformedEvent, hints_in
from tools.samples.messages import BUCKET, s3_event

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Records",
                    "keys",
                    "Event",
                    "Type",
                    "Message",
                    "source",
                    "detail",
                    "detail-type",
                    "s3",
                    "bucket",
                    "name",
                    "object",
                    "key",
                    "eventSource",
                    "eventVersion",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(TEXT)
def test_every_key_survives_its_encoding(key: str) -> None:
    assert hints_in(s3_event(key), BUCKET) == (Hint(SourceRef(BUCKET, key), upload=True),)


@given(st.text() | JSON.map(json.dumps))
def test_any_body_is_read_or_called_malformed(body: str) -> None:
    try:
        hints = hints_in(body, BUCKET)
    except MalformedEvent as error:
        assert str(error)  # noqa: PT017 - either end is right
    else:
        assert all(isinstance(hint.source, SourceRef) for hint in hints)
