//! What must stand at the top of a file, asked before options and variants are laid in.

use serde_json::Value;

use super::check::Finding;

/// What is wrong at the top of the file, where no expansion is needed.
pub(crate) fn check_top(root: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |path: &str, message: String, fix: &str| {
        found.push(Finding {
            path: path.to_owned(),
            message,
            fix: fix.to_owned(),
            warning: false,
        });
    };
    match root.get("format").map(Value::as_i64) {
        Some(Some(1)) => {}
        Some(Some(number)) if number > 1 => {
            say(
                "format",
                format!("This file is of format {number}; this Patchbay knows format 1."),
                "Update Patchbay, or use a file of format 1.",
            );
        }
        _ => say(
            "format",
            "\"format\" must be 1.".to_owned(),
            "Add format = 1 at the top.",
        ),
    }
    for name in ["key", "name", "version"] {
        // One of another type is said where types are checked.
        if root.get(name).is_none_or(|value| value == "") {
            say(
                name,
                format!("\"{name}\" is missing."),
                &format!("Add {name} = \"…\" at the top."),
            );
        }
    }
    if let Some(key) = root
        .get("key")
        .and_then(Value::as_str)
        .filter(|key| !key.is_empty())
        && !is_key(key)
    {
        say(
            "key",
            format!("\"{key}\" cannot be a key."),
            "Use up to 64 lower-case letters, digits and hyphens, a letter or digit first, and not 24 hexadecimal digits.",
        );
    }
    if let Some(version) = root
        .get("version")
        .and_then(Value::as_str)
        .filter(|version| !version.is_empty())
    {
        let parts: Vec<_> = version.split('.').collect();
        if parts.len() != 3 || parts.iter().any(|part| part.parse::<u32>().is_err()) {
            say(
                "version",
                format!("\"{version}\" is no version."),
                "Write it as major.minor.patch, such as 1.0.0.",
            );
        }
    }
    if root.get("auth").and_then(|auth| auth.get("kind")).is_none() {
        say(
            "auth.kind",
            "\"auth.kind\" is missing.".to_owned(),
            "Add [auth] with kind = \"oauth2\", \"client_credentials\", \"key\", \"basic\" or \"none\".",
        );
    }
    for (name, option) in root
        .get("options")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if option.get("auth").is_some_and(|auth| auth.get("kind").is_none()) {
            say(
                &format!("options.{name}.auth"),
                "An option's auth replaces [auth] whole, so it needs a kind.".to_owned(),
                "Add kind = \"…\" to it.",
            );
        }
    }
    let variants = root.get("variants").and_then(Value::as_object);
    if let Some(variant) = root
        .get("variant")
        .and_then(Value::as_str)
        .filter(|variant| !variant.is_empty())
        && variants.is_none_or(|variants| !variants.contains_key(variant))
    {
        say(
            "variant",
            format!("There is no variant \"{variant}\"."),
            &format!("Add [variants.{variant}], or leave variant empty."),
        );
    }
    found
}

/// `^[a-z0-9][a-z0-9-]{0,63}$`, never shaped like an id.
pub(crate) fn is_key(key: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let id = key.len() == 24 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    (1..=64).contains(&key.len()) && key.bytes().all(good) && !key.starts_with('-') && !id
}
