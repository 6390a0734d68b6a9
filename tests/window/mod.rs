//! The real window under WebDriver, as a person has it in front of them.
//!
//! WebKitWebDriver starts the program itself and is spoken to directly; one session at a time, as one driver has one
//! automated web context.
#![allow(dead_code, reason = "each test file uses its own part of this")]

pub(crate) mod eyes;
pub(crate) mod picture;
pub(crate) mod sign_in;

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder};
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

/// Long enough for a cold start on a busy machine; every wait ends as soon as its condition holds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// One window at a time: they share a display, and a click goes to whichever is in front.
static TURN: Mutex<()> = Mutex::const_new(());

/// A running window with a data folder of its own.
pub(crate) struct Window {
    /// The WebDriver session.
    pub(crate) client: Client,
    /// The data folder.
    pub(crate) folder: TempDir,
    driver: Driver,
    _turn: MutexGuard<'static, ()>,
}

/// The driver's process, ended by its id.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Window {
    /// Opens the window on a new data folder.
    pub(crate) async fn open() -> Self {
        Self::open_on(tempfile::tempdir().unwrap(), &[]).await
    }

    /// Opens the window on this folder, with further arguments.
    pub(crate) async fn open_on(folder: TempDir, arguments: &[&str]) -> Self {
        let turn = TURN.lock().await;
        let (driver, port) = start_driver(folder.path());
        let client = connect(port, arguments).await;
        Self {
            client,
            folder,
            driver,
            _turn: turn,
        }
    }

    /// Opens the window on a new folder that has this connector file, and waits until secrets can be kept.
    pub(crate) async fn open_with_connector(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("connectors")).unwrap();
        fs::write(folder.path().join("connectors/test.toml"), text).unwrap();
        let window = Self::open_on(folder, &[]).await;
        window.until_ready().await;
        window
    }

    /// Waits until the vault is ready (by the keyring of the test's own session) and the first start's work is done.
    pub(crate) async fn until_ready(&self) {
        until("the vault", async || {
            let status = self.rpc("status", json!({})).await.unwrap();
            (status["vault"]["state"] == "ready" && status["integrations"] != 0).then_some(())
        })
        .await;
    }

    /// What the page would do: the command `rpc`. An error is the refusal's value.
    pub(crate) async fn rpc(&self, command: &str, payload: Value) -> Result<Value, Value> {
        self.invoke("rpc", json!({ "cmd": command, "payload": payload }))
            .await
    }

    /// Any command of Tauri's, from the page.
    pub(crate) async fn invoke(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        const SCRIPT: &str = "const [command, args, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, args)
                .then(ok => done({ ok: ok === undefined ? null : ok }), error => done({ error }));";
        let mut answer = self
            .client
            .execute_async(SCRIPT, vec![json!(command), arguments])
            .await
            .unwrap();
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["ok"].take()),
        }
    }

    /// Ends the session, which ends the program. Where the driver leaves it running (it sometimes does with two windows),
    /// it is ended by its id, so that the folder is free afterwards.
    pub(crate) async fn close(self) -> TempDir {
        let pid = engine_pid(self.folder.path());
        self.client.close().await.unwrap();
        drop(self.driver);
        if let Some(pid) = pid {
            let start = Instant::now();
            until("the program to end", async || {
                if start.elapsed() > Duration::from_secs(3) {
                    let _ = Command::new("kill").arg(pid.to_string()).status();
                }
                (!runs(pid)).then_some(())
            })
            .await;
        }
        self.folder
    }
}

/// Who holds the folder.
fn engine_pid(folder: &Path) -> Option<u64> {
    let text = fs::read_to_string(folder.join("engine.json")).ok()?;
    serde_json::from_str::<Value>(&text).ok()?["pid"].as_u64()
}

/// Whether a process runs; one that only waits to be reaped does not.
fn runs(pid: u64) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        stat.rsplit(')')
            .next()
            .is_some_and(|rest| !rest.trim_start().starts_with('Z'))
    })
}

fn start_driver(folder: &Path) -> (Driver, u16) {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let child = Command::new("WebKitWebDriver")
        .arg(format!("--port={port}"))
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("PATCHBAY_DATA_DIR", folder)
        .stdin(Stdio::null())
        .spawn()
        .expect("WebKitWebDriver is in the package webkit2gtk-driver");
    (Driver(child), port)
}

/// Retries until the driver's port answers; the session then waits for the window by itself.
async fn connect(port: u16, arguments: &[&str]) -> Client {
    // Port 0: a free one, so that nothing else on the machine is in the way.
    let arguments = [&["--port", "0"], arguments].concat();
    let options = json!({ "binary": env!("CARGO_BIN_EXE_patchbay-desktop"), "args": arguments });
    let capabilities = Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
    until("the window", async || {
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let url = format!("http://127.0.0.1:{port}");
        builder.capabilities(capabilities.clone());
        // A program that ends at once would be waited for without end.
        tokio::time::timeout(PATIENCE, builder.connect(&url))
            .await
            .ok()?
            .ok()
    })
    .await
}

/// Asks again until there is an answer.
pub(crate) async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The titles of all windows on the display, as a person reads them.
pub(crate) fn titles() -> Vec<String> {
    let found = xdotool(&["search", "--onlyvisible", "--name", "."]);
    found
        .lines()
        .map(|id| xdotool(&["getwindowname", id]).trim().to_owned())
        .collect()
}

/// What xdotool prints; nothing where it finds nothing.
pub(crate) fn xdotool(arguments: &[&str]) -> String {
    // `--sync` waits for ever for a window that has just gone.
    let output = Command::new("timeout")
        .args(["5", "xdotool"])
        .args(arguments)
        .output()
        .expect("timeout and xdotool are packages");
    String::from_utf8(output.stdout).unwrap()
}
