//! Reads hostile JSON as a patch (security A7.6): serde_json takes duplicate keys silently, so its visitor is ours.

use std::{cell::RefCell, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::{ParamPath, ParamProblem, ParamProblemCode};

const MAX_BYTES: usize = 64 * 1024;
const MAX_DEPTH: usize = 16;
const MAX_KEYS: usize = 256;

/// How much text is taken.
#[derive(Clone, Copy)]
struct Limits {
    bytes: usize,
    depth: usize,
    keys: usize,
}

const OF_PATCH: Limits = Limits {
    bytes: MAX_BYTES,
    depth: MAX_DEPTH,
    keys: MAX_KEYS,
};

/// Several patches and what stands beside them; indented, so longer.
const OF_DOCUMENT: Limits = Limits {
    bytes: 16 * MAX_BYTES,
    depth: MAX_DEPTH + 4,
    keys: 16 * MAX_KEYS,
};

/// Reads a patch from text.
pub(super) fn parse(json: &str) -> Result<Map<String, Value>, Vec<ParamProblem>> {
    within(json, OF_PATCH)
}

/// Reads an object that holds patches from text.
pub(super) fn parse_document(json: &str) -> Result<Map<String, Value>, Vec<ParamProblem>> {
    within(json, OF_DOCUMENT)
}

fn within(json: &str, limits: Limits) -> Result<Map<String, Value>, Vec<ParamProblem>> {
    if json.len() > limits.bytes {
        return Err(vec![too_large(
            "",
            format!(
                "These parameters are {} bytes long; at most {} are taken.",
                json.len(),
                limits.bytes
            ),
        )]);
    }
    let refused = RefCell::new(None);
    let keys = RefCell::new(0);
    let mut reader = serde_json::Deserializer::from_str(json);
    let strict = Strict {
        path: &[],
        refused: &refused,
        keys: &keys,
        limits,
    };
    let read = strict
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    match read {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(vec![no_object()]),
        Err(error) => {
            let mut problem = refused.into_inner().unwrap_or_else(|| {
                let text = error.to_string();
                let what = plain(text.split(" at line ").next().unwrap_or_default());
                ParamProblem::new(
                    "",
                    ParamProblemCode::Malformed,
                    format!("This is not valid JSON: {what}."),
                )
            });
            problem.line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
            problem.column = u32::try_from(error.column()).ok().filter(|column| *column > 0);
            Err(vec![problem])
        }
    }
}

/// A parser's words, as a person reads them: quotes instead of backticks, and an early end said as one.
fn plain(words: &str) -> String {
    let words = words.replace("EOF while parsing", "it ends in the middle of");
    let mut opens = true;
    words
        .chars()
        .map(|c| {
            if c != '`' {
                return c;
            }
            opens = !opens;
            if opens { '”' } else { '“' }
        })
        .collect()
}

/// Takes a value that was read elsewhere.
pub(super) fn accept(value: Value) -> Result<Map<String, Value>, Vec<ParamProblem>> {
    let Value::Object(map) = value else {
        return Err(vec![no_object()]);
    };
    let mut problems = Vec::new();
    let mut keys = 0;
    for (name, value) in &map {
        walk(value, &[name.as_str()], &mut keys, &mut problems);
    }
    let length = serde_json::to_string(&map).map_or(usize::MAX, |text| text.len());
    if length > MAX_BYTES {
        problems.push(too_large(
            "",
            format!("These parameters are {length} bytes long; at most {MAX_BYTES} are taken."),
        ));
    }
    if problems.is_empty() {
        Ok(map)
    } else {
        Err(problems)
    }
}

fn walk(value: &Value, path: &[&str], keys: &mut usize, problems: &mut Vec<ParamProblem>) {
    *keys += 1;
    match refuse_key(path, path.last().copied().unwrap_or_default(), *keys, OF_PATCH) {
        Some(problem) => problems.push(problem),
        None => inside(value, path, keys, problems),
    }
}

fn inside(value: &Value, path: &[&str], keys: &mut usize, problems: &mut Vec<ParamProblem>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let mut below = path.to_vec();
                below.push(name);
                walk(value, &below, keys, problems);
            }
        }
        // Array items count as a level, so that depth is bounded whatever the mix.
        Value::Array(items) => {
            let mut below = path.to_vec();
            below.push("");
            if below.len() > MAX_DEPTH {
                problems.push(too_deep(path));
                return;
            }
            for item in items {
                inside(item, &below, keys, problems);
            }
        }
        _ => {}
    }
}

fn refuse_key(path: &[&str], name: &str, keys: usize, limits: Limits) -> Option<ParamProblem> {
    if matches!(name, "__proto__" | "constructor" | "prototype") {
        return Some(ParamProblem::new(
            written(path),
            ParamProblemCode::Reserved,
            format!("\"{name}\" cannot be the name of a parameter. Rename it."),
        ));
    }
    if keys > limits.keys {
        return Some(too_large(
            &written(path),
            format!("More than {} keys. Take some out.", limits.keys),
        ));
    }
    (path.len() > limits.depth).then(|| too_deep(path))
}

fn written(path: &[&str]) -> String {
    ParamPath::new(path.iter().copied()).to_string()
}

