//! Formulas: an object whose first key begins with `$`.

use serde_json::{Map, Value};

/// A formula's name without `$`, and what it is given.
pub(super) fn formula(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, given) = map.iter().next()?;
    name.strip_prefix('$')
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()))
        .map(|name| (name, given))
}

/// The segments of `connectorParameters.x`, `$.connectorParameters.x`, `$['a']["b"][0]`.
pub(super) fn locator(text: &str) -> Vec<String> {
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text);
    text.replace(['[', ']'], ".")
        .split('.')
        .map(|part| part.trim().trim_matches(['\'', '"']).to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// The segments of a `$var`, where a value is one.
pub(super) fn variable(value: &Value) -> Option<Vec<String>> {
    let (name, given) = formula(value.as_object()?)?;
    (name == "var").then(|| locator(given.as_str().unwrap_or_default()))
}

/// The arms of a `$case` and what it falls back to.
pub(super) fn cases(given: &Value) -> (Vec<(&Value, &Value)>, Option<&Value>) {
    let (list, default) = match given {
        Value::Object(map) => (map.get("cases"), map.get("default")),
        other => (Some(other), None),
    };
    let arms = list
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|arm| Some((arm.get("filter")?, arm.get("value")?)))
        .collect();
    (arms, default)
}

/// A condition: what is looked at, the operator and what it is compared with.
pub(super) fn condition(filter: &Value) -> Option<(Vec<String>, &str, &Value)> {
    let map = filter.as_object()?;
    let (name, looked_at) = formula(map)?;
    if name != "eval" {
        return None;
    }
    let (operator, operand) = map.iter().nth(1)?;
    Some((variable(looked_at)?, operator.as_str(), operand))
}

/// Every condition inside a value, however deep.
pub(super) fn conditions<'a>(value: &'a Value, found: &mut Vec<(Vec<String>, &'a str, &'a Value)>) {
    match value {
        Value::Object(map) => {
            if let Some(condition) = condition(value) {
                found.push(condition);
            }
            map.values().for_each(|value| conditions(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| conditions(value, found)),
        _ => {}
    }
}
