"""Values of the root module's variables that a plan refuses, besides those in recipe_refusals.py.

By name: the beginning of what Terraform says, which names the variable, and the variables.
"""

from __future__ import annotations

from typing import Any

from tests.terraform.recipe_cases import Case, marked, one
from tests.terraform.recipe_refusals import KEY, LOOP

KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/k"
ALIAS_ARN = "arn:aws:kms:eu-west-1:123456789012:alias/k"
TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:uploads"
FOLDER = "variants must have a key whose fixed folder"
LAYER_ARN = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3"
STATEMENT = {
    "Effect": "Allow",
    "Principal": {"AWS": ["*"]},
    "Action": ["s3:GetObject"],
    "Resource": ["arn:aws:s3:::thumbnails/*"],
}

# By variable, what it must not be.
VALUES: dict[str, list[Any]] = {
    "name": ["", "my thumbnails", "a123456789b123456789c123456789d123456789e", "alias/pictures"],
    "bucket_name": ["ab", "", "Pictures", "pictures-", "my..pictures", "192.168.5.4"],
    "queue_name": ["", "uploads.fifo", "0" * 77],
    "tags": [{"AWS:project": "blog"}, {f"key{n}": "value" for n in range(51)}],
    "uploads_prefix": [
        *("", "uploads", "/uploads/", "app//uploads/", "up*/", "*/", "upload?/", "my uploads/"),
        "загрузки/",
    ],
    "suffixes": [
        *([], ["jpg"], [".*"], [". jpg"], [".jpg", ".b.jpg"], [".JPG", ".b.jpg"]),
        [f".{n}" for n in range(51)],
        [f".{n}Ab" for n in range(17)],
    ],
    "max_receive_count": [4, 1001, 5.5],
    "log_retention_in_days": [2, -1, 0.5],
    "inputs": [[], ["jpeg", "svg"], ["jpg"]],
    "on_delete": ["archive"],
    "rejected_prefix": [
        *("rejected", "*/", "отказы/"),
        "uploads/rejected/",  # among the uploads
        "thumbnails/",  # among the outputs
    ],
    "notification": ["kafka"],
}
# By member of an object variable, what it must not be.
MEMBERS: dict[str, list[Any]] = {
    "batching.batch_size": [0, 2.5, 11],  # 11: there is no window
    "batching.window": [-1, 301, 0.5],
    "batching.maximum_concurrency": [1, 1001, 2.5],
    "function.architecture": ["amd64"],
    "function.runtime": ["python3.11", "nodejs22.x"],
    "function.memory_size": [127, 255, 10241, 256.5],
    "function.metrics": ["reasons", ""],
    "function.timeout": [0, 29, 901, 30.5],
    "function.reserved_concurrency": [0, 1, 2.5],
    "function.ephemeral_storage": [511, 10241],
    "function.vpc": [
        {"subnet_ids": [], "security_group_ids": ["sg-1"]},
        {"subnet_ids": [], "security_group_ids": []},
    ],
    "role.path": ["teams"],
    "role.permissions_boundary": ["boundary"],
    "cors.allowed_origins": [
        *(["https://example.org/"], ["example.org"], ["https://*.*.example.org"]),
    ],
}

