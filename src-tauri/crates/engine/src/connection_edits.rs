//! Finding a connection for whoever asks, and changing what may be changed of it: name, key, meta, override, input.

use patchbay_connector::{AuthKind, Patch, unmask};
use patchbay_store::{Connection, How, is_id};
use serde_json::Value;

use crate::{ChangedWhat, Code, Engine, Error, Who, connect::refuse_moved, parameters::Edit};

/// The most bytes of a record's meta, as JSON.
const LARGEST_META: usize = 64 * 1024;

/// A change of a connection; what is absent stays.
#[derive(Debug, Default)]
pub struct SetConnection {
    /// Its name, 1 to 200 characters.
    pub name: Option<String>,
    /// The developer's own key for it; `Some(None)` takes it away.
    pub key: Option<Option<String>>,
    /// The developer's own JSON object.
    pub meta: Option<Value>,
    /// The override, whole. A masked leaf keeps what is stored.
    pub overrides: Option<Patch>,
    /// What the end user typed, whole; only for kinds without a sign-in page, and tried before it is kept.
    pub input: Option<Patch>,
}

impl Engine {
    /// The connection that a selector means to whoever asks: its id, its key, or its integration's id or key (contract
    /// section 3.2). Another tenant's is not there.
    pub async fn connection_of(&self, selector: &str, who: &Who) -> Result<Connection, Error> {
        let (tenant, wanted) = (who.tenant_id().map(str::to_owned), selector.to_owned());
        self.with_store(move |store| store.connection_by_selector(tenant.as_deref(), &wanted))
            .await?
            .filter(|connection| who.may_see(&connection.tenant_id))
            .ok_or_else(|| Error::not_found("connection", &crate::connect::plain(selector, 100)))
    }

    /// The connection that a tenant has through an integration: of several, the one that works and was connected last
    /// (design section 7, Q5).
    pub async fn default_connection(
        &self,
        integration_id: &str,
        tenant_id: &str,
    ) -> Result<Option<Connection>, Error> {
        let (integration, tenant) = (integration_id.to_owned(), tenant_id.to_owned());
        self.with_store(move |store| store.connection_by_selector(Some(&tenant), &integration))
            .await
    }

    /// Changes a connection: everything that is asked for, or nothing.
    ///
    /// # Errors
    /// A name, key or meta that does not fit; an override as in [`Engine::save_parameters`]; input where there is a
    /// sign-in page; [`Code::Forbidden`] where a tenant's override moves an origin.
    pub async fn set_connection(
        &self,
        connection: &str,
        set: SetConnection,
        who: &Who,
    ) -> Result<Connection, Error> {
        let connection = self.connection_of(connection, who).await?;
        let id = connection.id.clone();
        let name = set.name.as_deref().map(checked_name).transpose()?;
        let key = match &set.key {
            Some(Some(key)) => Some(Some(checked_key(key)?)),
            Some(None) => Some(None),
            None => None,
        };
        let meta = set.meta.map(checked_meta).transpose()?;
        let how = match who {
            Who::Developer => How::Window,
            Who::Admin | Who::Tenant(_) => How::Sdk,
        };
        if let Some(Some(key)) = &key {
            // Asked before anything is written; the store asks once more when it writes.
            self.check_key_free(&connection, key).await?;
        }
        if let Some(overrides) = &set.overrides {
            self.check_override(&id, overrides, who).await?;
        }
        if let Some(input) = set.input {
            Box::pin(self.replace_input(&connection, input, set.overrides.clone(), how, who)).await?;
        } else if let Some(overrides) = set.overrides {
            self.save_parameters(&id, Edit::whole(overrides), how).await?;
        }
        let (wanted, now) = (id.clone(), self.now());
        self.with_store(move |store| {
            if let Some(key) = &key {
                store.set_key(&wanted, key.as_deref(), now)?;
            }
            if let Some(name) = &name {
                store.rename(&wanted, name, now)?;
            }
            if let Some(meta) = &meta {
                store.set_meta(&wanted, meta, now)?;
            }
            Ok(())
        })
        .await?;
        self.forget(&id);
        self.tell(ChangedWhat::Connections, Some(&id));
        self.connection(&id).await
    }

