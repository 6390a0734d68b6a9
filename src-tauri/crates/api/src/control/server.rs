//! The holder's side of `/control`.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use bytes::Bytes;
use http::header::ORIGIN;
use http::{HeaderMap, StatusCode};
use patchbay_commands::{Caller, Context, dispatch};
use patchbay_connector::Secret;
use patchbay_engine::Error;
use serde::Deserialize;
use serde_json::{Value, json};

use super::nonces::Nonces;
use super::proof::{ProofKey, is_nonce, new_nonce};
use super::{NONCE_HEADER, PROOF_HEADER};
use crate::problem::Problem;
use crate::server::Room;

/// The largest body that is read, in bytes (security A6.7).
const LARGEST_BODY: usize = 1024 * 1024;
/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);

/// What `/control` holds: the key of this run, and the nonces that wait for their request.
pub(crate) struct ControlDoor {
    key: ProofKey,
    nonces: Mutex<Nonces>,
}

impl ControlDoor {
    pub(crate) fn new(token: Secret<String>) -> Self {
        Self {
            key: ProofKey::new(token),
            nonces: Mutex::default(),
        }
    }

    fn greet(&self, client_nonce: &str) -> Result<Value, Problem> {
        let nonce = new_nonce().map_err(|_| {
            Problem::bad_request(
                StatusCode::SERVICE_UNAVAILABLE,
                "no_randomness",
                "The system gives no randomness.",
            )
        })?;
        self.nonces().give(nonce.clone(), Instant::now());
        Ok(json!({ "proof": self.key.of_engine(client_nonce), "nonce": nonce }))
    }

    /// Whether the request is of somebody who knows the token. The nonce is used up either way.
    fn admits(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let (Some(nonce), Some(proof)) = (single(headers, NONCE_HEADER), single(headers, PROOF_HEADER))
        else {
            return false;
        };
        is_nonce(nonce) && self.nonces().take(nonce, Instant::now()) && self.key.is_client(nonce, body, proof)
    }

    fn nonces(&self) -> std::sync::MutexGuard<'_, Nonces> {
        self.nonces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hello {
    nonce: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rpc {
    command: String,
    #[serde(default)]
    payload: Value,
}

/// `POST /control/hello`: proves that this is the holder of the folder.
pub(crate) async fn hello(
    State(room): State<Room>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Problem> {
    let door = door(&room, &headers)?;
    let body = read(body).await?;
    let hello: Hello = serde_json::from_slice(&body).map_err(|_| malformed())?;
    if !is_nonce(&hello.nonce) {
        return Err(malformed());
    }
    door.greet(&hello.nonce).map(Json)
}

/// `POST /control/rpc`: runs one command.
pub(crate) async fn rpc(
    State(room): State<Room>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Problem> {
    let door = door(&room, &headers)?;
    let body = read(body).await?;
    if !door.admits(&headers, &body) {
        return Err(Problem::forbidden(
            "wrong_proof",
            "The request does not prove that it knows this run's token.",
        ));
    }
    let rpc: Rpc = serde_json::from_slice(&body).map_err(|_| malformed())?;
    let context = Context {
        engine: room.engine.clone(),
        caller: Caller::Cli,
    };
    // In a task of its own: a client that goes away leaves no command half done.
    let run = tokio::spawn(async move { dispatch(&context, &rpc.command, rpc.payload).await });
    let answer = run
        .await
        .unwrap_or_else(|error| Err(Error::internal(error).into()));
    Ok(Json(match answer {
        Ok(answer) => json!({ "ok": answer }),
        Err(error) => json!({ "error": error }),
    }))
}

/// The door, where this run has one and no web page asks: a page can never know the token, and is told nothing.
fn door<'a>(room: &'a Room, headers: &HeaderMap) -> Result<&'a ControlDoor, Problem> {
    if headers.contains_key(ORIGIN) {
        return Err(Problem::forbidden("no_pages", "Web pages cannot use /control."));
    }
    room.control.as_deref().ok_or_else(Problem::not_found)
}

async fn read(body: Body) -> Result<Bytes, Problem> {
    match tokio::time::timeout(BODY_TIME, axum::body::to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Problem::bad_request(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body_too_large",
            "The body is larger than 1 MiB, or ended early.",
        )),
        Err(_) => Err(Problem::bad_request(
            StatusCode::REQUEST_TIMEOUT,
            "body_too_slow",
            "The body took longer than 10 seconds to arrive.",
        )),
    }
}

fn malformed() -> Problem {
    Problem::bad_request(
        StatusCode::BAD_REQUEST,
        "malformed",
        "The body is not what this address expects.",
    )
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() {
        None
    } else {
        first.to_str().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn greeted(door: &ControlDoor) -> String {
        let hello = door.greet(&"0".repeat(32)).unwrap();
        assert!(
            door.key
                .is_engine(&"0".repeat(32), hello["proof"].as_str().unwrap())
        );
        hello["nonce"].as_str().unwrap().to_owned()
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_request_is_admitted_once_with_its_own_nonce_and_body() {
        let door = ControlDoor::new(Secret::new("token".to_owned()));
        let nonce = greeted(&door);
        let proof = door.key.of_client(&nonce, b"body");
        let sent = headers(&[(NONCE_HEADER, &nonce), (PROOF_HEADER, &proof)]);
        assert!(door.admits(&sent, b"body"));
        assert!(!door.admits(&sent, b"body"), "a second time");
    }

    #[test]
    fn a_wrong_body_uses_the_nonce_up() {
        let door = ControlDoor::new(Secret::new("token".to_owned()));
        let nonce = greeted(&door);
        let proof = door.key.of_client(&nonce, b"body");
        let sent = headers(&[(NONCE_HEADER, &nonce), (PROOF_HEADER, &proof)]);
        assert!(!door.admits(&sent, b"another body"));
        assert!(!door.admits(&sent, b"body"));
    }

    #[test]
    fn a_nonce_that_was_never_given_is_refused() {
        let door = ControlDoor::new(Secret::new("token".to_owned()));
        let nonce = "0".repeat(32);
        let proof = door.key.of_client(&nonce, b"body");
        assert!(!door.admits(
            &headers(&[(NONCE_HEADER, &nonce), (PROOF_HEADER, &proof)]),
            b"body"
        ));
        assert!(!door.admits(&HeaderMap::new(), b"body"));
    }
}
