//! The document as a file that people will read and edit.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::ImportNote;

/// The order of parts in a file; what is not named here comes after, as it comes.
const SCALARS: [&str; 7] = [
    "format",
    "key",
    "name",
    "version",
    "docs",
    "verified_at",
    "variant",
];

/// The file, with what is left to do as comments at its top.
pub(super) fn text(document: &Map<String, Value>, notes: &[ImportNote]) -> String {
    let mut text = format!("#:schema ./{}\n", crate::SCHEMA_FILE);
    if !notes.is_empty() {
        text.push_str("# Imported. Left to look at:\n");
        for note in notes {
            let _ = writeln!(text, "# - {}: {}", note.part, one_line(&note.message));
        }
        text.push('\n');
    }
    for name in SCALARS {
        if let Some(value) = document.get(name) {
            let _ = writeln!(text, "{name} = {}", inline(value));
        }
    }
    for (name, value) in document
        .iter()
        .filter(|(name, _)| !SCALARS.contains(&name.as_str()))
    {
        let Value::Object(map) = value else { continue };
        let by_name = matches!(name.as_str(), "params" | "variants" | "options");
        section(
            &mut text,
            name,
            map,
            usize::from(by_name),
            name == "options" || name == "auth",
        );
    }
    text
}

/// One `[section]`. `names` levels of tables by name come first; below a section, tables stand inline, or in sections of
/// their own where `deep`.
fn section(text: &mut String, path: &str, map: &Map<String, Value>, names: usize, deep: bool) {
    if names > 0 {
        for (name, value) in map {
            if let Value::Object(inner) = value {
                section(text, &format!("{path}.{}", key(name)), inner, names - 1, deep);
            }
        }
        return;
    }
    let own_section = |value: &Value| deep && value.as_object().is_some_and(|inner| !inner.is_empty());
    let _ = writeln!(text, "\n[{path}]");
    for (name, value) in map.iter().filter(|(_, value)| !own_section(value)) {
        let _ = writeln!(text, "{} = {}", key(name), inline(value));
    }
    for (name, value) in map.iter().filter(|(_, value)| own_section(value)) {
        if let Value::Object(inner) = value {
            section(text, &format!("{path}.{}", key(name)), inner, 0, false);
        }
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let entries: Vec<String> = map
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| format!("{} = {}", key(name), inline(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Null => "\"\"".to_owned(),
        Value::String(text) => toml::Value::String(text.clone()).to_string(),
        other => other.to_string(),
    }
}

fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    if bare {
        name.to_owned()
    } else {
        toml::Value::String(name.to_owned()).to_string()
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
