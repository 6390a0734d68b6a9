//! The engine itself: what it holds, how it starts, and the small things that everything else here uses.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
};

use patchbay_connector::{Catalogue, Connector};
use patchbay_store::{Connection, Store, StoreError, VaultState};
use tokio::sync::{broadcast, watch};

use crate::{
    Access, Changed, ChangedWhat, Clock, Error, Surfaces, Surroundings,
    catalogue::Catalogues,
    changed::Changes,
    connect::{Choices, PendingIndex},
    connector_folders,
    dpop_nonces::DpopNonces,
    error::vault_unavailable,
    form_asks::FormAsks,
    http::Http,
    list_health::Healths,
    listeners::Listeners,
    live::Live,
    observe::Observers,
    refresh::Refreshes,
    sandbox::Beside,
    tokens::Bearers,
    webhooks::Webhooks,
    wire_log::WireLog,
};

/// What differs from one run of Patchbay to another.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The development profile: own folder, scheme and keyring service.
    pub development: bool,
    /// The API's port, part of every loopback redirect URI.
    pub port: u16,
    /// The scheme of deep links.
    pub scheme: String,
}

/// What the engine is given from outside.
pub struct Parts {
    /// Sends requests.
    pub http: Arc<dyn Http>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Shows sign-in pages.
    pub surfaces: Arc<dyn Surfaces>,
    /// Ports and names.
    pub settings: Settings,
}

/// The engine. Cheap to clone.
#[derive(Clone)]
pub struct Engine(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) http: Arc<dyn Http>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) surfaces: Arc<dyn Surfaces>,
    pub(crate) settings: Settings,
    pub(crate) changes: Changes,
    pub(crate) catalogues: Catalogues,
    pub(crate) listeners: Mutex<Listeners>,
    pub(crate) pending: PendingIndex,
    pub(crate) live: RwLock<HashMap<String, Arc<Live>>>,
    pub(crate) healths: Healths,
    pub(crate) refreshes: Refreshes,
    pub(crate) choices: Choices,
    pub(crate) dpop_nonces: DpopNonces,
    pub(crate) access: RwLock<Arc<Access>>,
    pub(crate) bearers: Bearers,
    wire_log: WireLog,
    form_asks: FormAsks,
    pub(crate) webhooks: Webhooks,
    pub(crate) observers: Observers,
    pub(crate) beside: Beside,
    pub(crate) ended: broadcast::Sender<Connection>,
    pub(crate) surroundings: OnceLock<Arc<dyn Surroundings>>,
    pub(crate) vault: watch::Receiver<VaultState>,
}

impl Engine {
    /// Starts on an open store: loads connector files, takes up attempts that are still pending, and sets up the
    /// workspace as soon as the vault is ready. Fails only where the database does.
    pub async fn start(
        store: Store,
        connectors_dir: std::path::PathBuf,
        parts: Parts,
    ) -> Result<Self, Error> {
        let changes = Changes::new();
        let (tell, vault) = watch::channel(store.vault().state());
        let told = changes.clone();
        let (wire_log, form_asks) = (WireLog::new(changes.clone()), FormAsks::new(changes.clone()));
        let healths = Healths::default();
        let forgotten = healths.clone();
        store.vault().on_change(Box::new(move |state| {
            forgotten.forget_all();
            let _ = tell.send(state);
            told.tell(ChangedWhat::Status, None);
            told.tell(ChangedWhat::Connections, None);
        }));
        let added = connector_folders::stored(&store)?;
        let engine = Self(Arc::new(Inner {
            catalogues: Catalogues::load(connectors_dir, added),
            store,
            http: parts.http,
            clock: parts.clock,
            surfaces: parts.surfaces,
            settings: parts.settings,
            changes,
            listeners: Mutex::default(),
            pending: PendingIndex::default(),
            live: RwLock::default(),
            healths,
            refreshes: Refreshes::default(),
            choices: Choices::default(),
            dpop_nonces: DpopNonces::default(),
            access: RwLock::default(),
            bearers: Bearers::default(),
            wire_log,
            form_asks,
            webhooks: Webhooks::default(),
            observers: Observers::default(),
            beside: Beside::default(),
            ended: broadcast::Sender::new(64),
            surroundings: OnceLock::new(),
            vault,
        }));
        engine.load_access().await?;
        engine.take_up_attempts().await?;
        engine.set_up_when_ready().await?;
        engine.watch_connectors();
        engine.start_webhooks();
        Ok(engine)
    }

