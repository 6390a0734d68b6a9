//! A connection with everything that a call through it needs, resolved once and kept until something changes.
//!
//! The folder's lock makes this process the only writer, and every write goes through the engine, so dropping an entry
//! after a write is all the invalidation there is.

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, RwLock},
};

use patchbay_connector::{
    AuthKind, Change, Connector, Effect, Effective, Layers, Names, Origin, ParamPath, Patch, changes,
};
use patchbay_store::{Connection, ConnectionSecrets, Credentials, Integration};
use serde_json::Value;

use crate::{Code, Engine, Error, Health, grant::Grant, list_health};

/// A connection, resolved.
pub struct Live {
    /// The connection's plain columns.
    pub connection: Connection,
    /// Its integration.
    pub integration: Integration,
    /// Override and input.
    pub secrets: ConnectionSecrets,
    /// The connector in force.
    pub connector: Connector,
    /// The effective parameters.
    pub effective: Effective,
    /// What it was connected with.
    pub grant: Grant,
    /// The origins its credentials may be sent to.
    pub binding: BTreeSet<Origin>,
    /// Where the effective parameters differ from the grant until a reconnect.
    pub pending: Vec<Change>,
    /// SHA-256 of the override, hex: which override a call was made with.
    pub override_hash: String,
    credentials: RwLock<Option<Arc<Credentials>>>,
}

impl Live {
    /// The credentials now; none for kinds without tokens, and after the vault lost its key.
    pub fn credentials(&self) -> Option<Arc<Credentials>> {
        self.credentials
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn set_credentials(&self, credentials: Credentials) {
        *self.credentials.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(credentials));
    }

    /// Names for the templates of a request that carries these credentials.
    pub(crate) fn names(&self, credentials: Option<&Credentials>) -> Names {
        names(&self.effective, &self.secrets.input, &self.grant, credentials)
    }

    /// The kind of its sign-in.
    pub fn kind(&self) -> AuthKind {
        self.effective.auth_kind()
    }

    /// How it is doing.
    pub fn health(&self) -> Health {
        match self.connection.health.clone().into() {
            Health::Working => {}
            other => return other,
        }
        let names = self.names(self.credentials().as_deref());
        list_health::derived(&self.effective, &names, &self.binding, || {
            self.pending.iter().map(|change| change.path.clone()).collect()
        })
    }
}

/// Names for the templates of a request through a connection with this input and grant.
pub(crate) fn names(
    effective: &Effective,
    input: &Patch,
    grant: &Grant,
    credentials: Option<&Credentials>,
) -> Names {
    let mut names = effective.names(input, &grant.discovered);
    if let Some(secret) = &grant.token_secret {
        names.set_secret("tokenSecret", secret.clone());
    }
    if let Some(key) = &grant.dpop_key {
        names.set_secret("dpopKey", key.clone());
    }
    // OAuth 1 signs every call with the client that got the token. While it is still the integration's, a changed
    // secret is the rotated one (design section 5).
    if effective.auth_kind() == AuthKind::Oauth1
        && let Some(client) = &grant.client_id
        && effective.client_id().as_ref() != Some(client)
    {
        names.set("clientId", client.clone());
        if let Some(secret) = &grant.client_secret {
            names.set_secret("clientSecret", secret.clone());
        }
    }
    if let Some(credentials) = credentials {
        names.set_secret("accessToken", credentials.access_token.clone());
        names.set("tokenType", credentials.token_type.clone());
        if let Some(refresh) = &credentials.refresh_token {
            names.set_secret("refreshToken", refresh.clone());
        }
        names.derive(effective);
    }
    names
}

/// The layers that a developer set, as one patch: what a connector's text, option and variant do not already say.
pub(crate) fn developer_patch(effective: &Effective) -> Patch {
    use patchbay_connector::Layer;
    let mut patch = Patch::default();
    let developer = |layer: Layer| {
        matches!(
            layer,
            Layer::Integration | Layer::IntegrationOption | Layer::Override
        )
    };
    for leaf in effective.leaves.iter().filter(|leaf| developer(leaf.layer)) {
        // A path that came out of a patch goes back into one.
        let _ = patch.set(&leaf.path, leaf.value.clone());
    }
    for removed in effective.removed.iter().filter(|leaf| developer(leaf.layer)) {
        let _ = patch.set(&removed.path, Value::Null);
    }
    if let Some(variant) = &effective.variant {
        let _ = patch.set(&ParamPath::new(["variant"]), Value::String(variant.clone()));
    }
    patch
}

impl Engine {
    /// A connection by id or key, resolved.
    pub async fn live(&self, connection: &str) -> Result<Arc<Live>, Error> {
        let kept = self
            .0
            .live
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(connection)
            .cloned();
        if let Some(live) = kept {
            return Ok(live);
        }
        let live = Arc::new(self.resolve(connection).await?);
        let mut all = self.0.live.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody may have been quicker; theirs holds the credentials that others already use.
        Ok(all.entry(live.connection.id.clone()).or_insert(live).clone())
    }

