# Every refusal of `variants`: sizes, names, and key templates that could lose or loop pictures.

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

# Thumbnails

run "variants_none" {
  command = plan

  variables {
    variants = {}
  }

  expect_failures = [var.variants]
}

run "variants_21" {
  command = plan

  variables {
    variants = { for i in range(21) : "v${i}" => { width = 1, height = 1, key = "v${i}/{key}" } }
  }

  expect_failures = [var.variants]
}

run "variant_name_in_upper_case" {
  command = plan

  variables {
    variants = { Thumb = { width = 150, height = 150 } }
  }

  expect_failures = [var.variants]
}

run "variant_name_with_a_slash" {
  command = plan

  variables {
    variants = { "a/b" = { width = 150, height = 150 } }
  }

  expect_failures = [var.variants]
}

run "variant_name_of_33_characters" {
  command = plan

  variables {
    variants = { (format("%033d", 0)) = { width = 150, height = 150 } }
  }

  expect_failures = [var.variants]
}

run "width_0" {
  command = plan

  variables {
    variants = { thumb = { width = 0, height = 150 } }
  }

  expect_failures = [var.variants]
}

run "width_16385" {
  command = plan

  variables {
    variants = { thumb = { width = 16385, height = 150 } }
  }

  expect_failures = [var.variants]
}

run "width_broken" {
  command = plan

  variables {
    variants = { thumb = { width = 1.5, height = 150 } }
  }

  expect_failures = [var.variants]
}

run "width_null" {
  command = plan

  variables {
    variants = { thumb = { width = null, height = 150 } }
  }

  expect_failures = [var.variants]
}

run "height_0" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 0 } }
  }

  expect_failures = [var.variants]
}

run "height_16385" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 16385 } }
  }

  expect_failures = [var.variants]
}

run "height_broken" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 1.5 } }
  }

  expect_failures = [var.variants]
}

run "quality_0" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, quality = 0 } }
  }

  expect_failures = [var.variants]
}

run "quality_96" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, quality = 96 } }
  }

  expect_failures = [var.variants]
}

run "quality_broken" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, quality = 80.5 } }
  }

  expect_failures = [var.variants]
}

# Key templates of neither shape

run "key_without_a_folder" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "{dir}{stem}_{variant}{ext}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_a_slash_at_the_start" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "/thumbnails/{key}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_an_empty_folder" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "a//{key}" } }
  }

  expect_failures = [var.variants]
}

run "key_fixed" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/one.jpg" } }
  }

  expect_failures = [var.variants]
}

run "key_without_dir" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{stem}_{variant}{ext}" } }
  }

  expect_failures = [var.variants]
}

run "key_without_stem" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}{variant}{ext}" } }
  }

  expect_failures = [var.variants]
}

run "key_without_ext" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}{stem}_{variant}.jpg" } }
  }

  expect_failures = [var.variants]
}

run "key_with_an_unknown_placeholder" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}{stem}{size}{ext}" } }
  }

  expect_failures = [var.variants]
}

run "key_twice" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{key}{key}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_something_after_key" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{key}.jpg" } }
  }

  expect_failures = [var.variants]
}

run "key_with_something_after_ext" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}{stem}{ext}_thumb" } }
  }

  expect_failures = [var.variants]
}

run "key_with_a_folder_after_dir" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}small/{stem}{ext}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_a_dot_after_stem" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}{stem}.{variant}{ext}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_a_slash_after_stem" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}{stem}/{variant}{ext}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_a_star" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumb*/{key}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_a_question_mark" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumb?/{key}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_a_star_after_dir" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}*{stem}{ext}" } }
  }

  expect_failures = [var.variants]
}

run "key_with_a_question_mark_after_stem" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "thumbnails/{dir}{stem}?{ext}" } }
  }

  expect_failures = [var.variants]
}

# An endless loop

run "outputs_among_the_uploads" {
  command = plan

  variables {
    variants = { thumb = { width = 150, height = 150, key = "uploads/thumbnails/{key}" } }
  }

  expect_failures = [var.variants]
}

run "outputs_around_the_uploads" {
  command = plan

  variables {
    uploads_prefix = "app/uploads/"
    variants       = { thumb = { width = 150, height = 150, key = "app/{key}" } }
  }

  expect_failures = [var.variants]
}

run "outputs_are_the_uploads" {
  command = plan

  variables {
    variants = { uploads = { width = 150, height = 150, key = "{variant}/{dir}{stem}_small{ext}" } }
  }

  expect_failures = [var.variants]
}

# Two variants that could write one key

run "collision_by_same_key" {
  command = plan

  variables {
    variants = {
      a = { width = 1, height = 1, key = "t/{key}" }
      b = { width = 2, height = 2, key = "t/{key}" }
    }
  }

  expect_failures = [var.variants]
}

run "collision_by_same_ending" {
  command = plan

  variables {
    variants = {
      a = { width = 1, height = 1, key = "t/{dir}{stem}{ext}" }
      b = { width = 2, height = 2, key = "t/{dir}{stem}{ext}" }
    }
  }

  expect_failures = [var.variants]
}

run "collision_by_ending_ends_with_the_other" {
  command = plan

  variables {
    variants = {
      a = { width = 1, height = 1, key = "t/{dir}{stem}_x{ext}" }
      b = { width = 2, height = 2, key = "t/{dir}{stem}_y_x{ext}" }
    }
  }

  expect_failures = [var.variants]
}

run "collision_by_empty_ending" {
  command = plan

  variables {
    variants = {
      a = { width = 1, height = 1, key = "t/{dir}{stem}{ext}" }
      b = { width = 2, height = 2, key = "t/{dir}{stem}_x{ext}" }
    }
  }

  expect_failures = [var.variants]
}

run "collision_by_prefix_in_prefix" {
  command = plan

  variables {
    variants = {
      a = { width = 1, height = 1, key = "t/{key}" }
      b = { width = 2, height = 2, key = "t/u/{key}" }
    }
  }

  expect_failures = [var.variants]
}

run "collision_by_key_beside_stem" {
  command = plan

  variables {
    variants = {
      a = { width = 1, height = 1, key = "t/{key}" }
      b = { width = 2, height = 2, key = "t/{dir}{stem}_x{ext}" }
    }
  }

  expect_failures = [var.variants]
}

run "collision_by_same_ending_in_a_prefix_in_prefix" {
  command = plan

  variables {
    variants = {
      a = { width = 1, height = 1, key = "t/u/{dir}{stem}_x{ext}" }
      b = { width = 2, height = 2, key = "t/{dir}{stem}_x{ext}" }
    }
  }

  expect_failures = [var.variants]
}
