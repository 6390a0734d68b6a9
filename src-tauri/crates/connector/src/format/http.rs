//! `[http]`, `[[discover]]` and the request templates that several parts use.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::templates::{Template, UrlTemplate};

/// `[http]`: how calls are made.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Http {
    pub(crate) base_url: Option<UrlTemplate>,
    pub(crate) headers: IndexMap<String, Template>,
    pub(crate) query: IndexMap<String, Template>,
    pub(crate) timeout_ms: u64,
    pub(crate) retry: Retry,
    pub(crate) test: Option<TestTemplate>,
    pub(crate) sign: Option<HttpSign>,
    pub(crate) origins: Vec<UrlTemplate>,
    pub(crate) expired: Expired,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            base_url: None,
            headers: IndexMap::new(),
            query: IndexMap::new(),
            timeout_ms: 30_000,
            retry: Retry::default(),
            test: None,
            sign: None,
            origins: Vec::new(),
            expired: Expired::default(),
        }
    }
}

/// `[http.expired]`: which answers mean that the token is no longer good.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Expired {
    pub(crate) statuses: Vec<u16>,
    pub(crate) when: String,
}

impl Default for Expired {
    fn default() -> Self {
        Self {
            statuses: vec![401],
            when: String::new(),
        }
    }
}

/// Which answers are worth another try, and where they say when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct Retry {
    /// HTTP status codes.
    pub statuses: Vec<u16>,
    /// Headers that say how long to wait: seconds, or an HTTP date (RFC 9110 §10.2.3).
    pub after: Vec<String>,
    /// Headers that say until when to wait, in Unix seconds.
    pub at: Vec<String>,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            statuses: vec![429, 502, 503, 504],
            after: vec!["retry-after".to_owned()],
            at: Vec::new(),
        }
    }
}

/// A named signer of calls.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct HttpSign {
    pub(crate) kind: String,
    pub(crate) region: Template,
    pub(crate) service: Template,
    pub(crate) access_key: Template,
    pub(crate) secret_key: Template,
    pub(crate) session_token: Template,
}

impl Default for HttpSign {
    fn default() -> Self {
        Self {
            kind: "sigv4".to_owned(),
            region: Template::default(),
            service: Template::default(),
            access_key: Template::default(),
            secret_key: Template::default(),
            session_token: Template::default(),
        }
    }
}

/// A request of the connector file. A URL that begins with `/` is joined to `http.base_url`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct RequestTemplate {
    pub(crate) method: String,
    pub(crate) url: UrlTemplate,
    pub(crate) headers: IndexMap<String, Template>,
    pub(crate) query: IndexMap<String, Template>,
    pub(crate) form: IndexMap<String, Template>,
    /// Any JSON; each string inside is a template.
    pub(crate) json: Option<Value>,
}

impl Default for RequestTemplate {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            url: UrlTemplate::default(),
            headers: IndexMap::new(),
            query: IndexMap::new(),
            form: IndexMap::new(),
            json: None,
        }
    }
}

/// `http.test`
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct TestTemplate {
    #[serde(flatten)]
    pub(crate) request: RequestTemplate,
    #[serde(default = "ok_statuses")]
    pub(crate) expect: Vec<u16>,
    #[serde(default = "bad_credential_statuses")]
    pub(crate) bad_credential: Vec<u16>,
    #[serde(default)]
    pub(crate) label: Option<String>,
    /// For providers that answer 200 on errors, as in `auth.response.ok`.
    #[serde(default)]
    pub(crate) ok: String,
}

fn ok_statuses() -> Vec<u16> {
    vec![200]
}

fn bad_credential_statuses() -> Vec<u16> {
    vec![401]
}

/// One step of `[[discover]]`: a request after connecting whose answer fills discovered parameters.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct DiscoverStep {
    pub(crate) request: RequestTemplate,
    pub(crate) choose: Option<ChooseTemplate>,
    pub(crate) capture: IndexMap<String, String>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct ChooseTemplate {
    pub(crate) from: String,
    pub(crate) value: String,
    pub(crate) label: String,
}
