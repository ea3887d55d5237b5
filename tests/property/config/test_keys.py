from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from thumbnailer.config.keys import Template, parse_template, split_key, template_conflicts

UPLOADS = "uploads/"
# Few characters, so that near misses are frequent.
KEYS = st.text("ab./_xé", min_size=1, max_size=8).map(UPLOADS.__add__)
LITERALS = st.text("ab_x", max_size=3)
PREFIXES = st.lists(st.text("abx", min_size=1, max_size=2), min_size=1, max_size=2).map(
    lambda parts: "".join(part + "/" for part in parts)
)
SAME = st.one_of(
    st.builds("{}{{dir}}{}{{stem}}{}{{ext}}".format, PREFIXES, LITERALS, LITERALS),
    st.builds("{}{{key}}".format, PREFIXES),
).map(lambda text: parse_template(text, "thumb"))
OTHERS = st.builds(
    lambda text, ext: parse_template(text, "thumb", ext),
    st.one_of(
        st.builds(
            "{}{{dir}}{}{{stem}}{{source_ext}}{}{{ext}}".format, PREFIXES, LITERALS, LITERALS
        ),
        st.builds("{}{{key}}{}{{ext}}".format, PREFIXES, LITERALS),
        st.builds("{}{{key}}".format, PREFIXES),
    ),
    # Extensions that the keys may have, too.
    st.sampled_from([".a", ".b"]),
)
TEMPLATES = SAME | OTHERS


@given(st.text(max_size=20))
def test_the_parts_of_a_key_are_the_key(key: str) -> None:
    directory, stem, ext = split_key(key)
    assert directory + stem + ext == key
    assert "/" not in stem + ext
    assert "." not in ext[1:]


@given(TEMPLATES, KEYS, KEYS)
def test_no_two_sources_share_an_output(template: Template, one: str, other: str) -> None:
    assume(one != other)
    assert template.output_key(one, UPLOADS) != template.output_key(other, UPLOADS)


@settings(max_examples=1000)
@given(TEMPLATES, TEMPLATES, KEYS, KEYS)
def test_no_two_accepted_variants_share_an_output(
    a: Template, b: Template, one: str, other: str
) -> None:
    assume(not list(template_conflicts({"a": a, "b": b})))
    assert a.output_key(one, UPLOADS) != b.output_key(other, UPLOADS)


@given(TEMPLATES, KEYS)
def test_outputs_stay_under_their_prefix(template: Template, key: str) -> None:
    assert template.output_key(key, UPLOADS).startswith(template.prefix)
