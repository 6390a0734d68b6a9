//! What can be wrong with a patch, a connector file or a template: closed sets with stable codes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing that is wrong with parameters that somebody gave: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct ParamProblem {
    /// The path in the values tree, as [`crate::ParamPath`] writes it; empty for the whole.
    pub path: String,
    /// The kind of problem. Stable.
    pub code: ParamProblemCode,
    /// What happened and what to do next, for a person. Never a secret's value.
    pub message: String,
    /// What would be allowed there, where that is a short list.
    pub allowed: Vec<String>,
    /// The allowed name nearest to the one given.
    pub nearest: Option<String>,
    /// The line in the JSON text, from 1, where there is a text.
    pub line: Option<u32>,
    /// The column in the JSON text, from 1.
    pub column: Option<u32>,
}

/// The kinds of [`ParamProblem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ParamProblemCode {
    /// No connector file declares it, and it is none of the names that every connector has.
    UnknownParameter,
    /// A value of another type than declared.
    WrongType,
    /// Not in `enum`, or not of the `pattern` or `format`; or a parameter without a value that needs one.
    NotAllowed,
    /// `null` on, or no value for, a required parameter.
    RequiredRemoved,
    /// A name that the protocol or a credential owns (`state`, `Authorization`, …).
    Reserved,
    /// A user's or discovered parameter set by the developer, or a developer's by the user.
    WrongSource,
    /// The mask came back at a path where no secret is stored.
    MaskElsewhere,
    /// Not JSON, or JSON that cannot be a patch.
    Malformed,
    /// More than 64 KiB, 16 levels or 256 keys.
    TooLarge,
    /// No variant of that name.
    UnknownVariant,
    /// No option of that name.
    UnknownOption,
    /// No version of that number.
    UnknownVersion,
}

impl ParamProblem {
    /// A problem at a path, with nothing more to say than its message.
    #[allow(clippy::needless_pass_by_value)] // A text or a path, by value or by reference.
    pub fn new(path: impl ToString, code: ParamProblemCode, message: impl Into<String>) -> Self {
        Self {
            path: path.to_string(),
            code,
            message: message.into(),
            allowed: Vec::new(),
            nearest: None,
            line: None,
            column: None,
        }
    }

    /// The same problem, naming what is allowed and which of it is nearest to `given`.
    #[must_use]
    pub fn allowing<S: AsRef<str>>(mut self, given: &str, allowed: impl IntoIterator<Item = S>) -> Self {
        self.allowed = allowed.into_iter().map(|name| name.as_ref().to_owned()).collect();
        self.nearest = nearest(given, &self.allowed);
        self
    }
}

/// One thing that is wrong with a connector file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct FileProblem {
    /// The key path in the file, `auth.token.url`; empty for the whole file.
    pub path: String,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1, in characters.
    pub column: Option<u32>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub fix: Option<String>,
    /// The file loads in spite of it.
    pub warning: bool,
}

/// Why a template could not be filled. Nothing was sent. No variant ever holds a value, as it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A name without a value.
    #[error(
        "{place} needs \"{name}\", which has no value. Set the parameter \"{name}\", or connect again if the provider supplies it."
    )]
    Unresolved {
        /// Where, as a key path of the connector file.
        place: String,
        /// The name.
        name: String,
    },
    /// A value that cannot stand in a host.
    #[error(
        "{place}: the value of \"{name}\" cannot stand in a host name: {reason}. Give only what belongs there, such as `acme` or `login.example.com`."
    )]
    Host {
        /// Where.
        place: String,
        /// The name whose value it is.
        name: String,
        /// What is wrong with it, without the value.
        reason: String,
    },
    /// A header value with a line break or NUL, or a header name that is none (RFC 9110 §5.5).
    #[error(
        "{place}: the value has a character that no header may hold (a line break, a control character, or text that is not ASCII). Remove it."
    )]
    Header {
        /// Where.
        place: String,
    },
    /// What should be a URL is none that may be used.
    #[error(
        "{place} is not a URL that may be used: {reason}. Use https, or http for this machine's own address (127.0.0.1, ::1, localhost)."
    )]
    NotAUrl {
        /// Where.
        place: String,
        /// What is wrong with it, without the value.
        reason: String,
    },
    /// A text that is no template.
    #[error("{place} is not a template: {reason}.")]
    Syntax {
        /// Where.
        place: String,
        /// What is wrong.
        reason: String,
    },
}

/// The name nearest to `given`, if one is near enough to be what was meant.
pub fn nearest<S: AsRef<str>>(given: &str, names: impl IntoIterator<Item = S>) -> Option<String> {
    let lower = given.to_ascii_lowercase();
    names
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&lower, &name.as_ref().to_ascii_lowercase()),
                name,
            )
        })
        .filter(|(distance, name)| *distance <= (given.len().max(name.as_ref().len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.as_ref().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_is_near_or_nothing() {
        let names = ["scopes", "variant", "clientId", "clientSecret"];
        assert_eq!(nearest("scope", names).as_deref(), Some("scopes"));
        assert_eq!(nearest("client_id", names).as_deref(), Some("clientId"));
        assert_eq!(nearest("banana", names), None);
    }
}
