//! Variants: an export that decides by the value of a parameter becomes a file with a variant for each such value.

use serde_json::Value;

use super::{export::slug, formula::conditions};

/// A variant: the locator that decided, and the value that chooses it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Variant {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) locator: Vec<String>,
    pub(super) value: Value,
}

/// The variants of all functions. `default` is the schema's default of a parameter: its value needs no variant.
pub(super) fn find(functions: &[Value], default: impl Fn(&str) -> Option<Value>) -> Vec<Variant> {
    let mut found = Vec::new();
    for function in functions {
        conditions(function, &mut found);
    }
    let mut variants: Vec<Variant> = Vec::new();
    for (locator, operator, operand) in found {
        let values: Vec<Value> = match (operator, operand) {
            ("is" | "isNot", value) => vec![value.clone()],
            ("oneOf" | "noneOf", Value::Array(values)) => values.clone(),
            _ => continue,
        };
        let Some(name) = locator.last() else { continue };
        for value in values {
            let usual = default(name).unwrap_or(Value::Bool(false));
            if value == usual || value.is_object() || value.is_array() {
                continue;
            }
            if variants
                .iter()
                .any(|known| known.locator == locator && known.value == value)
            {
                continue;
            }
            let title = match &value {
                Value::Bool(_) => without_is(name),
                Value::String(text) => text.clone(),
                other => format!("{name} {other}"),
            };
            let mut key = slug(&title);
            if key.is_empty() || variants.iter().any(|known| known.key == key) {
                key = slug(&format!("{name} {title} {}", variants.len() + 1));
            }
            variants.push(Variant {
                key,
                title: capital(&title),
                locator: locator.clone(),
                value,
            });
        }
    }
    variants
}

/// `isSandbox` → `sandbox`.
fn without_is(name: &str) -> String {
    let rest = ["is", "use"].into_iter().find_map(|start| {
        name.strip_prefix(start)
            .filter(|rest| rest.starts_with(char::is_uppercase))
    });
    rest.unwrap_or(name).to_ascii_lowercase()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
