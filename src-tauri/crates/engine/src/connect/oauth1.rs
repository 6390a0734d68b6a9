//! Signing in by OAuth 1.0a (RFC 5849 §2): temporary credentials, the user's word, token credentials.
//!
//! The redirect is found by the identifier of the temporary credentials, which stands for `state`. What a signature is
//! made of is in `sign::oauth1`; tokens that are typed in need no flow and are not here.

use std::collections::BTreeMap;

use ::http::header;
use patchbay_connector::{
    Effective, Names, OAuth1Spec, Origin, Patch, PlanBody, RequestPlan, Secret, TokenEndpoint,
};
use patchbay_store::{AttemptStatus, Credentials};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::{Url, form_urlencoded};

use super::{
    Plan,
    attempt::{LIFETIME_MS, Wanted},
    awaited::Awaited,
    finish::Obtained,
    pending::{oauth_token_hash, single},
    redirected::plain,
    start::{Place, missing_client, safe_to_open},
};
use crate::{
    Code, Engine, Error,
    grant::Grant,
    live::{developer_patch, effective},
    send::Trust,
    sign,
};

const LIMIT: usize = 64 * 1024;

/// An OAuth 1 flow under way (RFC 5849 §2.1). No Debug: it holds secrets.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TemporaryCredentials {
    pub(crate) authorize_url: Url,
    pub(crate) redirect_uri: String,
    pub(crate) arrivals: Vec<Url>,
    /// Where they are redeemed: decided before the browser opens (security A1.4).
    pub(crate) token_url: Url,
    /// The temporary credentials' identifier: what the redirect must name.
    pub(crate) token: String,
    pub(crate) token_secret: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<String>,
    pub(crate) what: Wanted,
}

/// Fields of an answer, form-encoded whatever its type says (RFC 5849 §2.1).
type Fields = BTreeMap<String, String>;

impl Engine {
    /// Gets temporary credentials, writes the attempt and shows the sign-in page.
    pub(super) async fn start_oauth1(
        &self,
        plan: Plan,
        names: Names,
        spec: OAuth1Spec,
    ) -> Result<String, Error> {
        let (Some(request_url), Some(authorize), Some(token_url)) =
            (spec.request.clone(), spec.authorize.clone(), spec.token.clone())
        else {
            return Err(Error::new(
                Code::Misconfigured,
                "The connector lacks one of OAuth 1's three URLs.",
            )
            .next("Add auth.request.url, auth.authorize.url and auth.token.url, or leave all three out."));
        };
        let client_id = plan.effective.client_id().ok_or_else(|| missing_client(&plan))?;
        let client_secret = plan.effective.client_secret();
        let (redirect_uri, arrivals) = self.redirect_uri(&plan)?;
        let sent = plan
            .effective
            .redirect_send(&names)?
            .unwrap_or_else(|| redirect_uri.clone());
        let mut url = request_url;
        for (name, value) in &spec.request_params {
            url.query_pairs_mut().append_pair(name, value);
        }
        let asker = Asker {
            spec: &spec,
            key: rsa_key(&plan.effective, &names)?,
            client_id: &client_id,
            client_secret: client_secret.as_ref(),
            token: None,
        };
        let trust = Trust::of(&plan);
        let fields = self
            .ask_oauth1(url, &asker, &[("oauth_callback", &sent)], &trust)
            .await?;
        let (token, token_secret) = token_of(&fields)?;
        // A provider that ignored the callback would send the user to another's (RFC 5849 §2.1, security A3.3).
        if fields.get("oauth_callback_confirmed").map(String::as_str) != Some("true") {
            return Err(Error::new(
                Code::ProviderError,
                "The provider did not confirm where the user will be sent back to, so the sign-in was not begun.",
            )
            .next("The provider speaks an older OAuth than 1.0a, which is not safe to use, or the redirect URI is not the registered one."));
        }
        let mut authorize_url = authorize;
        authorize_url.query_pairs_mut().append_pair("oauth_token", &token);
        safe_to_open(&authorize_url)?;
        let hash = oauth_token_hash(&token);
        let body = TemporaryCredentials {
            authorize_url: authorize_url.clone(),
            redirect_uri: redirect_uri.clone(),
            arrivals: arrivals.clone(),
            token_url,
            token,
            token_secret,
            client_id,
            client_secret: client_secret.map(|secret| secret.expose().clone()),
            what: Wanted::of(&plan),
        };
        let sealed = Awaited::Oauth1(Box::new(body)).to_bytes()?;
        let place = Place {
            status: AttemptStatus::Pending,
            redirect_uri,
            expires_at: self.now() + LIFETIME_MS,
        };
        let id = self.insert_attempt(&plan, hash, sealed, place).await?;
        self.0.pending.insert(hash, &id, &arrivals);
        let host = Origin::of(&authorize_url)
            .map(|origin| origin.to_string())
            .unwrap_or_default();
        self.note(&id, "started", format!("Asking for access at {host}"))
            .await;
        self.show(&id, &plan, authorize_url, arrivals).await;
        Ok(id)
    }

