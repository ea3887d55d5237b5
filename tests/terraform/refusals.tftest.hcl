# What would break at run time breaks the plan. Every refusal of the root module is here, but only some of
# those of the recipe (variants, inputs, watermark): recipe_cases.py has them all.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

variables {
  bucket_name = "pictures"

  artifacts = {
    function_zip = "tests/terraform/fixtures/artifact.txt"
    layer_zip    = "tests/terraform/fixtures/artifact.txt"
  }
}

# One bad value of every variable at a time: each variable must be named. (Not of two at a time whose rules
# go together: Terraform checks a rule only when all the variables in it are good by themselves.)

run "bad_values_1" {
  command = plan

  variables {
    name                  = ""
    bucket_name           = "ab"
    queue_name            = ""
    tags                  = { "AWS:project" = "blog" }
    uploads_prefix        = ""
    suffixes              = []
    max_receive_count     = 4
    log_retention_in_days = 2
  }

  expect_failures = [
    var.name,
    var.bucket_name,
    var.queue_name,
    var.tags,
    var.uploads_prefix,
    var.suffixes,
    var.max_receive_count,
    var.log_retention_in_days,
  ]
}

run "bad_values_1_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    limits    = { max_bytes = 0 }
    batching  = { batch_size = 0 }
    function  = { architecture = "amd64" }
    artifacts = { function_zip = "" }
  }

  expect_failures = [
    var.limits,
    var.batching,
    var.function,
    var.artifacts,
  ]
}

run "bad_values_2" {
  command = plan

  variables {
    name              = "my thumbnails"
    bucket_name       = "Pictures"
    queue_name        = "uploads.fifo"
    tags              = { for i in range(51) : "key${i}" => "value" }
    uploads_prefix    = "uploads"
    suffixes          = ["jpg"]
    max_receive_count = 1001
  }

  expect_failures = [
    var.name,
    var.bucket_name,
    var.queue_name,
    var.tags,
    var.uploads_prefix,
    var.suffixes,
    var.max_receive_count,
  ]
}

run "bad_values_2_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    limits    = { max_bytes = 268435457 }
    batching  = { batch_size = 10001, window = 1 }
    function  = { runtime = "python3.11" }
    artifacts = { layer_zip = "" }
  }

  expect_failures = [
    var.limits,
    var.batching,
    var.function,
    var.artifacts,
  ]
}

run "bad_values_3" {
  command = plan

  variables {
    name              = "a123456789b123456789c123456789d123456789e"
    bucket_name       = "pictures-"
    queue_name        = format("%077d", 0)
    uploads_prefix    = "/uploads/"
    suffixes          = [".*"]
    max_receive_count = 5.5
  }

  expect_failures = [
    var.name,
    var.bucket_name,
    var.queue_name,
    var.uploads_prefix,
    var.suffixes,
    var.max_receive_count,
  ]
}

run "bad_values_3_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    limits   = { max_bytes = 1.5 }
    batching = { batch_size = 2.5 }
    function = { memory_size = 255 }
  }

  expect_failures = [
    var.limits,
    var.batching,
    var.function,
  ]
}

run "bad_values_4" {
  command = plan

  variables {
    bucket_name    = "my..pictures"
    uploads_prefix = "app//uploads/"
    suffixes       = [". jpg"]
  }

  expect_failures = [
    var.bucket_name,
    var.uploads_prefix,
    var.suffixes,
  ]
}

run "bad_values_4_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    limits   = { max_pixels = 0 }
    batching = { batch_size = 11 }
    function = { memory_size = 10241 }
  }

  expect_failures = [
    var.limits,
    var.batching,
    var.function,
  ]
}

run "bad_values_5" {
  command = plan

  variables {
    bucket_name    = "192.168.5.4"
    uploads_prefix = "up*/"
    suffixes       = [".jpg", ".b.jpg"]
  }

  expect_failures = [
    var.bucket_name,
    var.uploads_prefix,
    var.suffixes,
  ]
}

run "bad_values_5_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    limits   = { max_pixels = 178956971 }
    batching = { window = -1 }
    function = { memory_size = 256.5 }
  }

  expect_failures = [
    var.limits,
    var.batching,
    var.function,
  ]
}

run "bad_values_6" {
  command = plan

  variables {
    uploads_prefix = "upload?/"
    suffixes       = [".JPG", ".b.jpg"]
  }

  expect_failures = [
    var.uploads_prefix,
    var.suffixes,
  ]
}

run "bad_values_6_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    limits   = { max_pixels = 1.5 }
    batching = { window = 301 }
    function = { timeout = 29 }
  }

  expect_failures = [
    var.limits,
    var.batching,
    var.function,
  ]
}

run "bad_values_7" {
  command = plan

  variables {
    uploads_prefix = "my uploads/"
    suffixes       = [for i in range(51) : ".${i}"]
  }

  expect_failures = [
    var.uploads_prefix,
    var.suffixes,
  ]
}

run "bad_values_7_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    batching = { window = 0.5 }
    function = { timeout = 901 }
  }

  expect_failures = [
    var.batching,
    var.function,
  ]
}

run "bad_values_8" {
  command = plan

  variables {
    suffixes = [for i in range(17) : ".${i}Ab"]
    inputs   = []
  }

  expect_failures = [
    var.suffixes,
    var.inputs,
  ]
}

run "bad_values_8_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    batching = { maximum_concurrency = 1 }
    function = { timeout = 30.5 }
    variants = {}
  }

  expect_failures = [
    var.batching,
    var.function,
    var.variants,
  ]
}

run "bad_values_9" {
  command = plan

  variables {
    inputs = ["jpeg", "svg"]
  }

  expect_failures = [
    var.inputs,
  ]
}

run "bad_values_9_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    batching  = { maximum_concurrency = 1001 }
    artifacts = { heif_layer_zip = "" }
    variants  = { thumb = {} }
  }

  expect_failures = [
    var.batching,
    var.artifacts,
    var.variants,
  ]
}

run "bad_values_10" {
  command = plan

  variables {
    inputs = ["jpg"]
  }

  expect_failures = [
    var.inputs,
  ]
}

run "bad_values_10_of_objects" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    batching  = { maximum_concurrency = 2.5 }
    watermark = { image = "a*.png" }
  }

  expect_failures = [
    var.batching,
    var.watermark,
  ]
}

run "outputs_among_the_uploads" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    variants = { thumb = { width = 150, height = 150, key = "uploads/small/{key}" } }
  }

  expect_failures = [
    var.variants,
  ]
}

run "a_watermark_on_an_unknown_variant" {
  command = plan

  module {
    source = "./modules/typed"
  }

  variables {
    watermark = { text = "blog", variants = ["large"] }
  }

  expect_failures = [
    var.watermark,
  ]
}
