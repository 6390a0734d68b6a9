//! Requests as they will be sent, before anything is sent.

mod authorize;
mod calls;
mod endpoints;
mod metadata;
mod pkce;
mod signing;
mod stand_in;
mod steps;
mod token;
mod trace;
mod trace_own;
mod trace_token;

use serde::{Deserialize, Serialize};
use url::Url;

pub(crate) use self::pkce::hex;
pub use self::{
    metadata::{Metadata, MetadataError, ResourceMetadata},
    pkce::challenge,
    signing::{OAuth1Spec, SigV4Spec, SignSpec},
    stand_in::NameKind,
    steps::StepCaptured,
    token::{ResponseRules, RevokeRule, TokenEndpoint},
    trace::{TracedPart, TracedPiece, TracedRequest},
    trace_token::RefreshAs,
};
use crate::Secret;

/// One request, ready to send. `Debug` shows no header's value and no body.
#[derive(Debug, Clone)]
pub struct RequestPlan {
    /// The method, upper case.
    pub method: String,
    /// The URL. May hold a secret in its query or path.
    pub url: Url,
    /// Headers in order.
    pub headers: Vec<(String, Secret<String>)>,
    /// The body.
    pub body: PlanBody,
}

/// The body of a [`RequestPlan`].
#[derive(Debug, Clone)]
pub enum PlanBody {
    /// None.
    None,
    /// Form parameters, not yet encoded.
    Form(Vec<(String, Secret<String>)>),
    /// JSON text.
    Json(Secret<String>),
    /// Bytes as they are.
    Bytes(Vec<u8>),
}

/// The request that tells whether a credential works, and how to read its answer.
#[derive(Debug, Clone)]
pub struct TestRequest {
    /// The request.
    pub request: RequestPlan,
    /// Statuses that mean it works, besides any 2xx.
    pub expect: Vec<u16>,
    /// Statuses that mean the credential is wrong.
    pub bad_credential: Vec<u16>,
    /// The dotted path of a name for the account in the answer.
    pub label: Option<String>,
    pub(crate) ok: String,
}

/// What an authorize URL is made with.
#[derive(Debug, Clone, Copy)]
pub struct AuthorizeInput<'a> {
    /// The client id.
    pub client_id: &'a str,
    /// The redirect URI as sent.
    pub redirect_uri: &'a str,
    /// The state.
    pub state: &'a str,
    /// The code challenge; `None` where PKCE is off.
    pub code_challenge: Option<&'a str>,
    /// The scopes asked for.
    pub scopes: &'a [String],
}

/// A client, as a token request shows it.
#[derive(Debug, Clone, Copy)]
pub struct ClientRef<'a> {
    /// The client id.
    pub id: &'a str,
    /// The client secret; `None` for a public client.
    pub secret: Option<&'a Secret<String>>,
    /// The signed assertion of `private_key_jwt` (RFC 7523 §2.2).
    pub assertion: Option<&'a Secret<String>>,
}

/// The endpoints of one attempt, resolved. They are stored with the attempt, so that the code is redeemed where the
/// flow began (RFC 9700 §4.4.2).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Endpoints {
    /// Where the user authorises.
    pub authorize: Option<Url>,
    /// Where codes and refresh tokens are redeemed.
    pub token: Option<TokenEndpoint>,
    /// The issuer, where metadata named one.
    pub issuer: Option<String>,
    /// Whether the callback must carry `iss` (RFC 9207 §2.3).
    pub iss_required: bool,
    /// Where authorization requests are pushed (RFC 9126).
    #[serde(default)]
    pub par: Option<Url>,
    /// Whether they must be.
    #[serde(default)]
    pub par_required: bool,
    /// Where a device asks for its code (RFC 8628).
    #[serde(default)]
    pub device: Option<Url>,
    /// Where a client registers (RFC 7591).
    #[serde(default)]
    pub registration: Option<Url>,
    /// Where the callback decides it: the discovered parameter, and the token endpoint for each value that it may have.
    #[serde(default)]
    pub by_capture: Option<(String, Vec<(String, TokenEndpoint)>)>,
}

impl TestRequest {
    /// Whether a 2xx answer says all the same that the credential is bad (`ok` of the test, as in Slack's 200 with
    /// `ok: false`).
    pub fn refuses(&self, body: &[u8]) -> bool {
        let condition = crate::answer::Condition::parse(&self.ok).unwrap_or_default();
        let answer = serde_json::from_slice(body).unwrap_or(serde_json::Value::Null);
        !condition.holds(&answer)
    }
}
