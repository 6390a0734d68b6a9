//! A patch over the values tree: an integration's parameters, an override, an input (RFC 7396).
//!
//! Reading hostile JSON is in `json`, the bare merge in `merge`. What a patch may *say* is judged in `crate::check`.

mod json;
mod merge;

use std::fmt;

use serde_json::{Map, Value};
use zeroize::Zeroize;

pub use self::merge::merge;
use crate::{ParamPath, ParamProblem, ParamProblemCode};

/// A JSON Merge Patch over the values tree. Holds clear values, so `Debug` prints its top-level names only and its
/// strings are overwritten when it is dropped.
#[derive(Clone, Default, PartialEq)]
pub struct Patch(Map<String, Value>);

impl Patch {
    /// Reads a patch from JSON text, strictly: no duplicate keys, no lone surrogates, no number beyond a double, no
    /// `__proto__` and its like, at most 64 KiB, 16 levels and 256 keys.
    ///
    /// # Errors
    /// Every problem found, with its line and column in `json`.
    pub fn parse(json: &str) -> Result<Self, Vec<ParamProblem>> {
        json::parse(json).map(Self)
    }

    /// Takes a value that was read elsewhere, within the same limits.
    ///
    /// # Errors
    /// Every problem found, without lines.
    pub fn from_value(value: Value) -> Result<Self, Vec<ParamProblem>> {
        json::accept(value).map(Self)
    }

    /// The clear tree.
    pub fn expose(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The clear tree as a value.
    pub fn to_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// The value at a path; `Some(Null)` where the patch removes it, `None` where it inherits.
    pub fn get(&self, path: &ParamPath) -> Option<&Value> {
        let (last, parents) = path.segments().split_last()?;
        let mut map = &self.0;
        for name in parents {
            map = map.get(name)?.as_object()?;
        }
        map.get(&spelling(map, path, last))
    }

    /// Sets a value (`Null` removes it from the result), making the objects on the way.
    ///
    /// # Errors
    /// [`ParamProblemCode::Malformed`] for the empty path.
    pub fn set(&mut self, path: &ParamPath, value: Value) -> Result<(), ParamProblem> {
        let Some((last, parents)) = path.segments().split_last() else {
            return Err(ParamProblem::new(
                "",
                ParamProblemCode::Malformed,
                "A parameter needs a name.",
            ));
        };
        let mut map = &mut self.0;
        for name in parents {
            let entry = map.entry(name.as_str()).or_insert(Value::Null);
            if !entry.is_object() {
                *entry = Value::Object(Map::new());
            }
            let Value::Object(inner) = entry else {
                return Err(ParamProblem::new(
                    path,
                    ParamProblemCode::Malformed,
                    "This path cannot be set.",
                ));
            };
            map = inner;
        }
        let name = spelling(map, path, last);
        map.insert(name, value);
        Ok(())
    }

    /// Takes a key out, so that it inherits again, and the objects above it that this leaves empty. False if it was not
    /// there.
    pub fn unset(&mut self, path: &ParamPath) -> bool {
        unset(&mut self.0, path, path.segments())
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many leaves it sets or removes.
    pub fn leaf_count(&self) -> usize {
        fn count(map: &Map<String, Value>) -> usize {
            map.values().map(|value| value.as_object().map_or(1, count)).sum()
        }
        count(&self.0)
    }

    /// Every leaf with its path: values that are no objects, `Null` included.
    pub fn leaves(&self) -> Vec<(ParamPath, &Value)> {
        fn walk<'a>(map: &'a Map<String, Value>, above: &[&'a str], out: &mut Vec<(ParamPath, &'a Value)>) {
            for (name, value) in map {
                let mut here = above.to_vec();
                here.push(name);
                match value {
                    Value::Object(inner) => walk(inner, &here, out),
                    _ => out.push((ParamPath::new(here), value)),
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.0, &[], &mut out);
        out
    }
}

/// Reads a JSON object that holds patches beside other things, as strictly as [`Patch::parse`] and with room for them.
///
/// # Errors
/// Every problem found, with its line and column.
pub fn parse_document(json: &str) -> Result<Map<String, Value>, Vec<ParamProblem>> {
    json::parse_document(json)
}

/// The spelling under which `name` is in the map: header names have no case.
fn spelling(map: &Map<String, Value>, path: &ParamPath, name: &str) -> String {
    if path.is_header()
        && !map.contains_key(name)
        && let Some(known) = map.keys().find(|key| key.eq_ignore_ascii_case(name))
    {
        return known.clone();
    }
    name.to_owned()
}

fn unset(map: &mut Map<String, Value>, path: &ParamPath, segments: &[String]) -> bool {
    match segments {
        [] => false,
        [last] => {
            let name = spelling(map, path, last);
            map.remove(&name).is_some()
        }
        [first, rest @ ..] => {
            let Some(Value::Object(inner)) = map.get_mut(first) else {
                return false;
            };
            let found = unset(inner, path, rest);
            if found && inner.is_empty() {
                map.remove(first);
            }
            found
        }
    }
}

impl fmt::Debug for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Patch")
            .field(&self.0.keys().collect::<Vec<_>>())
            .finish()
    }
}

impl Drop for Patch {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}

/// Overwrites every string of a value.
pub(crate) fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(map) => map.values_mut().for_each(wipe),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(text: &str) -> ParamPath {
        text.parse().unwrap()
    }

    #[test]
    fn set_get_unset() {
        let mut patch = Patch::default();
        patch.set(&path("http.headers.X-Version"), json!("1")).unwrap();
        patch.set(&path("scopes"), json!(["a"])).unwrap();
        assert_eq!(patch.get(&path("http.headers.x-version")), Some(&json!("1")));
        assert_eq!(patch.leaf_count(), 2);
        patch.set(&path("http.headers.x-version"), Value::Null).unwrap();
        assert_eq!(
            patch.to_value(),
            json!({"scopes": ["a"], "http": {"headers": {"X-Version": null}}})
        );
        assert!(patch.unset(&path("http.headers.X-VERSION")));
        assert!(!patch.unset(&path("http.headers.X-VERSION")));
        assert_eq!(patch.to_value(), json!({"scopes": ["a"]}));
    }

    #[test]
    fn debug_shows_names_only() {
        let patch = Patch::from_value(json!({"clientSecret": "hunter2"})).unwrap();
        assert_eq!(format!("{patch:?}"), "Patch([\"clientSecret\"])");
    }
}