# Where several values go together.
TOGETHER: dict[str, tuple[str, Case]] = {
    "batch_of_more_than_10000": (
        "batching.batch_size must",
        {"batching": {"batch_size": 10001, "window": 1}},
    ),
    "reports_around_the_uploads": (
        "rejected_prefix must be neither in uploads_prefix",
        {"uploads_prefix": "app/uploads/", "rejected_prefix": "app/"},
    ),
    "reports_around_the_outputs": (
        "rejected_prefix must be neither in a folder of the variants",
        one(key="out/small/{key}") | {"rejected_prefix": "out/"},
    ),
    "the_notifications_of_somebody_else": (
        "notification must not be",
        {"create_bucket": False, "notification": "s3"},
    ),
    "a_switch_without_eventbridge": (
        "enable_eventbridge must be false",
        {"create_bucket": False, "enable_eventbridge": True},
    ),
    "sns_without_a_topic": ("upload_topic must be given", {"notification": "sns"}),
    "a_topic_without_sns": ("upload_topic must be given", {"upload_topic": {"arn": TOPIC_ARN}}),
    "a_topic_that_s3_cannot_send_to": (
        "upload_topic.arn must be",
        {"notification": "sns", "upload_topic": {"arn": f"{TOPIC_ARN}.fifo"}},
    ),
    # Artifacts.
    "an_empty_path_of_the_function": (
        "artifacts.function_zip",
        {"artifacts": {"function_zip": ""}},
    ),
    "an_empty_path_of_the_layer": ("artifacts.function_zip", {"artifacts": {"layer_zip": ""}}),
    "an_empty_path_for_heic": ("artifacts.function_zip", {"artifacts": {"heif_layer_zip": ""}}),
    "a_function_from_two_places": (
        "artifacts.function_zip and artifacts.function_s3",
        {"artifacts": {"function_zip": "f.zip", "function_s3": {"bucket": "b", "key": "k"}}},
    ),
    "a_layer_from_two_places": (
        "artifacts.layer_zip and artifacts.layer_s3",
        {"artifacts": {"layer_zip": "layer.zip", "layer_s3": {"bucket": "b", "key": "k"}}},
    ),
    "a_zip_of_a_layer_that_exists_already": (
        "artifacts.layer_zip, layer_s3",
        {"artifacts": {"create_layer": False, "layer_arn": LAYER_ARN, "layer_zip": "layer.zip"}},
    ),
    "a_layer_that_is_not_named": (
        "artifacts.layer_arn must be given",
        {"artifacts": {"create_layer": False}},
    ),
    "a_layer_that_is_both": (
        "artifacts.layer_arn must be given",
        {"artifacts": {"layer_arn": LAYER_ARN}},
    ),
    "a_layer_without_a_version": (
        "artifacts.layer_arn and artifacts.heif_layer_arn must be ARNs",
        {"artifacts": {"create_layer": False, "layer_arn": LAYER_ARN.removesuffix(":3")}},
    ),
    "a_layer_for_heic_without_a_version": (
        "artifacts.layer_arn and artifacts.heif_layer_arn must be ARNs",
        {
            "artifacts": {
                "create_layer": False,
                "layer_arn": LAYER_ARN,
                "heif_layer_arn": LAYER_ARN.removesuffix(":3"),
            }
        },
    ),
    "a_place_in_s3_without_a_bucket": (
        "artifacts.function_s3, artifacts.layer_s3",
        {"artifacts": {"function_s3": {"bucket": "", "key": "thumbnailer.zip"}}},
    ),
    # Buckets.
    **{
        f"a_destination_{n}": (
            "destination.bucket_name must",
            {"destination": {"bucket_name": name}},
        )
        for n, name in enumerate(["Thumbnails", "10.1.2.3", "pictures"])
    },
    "statements_for_a_destination_of_somebody_else": (
        "destination.lifecycle_rules and destination.policy_statements must",
        {
            "destination": {
                "bucket_name": "thumbnails",
                "create_bucket": False,
                "policy_statements": [STATEMENT],
            }
        },
    ),
    "rules_for_a_bucket_of_somebody_else": (
        "bucket.lifecycle_rules and bucket.policy_statements must",
        {
            "create_bucket": False,
            "bucket": {"lifecycle_rules": [{"id": "temporary", "expiration_days": 7}]},
        },
    ),
    "with_existing_buckets_the_loop_is_refused_as_well": (
        LOOP,
        one(key="uploads/{key}") | {"create_bucket": False},
    ),
    "web_pages_and_a_bucket_of_somebody_else": (
        "cors.allowed_origins must be empty",
        {"create_bucket": False, "cors": {"allowed_origins": ["https://example.org"]}},
    ),
    "web_pages_and_an_unknown_method": (
        "cors.allowed_methods must",
        {"cors": {"allowed_origins": ["https://example.org"], "allowed_methods": ["PATCH"]}},
    ),
    # Keys of KMS.
    "no_key_at_all": ("encryption must have", {"encryption": {}}),
    "two_keys": (
        "encryption.create_key must be false",
        {"encryption": {"create_key": True, "kms_key_arn": KEY_ARN}},
    ),
    "a_created_key_that_is_retained_as_well": (
        "encryption.create_key must be false",
        {"encryption": {"create_key": True, "retain_key": True}},
    ),
    "an_alias": ("encryption.kms_key_arn and", {"encryption": {"kms_key_arn": ALIAS_ARN}}),
    "no_arn_of_a_key": ("encryption.kms_key_arn and", {"encryption": {"kms_key_arn": "alias/k"}}),
    "an_alias_among_the_old_keys": (
        "encryption.kms_key_arn and",
        {"encryption": {"decrypt_key_arns": [ALIAS_ARN]}},
    ),
    # Notices.
    "an_existing_topic_without_its_arn": (
        "notices.topic_arn must be given",
        {"notices": {"enabled": True, "create_topic": False}},
    ),
    "a_topic_that_is_both": (
        "notices.topic_arn must be given",
        {"notices": {"enabled": True, "topic_arn": TOPIC_ARN}},
    ),
    "a_fifo_topic": (
        "notices.topic_arn must be the ARN",
        {"notices": {"enabled": True, "create_topic": False, "topic_arn": f"{TOPIC_ARN}.fifo"}},
    ),
    "no_arn_of_a_topic": (
        "notices.topic_arn must be the ARN",
        {"notices": {"enabled": True, "create_topic": False, "topic_arn": "notices"}},
    ),
    # What IAM takes in no policy.
    "a_folder_that_iam_does_not_take": (FOLDER, one(key="миниатюры/{key}")),
    "nor_after_the_name_of_the_variant": (FOLDER, one(key="{variant}/小/{key}")),
    "a_watermark_that_iam_does_not_take": ("watermark.image must", marked(image="логотип.png")),
    "a_folder_with_a_wildcard": (KEY, one(key="?/{key}")),
}


def _of_member(member: str, value: object) -> Case:
    variable, name = member.split(".")
    return {variable: {name: value}}


REFUSED: dict[str, tuple[str, Case]] = {
    **{
        f"{variable}_{n}": (f"{variable} must", {variable: value})
        for variable, values in VALUES.items()
        for n, value in enumerate(values)
    },
    **{
        f"{member.replace('.', '_')}_{n}": (member, _of_member(member, value))
        for member, values in MEMBERS.items()
        for n, value in enumerate(values)
    },
    **TOGETHER,
}
