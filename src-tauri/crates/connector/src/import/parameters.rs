//! Parameters out of data schemas.

use serde_json::{Map, Value, json};

use super::{ImportNote, evaluate::name};

/// What the format knows by itself.
const KNOWN: [&str; 3] = ["clientId", "clientSecret", "scopes"];

/// Adds the properties of a schema as parameters of one source.
pub(super) fn add(
    params: &mut Map<String, Value>,
    schema: Option<&Value>,
    source: &str,
    part: &str,
    notes: &mut Vec<ImportNote>,
) {
    let Some(schema) = schema else { return };
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = schema.get("properties").and_then(Value::as_object);
    for (original, property) in properties.into_iter().flatten() {
        let name = name(original);
        if KNOWN.contains(&name.as_str()) || params.contains_key(&name) {
            continue;
        }
        match parameter(original, property, source, required.contains(&original.as_str())) {
            Ok(parameter) => {
                params.insert(name, parameter);
            }
            Err(message) => notes.push(ImportNote {
                part: format!("{part}.{original}"),
                message,
            }),
        }
    }
}

fn parameter(original: &str, property: &Value, source: &str, required: bool) -> Result<Value, String> {
    let word = |key: &str| {
        property
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let kind = match word("type").unwrap_or("string") {
        known @ ("string" | "integer" | "number" | "boolean") => known,
        "array" => "strings",
        other => {
            return Err(format!(
                "Its type \"{other}\" was not carried over: parameters are texts, numbers, true or false, or lists of texts. Split it into parameters of its own."
            ));
        }
    };
    let mut parameter = Map::new();
    if source != "developer" {
        parameter.insert("source".to_owned(), source.into());
    }
    if kind != "string" {
        parameter.insert("type".to_owned(), kind.into());
    }
    let format = word("format").and_then(|format| match format {
        "uri" | "url" => Some("url"),
        "hostname" => Some("hostname"),
        "uuid" => Some("uuid"),
        "email" => Some("email"),
        "date" => Some("date"),
        _ => None,
    });
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            parameter.insert(key.to_owned(), value);
        }
    };
    put("format", format.map(Value::from));
    put("title", word("title").map(Value::from));
    put("description", word("description").map(Value::from));
    let own = |value: &&Value| match kind {
        "boolean" => value.is_boolean(),
        "integer" | "number" => value.is_number(),
        "strings" => value.is_array(),
        _ => value.is_string(),
    };
    let secret = is_secret(original, property);
    // A secret's default is nobody's business here.
    put(
        "default",
        property.get("default").filter(own).filter(|_| !secret).cloned(),
    );
    let items = property
        .get("enum")
        .filter(|all| all.as_array().is_some_and(|all| !all.is_empty()));
    let open = property.get("allowCustom") == Some(&json!(true));
    put("enum", items.filter(|_| !open && kind != "strings").cloned());
    put("required", required.then(|| true.into()));
    put("secret", secret.then(|| true.into()));
    Ok(Value::Object(parameter))
}

fn is_secret(name: &str, property: &Value) -> bool {
    let flag = |key: &str| property.get(key) == Some(&json!(true));
    let plain: String = name
        .to_ascii_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    flag("isSensitive")
        || flag("writeOnly")
        || property.get("format") == Some(&json!("password"))
        || ["secret", "password", "token", "apikey", "privatekey"]
            .iter()
            .any(|word| plain.contains(word))
}
