//! Effective parameters: all layers laid on each other, each leaf with its provenance. Computed, never stored.

use std::{collections::BTreeSet, fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use url::Url;

use crate::{
    AuthKind, AuthorizeInput, DiscoverStep, Effect, Endpoints, Layer, Metadata, Names, Origin, ParamPath,
    ParamProblem, Patch, Pkce, RequestPlan, Retry, Secret, SecretMarks, TemplateError, TestRequest, TracedPart,
    TracedRequest, format::Document,
};

/// One leaf of the result.
#[derive(Clone, PartialEq)]
pub struct Leaf {
    /// Where.
    pub path: ParamPath,
    /// The value, in clear.
    pub value: Value,
    /// Who set it.
    pub layer: Layer,
    /// From a connector file and not yet filled.
    pub template: bool,
    /// What lies under it, the uppermost first; `None` where that layer removes it.
    pub beneath: Vec<(Layer, Option<Value>)>,
    /// Whether a connector file or the format itself knows it.
    pub declared: bool,
    /// Whether it is declared secret.
    pub secret: bool,
    /// Whether connecting needs it.
    pub required: bool,
    /// When a change of it takes effect.
    pub effect: Effect,
    /// What a form calls it.
    pub title: Option<Arc<str>>,
}

impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.path, self.layer)
    }
}

/// A leaf that a layer removes.
#[derive(Clone, PartialEq)]
pub struct Removed {
    /// Where.
    pub path: ParamPath,
    /// Who removes it.
    pub layer: Layer,
    /// What lies under it, the uppermost first.
    pub beneath: Vec<(Layer, Option<Value>)>,
}

/// A leaf of the chosen variant that a layer above it sets or removes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct Hidden {
    /// Where.
    pub path: String,
    /// The variant.
    pub variant: String,
    /// The layer that hides it.
    pub by: Layer,
}

/// How a token is kept fresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct RefreshPolicy {
    /// Whether refreshing is possible at all.
    pub enabled: bool,
    /// How long before its end a token is refreshed, in seconds; a cap.
    pub buffer_s: u64,
}

/// A leaf as it is shown: masked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct LeafView {
    /// Where.
    pub path: String,
    /// The value or the mask; null where removed.
    pub value: Value,
    /// Who set or removed it.
    pub layer: Layer,
    /// From a connector file and not yet filled.
    pub template: bool,
    /// What lies under it, the uppermost first.
    pub beneath: Vec<BeneathView>,
    /// Whether a connector file or the format itself knows it.
    pub declared: bool,
    /// Whether it is masked.
    pub secret: bool,
    /// Whether connecting needs it.
    pub required: bool,
    /// When a change of it takes effect.
    pub effect: Effect,
    /// What a form calls it.
    pub title: Option<String>,
    /// Whether a layer removes it.
    pub removed: bool,
}

/// What lies under a leaf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct BeneathView {
    /// Whose it is.
    pub layer: Layer,
    /// The value or the mask; null where that layer removes it.
    pub value: Value,
}

/// All layers laid on each other.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The chosen option.
    pub option: Option<String>,
    /// The chosen variant.
    pub variant: Option<String>,
    /// The leaves of the result, sorted by path.
    pub leaves: Vec<Leaf>,
    /// What layers removed, sorted by path.
    pub removed: Vec<Removed>,
    /// What the chosen variant would set, were it not for a layer above it.
    pub hidden: Vec<Hidden>,
    /// What is wrong with the layers. The result leaves it out.
    pub problems: Vec<ParamProblem>,
    pub(crate) document: Arc<Document>,
}

impl fmt::Debug for Removed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.path, self.layer)
    }
}

#[allow(clippy::unused_self)]
impl Effective {
    /// The leaf at a path.
    pub fn leaf(&self, path: &str) -> Option<&Leaf> {
        let path: ParamPath = path.parse().ok()?;
        self.leaves.iter().find(|leaf| leaf.path == path)
    }

    /// The value at a path as a template would see it; `None` where it is absent or itself a template.
    pub fn text(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }

    /// The scopes to ask for.
    pub fn scopes(&self) -> Vec<String> {
        Vec::new()
    }

    /// The client id.
    pub fn client_id(&self) -> Option<String> {
        self.text("clientId")
    }

    /// The client secret.
    pub fn client_secret(&self) -> Option<Secret<String>> {
        self.text("clientSecret").map(Secret::new)
    }

