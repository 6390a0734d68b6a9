//! `[params]` and `[redirect]`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::templates::Template;

/// A declared parameter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct Parameter {
    /// Who supplies it.
    pub source: ParamSource,
    /// The type of its value.
    #[serde(rename = "type")]
    pub kind: ParamType,
    /// What a text must be besides text.
    pub format: Option<ParamFormat>,
    /// The value where no layer gives one. A literal, never a template.
    pub default: Option<Value>,
    /// What a form calls it.
    pub title: String,
    /// What a form says about it.
    pub description: String,
    /// What a form shows while it is empty.
    pub placeholder: String,
    /// A regular expression that a text must match.
    pub pattern: String,
    /// The only values it may have.
    #[serde(rename = "enum")]
    pub allowed: Vec<Value>,
    /// Whether connecting needs a value.
    pub required: bool,
    /// Whether it is masked wherever it is shown.
    pub secret: bool,
    /// What a form shows before the field (`https://`). Not part of the value.
    pub prefix: String,
    /// What a form shows after the field (`.zendesk.com`). Not part of the value.
    pub suffix: String,
    /// Discovered: the name that the value is taken from; empty where it comes from an answer.
    pub from: String,
    /// With `from`: a regular expression whose only group is the value.
    #[serde(rename = "match")]
    pub matching: String,
}

/// Who supplies a parameter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ParamSource {
    /// The developer: integration parameters and overrides.
    #[default]
    Developer,
    /// The end user, when connecting: input.
    User,
    /// The provider: callback, token answer, discovery.
    Discovered,
}

/// The type of a parameter's value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ParamType {
    /// A text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A list of texts. In a template joined with commas.
    Strings,
}

/// What a text must be besides text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ParamFormat {
    /// A whole host name without scheme, port or path.
    Hostname,
    /// An https URL, or http on loopback, without user info, query or fragment.
    Url,
    /// A UUID.
    Uuid,
    /// An e-mail address.
    Email,
    /// A date, `2026-11-23`.
    Date,
}

/// What the provider accepts as a redirect URI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct Redirect {
    /// The strategies that work with this provider, the preferred one first.
    pub strategies: Vec<RedirectStrategy>,
    /// Whether the provider lets a user sign in inside a webview.
    pub webview: WebviewRule,
    /// The provider's rule, shown beside the redirect URI.
    pub note: String,
    /// What is sent as `redirect_uri` in place of the URI (eBay's `RuName`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(skip)]
    pub(crate) send: Option<Template>,
}

impl Default for Redirect {
    fn default() -> Self {
        Self {
            strategies: vec![RedirectStrategy::Loopback, RedirectStrategy::DeepLink],
            webview: WebviewRule::Allowed,
            note: String::new(),
            send: None,
        }
    }
}

/// How a redirect comes back (design section 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "AcceptedRedirect")]
#[serde(rename_all = "kebab-case")]
pub enum RedirectStrategy {
    /// The API's listener on 127.0.0.1.
    Loopback,
    /// `patchbay://oauth/callback/<integration key>`.
    DeepLink,
    /// An https page of the developer's that forwards.
    Relay,
    /// The user pastes the redirected URL.
    Paste,
}

/// Whether the provider lets a user sign in inside a webview.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum WebviewRule {
    /// It does.
    #[default]
    Allowed,
    /// It refuses; the system browser is used.
    Refused,
}
