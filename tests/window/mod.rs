//! The real window under WebDriver, as a person has it in front of them.
//!
//! WebKitWebDriver starts the program itself and is spoken to directly; one session at a time, as one driver has one
//! automated web context.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// Long enough for a cold start on a busy machine; every wait ends as soon as its condition holds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A running window with a data folder of its own.
pub(crate) struct Window {
    /// The WebDriver session.
    pub(crate) client: Client,
    /// The data folder.
    pub(crate) folder: TempDir,
    driver: Driver,
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

    /// Opens the window on this folder, with further variables in its environment.
    pub(crate) async fn open_on(folder: TempDir, environment: &[(&str, &str)]) -> Self {
        let (driver, port) = start_driver(folder.path(), environment);
        let client = connect(port).await;
        Self {
            client,
            folder,
            driver,
        }
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

    /// Ends the session, which ends the program.
    pub(crate) async fn close(self) -> TempDir {
        self.client.close().await.unwrap();
        drop(self.driver);
        self.folder
    }
}

fn start_driver(folder: &Path, environment: &[(&str, &str)]) -> (Driver, u16) {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let child = Command::new("WebKitWebDriver")
        .arg(format!("--port={port}"))
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("PATCHBAY_DATA_DIR", folder)
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .spawn()
        .expect("WebKitWebDriver is in the package webkit2gtk-driver");
    (Driver(child), port)
}

/// Retries until the driver's port answers; the session then waits for the window by itself.
async fn connect(port: u16) -> Client {
    // Port 0: a free one, so that nothing else on the machine is in the way.
    let options = json!({ "binary": env!("CARGO_BIN_EXE_patchbay-desktop"), "args": ["--port", "0"] });
    let capabilities = Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
    let start = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        match builder
            .capabilities(capabilities.clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
        {
            Ok(client) => return client,
            Err(error) => assert!(start.elapsed() < PATIENCE, "no window: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
