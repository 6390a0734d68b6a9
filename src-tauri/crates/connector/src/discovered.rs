//! Reading the answer of a `discover` step: what it captures, or between what the person has to choose.

use serde_json::Value;

use crate::{DiscoverStep, ParamPath, Patch};

/// What a `discover` step's answer holds.
#[derive(Debug, Clone)]
pub enum Discovered {
    /// These discovered parameters; there was nothing to choose.
    Captured(Patch),
    /// One of these has to be chosen: what it captures, and what it is called.
    Choose(Vec<(Patch, String)>),
    /// The answer does not hold what the step captures.
    Missing,
}

impl DiscoverStep {
    /// Reads the step's JSON answer.
    pub fn read(&self, body: &[u8]) -> Discovered {
        let Ok(answer) = serde_json::from_slice::<Value>(body) else {
            return Discovered::Missing;
        };
        let Some(choose) = &self.choose else {
            return self
                .captured(&answer)
                .map_or(Discovered::Missing, Discovered::Captured);
        };
        let Some(items) = all_at(&answer, &choose.from) else {
            return Discovered::Missing;
        };
        let mut choices: Vec<(Patch, String)> = items
            .into_iter()
            .filter_map(|item| {
                let value = at(item, &choose.value)?;
                let label = at(item, &choose.label).and_then(text).or_else(|| text(value))?;
                // Within a choice, `value` names what was chosen and `label` what it is called.
                let mut chosen = item.clone();
                if let Value::Object(map) = &mut chosen {
                    map.insert("value".to_owned(), value.clone());
                    map.entry("label").or_insert_with(|| label.clone().into());
                }
                Some((self.captured(&chosen)?, label))
            })
            .collect();
        match choices.len() {
            0 => Discovered::Missing,
            1 => Discovered::Captured(choices.remove(0).0),
            _ => Discovered::Choose(choices),
        }
    }

    fn captured(&self, answer: &Value) -> Option<Patch> {
        let mut patch = Patch::default();
        for (name, path) in &self.capture {
            patch
                .set(
                    &ParamPath::new([name.as_str()]),
                    Value::String(at(answer, path).and_then(text)?),
                )
                .ok()?;
        }
        Some(patch)
    }
}

/// The value at a dotted path, or at the first of several (`a.b ?? c`) that is there; the value itself for the empty one.
/// A number is an index of an array.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if path.contains("??") {
        let found = |path: &str| at(value, path.trim()).filter(|found| !found.is_null() && *found != "");
        return path.split("??").find_map(found);
    }
    path.split('.')
        .filter(|part| !part.is_empty())
        .try_fold(value, |value, part| match value {
            Value::Object(map) => map.get(part),
            Value::Array(items) => items.get(part.parse::<usize>().ok()?),
            _ => None,
        })
}

/// The items of the list at a dotted path, where `*` stands for every element of a list on the way
/// (`accounts.*.properties`). `None` where there is no list.
fn all_at<'a>(value: &'a Value, path: &str) -> Option<Vec<&'a Value>> {
    let Some((before, after)) = path.split_once('*') else {
        return at(value, path)?.as_array().map(|items| items.iter().collect());
    };
    let outer = at(value, before)?.as_array()?;
    // An element without the inner list, such as an account that has no properties, adds nothing.
    Some(
        outer
            .iter()
            .filter_map(|item| all_at(item, after))
            .flatten()
            .collect(),
    )
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
