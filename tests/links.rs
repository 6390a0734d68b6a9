//! Links of our scheme, as the system hands them over: to a running window, to one that has to start, and to whoever
//! else holds the folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod provider;
mod window;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
};

use provider::{Answer, Provider, approved, token};
use serde_json::{Value, json};
use url::Url;
use window::Window;

fn provider() -> Provider {
    Provider::start(|url| match url.path() {
        "/token" => token(),
        _ => Answer::Html("Sign in".to_owned()),
    })
}

/// Starts a connect whose redirect is a link, and returns the attempt and the link that ends it.
async fn start(window: &Window) -> (Value, Url) {
    let integration = json!({ "key": "mine", "connector": "test", "redirect": { "kind": "deep-link" }, "parameters": { "clientId": "me" } });
    window.rpc("integration_add", integration).await.unwrap();
    let connect = json!({ "integration": "mine", "surface": "window", "multiple": true });
    let attempt = window.rpc("connect_start", connect).await.unwrap();
    let link = approved(&Url::parse(attempt["authorizeUrl"].as_str().unwrap()).unwrap());
    assert_eq!(link.scheme(), "patchbay-dev");
    (attempt, link)
}

/// Starts the program as the registered handler does, and waits until it ends.
fn hand_over(folder: &Path, link: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_patchbay-desktop"))
        .args(["--port", "0", "--data-dir"])
        .arg(folder)
        .arg(link)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[tokio::test]
async fn a_second_process_hands_its_link_to_the_running_window() {
    let provider = provider();
    let window = Window::open_with_connector(&provider.connector("deep-link")).await;
    let (attempt, link) = start(&window).await;

    let other = link.as_str().replace("state=", "state=x");
    let output = hand_over(window.folder.path(), &other);
    assert!(output.status.success(), "{output:?}");
    assert!(
        provider.asked("/token").is_empty(),
        "a link with another state does nothing"
    );

    let output = hand_over(window.folder.path(), link.as_str());
    assert!(output.status.success(), "{output:?}");
    let ended = window
        .rpc("attempt_wait", json!({ "attempt": attempt["id"] }))
        .await
        .unwrap();
    assert_eq!(ended["state"], "succeeded", "{ended}");

    // The same link a second time: told no, and no second token request.
    hand_over(window.folder.path(), link.as_str());
    assert_eq!(provider.asked("/token").len(), 1);
    window.close().await;
}

#[tokio::test]
async fn the_systems_own_opener_finds_the_running_window() {
    let provider = provider();
    let window = Window::open_with_connector(&provider.connector("deep-link")).await;
    let (attempt, link) = start(&window).await;
    let opened = Command::new("xdg-open")
        .arg(link.as_str())
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(opened.success());
    let ended = window
        .rpc("attempt_wait", json!({ "attempt": attempt["id"] }))
        .await
        .unwrap();
    assert_eq!(ended["state"], "succeeded", "{ended}");
    window.close().await;
}

#[tokio::test]
async fn a_link_starts_the_program_and_ends_the_attempt_of_the_last_run() {
    let provider = provider();
    let window = Window::open_with_connector(&provider.connector("deep-link")).await;
    let (attempt, link) = start(&window).await;
    let folder = window.close().await;

    let window = Window::open_on(folder, &[link.as_str()]).await;
    let ended = window
        .rpc("attempt_wait", json!({ "attempt": attempt["id"] }))
        .await
        .unwrap();
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert_eq!(provider.asked("/token").len(), 1);
    window.close().await;
}

#[tokio::test]
async fn a_strangers_link_opens_no_window() {
    let folder = tempfile::tempdir().unwrap();
    let output = hand_over(
        folder.path(),
        "patchbay-dev://oauth/callback/mine?code=1&state=unknown",
    );
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !said.contains("state=unknown"),
        "a link is never written down: {said}"
    );
}

/// `patchbay`, as a process that is read line by line and ended by its id.
struct Cli {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Cli {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child =
            Command::new(Path::new(env!("CARGO_BIN_EXE_patchbay-desktop")).with_file_name("patchbay"))
                .args(arguments)
                .arg("--data-dir")
                .arg(folder)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .spawn()
                .expect("`cargo build --workspace --bins` builds it");
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }
}

impl Drop for Cli {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn while_serve_holds_the_folder_it_gets_the_link() {
    let provider = provider();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("connectors")).unwrap();
    fs::write(
        folder.path().join("connectors/test.toml"),
        provider.connector("deep-link"),
    )
    .unwrap();
    let mut serve = Cli::start(folder.path(), &["serve", "--port", "0", "--keyring", "memory"]);
    assert_eq!(serve.next()["ready"], true);
    let add = [
        "integration",
        "add",
        "mine",
        "--connector",
        "test",
        "--param",
        "clientId=me",
    ];
    assert!(Cli::start(folder.path(), &add).child.wait().unwrap().success());

    let mut connect = Cli::start(
        folder.path(),
        &["connect", "mine", "--surface", "print", "--json"],
    );
    let printed = connect.next();
    let link = approved(&Url::parse(printed["authorizeUrl"].as_str().unwrap()).unwrap());
    let output = hand_over(folder.path(), link.as_str());
    assert!(output.status.success(), "{output:?}");
    let ended = connect.next();
    assert!(ended["connection"]["id"].is_string(), "{ended}");
}

#[tokio::test]
async fn a_window_on_a_held_folder_says_so_and_takes_it_when_it_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = Cli::start(folder.path(), &["serve", "--port", "0", "--keyring", "memory"]);
    let pid = serve.next()["pid"].clone();
    let window = Window::open_on(folder, &[]).await;
    let refusal = window.rpc("status", json!({})).await.unwrap_err();
    assert_eq!(refusal["code"], "folder_held", "{refusal}");
    assert!(
        refusal["message"].as_str().unwrap().contains(&pid.to_string()),
        "{refusal}"
    );

    drop(serve);
    let status = window.rpc("status", json!({})).await.unwrap();
    assert_eq!(status["development"], true);
    window.close().await;
}
