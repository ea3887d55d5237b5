# Where HEIC is accepted, a second layer comes along; and only there.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

variables {
  bucket_name = "pictures"

  artifacts = {
    function_zip   = "tests/terraform/fixtures/artifact.txt"
    layer_zip      = "tests/terraform/fixtures/artifact.txt"
    heif_layer_zip = "tests/terraform/fixtures/artifact.txt"
  }
}

run "without_heic_there_is_one_layer" {
  command = plan

  assert {
    condition     = length([for name, layer in aws_lambda_layer_version.this : layer if name == "heif"]) == 0 && output.heif_layer_arn == null
    error_message = "heif_layer_arn is ${jsonencode(output.heif_layer_arn)}"
  }

  assert {
    condition     = module.function.layer_arns == tolist([output.layer_arn])
    error_message = "the function has ${jsonencode(module.function.layer_arns)}"
  }
}

run "without_heic_its_zip_need_not_exist" {
  command = plan

  variables {
    artifacts = {
      function_zip   = "tests/terraform/fixtures/artifact.txt"
      layer_zip      = "tests/terraform/fixtures/artifact.txt"
      heif_layer_zip = "tests/terraform/fixtures/missing.zip"
    }
  }

  assert {
    condition     = length([for name, layer in aws_lambda_layer_version.this : layer if name == "heif"]) == 0
    error_message = "there is a second layer"
  }
}

run "heic_brings_its_suffixes_and_its_layer" {
  command = plan

  variables {
    inputs = ["heic"]
  }

  assert {
    condition = module.notification.filters == [
      "uploads/*.HEIC", "uploads/*.HEIF", "uploads/*.heic", "uploads/*.heif",
    ]
    error_message = "the filters are ${jsonencode(module.notification.filters)}"
  }

  assert {
    condition     = length([for name, layer in aws_lambda_layer_version.this : layer if name == "heif"]) == 1 && output.heif_layer_arn != null
    error_message = "there is no second layer"
  }

  assert {
    condition     = module.function.layer_arns == tolist([output.layer_arn, output.heif_layer_arn])
    error_message = "the function has ${jsonencode(module.function.layer_arns)}"
  }

  assert {
    condition     = jsondecode(output.recipe).inputs == ["heic"]
    error_message = "the recipe is ${output.recipe}"
  }
}
