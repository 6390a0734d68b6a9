//! The document of a connector file, as types. A closed format: what may be written is in `shape`, the reading with
//! lines in `read`, what the parts must be to each other in `check`, options and variants in `expand`.

mod auth;
mod check;
mod check_auth;
mod conform;
mod expand;
mod http;
mod json_schema;
pub(crate) mod load;
mod needs;
mod params;
mod read;
mod reference;
mod shape;
mod shape_auth;
mod top;
pub(crate) mod uses;

use serde::Deserialize;

pub(crate) use self::{
    auth::{Auth, Expires, ExpiresKind, ExpiresUnit, KeyEncoding, Response},
    http::{Http, RequestTemplate},
    needs::scope_template,
};
pub use self::{
    auth::{AuthKind, BodyKind, ClientAuth, ExchangeStep, Pkce, Signature, Use},
    http::{DiscoverStep, Expired, Retry},
    json_schema::{SCHEMA_FILE, json_schema},
    params::{ParamFormat, ParamSource, ParamType, Parameter, Redirect, RedirectStrategy, WebviewRule},
    reference::reference,
};
use indexmap::IndexMap;

/// One connector document with its options and variants already laid in or left out.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Document {
    pub(crate) variant: String,
    pub(crate) additional_params: bool,
    pub(crate) params: IndexMap<String, Parameter>,
    pub(crate) redirect: Redirect,
    pub(crate) auth: Auth,
    pub(crate) http: Http,
    pub(crate) discover: Vec<DiscoverStep>,
}
