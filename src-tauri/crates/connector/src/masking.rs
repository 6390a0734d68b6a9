//! Which values are secrets, and how they are shown and come back (design section 2, "Secrets").

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Connector, ParamPath, ParamProblem, ParamProblemCode, Patch};

/// What is shown in place of a secret.
pub const MASK: &str = "••••••••";

/// What the developer said of single leaves: path → is a secret, or is none.
pub type SecretMarks = BTreeMap<String, bool>;

/// The patch with its secrets masked.
pub fn mask(patch: &Patch, connector: &Connector, option: Option<&str>, marks: &SecretMarks) -> Value {
    let projection = connector.projection(option, None);
    let mut masked = patch.clone();
    for (path, value) in patch.leaves() {
        let param = projection.document.params.get(path.root());
        let declared_secret = path.root() == "clientSecret" || param.is_some_and(|param| param.secret);
        let universal = matches!(
            path.root(),
            "clientId" | "scopes" | "variant" | "connectorVersion"
        );
        let declared = universal || param.is_some() || projection.leaves.iter().any(|leaf| leaf.path == path);
        if !value.is_null() && is_secret_leaf(&path, value, declared_secret, declared, marks) {
            // The path comes from this very patch, so it can be set.
            let _ = masked.set(&path, MASK.into());
        }
    }
    masked.to_value()
}

/// The patch with each mask replaced by what is stored at the same path.
///
/// # Errors
/// [`ParamProblemCode::MaskElsewhere`] for each mask at a path where nothing is stored.
pub fn unmask(incoming: &Patch, stored: &Patch) -> Result<Patch, Vec<ParamProblem>> {
    let mut result = incoming.clone();
    let mut problems = Vec::new();
    for (path, value) in incoming.leaves() {
        if value != MASK {
            continue;
        }
        match stored.get(&path).filter(|value| !value.is_null() && !value.is_object()) {
            Some(value) => {
                let _ = result.set(&path, value.clone());
            }
            None => problems.push(ParamProblem::new(
                &path,
                ParamProblemCode::MaskElsewhere,
                format!("\"{path}\" is only the mask of a secret, and no secret is stored there. Type the secret itself."),
            )),
        }
    }
    if problems.is_empty() {
        Ok(result)
    } else {
        Err(problems)
    }
}

impl Connector {
    /// Whether the developer may say of this leaf that it is a secret, or none: where no connector file declares it.
    pub fn markable(&self, path: &ParamPath) -> bool {
        let projection = self.projection(None, None);
        if projection.leaves.iter().any(|leaf| leaf.path == *path) {
            return false;
        }
        match path.segments() {
            [http, table, _] if http == "http" => table == "headers" || table == "query",
            [http, ..] if http == "http" => false,
            [table, _, ..] if table == "authorizeParams" || table == "tokenParams" => true,
            [root, ..] => {
                let known = matches!(
                    root.as_str(),
                    "clientId" | "clientSecret" | "scopes" | "variant" | "connectorVersion"
                );
                !known && projection.developer_may(root) && !projection.document.params.contains_key(root)
            }
            [] => false,
        }
    }
}

/// Whether a leaf is masked: declared secrets always, other declared ones never, the rest by mark or by looks.
pub(crate) fn is_secret_leaf(
    path: &ParamPath,
    value: &Value,
    declared_secret: bool,
    declared: bool,
    marks: &SecretMarks,
) -> bool {
    if declared_secret || declared {
        return declared_secret;
    }
    if let Some(mark) = marked(path, marks) {
        return mark;
    }
    let name = path.segments().last().map_or("", String::as_str);
    match value {
        Value::String(text) => looks_secret(name, text),
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .any(|text| looks_secret(name, text)),
        _ => looks_secret(name, ""),
    }
}

/// What the developer said of a leaf. Names of headers are the same in any case (RFC 9110 section 5.1).
pub(crate) fn marked(path: &ParamPath, marks: &SecretMarks) -> Option<bool> {
    let text = path.to_string();
    if let Some(mark) = marks.get(&text) {
        return Some(*mark);
    }
    let header = matches!(path.segments(), [http, headers, _] if http == "http" && headers == "headers");
    let mut others = marks.iter().filter(|_| header);
    others
        .find(|(known, _)| known.eq_ignore_ascii_case(&text))
        .map(|(_, mark)| *mark)
}

const WORDS: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "passphrase",
    "token",
    "credential",
    "authorization",
    "signature",
    "jwt",
    "cookie",
    "session",
];
const STARTS: &[&str] = &[
    "sk_",
    "rk_",
    "pk_live_",
    "whsec_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xox",
    "AKIA",
    "ASIA",
    "AIza",
    "ya29.",
    "eyJ",
    "SG.",
    "shpat_",
    "sk-",
    "Bearer ",
    "Basic ",
    "-----BEGIN",
];

/// Whether a name or a value looks like a secret: the one rule for leaves that no connector file declares.
///
/// A name does that has one of the words secret, password, passwd, passphrase, token, credential, authorization,
/// signature, jwt, cookie or session, or ends in key (`apiKey`, `X-Api-Key`). A value does that begins as the tokens of
/// well-known providers do, is a JWT, a bearer or basic credential or a private key, or is 32 or more letters and
/// digits without a space that mix both.
pub fn looks_secret(name: &str, value: &str) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    let long = value.len() >= 32
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_+/=.".contains(&byte))
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic());
    WORDS.iter().any(|word| name.contains(word))
        || name.ends_with("key")
        || STARTS.iter().any(|start| value.starts_with(start))
        || long
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_rule_says_what_looks_secret() {
        for (name, value) in [
            ("X-Api-Key", ""),
            ("access_token", ""),
            ("x", "sk_test_1"),
            ("x", "eyJhbGciOi"),
            ("x", "0123456789abcdef0123456789abcdef"),
        ] {
            assert!(looks_secret(name, value), "{name} {value}");
        }
        for (name, value) in [
            ("X-Api-Version", "2024-01-01"),
            ("prompt", "consent"),
            ("x", "an ordinary sentence that is quite long 1"),
        ] {
            assert!(!looks_secret(name, value), "{name} {value}");
        }
    }

    #[test]
    fn a_mask_keeps_what_is_stored_there_and_nothing_else() {
        let stored =
            Patch::from_value(json!({"clientSecret": "s", "http": {"headers": {"X-Key": "k"}}})).unwrap();
        let incoming =
            Patch::from_value(json!({"clientSecret": MASK, "http": {"headers": {"x-key": MASK}}})).unwrap();
        assert_eq!(
            unmask(&incoming, &stored).unwrap().to_value(),
            json!({"clientSecret": "s", "http": {"headers": {"x-key": "k"}}})
        );
        let elsewhere = Patch::from_value(json!({"tokenParams": {"a": MASK}})).unwrap();
        assert_eq!(
            unmask(&elsewhere, &stored).unwrap_err()[0].code,
            ParamProblemCode::MaskElsewhere
        );
    }
}
