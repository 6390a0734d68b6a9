//! Lays an option and a variant into a document. Both are patches of the document as written, so switching one is data
//! and nothing else.

use serde_json::{Map, Value};

use super::Document;
use crate::{ParamPath, merge};

/// The document with an option and a variant laid in. `root` has been checked against the shape.
pub(crate) fn expand(root: &Value, option: Option<&str>, variant: Option<&str>) -> Result<Document, String> {
    let nothing = Map::new();
    let mut tree = root.as_object().unwrap_or(&nothing).clone();
    tree.remove("variants");
    tree.remove("options");
    let mut tree = Value::Object(tree);
    let option = option.and_then(|name| root.get("options")?.get(name));
    let own_auth = option.is_some_and(|option| option.get("auth").is_some());
    if let Some(option) = option {
        for part in ["params", "redirect", "http"] {
            lay(&mut tree, part, option.get(part));
        }
        for part in ["auth", "discover"] {
            if let Some(value) = option.get(part) {
                tree[part] = value.clone();
            }
        }
        unset(&mut tree, option);
    }
    if let Some(name) = variant {
        let general = root.get("variants").and_then(|variants| variants.get(name));
        let of_option = option.and_then(|option| option.get("variants")?.get(name));
        for (patch, auth) in [(general, !own_auth), (of_option, true)] {
            let Some(patch) = patch else { continue };
            for part in ["params", "redirect", "http"] {
                lay(&mut tree, part, patch.get(part));
            }
            if auth {
                lay(&mut tree, "auth", patch.get("auth"));
            }
            unset(&mut tree, patch);
        }
    }
    serde_json::from_value(tree).map_err(|error| error.to_string())
}

fn lay(tree: &mut Value, part: &str, patch: Option<&Value>) {
    if let (Some(patch), Value::Object(tree)) = (patch, tree) {
        merge(
            tree.entry(part).or_insert_with(|| Value::Object(Map::new())),
            patch,
        );
    }
}

fn unset(tree: &mut Value, patch: &Value) {
    let paths = patch.get("unset").and_then(Value::as_array);
    for path in paths
        .into_iter()
        .flatten()
        .filter_map(|path| path.as_str()?.parse::<ParamPath>().ok())
    {
        remove(tree, path.segments());
    }
}

fn remove(tree: &mut Value, segments: &[String]) {
    match segments {
        [] => {}
        [last] => {
            if let Some(map) = tree.as_object_mut() {
                map.remove(last);
            }
        }
        [first, rest @ ..] => {
            if let Some(inner) = tree.get_mut(first) {
                remove(inner, rest);
            }
        }
    }
}