    /// Takes the redirect of an OAuth 1 flow (RFC 5849 §2.2) and redeems its verifier (§2.3).
    pub(super) async fn redeem_verifier(
        &self,
        id: &str,
        url: &Url,
        body: &TemporaryCredentials,
    ) -> Result<(), Error> {
        let verifier = verifier(url, body)?;
        let what = body.what.clone();
        let integration = self.integration(&what.integration_id).await?;
        let overrides = what.overrides()?;
        let connector = self.connector_for(&integration, &overrides).await?;
        let effective = effective(&connector, &integration, what.option.as_deref(), &overrides);
        let trust = Trust::new(&connector, &effective);
        let input = what.input()?;
        let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let mut discovered = effective.capture_callback(&query);
        let names = effective.names(&input, &discovered);
        let spec = effective.oauth1(&names)?.ok_or_else(|| {
            Error::new(
                Code::Misconfigured,
                "The connector does not sign in by OAuth 1 any more.",
            )
        })?;
        let client_secret = body.client_secret.clone().map(Secret::new);
        let asker = Asker {
            spec: &spec,
            key: rsa_key(&effective, &names)?,
            client_id: &body.client_id,
            client_secret: client_secret.as_ref(),
            token: Some((&body.token, &body.token_secret)),
        };
        // A verifier is good once: whatever goes wrong, it is not sent again.
        let asked = self
            .ask_oauth1(
                body.token_url.clone(),
                &asker,
                &[("oauth_verifier", &verifier)],
                &trust,
            )
            .await;
        let host = body.token_url.host_str().unwrap_or_default();
        let words = if asked.is_ok() { "200" } else { "refused" };
        self.note(id, "token", format!("Token request to {host}: {words}"))
            .await;
        let fields = asked?;
        let (token, token_secret) = token_of(&fields)?;
        let mut endpoints = effective.endpoints(&names, None)?;
        if let Some(endpoint) = &mut endpoints.token {
            endpoint.url = body.token_url.clone();
            for (path, value) in captured(endpoint, &fields, &token).leaves() {
                let _ = discovered.set(&path, value.clone());
            }
        }
        let grant = Grant {
            client_id: Some(body.client_id.clone()),
            client_secret,
            option: what.option.clone(),
            variant: effective.variant.clone(),
            connector_version: connector.version().to_owned(),
            discovered,
            parameters: developer_patch(&effective),
            token_secret: Some(Secret::new(token_secret.clone())),
            ..Grant::default()
        };
        let mut names = effective.names(&input, &grant.discovered);
        names.set_secret("accessToken", Secret::new(token.clone()));
        names.set_secret("tokenSecret", Secret::new(token_secret));
        let credentials = Credentials {
            access_token: Secret::new(token),
            refresh_token: None,
            token_type: "OAuth".to_owned(),
            expires_at: None,
            obtained_at: self.now(),
            scopes: None,
            epoch: 0,
        };
        let obtained = Obtained {
            grant,
            credentials: Some(credentials),
            names,
            endpoints,
            trust,
        };
        // On the heap: it is large, and part of the future of every redirect.
        Box::pin(self.finish(id, what, obtained)).await
    }

