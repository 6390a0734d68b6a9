//! An engine with its API on a temporary data folder and a free port, in this process, with a clock that can be moved.

use std::sync::Arc;

use patchbay_api::{Api, Bound, Door};
use patchbay_commands::{Caller, Context, dispatch};
use patchbay_connector::Secret;
use patchbay_engine::{
    Engine, ErrorView, NoSurfaces, Opening, Parts, Settings, SurfaceError, Surfaces, http::Reqwest,
};
use patchbay_store::{
    Credentials, EngineFile, Folder, HolderKind, KeySource, Store, VaultState, read_engine_file,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use super::{
    browser::{Browser, query},
    clock::MovedClock,
    connectors,
    no_keyring::NoKeyring,
    oidc::{APP, Oidc},
};

/// Where the vault's key comes from.
#[derive(Clone)]
pub(crate) enum Key {
    /// Gone with the process: quick.
    Memory,
    /// Survives a restart.
    Passphrase(&'static str),
    /// A passphrase is needed and not given.
    Locked,
}

/// Shows nothing either, but has a window in which a person can be asked.
struct Windowed;

#[async_trait::async_trait]
impl Surfaces for Windowed {
    async fn open(&self, _opening: Opening) -> Result<(), SurfaceError> {
        Ok(())
    }
    async fn close(&self, _attempt: &str) {}
    fn has_window(&self) -> bool {
        true
    }
}

/// A running engine.
pub(crate) struct Workbench {
    pub(crate) engine: Engine,
    pub(crate) clock: Arc<MovedClock>,
    pub(crate) port: u16,
    pub(crate) place: TempDir,
    api: Api,
    key: Key,
    // Last: the folder is released when all else is gone.
    folder: Folder,
}

impl Workbench {
    /// A new folder whose secrets are gone when it stops, with the tests' own connectors in it.
    pub(crate) async fn start() -> Self {
        Self::start_with(Key::Memory).await
    }

    /// The same, with a window.
    pub(crate) async fn start_windowed() -> Self {
        Self::start_new(Key::Memory, Arc::new(Windowed)).await
    }

    /// A new folder with this key.
    pub(crate) async fn start_with(key: Key) -> Self {
        Self::start_new(key, Arc::new(NoSurfaces)).await
    }

    async fn start_new(key: Key, surfaces: Arc<dyn Surfaces>) -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("connectors");
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in [
            ("acme.toml", connectors::ACME),
            ("robot.toml", connectors::ROBOT),
            ("keyed.toml", connectors::KEYED),
            ("basic.toml", connectors::BASIC),
            ("device.toml", connectors::DEVICE),
            ("oauth1.toml", connectors::OAUTH1),
            ("oauth1-rsa.toml", connectors::OAUTH1_RSA),
            ("oauth1-typed.toml", connectors::OAUTH1_TYPED),
        ] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        Self::start_on(place, 0, Arc::default(), key, surfaces).await
    }

    async fn start_on(
        place: TempDir,
        port: u16,
        clock: Arc<MovedClock>,
        key: Key,
        surfaces: Arc<dyn Surfaces>,
    ) -> Self {
        let folder = Folder::lock(place.path(), HolderKind::Engine).unwrap();
        let store = Store::open(&folder, Arc::new(NoKeyring)).unwrap();
        let (source, passphrase) = match &key {
            Key::Memory => (Some(KeySource::Memory), None),
            Key::Passphrase(text) => (Some(KeySource::Passphrase), Some(Secret::new((*text).to_owned()))),
            Key::Locked => (None, None),
        };
        let state = store.vault().open(source, passphrase);
        assert!(
            state == VaultState::Ready || matches!(key, Key::Locked),
            "{state:?}"
        );
        let bound = bind(port).await;
        let port = bound.port();
        let parts = Parts {
            http: Arc::new(Reqwest::new().unwrap()),
            clock: Arc::<MovedClock>::clone(&clock),
            surfaces,
            settings: Settings {
                development: true,
                port,
                scheme: "patchbay-dev".to_owned(),
            },
        };
        let engine = Engine::start(store, folder.connectors_dir(), parts)
            .await
            .unwrap();
        let file = read_engine_file(folder.path()).unwrap().unwrap();
        let api = Api::serve(bound, engine.clone(), Some(file.token.clone()), Door::Api);
        let address = Some(api.address());
        folder.write_engine_file(&EngineFile { address, ..file }).unwrap();
        Self {
            engine,
            clock,
            port,
            place,
            api,
            key,
            folder,
        }
    }

    /// Ends the engine and starts another one on the same folder and port.
    pub(crate) async fn restart(self) -> Self {
        let (port, clock, key) = (self.port, Arc::clone(&self.clock), self.key.clone());
        let place = self.stop().await;
        Self::start_on(place, port, clock, key, Arc::new(NoSurfaces)).await
    }

    /// The same with another key, as after a forgotten passphrase.
    pub(crate) async fn restart_with(self, key: Key) -> Self {
        let (port, clock) = (self.port, Arc::clone(&self.clock));
        let place = self.stop().await;
        Self::start_on(place, port, clock, key, Arc::new(NoSurfaces)).await
    }

    /// Ends the engine; the folder stays.
    pub(crate) async fn stop(self) -> TempDir {
        self.api.stop().await;
        self.engine.shut_down().await;
        drop((self.engine, self.folder));
        self.place
    }

    /// Does a command, as the command line would.
    pub(crate) async fn ask(&self, command: &str, payload: Value) -> Result<Value, ErrorView> {
        let context = Context {
            engine: self.engine.clone(),
            caller: Caller::Cli,
        };
        // On the heap: the future of every command together is large.
        Box::pin(dispatch(&context, command, payload)).await
    }

    /// A command that works.
    pub(crate) async fn ok(&self, command: &str, payload: Value) -> Value {
        self.ask(command, payload)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    /// A command that is refused.
    pub(crate) async fn refused(&self, command: &str, payload: Value) -> ErrorView {
        match self.ask(command, payload).await {
            Err(error) => error,
            Ok(answer) => panic!("{command} should be refused, and answered {answer}"),
        }
    }

    /// Adds the integration `acme` at this server, with further parameters.
    pub(crate) async fn add_acme(&self, server: &Oidc, further: Value) {
        let mut parameters = json!({ "serverUrl": server.issuer, "clientId": APP });
        for (name, value) in further.as_object().unwrap() {
            parameters[name] = value.clone();
        }
        let request = json!({
            "key": "acme",
            "connector": "acme",
            "parameters": parameters,
            "redirect": { "kind": "loopback" },
        });
        self.ok("integration_add", request).await;
    }

    /// Starts a connect flow that has a sign-in page: the attempt's id and its sign-in link.
    pub(crate) async fn begin(&self, request: Value) -> (String, String) {
        let attempt = self.ok("connect_start", request).await;
        assert_eq!(attempt["state"], "pending", "{attempt}");
        (text(&attempt["id"]), text(&attempt["authorizeUrl"]))
    }

    /// Lets the browser follow the redirect to the API's listener, as far as the page that says how it went.
    pub(crate) async fn arrive(&self, url: &Url) -> String {
        let (status, page) = Browser::new().visit(url).await;
        assert!(status < 500, "{status}: {page}");
        let code = query(url).remove("code");
        assert!(
            code.is_none_or(|code| !page.contains(&code)),
            "the page shows no code"
        );
        page
    }

    /// How an attempt ended.
    pub(crate) async fn ended(&self, attempt: &str) -> Value {
        self.ok("attempt_wait", json!({ "attempt": attempt })).await
    }

    /// Connects with a person who allows everything, by the loopback redirect; the connection's id.
    pub(crate) async fn connect(&self, request: Value) -> String {
        let (attempt, link) = self.begin(request).await;
        let back = Browser::new().allow(&link).await;
        self.arrive(&back).await;
        let ended = self.ended(&attempt).await;
        assert_eq!(ended["state"], "succeeded", "{ended}");
        text(&ended["connectionId"])
    }

    /// Connects a kind that has no sign-in page; the connection's id.
    pub(crate) async fn connect_directly(&self, request: Value) -> String {
        let attempt = self.ok("connect_start", request).await;
        assert_eq!(attempt["state"], "succeeded", "{attempt}");
        text(&attempt["connectionId"])
    }

    /// Makes a GET through a connection.
    pub(crate) async fn get(&self, connection: &str, path: &str) -> Result<Value, ErrorView> {
        self.ask(
            "call",
            json!({ "connection": connection, "method": "GET", "path": path }),
        )
        .await
    }

    /// The status of a GET through a connection.
    pub(crate) async fn status_of(&self, connection: &str, path: &str) -> u64 {
        let answer = self
            .get(connection, path)
            .await
            .unwrap_or_else(|error| panic!("GET {path}: {error:?}"));
        answer["status"].as_u64().unwrap()
    }

    /// Saves single parameters of a connection's override.
    pub(crate) async fn set(&self, connection: &str, set: Value) -> Value {
        self.ok("parameters_save", json!({ "connection": connection, "set": set }))
            .await
    }

    /// A connection as the window shows it.
    pub(crate) async fn show(&self, connection: &str) -> Value {
        self.ok("connection_show", json!({ "connection": connection }))
            .await
    }

    /// How a connection is doing: its state's name.
    pub(crate) async fn health(&self, connection: &str) -> String {
        text(&self.show(connection).await["summary"]["health"]["state"])
    }

    /// What is stored of a connection's tokens.
    pub(crate) fn credentials(&self, connection: &str) -> Credentials {
        self.engine.store().credentials(connection).unwrap().unwrap()
    }

    /// The stored refresh token.
    pub(crate) fn refresh_token(&self, connection: &str) -> String {
        self.credentials(connection)
            .refresh_token
            .unwrap()
            .expose()
            .clone()
    }

    /// How many connections there are.
    pub(crate) async fn connections(&self) -> usize {
        self.ok("connections", json!({})).await["items"]
            .as_array()
            .unwrap()
            .len()
    }
}

/// A JSON string's text.
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text, not {value}"))
        .to_owned()
}

/// A free port may be taken on the other address family: then another one is tried.
async fn bind(port: u16) -> Bound {
    let mut last = None;
    for _ in 0..8 {
        match Bound::new(port).await {
            Ok(bound) => return bound,
            Err(error) => last = Some(error),
        }
    }
    panic!("no port: {last:?}");
}