    /// Forgets one connection's resolution after a write.
    pub(crate) fn forget(&self, connection: &str) {
        self.0
            .live
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(connection);
        self.0.healths.forget(connection);
    }

    /// Forgets every resolution: an integration's defaults or a connector file changed.
    pub fn forget_all(&self) {
        self.0
            .live
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.0.healths.forget_all();
    }

    /// A connection's plain columns, by id or key.
    pub async fn connection(&self, connection: &str) -> Result<Connection, Error> {
        let wanted = connection.to_owned();
        self.with_store(move |store| match store.connection(&wanted)? {
            Some(found) => Ok(Some(found)),
            None => Ok(store.connections_by_key(&wanted)?.into_iter().next()),
        })
        .await?
        .ok_or_else(|| Error::not_found("connection", connection))
    }

    async fn resolve(&self, wanted: &str) -> Result<Live, Error> {
        self.need_vault()?;
        let connection = self.connection(wanted).await?;
        let (id, integration_id) = (connection.id.clone(), connection.integration_id.clone());
        let (integration, secrets, grant, credentials, binding) = self
            .with_store(move |store| {
                Ok((
                    store.integration_by_id(&integration_id)?,
                    store.connection_secrets(&id)?,
                    store.grant(&id)?,
                    store.credentials(&id)?,
                    store.binding(&id)?,
                ))
            })
            .await?;
        let integration =
            integration.ok_or_else(|| Error::internal("a connection without its integration"))?;
        let grant = grant.ok_or_else(|| Error::internal("a connection without its grant"))?;
        let grant = Grant::from_bytes(&grant)?;
        let connector = self.connector_for(&integration, &secrets.overrides).await?;
        let effective = effective(
            &connector,
            &integration,
            connection.option.as_deref(),
            &secrets.overrides,
        );
        let before_connector = self
            .connector(&integration.connector_key, &grant.connector_version)
            .await
            .unwrap_or_else(|_| connector.clone());
        let before = before_connector.effective(&Layers {
            option: grant.option.as_deref(),
            integration: &grant.parameters,
            integration_option: &Patch::default(),
            overrides: &Patch::default(),
        });
        let pending = changes(&before, &effective)
            .into_iter()
            .filter(|change| change.effect == Effect::Reconnect)
            .collect();
        let binding = binding.map(|binding| binding.origins).unwrap_or_default();
        Ok(Live {
            binding: binding
                .iter()
                .filter_map(|origin| Origin::parse(origin))
                .collect(),
            credentials: RwLock::new(credentials.map(Arc::new)),
            override_hash: override_hash(&secrets.overrides),
            connection,
            integration,
            secrets,
            connector,
            effective,
            grant,
            pending,
        })
    }

    /// The connector that an override or, failing that, the integration names.
    pub(crate) async fn connector_for(
        &self,
        integration: &Integration,
        overrides: &Patch,
    ) -> Result<Connector, Error> {
        let version = version(integration, overrides);
        let connector = self
            .connector(&integration.connector_key, version)
            .await
            .map_err(|error| match error.code {
                Code::NotFound => error.at("connectorVersion"),
                _ => error,
            })?;
        self.keep_text(&connector).await?;
        Ok(connector)
    }

    /// Keeps the text of a version that an integration, an override or a grant names, so that it outlives its file.
    pub(crate) async fn keep_text(&self, connector: &Connector) -> Result<(), Error> {
        let connector = connector.clone();
        self.with_store(move |store| {
            store.connector_text_keep(connector.key(), connector.version(), connector.text())
        })
        .await
    }
}

/// The version of the connector that an override or, failing that, the integration names.
pub(crate) fn version<'a>(integration: &'a Integration, overrides: &'a Patch) -> &'a str {
    let path = ParamPath::new(["connectorVersion"]);
    [overrides, &integration.parameters]
        .into_iter()
        .find_map(|patch| patch.get(&path).and_then(Value::as_str))
        .unwrap_or(&integration.connector_version)
}

/// The effective parameters of a connection through an integration.
pub(crate) fn effective(
    connector: &Connector,
    integration: &Integration,
    option: Option<&str>,
    overrides: &Patch,
) -> Effective {
    let none = Patch::default();
    let layers = Layers {
        option,
        integration: &integration.parameters,
        integration_option: option
            .and_then(|option| integration.option_parameters.get(option))
            .unwrap_or(&none),
        overrides,
    };
    connector.effective(&layers).marked(&integration.marks)
}

/// SHA-256 of an override, hex: the name by which a call's record remembers it.
pub fn override_hash(patch: &Patch) -> String {
    use sha2::{Digest as _, Sha256};
    let text = zeroize::Zeroizing::new(patch.to_value().to_string());
    hex::encode(Sha256::digest(text.as_bytes()))
}