fn too_deep(path: &[&str]) -> ParamProblem {
    too_large(
        &written(path),
        format!("Nested more than {MAX_DEPTH} levels deep. Make it flatter."),
    )
}

fn too_large(path: &str, message: String) -> ParamProblem {
    ParamProblem::new(path, ParamProblemCode::TooLarge, message)
}

fn no_object() -> ParamProblem {
    ParamProblem::new(
        "",
        ParamProblemCode::Malformed,
        "Parameters are a JSON object, such as {\"scopes\": [\"contacts.read\"]}.",
    )
}

/// Reads one value and refuses what a patch may not hold. The problem is left in `refused`, because serde's own error
/// carries only a text.
struct Strict<'a> {
    path: &'a [String],
    refused: &'a RefCell<Option<ParamProblem>>,
    keys: &'a RefCell<usize>,
    limits: Limits,
}

impl Strict<'_> {
    fn refuse<E: Error>(&self, problem: ParamProblem) -> E {
        let error = E::custom(&problem.message);
        self.refused.borrow_mut().get_or_insert(problem);
        error
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        let below: Vec<String> = self.path.iter().cloned().chain([String::new()]).collect();
        if below.len() > self.limits.depth {
            let segments: Vec<&str> = self.path.iter().map(String::as_str).collect();
            return Err(self.refuse(too_deep(&segments)));
        }
        while let Some(item) = seq.next_element_seed(Strict { path: &below, ..self })? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let below: Vec<String> = self.path.iter().cloned().chain([name.clone()]).collect();
            let segments: Vec<&str> = below.iter().map(String::as_str).collect();
            *self.keys.borrow_mut() += 1;
            if let Some(problem) = refuse_key(&segments, &name, *self.keys.borrow(), self.limits) {
                return Err(self.refuse(problem));
            }
            if map.contains_key(&name) {
                let message = format!("\"{name}\" is written twice. Keep one of them.");
                return Err(self.refuse(ParamProblem::new(
                    written(&segments),
                    ParamProblemCode::Malformed,
                    message,
                )));
            }
            let value = access.next_value_seed(Strict { path: &below, ..self })?;
            map.insert(name, value);
        }
        Ok(map.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn first(text: &str) -> ParamProblem {
        parse(text).unwrap_err().remove(0)
    }

    #[test]
    fn reads_json() {
        let text = r#"{"scopes": ["a", "b"], "http": {"timeoutMs": 5, "headers": {"A": null}}, "x": 1.5, "y": true}"#;
        assert_eq!(
            Value::Object(parse(text).unwrap()),
            serde_json::from_str::<Value>(text).unwrap()
        );
    }

    #[test]
    fn says_where_the_json_is_wrong() {
        let problem = first("{\n  \"scopes\": [\"a\",]\n}");
        assert_eq!(
            (problem.code, problem.line),
            (ParamProblemCode::Malformed, Some(2))
        );
        assert!(problem.message.contains("not valid JSON"), "{}", problem.message);
        let words = |text: &str| first(text).message;
        assert_eq!(words("{\"a\" 1}"), "This is not valid JSON: expected “:”.");
        assert_eq!(
            words("{\"a\": "),
            "This is not valid JSON: it ends in the middle of a value."
        );
        assert_eq!(first("[]").code, ParamProblemCode::Malformed);
        assert_eq!(first("{} {}").code, ParamProblemCode::Malformed);
    }

    #[test]
    fn refuses_what_hides_something() {
        let twice = first("{\"a\": 1,\n \"a\": 2}");
        assert_eq!(
            (twice.code, twice.path.as_str(), twice.line),
            (ParamProblemCode::Malformed, "a", Some(2))
        );
        for text in [r#"{"a": 1e999}"#, r#"{"a": NaN}"#, r#"{"a": "\ud800"}"#] {
            assert_eq!(first(text).code, ParamProblemCode::Malformed, "{text}");
        }
        for name in ["__proto__", "constructor", "prototype"] {
            let problem = first(&format!("{{\"http\": {{\"{name}\": 1}}}}"));
            assert_eq!(
                (problem.code, problem.path),
                (ParamProblemCode::Reserved, format!("http.{name}"))
            );
            assert_eq!(
                accept(json!({"http": {name: 1}})).unwrap_err()[0].code,
                ParamProblemCode::Reserved
            );
        }
    }

    #[test]
    fn has_limits() {
        let long = json!({"a": "x".repeat(MAX_BYTES)});
        let deep = (0..17).fold(json!(1), |inner, _| json!({"a": inner}));
        let deep_array = json!({"a": (0..17).fold(json!(1), |inner, _| json!([inner]))});
        let many = Value::Object(
            (0..=MAX_KEYS)
                .map(|index| (format!("k{index}"), json!(1)))
                .collect(),
        );
        for value in [long, deep, deep_array, many] {
            assert_eq!(first(&value.to_string()).code, ParamProblemCode::TooLarge);
            assert_eq!(accept(value).unwrap_err()[0].code, ParamProblemCode::TooLarge);
        }
        assert!(parse(&(0..16).fold(json!(1), |inner, _| json!({"a": inner})).to_string()).is_ok());
    }
}
