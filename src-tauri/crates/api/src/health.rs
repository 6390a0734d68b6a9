//! `GET /health`: whether Patchbay answers. The same for everybody, and nothing about anybody.

use axum::Json;
use serde_json::{Value, json};

/// Says that the listener is up, and its version.
pub(crate) async fn health() -> Json<Value> {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}
