# What a platform wants to decide about the function, its role and where its code comes from.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "the_root_passes_it_all_on" {
  command = plan

  variables {
    artifacts = {
      function_s3    = { bucket = "artifacts", key = "thumbnailer.zip", version = "v1" }
      create_layer   = false
      layer_arn      = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"
      heif_layer_arn = "arn:aws:lambda:eu-west-1:123456789012:layer:heif:4"
    }
    inputs   = ["heic"]
    function = { reserved_concurrency = 10, tracing = true, vpc = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] } }
    role     = { path = "/teams/", permissions_boundary = "arn:aws:iam::123456789012:policy/boundary" }
  }

  assert {
    condition     = length(aws_lambda_layer_version.this) == 0
    error_message = "layers are created"
  }

  assert {
    condition = (
      module.function.layer_arns == tolist(["arn:aws:lambda:eu-west-1:123456789012:layer:shared:3", "arn:aws:lambda:eu-west-1:123456789012:layer:heif:4"])
      && output.layer_arn == "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"
      && output.heif_layer_arn == "arn:aws:lambda:eu-west-1:123456789012:layer:heif:4"
    )
    error_message = "the layers are ${jsonencode(module.function.layer_arns)}"
  }

  assert {
    condition     = [for s in jsondecode(module.function.role_policy).Statement : s.Sid if contains(["SendTraces", "UseVpc"], s.Sid)] == ["SendTraces", "UseVpc"]
    error_message = "the policy is ${module.function.role_policy}"
  }
}

run "a_layer_that_has_both" {
  command = plan

  variables {
    artifacts = {
      function_zip = "tests/terraform/fixtures/artifact.txt"
      create_layer = false
      layer_arn    = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"
    }
    inputs = ["heic"]
  }

  assert {
    condition     = module.function.layer_arns == tolist(["arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"]) && output.heif_layer_arn == null
    error_message = "the layers are ${jsonencode(module.function.layer_arns)}"
  }
}

run "fewer_reserved_than_may_run" {
  command = plan

  variables {
    function = { reserved_concurrency = 9 }
  }

  expect_failures = [output.function_name]
}
