# Nothing but values may depend on what is unknown at plan: no count, no for_each, no refusal.
# (No override_during: ARNs and ids stay unknown, as they are in a first plan.)

mock_provider "aws" {
  source = "./tests/terraform/mocks"
}

# An apply plans first. With a plan alone, this run fails because the check of bucket names cannot be evaluated until the
# names are known, of which a real plan only warns.
run "a_first_apply_with_unknown_names" {
  module {
    source = "./tests/terraform/fixtures/unknown"
  }

  assert {
    condition     = output.function_name == "thumbnailer"
    error_message = "function_name is ${output.function_name}"
  }

  assert {
    condition     = output.function_names == ["eventbridge", "none", "sns", "own", "keyed"]
    error_message = "function_names is ${jsonencode(output.function_names)}"
  }

  assert {
    condition     = length(output.layer_arns) == 1
    error_message = "the instances have the layers ${jsonencode(output.layer_arns)}"
  }
}
