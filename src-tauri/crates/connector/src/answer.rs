//! Reads token answers (RFC 6749 §5, security A2.1 to A2.7).

use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::{
    ParamPath, Patch, Secret, TokenEndpoint,
    discovered::at,
    format::{Expires, ExpiresKind, ExpiresUnit},
    patch::wipe,
    time::unix_ms,
    values::as_text,
};

const MAX_BYTES: usize = 1024 * 1024;
const MAX_DEPTH: usize = 64;

/// A token answer that worked.
#[derive(Debug, Clone)]
pub struct TokenAnswer {
    /// The access token.
    pub access_token: Secret<String>,
    /// A new refresh token; `None` keeps the old one (RFC 6749 §6).
    pub refresh_token: Option<Secret<String>>,
    /// The token type as the provider wrote it, or the connector's default.
    pub token_type: String,
    /// The scopes granted; `None` means those asked for (RFC 6749 §5.1).
    pub scope: Option<Vec<String>>,
    /// How long the token lives, in milliseconds from now; `None` means unknown, or see `expires_at_ms` and
    /// `never_expires`.
    pub expires_in_ms: Option<i64>,
    /// When the token ends, in Unix milliseconds, where the provider says a time instead of a duration.
    pub expires_at_ms: Option<i64>,
    /// The connector says that the token does not expire.
    pub never_expires: bool,
    /// Discovered parameters that the answer held.
    pub captured: Patch,
}

/// A token answer that did not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFailure {
    /// The provider said no (RFC 6749 §5.2), with whatever status.
    #[error("The provider answered \"{error}\"{}", description.as_deref().map(|text| format!(": {text}")).unwrap_or_default())]
    Provider {
        /// Its code.
        error: String,
        /// Its words: plain text, at most 500 characters.
        description: Option<String>,
        /// The HTTP status.
        status: u16,
    },
    /// Neither JSON nor a form, or too large or too deep.
    #[error("The provider's answer ({status}) could not be read as a token answer.")]
    Unparsable {
        /// The HTTP status.
        status: u16,
    },
    /// A good answer without a token.
    #[error("The provider answered without an access token.")]
    NoAccessToken,
    /// A token type that this connector does not know how to use (RFC 6749 §7.1); empty where none was sent.
    #[error(
        "The provider sent a token of type \"{0}\", which this connector does not take. Nothing was stored."
    )]
    UnknownTokenType(String),
    /// 429 or 5xx: not an answer about the credential at all.
    #[error("The provider is not available at the moment ({status}).")]
    Unavailable {
        /// The HTTP status.
        status: u16,
    },
}

impl TokenFailure {
    /// Whether the grant itself is refused (RFC 6749 §5.2).
    pub fn is_invalid_grant(&self) -> bool {
        matches!(self, Self::Provider { error, .. } if error == "invalid_grant")
    }

    /// Whether the client is refused.
    pub fn is_invalid_client(&self) -> bool {
        matches!(self, Self::Provider { error, .. } if error == "invalid_client")
    }
}

impl TokenEndpoint {
    /// Reads an answer of this endpoint.
    ///
    /// # Errors
    /// See [`TokenFailure`].
    pub fn read(
        &self,
        status: u16,
        content_type: Option<&str>,
        body: &[u8],
    ) -> Result<TokenAnswer, TokenFailure> {
        if status == 429 || status >= 500 {
            return Err(TokenFailure::Unavailable { status });
        }
        let mut answer = parse(content_type, body).ok_or(TokenFailure::Unparsable { status })?;
        let read = self.read_tree(status, &answer);
        wipe(&mut answer);
        read
    }

