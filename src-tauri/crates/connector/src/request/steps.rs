//! Steps: requests of the provider's own that end in an access token, or follow one.

use super::RequestPlan;
use crate::{
    Effective, ExchangeStep, Expired, Names, ParamPath, Patch, Secret, TemplateError, TokenFailure,
    answer::{Condition, Life, error_text, life, parse, plain},
    discovered::at,
    format::{Expires, ExpiresKind, ExpiresUnit},
    values::as_text,
};

/// What a step's answer held.
#[derive(Debug, Clone, Default)]
pub struct StepCaptured {
    /// Discovered parameters.
    pub discovered: Patch,
    /// A token that takes the place of the one before.
    pub access_token: Option<Secret<String>>,
    /// A refresh token.
    pub refresh_token: Option<Secret<String>>,
    /// How long the token lives, in milliseconds.
    pub expires_in_ms: Option<i64>,
    /// When the token ends, in Unix milliseconds.
    pub expires_at_ms: Option<i64>,
}

impl Effective {
    /// The steps, in order.
    pub fn steps(&self) -> &[ExchangeStep] {
        &self.document.auth.steps
    }

    /// A step's request. It carries nothing but what the file gives it: calls' headers may need a token that is not there
    /// yet.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn step_request(&self, step: &ExchangeStep, names: &Names) -> Result<RequestPlan, TemplateError> {
        self.bare_request(&step.request, names, "auth.steps.request")
    }

    /// How long a token lives whose answer does not say, in seconds; 0 means that it does not expire.
    pub fn default_ttl_s(&self) -> Option<u64> {
        self.document.auth.response.default_ttl_s
    }

    /// Which answers to calls mean that the token is no longer good.
    pub fn expired_rule(&self) -> &Expired {
        &self.document.http.expired
    }
}

impl Expired {
    /// Whether the status alone says it.
    pub fn has_status(&self, status: u16) -> bool {
        self.statuses.contains(&status)
    }

    /// Whether the body has to be looked at.
    pub fn needs_body(&self) -> bool {
        !self.when.is_empty()
    }

    /// Whether an answer says it. `body` is JSON.
    pub fn matches(&self, status: u16, body: &[u8]) -> bool {
        if self.has_status(status) {
            return true;
        }
        let Ok(answer) = serde_json::from_slice(body) else {
            return false;
        };
        self.when
            .split("||")
            .map(str::trim)
            .filter(|condition| !condition.is_empty())
            .any(|condition| Condition::parse(condition).is_ok_and(|condition| condition.holds(&answer)))
    }
}

impl ExchangeStep {
    /// Reads a step's answer.
    ///
    /// # Errors
    /// See [`TokenFailure`]; nothing of the answer is then to be used.
    pub fn read(
        &self,
        status: u16,
        content_type: Option<&str>,
        body: &[u8],
    ) -> Result<StepCaptured, TokenFailure> {
        if status == 429 || status >= 500 {
            return Err(TokenFailure::Unavailable { status });
        }
        let answer = parse(content_type, body);
        let refused = |answer: &serde_json::Value| {
            let error = at(answer, "error ?? errors.0 ?? code")
                .and_then(error_text)
                .unwrap_or_else(|| format!("HTTP {status}"));
            let words = at(answer, "error_description ?? message ?? error.message").and_then(as_text);
            TokenFailure::Provider {
                error: plain(&error, 80),
                description: words.map(|text| plain(&text, 500)),
                status,
            }
        };
        let Some(answer) = answer else {
            return Err(if status >= 400 {
                refused(&serde_json::Value::Null)
            } else {
                TokenFailure::Unparsable { status }
            });
        };
        let ok = Condition::parse(&self.ok).unwrap_or_default();
        if !(200..300).contains(&status) || !ok.holds(&answer) {
            return Err(refused(&answer));
        }
        let mut captured = StepCaptured::default();
        for (name, path) in &self.capture {
            let found = at(&answer, path).filter(|value| !value.is_null());
            let value = found.and_then(as_text).filter(|text| !text.is_empty());
            match (name.as_str(), value) {
                ("accessToken", Some(value)) => captured.access_token = Some(Secret::new(value)),
                ("accessToken", None) => return Err(TokenFailure::NoAccessToken),
                ("refreshToken", value) => captured.refresh_token = value.map(Secret::new),
                ("expiresIn", _) => {
                    let rules = rules(path, ExpiresKind::In, ExpiresUnit::S);
                    if let Life::In(ms) = life(&rules, found) {
                        captured.expires_in_ms = Some(ms);
                    }
                }
                ("expiresAt", _) => {
                    let unit =
                        if found.is_some_and(|value| as_text(value).is_some_and(|text| text.contains('-'))) {
                            ExpiresUnit::Iso
                        } else {
                            ExpiresUnit::S
                        };
                    if let Life::At(ms) = life(&rules(path, ExpiresKind::At, unit), found) {
                        captured.expires_at_ms = Some(ms);
                    }
                }
                (_, Some(value)) => {
                    // A name of one segment can always be set.
                    let _ = captured
                        .discovered
                        .set(&ParamPath::new([name.as_str()]), value.into());
                }
                (_, None) => {}
            }
        }
        Ok(captured)
    }
}

fn rules(path: &str, kind: ExpiresKind, unit: ExpiresUnit) -> Expires {
    Expires {
        path: path.to_owned(),
        kind,
        unit,
    }
}
