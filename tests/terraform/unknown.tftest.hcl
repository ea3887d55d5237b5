# Nothing but values may depend on what is unknown at plan: no count, no for_each, no refusal.
# (No override_during: ARNs and ids stay unknown, as they are in a first plan.)

mock_provider "aws" {
  source = "./tests/terraform/mocks"
}

run "a_first_plan_with_unknown_names" {
  command = plan

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
}

run "and_its_apply" {
  module {
    source = "./tests/terraform/fixtures/unknown"
  }

  assert {
    condition     = output.function_name == "thumbnailer"
    error_message = "function_name is ${output.function_name}"
  }

  assert {
    condition     = length(output.layer_arns) == 1
    error_message = "the instances have the layers ${jsonencode(output.layer_arns)}"
  }
}
