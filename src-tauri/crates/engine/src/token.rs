//! Asking a token endpoint, and telling apart what its answers mean (design section 5, security A2.12, A8.8).

use ::http::{HeaderMap, header};
use patchbay_connector::{RequestPlan, TemplateError, TokenAnswer, TokenEndpoint, TokenFailure, Use};
use patchbay_store::Credentials;

use crate::{
    Code, Engine, Error,
    dpop_nonces::insists,
    http::HttpError,
    observe::{Did, Hearer},
    send::Trust,
    sign::dpop::Key,
};

const LIMIT: usize = 1024 * 1024;

/// Why there is no token.
#[derive(Debug, Clone)]
pub(crate) enum TokenTrouble {
    /// The endpoint said no.
    Refused(TokenFailure),
    /// Nobody knows whether the request was processed: ask once more with the same token.
    Ambiguous(String),
    /// The endpoint asks to wait, or fails; the grant is as good as before.
    Later {
        /// What it said.
        cause: String,
        /// Milliseconds that it asked for.
        after: Option<i64>,
    },
    /// Nothing was sent: an address refused by rule, a name without a value, a key that does not sign.
    NotSent(Error),
}

impl Engine {
    /// Asks for a token, once. `hearer` hears of it, without anything secret.
    pub(crate) async fn ask_for_token(
        &self,
        hearer: Hearer<'_>,
        endpoint: &TokenEndpoint,
        request: RequestPlan,
        trust: &Trust,
    ) -> Result<TokenAnswer, TokenTrouble> {
        let read = |status, kind: Option<&str>, body: &[u8]| endpoint.read(status, kind, body);
        let answer = self.ask(hearer, request, trust, read).await?;
        bound_as_asked(answer, None)
    }

    /// The same for a token that is bound to a key (RFC 9449 §5). A key is made where the endpoint insists on one and
    /// the connector does not forbid it.
    pub(crate) async fn ask_for_bound_token(
        &self,
        hearer: Hearer<'_>,
        endpoint: &TokenEndpoint,
        request: RequestPlan,
        trust: &Trust,
        key: &mut Option<Key>,
    ) -> Result<TokenAnswer, TokenTrouble> {
        let read = |status, kind: Option<&str>, body: &[u8]| endpoint.read(status, kind, body);
        let result = self
            .ask_with(hearer, request.clone(), trust, key.as_ref(), read)
            .await;
        let insisted = match &result {
            Err(TokenTrouble::Refused(TokenFailure::Provider { error, .. })) => insists(error),
            _ => false,
        };
        let result = if insisted && key.is_none() && endpoint.dpop != Use::Off {
            let made = Key::generate()?;
            let result = self.ask_with(hearer, request, trust, Some(&made), read).await;
            *key = Some(made);
            result
        } else {
            result
        };
        bound_as_asked(result?, key.as_ref())
    }

    /// Sends one request of a sign-in, and reads its answer as `read` says.
    pub(crate) async fn ask<T>(
        &self,
        hearer: Hearer<'_>,
        request: RequestPlan,
        trust: &Trust,
        read: impl Fn(u16, Option<&str>, &[u8]) -> Result<T, TokenFailure>,
    ) -> Result<T, TokenTrouble> {
        self.ask_with(hearer, request, trust, None, read).await
    }

    async fn ask_with<T>(
        &self,
        hearer: Hearer<'_>,
        request: RequestPlan,
        trust: &Trust,
        key: Option<&Key>,
        read: impl Fn(u16, Option<&str>, &[u8]) -> Result<T, TokenFailure>,
    ) -> Result<T, TokenTrouble> {
        let host = request.url.host_str().unwrap_or_default().to_owned();
        if let Hearer::Connection(id) = hearer {
            self.did(id, || Did::TokenAsked(host.clone()));
        }
        let answer = match key {
            Some(key) => self.try_proved(&request, trust, LIMIT, key).await,
            None => self.try_plan(&request, trust, LIMIT).await,
        };
        let (result, words) = match answer {
            Err(error) => (Err(no_answer(&host, &error)), format!("no answer: {error}")),
            Ok((status, headers, body)) => {
                let read = read(status, content_type(&headers), &body);
                (
                    read.map_err(|failure| trouble(status, &headers, failure)),
                    format!("{status}"),
                )
            }
        };
        match hearer {
            Hearer::Nobody => {}
            Hearer::Attempt(attempt) => {
                self.note(attempt, "token", format!("Token request to {host}: {words}"))
                    .await;
            }
            Hearer::Connection(id) => self.did(id, || Did::TokenAnswered(words)),
        }
        result
    }

