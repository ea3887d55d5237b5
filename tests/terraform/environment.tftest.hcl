# What the function is told: exactly these three names, and at most 4096 bytes.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "the_defaults" {
  command = plan

  assert {
    condition = module.function.environment == tomap({
      THUMBNAILER_BUCKET         = "pictures"
      THUMBNAILER_UPLOADS_PREFIX = "uploads/"
      THUMBNAILER_RECIPE         = "{\"variants\":{\"thumb\":{\"height\":150,\"width\":150}}}"
    })
    error_message = "the environment is ${jsonencode(module.function.environment)}"
  }

  assert {
    condition     = output.recipe == module.function.environment["THUMBNAILER_RECIPE"]
    error_message = "the output recipe is ${output.recipe}"
  }
}

run "two_variants_and_limits" {
  command = plan

  variables {
    uploads_prefix = "in/"
    limits         = { max_bytes = 1, max_pixels = 178956970 }
    variants = {
      small = { width = 100, height = 50 }
      large = { width = 16384, height = 1, quality = 95, key = "large/{key}" }
    }
  }

  assert {
    condition     = keys(module.function.environment) == tolist(["THUMBNAILER_BUCKET", "THUMBNAILER_RECIPE", "THUMBNAILER_UPLOADS_PREFIX"])
    error_message = "the names are ${jsonencode(keys(module.function.environment))}"
  }

  assert {
    condition     = module.function.environment["THUMBNAILER_UPLOADS_PREFIX"] == "in/"
    error_message = "the prefix is ${module.function.environment["THUMBNAILER_UPLOADS_PREFIX"]}"
  }

  assert {
    condition = jsondecode(module.function.environment["THUMBNAILER_RECIPE"]) == {
      limits = { max_bytes = 1, max_pixels = 178956970 }
      variants = {
        small = { width = 100, height = 50 }
        large = { width = 16384, height = 1, quality = 95, key = "large/{key}" }
      }
    }
    error_message = "the recipe is ${module.function.environment["THUMBNAILER_RECIPE"]}"
  }
}

run "everything_a_recipe_can_say" {
  command = plan

  variables {
    inputs = ["jpeg", "webp"]
    limits = { max_pixels = 1000000, max_frames = 50 }
    variants = {
      hero = {
        prefix        = "banners/"
        width         = 1600
        height        = 400
        fit           = "cover"
        gravity       = "attention"
        enlarge       = true
        background    = "#ff8000"
        format        = "webp"
        quality       = 70
        max_bytes     = 50000
        progressive   = true
        animation     = "keep"
        copyright     = true
        cache_control = "max-age=60"
        key           = "hero/{key}{ext}"
      }
    }
    watermark = { text = "(c) blog", variants = ["hero"], gravity = "north", margin = 0, scale = 0.5, opacity = 1 }
  }

  assert {
    condition = jsondecode(output.recipe) == {
      inputs = ["jpeg", "webp"]
      limits = { max_pixels = 1000000, max_frames = 50 }
      variants = {
        hero = {
          prefix        = "banners/"
          width         = 1600
          height        = 400
          fit           = "cover"
          gravity       = "attention"
          enlarge       = true
          background    = "#ff8000"
          format        = "webp"
          quality       = 70
          max_bytes     = 50000
          progressive   = true
          animation     = "keep"
          copyright     = true
          cache_control = "max-age=60"
          key           = "hero/{key}{ext}"
        }
      }
      watermark = { text = "(c) blog", variants = ["hero"], gravity = "north", margin = 0, scale = 0.5, opacity = 1 }
    }
    error_message = "the recipe is ${output.recipe}"
  }
}

run "every_picture_as_a_square_jpeg" {
  command = plan

  variables {
    variants = {
      processed = { width = 300, height = 300, fit = "fill", enlarge = true, format = "jpeg", key = "processed/{key}" }
    }
  }

  assert {
    condition     = output.recipe == "{\"variants\":{\"processed\":{\"enlarge\":true,\"fit\":\"fill\",\"format\":\"jpeg\",\"height\":300,\"key\":\"processed/{key}\",\"width\":300}}}"
    error_message = "the recipe is ${output.recipe}"
  }

  assert {
    condition     = one([for s in jsondecode(module.function.role_policy).Statement : s.Resource if s.Sid == "WriteOutputs"]) == ["arn:aws:s3:::mocked/processed/*"]
    error_message = "the policy is ${module.function.role_policy}"
  }
}

run "exactly_4096_bytes_fit" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "${format("%03923d", 0)}/{key}" } }
  }

  assert {
    condition     = length(jsonencode(module.function.environment)) == 4096
    error_message = "the environment has ${length(jsonencode(module.function.environment))} bytes: the test does not test the limit"
  }
}

run "one_byte_more_does_not" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "${format("%03924d", 0)}/{key}" } }
  }

  expect_failures = [output.recipe]
}

run "bytes_are_counted_and_not_characters" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "${replace(format("%02000d", 0), "0", "é")}/{key}" } }
  }

  expect_failures = [output.recipe]
}

run "metrics_are_told_where_they_are_not_the_default" {
  command = plan

  variables {
    function = { metrics = "none" }
  }

  assert {
    condition     = module.function.environment["THUMBNAILER_METRICS"] == "none"
    error_message = "the environment is ${jsonencode(module.function.environment)}"
  }
}
