from pipeline.model.codebook import Code, Codebook


def test_what_a_code_means_is_its_name_and_definition_then_its_examples() -> None:
    code = Code("lending", "Lending", "Tools go round.", examples=("Take my saw.", "Keep it."))
    assert code.descriptions() == ("Lending. Tools go round.", "Take my saw.", "Keep it.")
    assert Codebook((code,)).by_id == {"lending": code}
    assert Codebook().by_id == {}
