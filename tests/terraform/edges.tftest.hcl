# The outermost values that are still good: each rule refuses what it says, and no more. (Those of the
# recipe: recipe_cases.py.)

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "the_smallest" {
  command = plan

  variables {
    name                  = "a"
    bucket_name           = "a.b"
    queue_name            = "q"
    uploads_prefix        = "u/"
    suffixes              = [".1"]
    variants              = { a = { width = 1, height = 1, quality = 1, key = "t/{key}" } }
    limits                = { max_bytes = 1, max_pixels = 1 }
    batching              = { batch_size = 1, maximum_concurrency = 2 }
    function              = { memory_size = 256, timeout = 30 }
    log_retention_in_days = 0
  }

  # S3 takes a dot, and nothing shorter than three characters.
  expect_failures = [check.bucket_names]

  assert {
    condition     = output.queue_name == "q"
    error_message = "queue_name is ${output.queue_name}"
  }
}

run "the_largest" {
  command = plan

  variables {
    name              = format("a%039d", 0)
    bucket_name       = format("a%062d", 0)
    queue_name        = format("a%075d", 0)
    uploads_prefix    = "It's/(my)-own_up.loads!/"
    suffixes          = [for i in range(25) : ".${i}a"]
    variants          = { for i in range(20) : format("%032d", i) => { width = 16384, height = 16384, quality = 95, key = "{variant}/{key}" } }
    limits            = { max_bytes = 268435456, max_pixels = 178956970 }
    batching          = { batch_size = 10000, window = 300, maximum_concurrency = 1000 }
    max_receive_count = 1000
    function          = { memory_size = 10240, timeout = 900 }
    tags              = { for i in range(50) : "key${i}" => "value" }
  }

  assert {
    condition     = length(module.notification.filters) == 50
    error_message = "wired are ${jsonencode(module.notification.filters)}"
  }
}

run "ten_messages_need_no_window" {
  command = plan

  variables {
    batching = { batch_size = 10 }
  }

  assert {
    condition     = module.function.batch_size == 10
    error_message = "batch_size is ${module.function.batch_size}"
  }
}

run "suffixes_that_only_look_alike" {
  command = plan

  variables {
    suffixes = [".jpg", ".jpeg", ".xjpg"]
  }

  assert {
    condition     = length(module.notification.filters) == 6
    error_message = "wired are ${jsonencode(module.notification.filters)}"
  }
}

run "a_null_is_the_default" {
  command = plan

  variables {
    variants  = { thumb = { width = 150, height = 150, fit = null, quality = null, key = null } }
    inputs    = null
    suffixes  = null
    watermark = null
    batching  = { batch_size = null }
    function  = { timeout = null }
    limits    = { max_bytes = null }
  }

  assert {
    condition     = output.recipe == "{\"variants\":{\"thumb\":{\"height\":150,\"width\":150}}}"
    error_message = "the recipe is ${output.recipe}"
  }
}