    fn read_tree(&self, status: u16, answer: &Value) -> Result<TokenAnswer, TokenFailure> {
        let rules = &self.response.rules;
        let text = |path: &str| at(answer, path).and_then(as_text).filter(|text| !text.is_empty());
        let ok = Condition::parse(&rules.ok).unwrap_or_default().holds(answer);
        let error = at(answer, &rules.error).and_then(error_text);
        if error.is_some() || !ok || !(200..300).contains(&status) {
            let error = error.unwrap_or_else(|| {
                if ok {
                    format!("http_{status}")
                } else {
                    "not_ok".to_owned()
                }
            });
            let description = text(&rules.error_description)
                .or_else(|| text("error.message"))
                .or_else(|| text("message"));
            return Err(TokenFailure::Provider {
                error: plain(&error, 100),
                description: description.map(|text| plain(&text, 500)),
                status,
            });
        }
        let access_token = text(&rules.access_token).ok_or(TokenFailure::NoAccessToken)?;
        let token_type = text(&rules.token_type).unwrap_or_else(|| rules.default_token_type.clone());
        let known = |known: &String| known.eq_ignore_ascii_case(&token_type);
        // A default is the connector's own word, so it needs no place in the list.
        // Whether a token is bound to a key is asked by whoever has the key (RFC 9449 §5).
        let takes = rules.token_types.iter().any(known)
            || known(&rules.default_token_type)
            || token_type.eq_ignore_ascii_case("DPoP");
        if token_type.is_empty() || !takes {
            return Err(TokenFailure::UnknownTokenType(plain(&token_type, 100)));
        }
        let life = life(&rules.expires, at(answer, &rules.expires.path));
        let absent = life == Life::Absent;
        let ttl_ms = rules
            .default_ttl_s
            .filter(|ttl| absent && *ttl > 0)
            .and_then(|ttl| i64::try_from(ttl).ok()?.checked_mul(1000));
        let mut captured = Patch::default();
        for (name, path) in &rules.capture {
            if let Some(value) = text(path) {
                // A name of one segment can always be set.
                let _ = captured.set(&ParamPath::new([name.as_str()]), value.into());
            }
        }
        Ok(TokenAnswer {
            access_token: Secret::new(access_token),
            refresh_token: text(&rules.refresh_token).map(Secret::new),
            token_type,
            scope: at(answer, &rules.scope).and_then(|scope| self.scopes(scope)),
            expires_in_ms: if let Life::In(ms) = life { Some(ms) } else { ttl_ms },
            expires_at_ms: if let Life::At(ms) = life { Some(ms) } else { None },
            never_expires: absent && rules.default_ttl_s == Some(0),
            captured,
        })
    }

    /// The scopes of an answer, without repetition. Spaces always separate: no scope has one (RFC 6749 §3.3).
    fn scopes(&self, value: &Value) -> Option<Vec<String>> {
        let own = &self.response.rules.scope_separator;
        let separator = if own.is_empty() {
            &self.scope_separator
        } else {
            own
        };
        let texts: Vec<&str> = match value {
            Value::String(text) => vec![text],
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            _ => return None,
        };
        let mut scopes: Vec<String> = Vec::new();
        for text in texts {
            let parts: Vec<&str> = if separator.trim().is_empty() {
                vec![text]
            } else {
                text.split(separator.as_str()).collect()
            };
            for scope in parts.into_iter().flat_map(str::split_whitespace) {
                if !scopes.iter().any(|known| known == scope) {
                    scopes.push(scope.to_owned());
                }
            }
        }
        (!scopes.is_empty()).then_some(scopes)
    }
}

