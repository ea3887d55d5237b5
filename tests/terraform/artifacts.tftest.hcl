# A zip that was never built is an error at plan, and only there.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "a_folder_is_no_zip" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures", architecture = "arm64", in_manifest = false } }
    python            = "3.13"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "zips_that_fit_their_manifest" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips = {
      function  = { path = "tests/terraform/fixtures/built/function.zip" }
      layer     = { path = "tests/terraform/fixtures/built/layer.zip", architecture = "arm64" }
      elsewhere = { path = "tests/terraform/fixtures/artifact.txt", in_manifest = false }
    }
    python            = "3.13"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  assert {
    condition     = output.zips == tolist(["elsewhere", "function", "layer"]) && length(local.problems) == 0
    error_message = "refused: ${jsonencode(local.problems)}"
  }
}

run "a_zip_that_is_not_there" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/built/missing.zip", architecture = "arm64" } }
    python            = "3.13"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "a_zip_that_is_there_for_another_architecture" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/built/layer-x86_64.zip", architecture = "x86_64" } }
    python            = "3.13"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]

  assert {
    condition     = strcontains(one(local.problems), "does not exist. The zips beside it are for arm64: set function.architecture to that,")
    error_message = jsonencode(local.problems)
  }
}

run "a_zip_for_another_python" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/built/layer.zip", architecture = "arm64" } }
    python            = "3.12"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "a_zip_for_another_architecture" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/built/layer.zip", architecture = "x86_64" } }
    python            = "3.13"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "a_zip_of_another_version" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/built/layer.zip", architecture = "arm64" } }
    python            = "3.13"
    version_of_module = "1.2.4"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "a_zip_elsewhere_for_another_python" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/built/layer.zip", architecture = "arm64", in_manifest = false } }
    python            = "3.12"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "a_zip_with_another_content" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/built/replaced.zip", architecture = "arm64" } }
    python            = "3.13"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "a_zip_without_a_manifest" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/artifact.txt", architecture = "arm64" } }
    python            = "3.13"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "a_zip_that_the_manifest_does_not_tell_of" {
  command = plan

  module {
    source = "./modules/artifacts"
  }

  variables {
    zips              = { layer = { path = "tests/terraform/fixtures/built/manifest.json", architecture = "arm64" } }
    python            = "3.13"
    version_of_module = "1.2.3"
    build_command     = "./build.sh"
  }

  expect_failures = [terraform_data.checked]
}

run "a_layer_from_s3" {
  command = plan

  variables {
    bucket_name = "pictures"
    artifacts = {
      function_zip = "tests/terraform/fixtures/artifact.txt"
      layer_s3     = { bucket = "artifacts", key = "layer.zip", version = "7" }
    }
  }

  assert {
    condition = [
      for attribute in ["s3_bucket", "s3_key", "s3_object_version"] : aws_lambda_layer_version.this["pillow"][attribute]
    ] == ["artifacts", "layer.zip", "7"]
    error_message = "the layer is read from ${jsonencode(aws_lambda_layer_version.this["pillow"].s3_key)}"
  }
}

run "with_everything_in_s3_no_zip_needs_to_be_here" {
  command = plan

  variables {
    bucket_name = "pictures"
    inputs      = ["jpeg", "heic"]

    artifacts = {
      function_s3   = { bucket = "artifacts", key = "function.zip" }
      layer_s3      = { bucket = "artifacts", key = "layer.zip" }
      heif_layer_s3 = { bucket = "artifacts", key = "heif.zip" }
    }
  }

  assert {
    condition     = length(module.artifacts.zips) == 0 && keys(aws_lambda_layer_version.this) == ["heif", "pillow"]
    error_message = "checked: ${jsonencode(module.artifacts.zips)}"
  }
}
