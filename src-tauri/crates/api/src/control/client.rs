//! The client's side of `/control`. Greeting and request go over one TCP connection, so that who proved to be the
//! holder is who gets the request; no proxy, no redirect, no pool stands between.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use patchbay_engine::{Code, Error, ErrorView};
use patchbay_store::EngineFile;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use super::proof::{ProofKey, new_nonce};
use super::{NONCE_HEADER, PROOF_HEADER};

/// How long the holder may take to prove itself.
const HELLO_TIME: Duration = Duration::from_secs(5);
/// The largest answer that is read: a call's body of 5 MiB as JSON text, with room for its escapes.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// Why the holder of a folder cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// `engine.json` names no address: the holder is a short command, or is just starting.
    #[error("the process that holds the folder does not answer commands")]
    NoAddress,
    /// Nothing answers there, or something that does not know the token. Nothing was sent to it.
    #[error("what answers at the address in engine.json is not the process that wrote it")]
    Stale,
}

/// A holder of a folder that proved itself.
pub struct ControlClient {
    address: SocketAddr,
    key: ProofKey,
}

/// One connection on which the holder proved itself, and its nonce.
struct Proven {
    sender: SendRequest<Full<Bytes>>,
    nonce: String,
}

#[derive(Deserialize)]
struct HelloAnswer {
    proof: String,
    nonce: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RpcAnswer {
    Ok(Value),
    Error(ErrorView),
}

impl ControlClient {
    /// Asks the process that `engine.json` names to prove itself. Nothing but a nonce is sent.
    ///
    /// # Errors
    /// Where it names no address, or what answers there is not that process.
    pub async fn connect(engine_file: &EngineFile) -> Result<Self, ControlError> {
        let address = engine_file.address.as_deref().ok_or(ControlError::NoAddress)?;
        let address: SocketAddr = address.parse().map_err(|_| ControlError::Stale)?;
        if !address.ip().is_loopback() {
            return Err(ControlError::Stale);
        }
        let client = Self {
            address,
            key: ProofKey::new(engine_file.token.clone()),
        };
        client.greet().await?;
        Ok(client)
    }

    /// Runs one command in the holder. Long commands, as `attempt_wait`, answer when they are done.
    ///
    /// # Errors
    /// The command's own error, or that the holder is gone.
    pub async fn call(&self, command: &str, payload: Value) -> Result<Value, ErrorView> {
        let mut proven = self.greet().await.map_err(|_| gone())?;
        let body = Bytes::from(json!({ "command": command, "payload": payload }).to_string());
        let proof = self.key.of_client(&proven.nonce, &body);
        let request = self
            .request("/control/rpc")
            .header(NONCE_HEADER, &proven.nonce)
            .header(PROOF_HEADER, proof)
            .body(Full::new(body))
            .map_err(|error| ErrorView::from(Error::internal(error)))?;
        let (status, answer) = exchange(&mut proven.sender, request).await.ok_or_else(gone)?;
        match serde_json::from_slice(&answer) {
            Ok(RpcAnswer::Ok(answer)) if status == StatusCode::OK => Ok(answer),
            Ok(RpcAnswer::Error(error)) if status == StatusCode::OK => Err(error),
            _ => Err(refused(status)),
        }
    }

    /// A fresh connection whose other end has proved that it knows the token.
    async fn greet(&self) -> Result<Proven, ControlError> {
        let greeting = tokio::time::timeout(HELLO_TIME, self.greet_unhurried()).await;
        greeting.ok().flatten().ok_or(ControlError::Stale)
    }

    async fn greet_unhurried(&self) -> Option<Proven> {
        let stream = TcpStream::connect(self.address).await.ok()?;
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        let nonce = new_nonce().ok()?;
        let body = Full::new(Bytes::from(json!({ "nonce": nonce }).to_string()));
        let request = self.request("/control/hello").body(body).ok()?;
        let (status, answer) = exchange(&mut sender, request).await?;
        let answer: HelloAnswer = serde_json::from_slice(&answer).ok()?;
        let proven = status == StatusCode::OK && self.key.is_engine(&nonce, &answer.proof);
        proven.then_some(Proven {
            sender,
            nonce: answer.nonce,
        })
    }

    fn request(&self, path: &str) -> http::request::Builder {
        Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(HOST, self.address.to_string())
            .header(CONTENT_TYPE, "application/json")
    }
}

async fn exchange(
    sender: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> Option<(StatusCode, Bytes)> {
    sender.ready().await.ok()?;
    let response = sender.send_request(request).await.ok()?;
    let status = response.status();
    let body = Limited::new(response.into_body(), LARGEST_ANSWER)
        .collect()
        .await
        .ok()?;
    Some((status, body.to_bytes()))
}

fn gone() -> ErrorView {
    Error::new(
        Code::Internal,
        "The Patchbay that holds the data folder ended before it answered.",
    )
    .next("Look at what it said last, then run the command again.")
    .into()
}

fn refused(status: StatusCode) -> ErrorView {
    let message = if status == StatusCode::PAYLOAD_TOO_LARGE {
        "The request is larger than the 1 MiB that one command may carry.".to_owned()
    } else {
        format!("The Patchbay that holds the data folder refused the request ({status}).")
    };
    Error::new(Code::InvalidRequest, message)
        .next("Check that `patchbay` and the running app or `patchbay serve` are of the same version.")
        .into()
}