    /// One signed request of the flow, with a nonce of its own (security A3.5).
    async fn ask_oauth1(
        &self,
        url: Url,
        asker: &Asker<'_>,
        further: &[(&str, &str)],
        trust: &Trust,
    ) -> Result<Fields, Error> {
        let credentials = asker.credentials();
        let signed = sign::oauth1::authorization_header(
            sign::oauth1::Request {
                method: "POST",
                url: &url,
                form: &[],
            },
            &credentials,
            sign::oauth1::How {
                signature: asker.spec.signature,
                realm: asker.spec.realm.as_deref(),
                further,
                nonce: &sign::oauth1::nonce()?,
                timestamp_s: self.now().div_euclid(1000),
            },
        )?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let plan = RequestPlan {
            method: "POST".to_owned(),
            url,
            headers: vec![
                (header::AUTHORIZATION.to_string(), signed),
                (header::CONTENT_LENGTH.to_string(), "0".into()),
            ],
            body: PlanBody::None,
        };
        let (status, _, body) = self.send_plan(&plan, trust, LIMIT).await?;
        let fields: Fields = form_urlencoded::parse(&body).into_owned().collect();
        if (200..300).contains(&status) {
            return Ok(fields);
        }
        let why = ["oauth_problem", "error_description", "error", "description"]
            .iter()
            .find_map(|name| fields.get(*name))
            .map(|why| format!(": {}", plain(why, 200).trim_end_matches('.')))
            .unwrap_or_default();
        let refused = Error::new(
            Code::ProviderError,
            format!("{host} refused the request ({status}){why}."),
        );
        Err(if status == 401 {
            refused.next("Check clientId and clientSecret (the consumer key and secret), this machine's clock, and that the redirect URI is the registered one.")
        } else {
            refused.next("Check the connector and its parameters, then start connecting again.")
        })
    }
}

/// Who asks, and with what it signs.
struct Asker<'a> {
    spec: &'a OAuth1Spec,
    key: Option<Secret<Vec<u8>>>,
    client_id: &'a str,
    client_secret: Option<&'a Secret<String>>,
    token: Option<(&'a str, &'a str)>,
}

impl Asker<'_> {
    fn credentials(&self) -> sign::oauth1::Credentials {
        sign::oauth1::Credentials {
            client_id: self.client_id.to_owned(),
            client_secret: self.client_secret.cloned(),
            token: self.token.map(|(token, _)| token.to_owned().into()),
            token_secret: self.token.map(|(_, secret)| secret.to_owned().into()),
            rsa_key: self.key.clone(),
        }
    }
}

/// The identifier and secret of an answer's credentials.
fn token_of(fields: &Fields) -> Result<(String, String), Error> {
    match (fields.get("oauth_token"), fields.get("oauth_token_secret")) {
        (Some(token), Some(secret)) if !token.is_empty() => Ok((token.clone(), secret.clone())),
        _ => Err(Error::new(
            Code::ProviderError,
            "The provider's answer has no token (RFC 5849 §2.1, §2.3).",
        )
        .next("Check the connector's URLs, then start connecting again.")),
    }
}

