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
            // What an option asks after connecting is its own, as its `auth` is.
            let own_discover = option.is_some_and(|option| option.get("discover").is_some());
            if let (Some(steps), false) = (patch.get("discover"), own_discover) {
                tree["discover"] = steps.clone();
            }
            unset(&mut tree, patch);
        }
    }
    inherit_secrecy(&mut tree);
    serde_json::from_value(tree).map_err(|error| error.to_string())
}

/// A parameter that is derived from a secret is one, unless the file says that it is none: the end of a key may name a
/// data center, and only the file knows.
fn inherit_secrecy(tree: &mut Value) {
    let Some(params) = tree.get_mut("params").and_then(Value::as_object_mut) else {
        return;
    };
    // Each turn follows one more link of a chain, so as many turns as parameters are enough.
    for _ in 0..params.len() {
        let secret = |name: &str| {
            name == "accessToken"
                || name == "clientSecret"
                || params.get(name).and_then(|param| param.get("secret")) == Some(&Value::Bool(true))
        };
        let heirs: Vec<String> = params
            .iter()
            .filter(|(_, param)| param.get("secret").is_none())
            .filter(|(_, param)| param.get("from").and_then(Value::as_str).is_some_and(secret))
            .map(|(name, _)| name.clone())
            .collect();
        if heirs.is_empty() {
            return;
        }
        for name in heirs {
            if let Some(param) = params.get_mut(&name).and_then(Value::as_object_mut) {
                param.insert("secret".to_owned(), Value::Bool(true));
            }
        }
    }
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
