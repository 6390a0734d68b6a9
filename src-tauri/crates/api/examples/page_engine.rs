//! A whole engine that answers a page in a browser: one JSON object a line, in and out. For the tests in `tests/pages`,
//! which put Chromium around the window's pages; the product has no such door.
//!
//! In: `{"id": 1, "cmd": "status", "payload": {}}`. Out: `{"id": 1, "ok": …}` or `{"id": 1, "error": …}`, and
//! unasked `{"changed": …}`, `{"opened": {"url": …, "attempt": …}}`, `{"closed": "<attempt>"}`.
//! `--keyring --only-fill` fills a folder for a real window to be opened on, and ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a tool of the tests: it says no by panicking, and the terminal is its only way"
)]

#[path = "page_engine/fill.rs"]
mod fill;

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use patchbay_api::{ApiNeed, KeyChoice, RunOptions, Running};
use patchbay_commands::{Caller, Context, dispatch};
use patchbay_engine::{Opening, SurfaceError, Surfaces};
use patchbay_store::{HolderKind, KeySource};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};

/// Tells the test which page would be shown; the test opens it.
struct Told;

#[async_trait]
impl Surfaces for Told {
    async fn open(&self, opening: Opening) -> Result<(), SurfaceError> {
        say(&json!({ "opened": { "attempt": opening.attempt, "url": opening.url.as_str() } }));
        Ok(())
    }
    async fn close(&self, attempt: &str) {
        say(&json!({ "closed": attempt }));
    }
    fn has_window(&self) -> bool {
        true
    }
}

fn say(line: &Value) {
    println!("{line}");
}

fn has(arguments: &[String], switch: &str) -> bool {
    arguments.iter().any(|argument| argument == switch)
}

/// The number that follows a switch.
fn number(arguments: &[String], switch: &str) -> usize {
    let at = arguments.iter().position(|argument| argument == switch);
    at.and_then(|at| arguments.get(at + 1))
        .map_or(0, |text| text.parse().expect("a number"))
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = PathBuf::from(
        arguments
            .first()
            .expect("usage: page_engine FOLDER [--connections N] [--calls N] [--keyring] [--only-fill]"),
    );
    let options = RunOptions {
        kind: HolderKind::Engine,
        port: 0,
        api: ApiNeed::Wanted,
        sandbox: true,
        development: cfg!(debug_assertions),
        key: KeyChoice {
            source: Some(if has(&arguments, "--keyring") {
                KeySource::Keyring
            } else {
                KeySource::Memory
            }),
            passphrase: None,
        },
        wait_for_vault: true,
        surfaces: Arc::new(Told),
    };
    let running = Running::start(&folder, options).await.expect("the engine starts");
    let engine = running.engine().clone();
    let context = Context {
        engine: engine.clone(),
        caller: Caller::Window,
    };
    fill::fill(
        &context,
        number(&arguments, "--connections"),
        number(&arguments, "--calls"),
    )
    .await;
    if has(&arguments, "--only-fill") {
        running.stop().await;
        return;
    }

    let mut changes = engine.subscribe();
    tokio::spawn(async move {
        while let Ok(changed) = changes.recv().await {
            say(&json!({ "changed": changed }));
        }
    });
    say(&json!({ "ready": running.api_address() }));
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await.expect("standard input is text") {
        let mut asked: Value = serde_json::from_str(&line).expect("a JSON line");
        let context = context.clone();
        tokio::spawn(async move {
            let command = asked["cmd"].as_str().expect("a command").to_owned();
            let answer = match dispatch(&context, &command, asked["payload"].take()).await {
                Ok(ok) => json!({ "id": asked["id"], "ok": ok }),
                Err(error) => json!({ "id": asked["id"], "error": error }),
            };
            say(&answer);
        });
    }
    running.stop().await;
}