    /// A token answer as credentials. An answer without a refresh token keeps the old one (RFC 6749 §6).
    pub(crate) fn credentials_of(&self, answer: TokenAnswer, previous: Option<&Credentials>) -> Credentials {
        let now = self.now();
        let expires_at = answer
            .expires_in_ms
            .map(|left| now.saturating_add(left))
            .or(answer.expires_at_ms);
        Credentials {
            access_token: answer.access_token,
            refresh_token: answer
                .refresh_token
                .or_else(|| previous.and_then(|old| old.refresh_token.clone())),
            token_type: answer.token_type,
            expires_at: if answer.never_expires { None } else { expires_at },
            obtained_at: now,
            scopes: answer
                .scope
                .or_else(|| previous.and_then(|old| old.scopes.clone())),
            epoch: previous.map_or(0, |old| old.epoch),
        }
    }
}

/// A token that is not bound as it was asked for is not used (RFC 9449 §5).
fn bound_as_asked(answer: TokenAnswer, key: Option<&Key>) -> Result<TokenAnswer, TokenTrouble> {
    if answer.token_type.eq_ignore_ascii_case("dpop") == key.is_some() {
        return Ok(answer);
    }
    let failure = TokenFailure::UnknownTokenType(answer.token_type);
    Err(TokenTrouble::Refused(failure))
}

fn no_answer(host: &str, error: &HttpError) -> TokenTrouble {
    match error {
        HttpError::Refused { .. } => TokenTrouble::NotSent(crate::send::unreachable_error(host, error)),
        HttpError::Connect(_) => TokenTrouble::Later {
            cause: format!("{host} could not be reached ({error})"),
            after: None,
        },
        _ => TokenTrouble::Ambiguous(format!("{host} did not answer ({error})")),
    }
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

fn trouble(status: u16, headers: &HeaderMap, failure: TokenFailure) -> TokenTrouble {
    match (status, &failure) {
        (502 | 504, _) => TokenTrouble::Ambiguous(format!("the token endpoint answered {status}")),
        (429 | 500.., _) => TokenTrouble::Later {
            cause: format!("the token endpoint answered {status}"),
            after: retry_after(headers),
        },
        (200..300, TokenFailure::Unparsable { .. }) => {
            TokenTrouble::Ambiguous("the token endpoint's answer could not be read".to_owned())
        }
        _ => TokenTrouble::Refused(failure),
    }
}

/// `Retry-After` in milliseconds; only the form in seconds (RFC 9110 §10.2.3), at most an hour.
fn retry_after(headers: &HeaderMap) -> Option<i64> {
    let seconds: i64 = headers
        .get(header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(seconds.clamp(0, 3600) * 1000)
}

impl From<Error> for TokenTrouble {
    fn from(error: Error) -> Self {
        Self::NotSent(error)
    }
}

impl From<TemplateError> for TokenTrouble {
    fn from(error: TemplateError) -> Self {
        Self::NotSent(error.into())
    }
}

impl TokenTrouble {
    /// What happened, as a sentence without secrets.
    pub(crate) fn words(&self) -> String {
        let words = match self {
            Self::NotSent(error) => error.message.clone(),
            Self::Refused(failure) => failure.to_string(),
            Self::Ambiguous(cause) | Self::Later { cause, .. } => cause.clone(),
        };
        let mut rest = words.chars();
        let first = rest.next().map(char::to_uppercase).into_iter().flatten();
        format!("{}.", first.chain(rest).collect::<String>().trim_end_matches('.'))
    }

    /// What it means while connecting with what somebody typed in: a plain no is about that.
    pub(crate) fn on_mint(self) -> Error {
        let Self::Refused(TokenFailure::Provider {
            status: 401 | 403, ..
        }) = &self
        else {
            return self.on_connect();
        };
        if matches!(&self, Self::Refused(failure) if failure.is_invalid_client()) {
            return self.on_connect();
        }
        let words = self.on_connect().message;
        Error::new(
            Code::AccessDenied,
            format!("The credentials were rejected. {words}"),
        )
        .next("Check what was typed in and the integration's parameters, then connect again.")
    }

    /// What it means while connecting: nothing is stored yet, so all of it ends the attempt.
    pub(crate) fn on_connect(self) -> Error {
        match self {
            Self::NotSent(error) => error,
            Self::Refused(failure) if failure.is_invalid_client() => Error::new(
                Code::Misconfigured,
                format!(
                    "The provider refused the client: {}.",
                    failure.to_string().trim_end_matches('.')
                ),
            )
            .at("clientSecret")
            .next("Check clientId and clientSecret on the integration or in the override."),
            Self::Refused(failure) => {
                let words = failure.to_string();
                Error::new(Code::ProviderError, format!("{}.", words.trim_end_matches('.')))
                    .next("Check the connector and its parameters, then start connecting again.")
            }
            Self::Ambiguous(cause) | Self::Later { cause, .. } => {
                Error::new(Code::ProviderUnreachable, format!("No token came back: {cause}."))
                    .next("Start connecting again; a code can be used only once.")
            }
        }
    }
}