/// Parses a body by its content type, and by its looks where that is wrong or missing.
pub(crate) fn parse(content_type: Option<&str>, body: &[u8]) -> Option<Value> {
    if body.len() > MAX_BYTES {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
    let kind = content_type.unwrap_or_default().to_ascii_lowercase();
    let json = || {
        serde_json::from_str::<Value>(text)
            .ok()
            .filter(|value| value.is_object() && depth(value) <= MAX_DEPTH)
    };
    let form = || {
        let looks = text.contains('=')
            && !text.starts_with(['<', '{', '[', '"'])
            && !text.contains(char::is_whitespace);
        looks.then(|| {
            let pairs = form_urlencoded::parse(text.as_bytes());
            Value::Object(
                pairs
                    .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
                    .collect::<Map<_, _>>(),
            )
        })
    };
    if kind.contains("form-urlencoded") {
        form().or_else(json)
    } else {
        json().or_else(form)
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// An error where there is one: `false`, `null`, `0` and `""` mean none.
pub(crate) fn error_text(value: &Value) -> Option<String> {
    match value {
        Value::Object(map) => {
            let part = ["code", "type", "status", "message"]
                .into_iter()
                .find_map(|name| map.get(name).and_then(as_text));
            (!map.is_empty()).then(|| part.unwrap_or_else(|| "error".to_owned()))
        }
        Value::Bool(false) => None,
        Value::Number(number) if number.as_f64() == Some(0.0) => None,
        _ => as_text(value).filter(|text| !text.is_empty()),
    }
}

/// Text of a provider as it may be shown: one line, no control characters, not longer than `most` characters.
pub(crate) fn plain(text: &str, most: usize) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    Absent,
    /// There, but it says nothing that can be used.
    Unknown,
    In(i64),
    At(i64),
}

pub(crate) fn life(rules: &Expires, value: Option<&Value>) -> Life {
    let Some(value) = value.filter(|value| !value.is_null() && *value != "") else {
        return Life::Absent;
    };
    let ms = match (rules.unit, value) {
        (ExpiresUnit::Iso, Value::String(text)) => unix_ms(text),
        (unit, value) => {
            let number = match value {
                Value::Number(number) => number.as_f64(),
                Value::String(text) => text.trim().parse::<f64>().ok(),
                _ => None,
            };
            let scale = if unit == ExpiresUnit::Ms { 1.0 } else { 1000.0 };
            // 2^53 ms are some 285,000 years; beyond it the number is not meant.
            #[allow(clippy::cast_possible_truncation)]
            number
                .map(|number| number * scale)
                .filter(|ms| ms.is_finite() && *ms >= 1.0 && *ms <= 9.0e15)
                .map(|ms| ms as i64)
        }
    };
    match (ms, rules.kind) {
        (Some(ms), ExpiresKind::In) => Life::In(ms),
        (Some(ms), ExpiresKind::At) => Life::At(ms),
        (None, _) => Life::Unknown,
    }
}

/// `ok == true`, `status != 'error'`, or a path that must be there and not false. Empty always holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Condition {
    path: String,
    compare: Option<(bool, Value)>,
}

impl Condition {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (path, compare) = if let Some((path, value)) = text.split_once("==") {
            (path, Some((true, value)))
        } else if let Some((path, value)) = text.split_once("!=") {
            (path, Some((false, value)))
        } else {
            (text, None)
        };
        let path = path.trim();
        if path.contains(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)))
            || (path.is_empty() && compare.is_some())
        {
            return Err("it does not begin with a dotted path".to_owned());
        }
        let compare = match compare {
            None => None,
            Some((equal, value)) => {
                let value = value.trim();
                let quoted = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
                let value = quoted.map_or_else(|| serde_json::from_str(value), |text| Ok(text.into()));
                Some((
                    equal,
                    value.map_err(|_| {
                        "what it compares with is neither a number, true, false, null nor a text in '…'"
                            .to_owned()
                    })?,
                ))
            }
        };
        Ok(Self {
            path: path.to_owned(),
            compare,
        })
    }

    pub(crate) fn holds(&self, answer: &Value) -> bool {
        if self.path.is_empty() {
            return true;
        }
        let value = at(answer, &self.path).unwrap_or(&Value::Null);
        match &self.compare {
            Some((equal, expected)) => (value == expected) == *equal,
            None => !matches!(value, Value::Null | Value::Bool(false)),
        }
    }
}