    async fn check_key_free(&self, connection: &Connection, key: &str) -> Result<(), Error> {
        let wanted = key.to_owned();
        let known = self
            .with_store(move |store| store.connections_by_key(&wanted))
            .await?;
        let taken = known
            .iter()
            .any(|other| other.tenant_id == connection.tenant_id && other.id != connection.id);
        if taken {
            return Err(Error::new(
                Code::AlreadyExists,
                format!("Another connection of this tenant has the key “{key}”."),
            )
            .at("key")
            .next("Choose another key."));
        }
        Ok(())
    }

    /// A tenant's override may not move an origin, with what this connection already knows of its addresses.
    async fn check_override(&self, id: &str, overrides: &Patch, who: &Who) -> Result<(), Error> {
        if !matches!(who, Who::Tenant(_)) {
            return Ok(());
        }
        let live = self.live(id).await?;
        let overrides = unmask(overrides, &live.secrets.overrides).map_err(Error::parameters)?;
        let connector = self.connector_for(&live.integration, &overrides).await?;
        let option = live.connection.option.as_deref();
        let known = (&live.secrets.input, &live.grant.discovered);
        refuse_moved(&connector, &live.integration, option, &overrides, known)
    }

    /// New input is a reconnect (design section 5): it is tried at the provider before it replaces the old one.
    async fn replace_input(
        &self,
        connection: &Connection,
        input: Patch,
        overrides: Option<Patch>,
        how: How,
        who: &Who,
    ) -> Result<(), Error> {
        let live = self.live(&connection.id).await?;
        let input = unmask(&input, &live.secrets.input).map_err(Error::parameters)?;
        if input == live.secrets.input {
            let Some(overrides) = overrides else { return Ok(()) };
            return self
                .save_parameters(&connection.id, Edit::whole(overrides), how)
                .await
                .map(|_| ());
        }
        if matches!(live.kind(), AuthKind::Oauth2 | AuthKind::Oauth1) {
            return Err(Error::new(
                Code::InvalidRequest,
                "What was typed before a sign-in cannot be changed without signing in again.",
            )
            .at("input")
            .next("Reconnect with the new input."));
        }
        let request = crate::ConnectRequest {
            integration: None,
            connection: Some(connection.id.clone()),
            draft: None,
            tenant: String::new(),
            name: None,
            option: connection.option.clone(),
            input: Some(input),
            overrides,
            kept_from: crate::KeptFrom::default(),
            multiple: false,
            surface: None,
            how,
            who: who.clone(),
            key: None,
            reply: None,
        };
        let progress = self.connect(request).await?;
        match progress.outcome.and_then(|outcome| outcome.error) {
            None => Ok(()),
            Some(view) => Err(Error::from(view)),
        }
    }
}

/// A connection's name: 1 to 200 characters on one line.
pub(crate) fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(Error::new(
            Code::InvalidRequest,
            "A name has 1 to 200 characters, on one line.",
        )
        .at("name"));
    }
    Ok(name.to_owned())
}

/// The developer's own key for a connection: 1 to 100 characters (contract section 3.2), never one that reads as an id.
pub(crate) fn checked_key(key: &str) -> Result<String, Error> {
    let good = (1..=100).contains(&key.chars().count())
        && !is_id(key)
        && !key.chars().any(|c| c.is_control() || c == '/');
    if good && key.trim() == key {
        return Ok(key.to_owned());
    }
    Err(Error::new(
        Code::InvalidRequest,
        "A connection's key has 1 to 100 characters without slashes, and does not look like an id.",
    )
    .at("key"))
}

/// The developer's own JSON object on a record, at most 64 KiB.
pub(crate) fn checked_meta(meta: Value) -> Result<Value, Error> {
    let fits = meta.is_object() && meta.to_string().len() <= LARGEST_META;
    if fits {
        return Ok(meta);
    }
    Err(Error::new(Code::InvalidRequest, "meta is a JSON object of at most 64 KiB.").at("meta"))
}