    /// Does the first start's work now or, where the vault is not ready, as soon as it is.
    async fn set_up_when_ready(&self) -> Result<(), Error> {
        if self.vault_state() == VaultState::Ready {
            return self.first_start().await;
        }
        let weak = Arc::downgrade(&self.0);
        let mut vault = self.0.vault.clone();
        tokio::spawn(async move {
            if vault.wait_for(|state| *state == VaultState::Ready).await.is_ok()
                && let Some(inner) = weak.upgrade()
                && let Err(error) = Self(inner).first_start().await
            {
                tracing::error!(code = ?error.code, "the first start's work failed");
            }
        });
        Ok(())
    }

    /// The store, for what needs no rule of the engine.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Ports and names.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// UTC milliseconds.
    pub fn now(&self) -> i64 {
        self.0.clock.now()
    }

    /// What changes from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Changed> {
        self.0.changes.subscribe()
    }

    /// Tells the window that something changed.
    pub fn tell(&self, what: ChangedWhat, id: Option<&str>) {
        self.0.changes.tell(what, id);
    }

    /// The connections that come to need a reconnect from now on, as they are then.
    pub fn ended_connections(&self) -> broadcast::Receiver<Connection> {
        self.0.ended.subscribe()
    }

    /// The last requests to the API.
    pub fn wire_log(&self) -> &WireLog {
        &self.0.wire_log
    }

    /// Forms without a token that wait for the developer's word.
    pub fn form_asks(&self) -> &FormAsks {
        &self.0.form_asks
    }

    /// Whether there is a window in which a person can be asked something.
    pub fn has_window(&self) -> bool {
        self.0.surfaces.has_window()
    }

    /// The vault's state.
    pub fn vault_state(&self) -> VaultState {
        self.0.store.vault().state()
    }

    /// Fails where secrets cannot be read now.
    pub(crate) fn need_vault(&self) -> Result<(), Error> {
        match self.vault_state() {
            VaultState::Ready => Ok(()),
            other => Err(vault_unavailable(&format!("the vault is {}", other.words()))),
        }
    }

    /// Waits until the vault is ready, at most until `deadline` (UTC milliseconds).
    pub(crate) async fn vault_ready_until(&self, deadline: i64) -> Result<(), Error> {
        let left = u64::try_from(deadline - self.now()).unwrap_or(0);
        let mut vault = self.0.vault.clone();
        let ready = vault.wait_for(|state| *state == VaultState::Ready);
        match tokio::time::timeout(std::time::Duration::from_millis(left), ready).await {
            Ok(Ok(_)) => Ok(()),
            _ => self.need_vault(),
        }
    }

    /// Runs a piece of store work off the async threads.
    pub async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Error> {
        let store = self.0.store.clone();
        tokio::task::spawn_blocking(move || work(&store))
            .await
            .map_err(Error::internal)?
            .map_err(Error::from)
    }

    /// The catalogue as it is now, the developer's own files included.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.0.catalogues.current()
    }

    /// One version of a connector: from the catalogue, or the text that the store keeps of an older one.
    pub async fn connector(&self, key: &str, version: &str) -> Result<Connector, Error> {
        if let Some(found) = self.catalogue().version(key, version) {
            return Ok(found.clone());
        }
        let (wanted, number) = (key.to_owned(), version.to_owned());
        let text = self
            .with_store(move |store| store.connector_text(&wanted, &number))
            .await?;
        kept_connector(key, version, text)
    }

    /// Ends: pending work is given up, nothing is lost.
    pub async fn shut_down(&self) {
        let store = self.0.store.clone();
        let _ = tokio::task::spawn_blocking(move || store.calls_flush()).await;
    }
}

/// A connector from the text that the store keeps of it.
pub(crate) fn kept_connector(key: &str, version: &str, text: Option<String>) -> Result<Connector, Error> {
    let text = text.ok_or_else(|| {
        Error::not_found("connector", &format!("{key} {version}"))
            .next("Put the connector's file back into the data folder, or choose another version.")
    })?;
    Connector::parse(&text).map_err(|problems| {
        let first = problems
            .first()
            .map(|problem| problem.message.clone())
            .unwrap_or_default();
        Error::new(
            crate::Code::Misconfigured,
            format!("The stored text of {key} {version} does not load: {first}"),
        )
    })
}

/// A lock that survives a panic of its holder: what it guards is replaced whole, never left half-changed.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