/// The verifier of a redirect; an error where the user said no, or where another token came back.
fn verifier(url: &Url, body: &TemporaryCredentials) -> Result<String, Error> {
    let one = |name: &str| {
        single(url, name).map_err(|()| {
            Error::new(
                Code::ProviderError,
                format!("The provider's answer has “{name}” twice, so it was not used."),
            )
            .next("Start connecting again.")
        })
    };
    let denied = || {
        Error::new(Code::AccessDenied, "Access was denied at the provider.")
            .next("Connect again and allow the access.")
    };
    if one("denied")?.is_some() {
        return Err(denied());
    }
    if let Some(problem) = one("oauth_problem")? {
        return Err(match problem.as_str() {
            "user_refused" | "permission_denied" => denied(),
            other => Error::new(
                Code::ProviderError,
                format!("The provider answered “{}”.", plain(other, 80)),
            )
            .next("Check the connector and its parameters, then start connecting again."),
        });
    }
    if one("oauth_token")?.as_deref() != Some(body.token.as_str()) {
        return Err(Error::new(
            Code::RedirectMismatch,
            "The answer is for another sign-in than this one.",
        )
        .next("Start connecting again."));
    }
    one("oauth_verifier")?
        .filter(|verifier| !verifier.is_empty())
        .ok_or_else(denied)
}

/// What the connector captures from the answer. Its own rules read it, as if it were an OAuth 2 answer.
fn captured(endpoint: &TokenEndpoint, fields: &Fields, token: &str) -> Patch {
    let mut answer: Map<String, Value> = fields
        .iter()
        .map(|(name, value)| (name.clone(), Value::String(value.clone())))
        .collect();
    answer.insert("access_token".to_owned(), token.into());
    answer.insert("token_type".to_owned(), "Bearer".into());
    let text = Value::Object(answer).to_string();
    endpoint
        .read(200, Some("application/json"), text.as_bytes())
        .map(|answer| answer.captured)
        .unwrap_or_default()
}

/// The client's private key, where requests are signed with one (RFC 5849 §3.4.3).
fn rsa_key(effective: &Effective, names: &Names) -> Result<Option<Secret<Vec<u8>>>, Error> {
    Ok(effective.sign_spec(names)?.map(|spec| spec.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> TemporaryCredentials {
        let url = Url::parse("http://127.0.0.1:1/x").unwrap();
        TemporaryCredentials {
            authorize_url: url.clone(),
            redirect_uri: url.to_string(),
            arrivals: vec![url.clone()],
            token_url: url,
            token: "t1".to_owned(),
            token_secret: "s1".to_owned(),
            client_id: "c".to_owned(),
            client_secret: None,
            what: Wanted {
                integration_id: String::new(),
                connection_id: None,
                tenant_id: String::new(),
                name: None,
                option: None,
                overrides: Value::Null,
                input: Value::Null,
                draft: None,
                how: patchbay_store::How::Cli,
                surface: <_>::default(),
                key: None,
                by_tenant: false,
            },
        }
    }

    fn said(query: &str) -> Result<String, Code> {
        let url = Url::parse(&format!("http://127.0.0.1:1/x?{query}")).unwrap();
        verifier(&url, &begun()).map_err(|error| error.code)
    }

    #[test]
    fn only_the_awaited_token_with_a_verifier_is_redeemed() {
        assert_eq!(said("oauth_token=t1&oauth_verifier=v"), Ok("v".to_owned()));
        assert_eq!(
            said("oauth_token=t2&oauth_verifier=v"),
            Err(Code::RedirectMismatch)
        );
        assert_eq!(said("oauth_token=t1"), Err(Code::AccessDenied));
        assert_eq!(said("denied=t1"), Err(Code::AccessDenied));
        assert_eq!(
            said("oauth_token=t1&oauth_problem=user_refused"),
            Err(Code::AccessDenied)
        );
        assert_eq!(
            said("oauth_token=t1&oauth_verifier=v&oauth_verifier=w"),
            Err(Code::ProviderError)
        );
    }

    #[test]
    fn an_answer_without_a_token_is_an_error() {
        let fields = |text: &str| form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        assert!(token_of(&fields("oauth_token=&oauth_token_secret=s")).is_err());
        assert!(token_of(&fields("oauth_token=t")).is_err());
        assert_eq!(
            token_of(&fields("oauth_token=t&oauth_token_secret=")).unwrap(),
            ("t".to_owned(), String::new())
        );
    }
}
