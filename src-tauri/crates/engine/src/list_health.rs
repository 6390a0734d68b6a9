//! The health of a whole page of connections: resolved together in one go, and kept small, so that a list may be
//! scrolled through without holding every connection's secrets in memory.
//!
//! What is kept is never older than a change: whatever forgets a resolution forgets its health, and a page that was
//! being resolved meanwhile is not kept.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use patchbay_connector::{Catalogue, Connector, Effect, Effective, Layers, Names, Origin, Patch, changes};
use patchbay_store::{Connection, Credentials, Integration, Store, StoredHealth, VaultState};

use crate::{
    Code, Engine, Error, Health,
    engine::locked,
    grant::Grant,
    live::{developer_patch, effective, names, version},
};

/// How many are kept.
const KEPT: usize = 20_000;

#[derive(Default)]
struct Kept {
    healths: HashMap<String, Health>,
    /// Goes up whenever something is forgotten.
    forgotten: u64,
}

/// The healths that lists were shown.
#[derive(Clone, Default)]
pub(crate) struct Healths(Arc<Mutex<Kept>>);

impl Healths {
    pub(crate) fn forget(&self, connection: &str) {
        let mut kept = locked(&self.0);
        kept.forgotten += 1;
        kept.healths.remove(connection);
    }

    pub(crate) fn forget_all(&self) {
        let mut kept = locked(&self.0);
        kept.forgotten += 1;
        kept.healths.clear();
    }
}

/// How a connection is doing beside its stored health: what follows from its parameters.
pub(crate) fn derived(
    effective: &Effective,
    names: &Names,
    binding: &BTreeSet<Origin>,
    pending: impl FnOnce() -> Vec<String>,
) -> Health {
    if let Some(problem) = effective.problems.first() {
        return Health::Misconfigured {
            path: problem.path.clone(),
        };
    }
    match effective.base_url(names).map(|url| Origin::of(&url)) {
        Ok(Some(origin)) if !binding.contains(&origin) => {
            return Health::BindingChanged {
                origin: origin.to_string(),
            };
        }
        Err(_) if effective.leaf("http.baseUrl").is_some() => {
            return Health::Misconfigured {
                path: "http.baseUrl".to_owned(),
            };
        }
        _ => {}
    }
    if let Some(path) = effective.lacking_for_calls() {
        return Health::Misconfigured {
            path: path.to_owned(),
        };
    }
    let paths = pending();
    if paths.is_empty() {
        Health::Working
    } else {
        Health::PendingChange { paths }
    }
}

impl Engine {
    /// The health of each connection: the stored one, and what follows from its parameters. In the order of the
    /// connections.
    pub async fn healths(&self, connections: Vec<Connection>) -> Result<Vec<Health>, Error> {
        if self.vault_state() != VaultState::Ready {
            return Ok(vec![Health::VaultUnavailable; connections.len()]);
        }
        let forgotten = locked(&self.0.healths.0).forgotten;
        let known: Vec<Option<Health>> = connections.iter().map(|one| self.known_health(one)).collect();
        if known.iter().all(Option::is_some) {
            return Ok(known.into_iter().flatten().collect());
        }
        let catalogue = self.catalogue();
        let resolved = self
            .with_store(move |store| {
                let mut page = Page::new(store, &catalogue);
                let each = connections.iter().zip(known);
                Ok(each
                    .map(|(one, known)| {
                        known.map_or_else(|| (Some(one.id.clone()), page.health(one)), |held| (None, held))
                    })
                    .collect::<Vec<_>>())
            })
            .await?;
        let mut kept = locked(&self.0.healths.0);
        if kept.healths.len() > KEPT {
            kept.healths.clear();
        }
        let current = kept.forgotten == forgotten;
        Ok(resolved
            .into_iter()
            .map(|(id, health)| {
                if let Some(id) = id.filter(|_| current) {
                    kept.healths.insert(id, health.clone());
                }
                health
            })
            .collect())
    }

    /// What need not be resolved: a stored health that is not good, and what was resolved before.
    fn known_health(&self, connection: &Connection) -> Option<Health> {
        if connection.health != StoredHealth::Working {
            return Some(connection.health.clone().into());
        }
        let live = self.0.live.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(live) = live.get(&connection.id) {
            return Some(live.health());
        }
        drop(live);
        locked(&self.0.healths.0).healths.get(&connection.id).cloned()
    }
}

/// One integration's parameters with one override, which mostly many connections share.
struct Shared {
    option: Option<String>,
    overrides: Patch,
    connector: Connector,
    effective: Effective,
    developer: Patch,
}

