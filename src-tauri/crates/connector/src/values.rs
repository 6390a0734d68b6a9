//! Whether a value is what a parameter's declaration says.

use serde_json::Value;

use crate::{
    ParamFormat, ParamType, Parameter,
    templates::{is_hostname, whole_url},
};

/// What a type is called in a sentence.
pub(crate) fn type_name(kind: ParamType) -> &'static str {
    match kind {
        ParamType::String => "a text",
        ParamType::Integer => "a whole number",
        ParamType::Number => "a number",
        ParamType::Boolean => "true or false",
        ParamType::Strings => "a list of texts",
    }
}

/// Whether a value is of a type.
pub(crate) fn is_type(kind: ParamType, value: &Value) -> bool {
    match kind {
        ParamType::String => value.is_string(),
        ParamType::Integer => value.is_i64() || value.is_u64(),
        ParamType::Number => value.is_number(),
        ParamType::Boolean => value.is_boolean(),
        ParamType::Strings => value
            .as_array()
            .is_some_and(|items| items.iter().all(Value::is_string)),
    }
}

/// What is wrong with a value, as the end of "… must be a text"; `None` if nothing is. Never shows the value.
pub(crate) fn value_problem(param: &Parameter, value: &Value) -> Option<String> {
    if !is_type(param.kind, value) {
        return Some(format!("must be {}", type_name(param.kind)));
    }
    if !param.allowed.is_empty() {
        let known = |value: &Value| param.allowed.contains(value);
        let good = if let (ParamType::Strings, Some(items)) = (param.kind, value.as_array()) {
            items.iter().all(known)
        } else {
            known(value)
        };
        if !good {
            let all: Vec<_> = param
                .allowed
                .iter()
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                .collect();
            return Some(format!("must be one of {}", all.join(", ")));
        }
    }
    let text = value.as_str().filter(|text| !text.is_empty())?;
    if !crate::derived::matches(&param.pattern, text) {
        let example = Some(param.placeholder.as_str()).filter(|example| !example.is_empty());
        return Some(match example {
            Some(example) => format!("must be written like {example}"),
            None => format!("must match {}", param.pattern),
        });
    }
    match param.format? {
        ParamFormat::Hostname if !is_hostname(text) => {
            Some("must be a host name alone, such as login.example.com".to_owned())
        }
        ParamFormat::Url => whole_url(text)
            .err()
            .map(|reason| format!("must be a URL that may be used: {reason}")),
        ParamFormat::Uuid if !is_uuid(text) => Some("must be a UUID".to_owned()),
        ParamFormat::Email if !is_email(text) => Some("must be an e-mail address".to_owned()),
        ParamFormat::Date if !is_date(text) => Some("must be a date, such as 2026-11-23".to_owned()),
        _ => None,
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

// Only what surely is none is refused: the provider has the last word.
fn is_email(text: &str) -> bool {
    text.rsplit_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !text.contains(char::is_whitespace)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let number = |text: &str, length: usize, least: u32, most: u32| {
        text.len() == length
            && text
                .parse::<u32>()
                .is_ok_and(|number| (least..=most).contains(&number))
    };
    matches!(parts[..], [year, month, day] if number(year, 4, 0, 9999) && number(month, 2, 1, 12) && number(day, 2, 1, 31))
}

/// A character of a header name (RFC 9110 §5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// A value as a template sees it; `None` for what is no single value or list.
pub(crate) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Array(items) => items
            .iter()
            .map(as_text)
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        Value::Null | Value::Object(_) => None,
    }
}
