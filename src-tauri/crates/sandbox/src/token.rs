//! The token endpoint (RFC 6749 §3.2) and the revocation endpoint (RFC 7009).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::client_auth::authenticate;
use crate::clock::now_ms;
use crate::faults::Faults;
use crate::grants::{Issued, Minted, Redemption, Refusal};
use crate::oauth_error::OAuthError;
use crate::opaque::{Opaque, random_name};
use crate::parameters::Parameters;
use crate::scope::ScopeSet;
use crate::server::{Server, unanswered};

/// `POST /token`.
pub(crate) async fn token(State(server): State<Arc<Server>>, headers: HeaderMap, body: Bytes) -> Response {
    let faults = server.faults();
    faults.delay_token().await;
    let mut answer = match exchange(&server, &faults, &headers, &body).await {
        Ok(Outcome::Issued(issued)) => success(&issued, &faults),
        Ok(Outcome::Unanswered) => return unanswered(),
        Err(error) => failure(&server, &error, faults.form_encoded),
    };
    if let Some(seconds) = faults.retry_after_s.filter(|_| faults.token_status.is_some()) {
        answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    answer
}

/// `POST /revoke`. Whether there was anything to revoke is not told (RFC 7009 §2.2).
pub(crate) async fn revoke(State(server): State<Arc<Server>>, headers: HeaderMap, body: Bytes) -> Response {
    match revoke_token(&server, &headers, &body).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => failure(&server, &error, false),
    }
}

/// How an exchange ended, if not with an error.
enum Outcome {
    Issued(Issued),
    /// Carried out, but the client is not to learn of it.
    Unanswered,
}

async fn exchange(
    server: &Arc<Server>,
    faults: &Faults,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Outcome, OAuthError> {
    if let Some(status) = faults.token_status {
        return Err(OAuthError::forced(status));
    }
    let form = read_form(headers, body)?;
    let client_id = authenticate(headers, &form, &server.store.read())?;
    let grant_type = form.get("grant_type");
    let grant_type = grant_type.ok_or_else(|| OAuthError::invalid_request("grant_type is missing."))?;
    if faults.error_200 {
        return Err(refused_with_200(grant_type));
    }
    match grant_type {
        "authorization_code" => redeem(server, faults, client_id, &form)
            .await
            .map(Outcome::Issued),
        "refresh_token" if faults.revoked_refresh => Err(OAuthError::invalid_grant(
            "The fault revoked_refresh refuses every refresh.",
        )),
        "refresh_token" => {
            let issued = refresh(server, faults, client_id, &form).await?;
            Ok(if faults.drop_after_rotation {
                Outcome::Unanswered
            } else {
                Outcome::Issued(issued)
            })
        }
        "client_credentials" => client_credentials(server, faults, client_id, &form)
            .await
            .map(Outcome::Issued),
        _ => Err(OAuthError::unsupported_grant_type()),
    }
}

async fn redeem(
    server: &Arc<Server>,
    faults: &Faults,
    client_id: String,
    form: &Parameters,
) -> Result<Issued, OAuthError> {
    let code = required(form, "code")?;
    let redirect_uri = required(form, "redirect_uri")?;
    let verifier = required(form, "code_verifier")?;
    if !is_verifier(&verifier) {
        return Err(OAuthError::invalid_request(
            "code_verifier must be 43 to 128 unreserved characters.",
        ));
    }
    let ttl_s = faults.access_ttl_s();
    issue(server, move |grants, minted| {
        let redemption = Redemption {
            code: &code,
            client_id: &client_id,
            redirect_uri: &redirect_uri,
            verifier: &verifier,
        };
        grants.redeem(&redemption, minted, ttl_s, now_ms())
    })
    .await
}

async fn refresh(
    server: &Arc<Server>,
    faults: &Faults,
    client_id: String,
    form: &Parameters,
) -> Result<Issued, OAuthError> {
    let token = required(form, "refresh_token")?;
    let scopes = requested_scopes(form)?;
    let ttl_s = faults.access_ttl_s();
    issue(server, move |grants, minted| {
        grants.refresh(&token, &client_id, scopes, minted, ttl_s, now_ms())
    })
    .await
}

async fn client_credentials(
    server: &Arc<Server>,
    faults: &Faults,
    client_id: String,
    form: &Parameters,
) -> Result<Issued, OAuthError> {
    let scopes = faults.narrow(requested_scopes(form)?.unwrap_or_else(ScopeSet::fallback));
    let ttl_s = faults.access_ttl_s();
    issue(server, move |grants, minted| {
        Ok(grants.client_credentials(&client_id, scopes, minted, ttl_s, now_ms()))
    })
    .await
}

/// Makes new credentials and lets `change` issue them; what it issued is on the disk when this returns.
async fn issue(
    server: &Arc<Server>,
    change: impl FnOnce(&mut crate::grants::Grants, Minted) -> Result<Issued, Refusal> + Send + 'static,
) -> Result<Issued, OAuthError> {
    let minted = mint().map_err(|error| {
        tracing::error!(%error, "the operating system gave the sandbox no randomness");
        OAuthError::server_error()
    })?;
    let environment = server.environment;
    let issued = server
        .store
        .change_async(move |state| change(&mut state.environment_mut(environment).grants, minted))
        .await
        .map_err(|error| not_written(&error))?;
    issued.map_err(|refusal| match refusal {
        Refusal::InvalidGrant(why) => OAuthError::invalid_grant(why),
        Refusal::InvalidScope => OAuthError::invalid_scope("The scope is wider than what was granted."),
    })
}

async fn revoke_token(server: &Arc<Server>, headers: &HeaderMap, body: &[u8]) -> Result<(), OAuthError> {
    let form = read_form(headers, body)?;
    let client_id = authenticate(headers, &form, &server.store.read())?;
    let token = required(&form, "token")?;
    let environment = server.environment;
    server
        .store
        .change_async(move |state| {
            state
                .environment_mut(environment)
                .grants
                .revoke_token(&token, &client_id)
        })
        .await
        .map_err(|error| not_written(&error))?
        .map_err(|()| OAuthError::invalid_grant("The token was issued to another client."))
}

fn mint() -> Result<Minted, getrandom::Error> {
    Ok(Minted {
        grant: random_name()?,
        access: Opaque::mint()?,
        refresh: Opaque::mint()?,
    })
}

fn not_written(error: &std::io::Error) -> OAuthError {
    tracing::error!(%error, "the sandbox's state could not be written");
    OAuthError::server_error()
}

fn read_form(headers: &HeaderMap, body: &[u8]) -> Result<Parameters, OAuthError> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(OAuthError::invalid_request(
            "The body must be application/x-www-form-urlencoded.",
        ));
    }
    let form = Parameters::parse(body);
    match form.repeated() {
        Some(name) => Err(OAuthError::invalid_request(format!(
            "{name} is there more than once."
        ))),
        None => Ok(form),
    }
}