/// A page that is being resolved.
struct Page<'a> {
    store: &'a Store,
    catalogue: &'a Catalogue,
    integrations: HashMap<String, Arc<Integration>>,
    shared: HashMap<String, Vec<Arc<Shared>>>,
}

impl<'a> Page<'a> {
    fn new(store: &'a Store, catalogue: &'a Catalogue) -> Self {
        Self {
            store,
            catalogue,
            integrations: HashMap::new(),
            shared: HashMap::new(),
        }
    }

    fn health(&mut self, connection: &Connection) -> Health {
        match self.resolve(connection) {
            Ok(health) => health,
            // Nothing else than a lost key keeps a ready vault from reading them.
            Err(error) if matches!(error.code, Code::VaultUnavailable | Code::NeedsReconnect) => {
                Health::NeedsReconnect {
                    cause: "key_lost".to_owned(),
                }
            }
            Err(error) => match error.path {
                Some(path) => Health::Misconfigured { path },
                None => connection.health.clone().into(),
            },
        }
    }

    fn resolve(&mut self, connection: &Connection) -> Result<Health, Error> {
        let id = &connection.id;
        let secrets = self.store.connection_secrets(id)?;
        let grant = self
            .store
            .grant(id)?
            .ok_or_else(|| Error::internal("a connection without its grant"))?;
        let grant = Grant::from_bytes(&grant)?;
        let credentials: Option<Credentials> = self.store.credentials(id)?;
        let binding = self.store.binding(id)?.unwrap_or_default();
        let binding = binding
            .origins
            .iter()
            .filter_map(|origin| Origin::parse(origin))
            .collect();
        let shared = self.shared(connection, &secrets.overrides)?;
        let names = names(&shared.effective, &secrets.input, &grant, credentials.as_ref());
        Ok(derived(&shared.effective, &names, &binding, || {
            // Mostly nothing was changed since it was connected: then nothing differs.
            if grant.option == shared.option
                && grant.connector_version == shared.connector.version()
                && grant.parameters == shared.developer
            {
                return Vec::new();
            }
            self.pending(&connection.integration_id, &grant, &shared)
        }))
    }

    fn pending(&self, integration: &str, grant: &Grant, shared: &Shared) -> Vec<String> {
        let key = self
            .integrations
            .get(integration)
            .map_or("", |held| held.connector_key.as_str());
        let before = self
            .connector(key, &grant.connector_version)
            .unwrap_or_else(|_| shared.connector.clone())
            .effective(&Layers {
                option: grant.option.as_deref(),
                integration: &grant.parameters,
                integration_option: &Patch::default(),
                overrides: &Patch::default(),
            });
        changes(&before, &shared.effective)
            .into_iter()
            .filter(|change| change.effect == Effect::Reconnect)
            .map(|change| change.path)
            .collect()
    }

    fn shared(&mut self, connection: &Connection, overrides: &Patch) -> Result<Arc<Shared>, Error> {
        let id = &connection.integration_id;
        let known = self.shared.get(id).into_iter().flatten();
        if let Some(found) = known
            .into_iter()
            .find(|one| one.option == connection.option && one.overrides == *overrides)
        {
            return Ok(Arc::clone(found));
        }
        let integration = self.integration(id)?;
        let version = version(&integration, overrides);
        let connector = self
            .connector(&integration.connector_key, version)
            .map_err(|error| error.at("connectorVersion"))?;
        let effective = effective(&connector, &integration, connection.option.as_deref(), overrides);
        let shared = Arc::new(Shared {
            option: connection.option.clone(),
            overrides: overrides.clone(),
            developer: developer_patch(&effective),
            connector,
            effective,
        });
        self.shared
            .entry(id.clone())
            .or_default()
            .push(Arc::clone(&shared));
        Ok(shared)
    }

    fn integration(&mut self, id: &str) -> Result<Arc<Integration>, Error> {
        if let Some(found) = self.integrations.get(id) {
            return Ok(Arc::clone(found));
        }
        let found = self
            .store
            .integration_by_id(id)?
            .ok_or_else(|| Error::internal("a connection without its integration"))?;
        let found = Arc::new(found);
        self.integrations.insert(id.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    fn connector(&self, key: &str, version: &str) -> Result<Connector, Error> {
        if let Some(found) = self.catalogue.version(key, version) {
            return Ok(found.clone());
        }
        let text = self.store.connector_text(key, version)?;
        crate::engine::kept_connector(key, version, text)
    }
}
