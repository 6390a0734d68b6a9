//! Requests as they would be sent, each piece with the layer that it comes from: the dry run.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Layer;

/// One part of a request: the origin, a path, a parameter, a header, a body field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct TracedPart {
    /// `origin`, `path`, `query`, `header` or `body`.
    pub place: String,
    /// The parameter's or header's name.
    pub name: Option<String>,
    /// What it is made of, in order.
    pub pieces: Vec<TracedPiece>,
}

/// A run of text from one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct TracedPiece {
    /// The text as sent (encoded), or the mask.
    pub text: String,
    /// The layer it comes from; `None` for what the engine makes.
    pub layer: Option<Layer>,
    /// The parameter it comes from.
    pub path: Option<String>,
    /// Whether the text is masked.
    pub secret: bool,
}

/// A whole request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct TracedRequest {
    /// The method.
    pub method: String,
    /// The URL's parts.
    pub parts: Vec<TracedPart>,
    /// The headers.
    pub headers: Vec<TracedPart>,
    /// The body's fields.
    pub body: Vec<TracedPart>,
}