fn required(form: &Parameters, name: &str) -> Result<String, OAuthError> {
    let value = form.get(name).map(str::to_owned);
    value.ok_or_else(|| OAuthError::invalid_request(format!("{name} is missing.")))
}

fn requested_scopes(form: &Parameters) -> Result<Option<ScopeSet>, OAuthError> {
    let parsed = form.get("scope").map(ScopeSet::parse).transpose();
    let scopes =
        parsed.map_err(|unknown| OAuthError::invalid_scope(format!("The scope {unknown} is unknown.")))?;
    Ok(scopes.filter(|scopes| !scopes.is_empty()))
}

/// The form of a verifier and of a challenge (RFC 7636 §4.1, §4.2).
pub(crate) fn is_verifier(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&text.len()) && text.bytes().all(unreserved)
}

/// What some providers do instead of a 4xx.
fn refused_with_200(grant_type: &str) -> OAuthError {
    let code = match grant_type {
        "authorization_code" => "bad_verification_code",
        "refresh_token" => "bad_refresh_token",
        _ => "incorrect_client_credentials",
    };
    let description = "The fault error_200 refuses with a success status.".to_owned();
    OAuthError {
        status: StatusCode::OK,
        code,
        description,
    }
}

fn success(issued: &Issued, faults: &Faults) -> Response {
    let mut pairs = vec![
        ("access_token", issued.access.expose().to_owned()),
        ("token_type", "Bearer".to_owned()),
        ("scope", issued.scopes.to_string()),
    ];
    if let Some(refresh) = &issued.refresh {
        pairs.push(("refresh_token", refresh.expose().to_owned()));
    }
    let mut expires_in = (!faults.omit_expires_in).then(|| faults.access_ttl_s());
    if let Some(odd) = faults.odd_expires_in.as_ref().filter(|_| expires_in.is_some()) {
        pairs.push(("expires_in", odd.clone()));
        expires_in = None;
    }
    encode(StatusCode::OK, &pairs, expires_in, faults.form_encoded)
}

fn failure(server: &Server, error: &OAuthError, form_encoded: bool) -> Response {
    let pairs = [
        ("error", error.code.to_owned()),
        ("error_description", error.description.clone()),
    ];
    let mut answer = encode(error.status, &pairs, None, form_encoded);
    if error.status == StatusCode::UNAUTHORIZED {
        answer
            .headers_mut()
            .insert(WWW_AUTHENTICATE, server.basic_challenge());
    }
    answer
}

/// Writes an answer of strings, and the one number that OAuth has, as JSON or as a form.
fn encode(
    status: StatusCode,
    pairs: &[(&str, String)],
    expires_in: Option<u64>,
    form_encoded: bool,
) -> Response {
    let (kind, body) = if form_encoded {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs);
        if let Some(seconds) = expires_in {
            form.append_pair("expires_in", &seconds.to_string());
        }
        ("application/x-www-form-urlencoded", form.finish())
    } else {
        let mut object: serde_json::Map<_, _> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone().into()))
            .collect();
        if let Some(seconds) = expires_in {
            object.insert("expires_in".to_owned(), seconds.into());
        }
        ("application/json", serde_json::Value::Object(object).to_string())
    };
    // RFC 6749 §5.1: no cache may keep a token.
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-store"),
        (PRAGMA, "no-cache"),
    ];
    (status, headers, body).into_response()
}