    /// The effective `tokenParams` that are literals. Those that are templates of the file are in the token endpoint.
    pub fn token_params(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// SHA-256 of the values and of the document they belong to.
    pub fn hash(&self) -> [u8; 32] {
        [0; 32]
    }

    /// The timeout of a call, in milliseconds.
    pub fn timeout_ms(&self) -> u64 {
        self.document.http.timeout_ms
    }

    /// Which answers are worth another try.
    pub fn retry(&self) -> &Retry {
        &self.document.http.retry
    }

    /// How the chosen option signs in.
    pub fn auth_kind(&self) -> AuthKind {
        self.document.auth.kind
    }

    /// How a token is kept fresh.
    pub fn refresh_policy(&self) -> RefreshPolicy {
        RefreshPolicy { enabled: self.document.auth.refresh.enabled, buffer_s: self.document.auth.refresh.buffer_s }
    }

    /// The proof key form that the provider takes.
    pub fn pkce(&self) -> Pkce {
        self.document.auth.authorize.pkce
    }

    /// The leaves as they are shown, removed ones included, sorted by path.
    pub fn views(&self, marks: &SecretMarks) -> Vec<LeafView> {
        let _ = marks;
        Vec::new()
    }

    /// Required parameters without a value.
    pub fn missing(&self, input: &Patch) -> Vec<ParamProblem> {
        let _ = input;
        Vec::new()
    }

    /// The values that templates are filled with.
    pub fn names(&self, input: &Patch, discovered: &Patch) -> Names {
        let _ = (input, discovered);
        Names::default()
    }

    /// The issuer whose metadata gives the endpoints, where the connector has `auth.discovery`.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn discovery_url(&self, names: &Names) -> Result<Option<Url>, TemplateError> {
        let _ = names;
        Ok(None)
    }

    /// The endpoints of an attempt.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn endpoints(&self, names: &Names, metadata: Option<&Metadata>) -> Result<Endpoints, TemplateError> {
        let _ = (names, metadata);
        Ok(Endpoints { authorize: None, token: None, issuer: None, iss_required: false })
    }

    /// The URL where the user authorises (RFC 6749 §4.1.1).
    ///
    /// # Errors
    /// A template that cannot be filled, or a connector without an authorize URL.
    pub fn authorize_url(
        &self,
        names: &Names,
        endpoints: &Endpoints,
        input: &AuthorizeInput<'_>,
    ) -> Result<Url, TemplateError> {
        let _ = (names, endpoints, input);
        Err(TemplateError::Unresolved { place: "auth.authorize.url".into(), name: "url".into() })
    }

    /// The request that tells whether a credential works.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn test_request(&self, names: &Names) -> Result<Option<TestRequest>, TemplateError> {
        let _ = names;
        Ok(None)
    }

    /// Where calls go.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn base_url(&self, names: &Names) -> Result<Url, TemplateError> {
        let _ = names;
        Err(TemplateError::Unresolved { place: "http.base_url".into(), name: "baseUrl".into() })
    }

    /// The headers of every call.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn http_headers(&self, names: &Names) -> Result<Vec<(String, Secret<String>)>, TemplateError> {
        let _ = names;
        Ok(Vec::new())
    }

    /// The query parameters of every call.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn http_query(&self, names: &Names) -> Result<Vec<(String, Secret<String>)>, TemplateError> {
        let _ = names;
        Ok(Vec::new())
    }

    /// The requests after connecting that fill discovered parameters.
    pub fn discover_steps(&self) -> &[DiscoverStep] {
        &self.document.discover
    }

    /// One of them, filled.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn discover_request(&self, step: &DiscoverStep, names: &Names) -> Result<RequestPlan, TemplateError> {
        let _ = (step, names);
        Err(TemplateError::Unresolved { place: "discover".into(), name: "url".into() })
    }

    /// Where credentials go: API, test, discovery, token, refresh and revocation.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn credential_origins(
        &self,
        names: &Names,
        endpoints: &Endpoints,
    ) -> Result<BTreeSet<Origin>, TemplateError> {
        let _ = (names, endpoints);
        Ok(BTreeSet::new())
    }

    /// The discovered parameters that a callback's query holds.
    pub fn capture_callback(&self, query: &[(String, String)]) -> Patch {
        let _ = query;
        Patch::default()
    }

    /// The authorize URL in pieces, for the dry run.
    ///
    /// # Errors
    /// As [`Effective::authorize_url`].
    pub fn trace_authorize(
        &self,
        names: &Names,
        endpoints: &Endpoints,
        input: &AuthorizeInput<'_>,
    ) -> Result<Vec<TracedPart>, TemplateError> {
        let _ = (names, endpoints, input);
        Ok(Vec::new())
    }

    /// The token request in pieces, for the dry run: the code's, or the re-mint's of a kind without a code.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn trace_token(&self, names: &Names, endpoints: &Endpoints) -> Result<TracedRequest, TemplateError> {
        let _ = (names, endpoints);
        Ok(TracedRequest { method: "POST".into(), parts: Vec::new(), headers: Vec::new(), body: Vec::new() })
    }

    /// A call in pieces, for the dry run.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn trace_call(&self, names: &Names, method: &str, path: &str) -> Result<TracedRequest, TemplateError> {
        let _ = (names, path);
        Ok(TracedRequest { method: method.into(), parts: Vec::new(), headers: Vec::new(), body: Vec::new() })
    }
}
