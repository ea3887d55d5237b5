# What the root module needs in every test, without which there is nothing to plan.

bucket_name = "pictures"

artifacts = {
  function_zip = "tests/terraform/fixtures/artifact.txt"
  layer_zip    = "tests/terraform/fixtures/artifact.txt"
}
