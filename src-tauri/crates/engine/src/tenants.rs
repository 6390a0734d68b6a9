//! Tenants as the developer keeps them: a name for one, putting one away, taking it back.

use patchbay_store::{ConnectionFilter, Tenant};

use crate::{ChangedWhat, Code, Engine, Error, TEST_TENANT};

/// The longest key or name of a tenant, in characters.
const LONGEST: usize = 200;

impl Engine {
    /// The tenants that are not archived, by name, each with how many connections it has that are not archived.
    pub async fn tenants(&self) -> Result<Vec<(Tenant, u32)>, Error> {
        self.with_store(|store| {
            let counts = store.connections_by_tenant()?;
            let counted = store.tenants()?.into_iter().map(|tenant| {
                let connections = counts.get(&tenant.id).copied().unwrap_or(0);
                (tenant, connections)
            });
            Ok(counted.collect())
        })
        .await
    }

    /// Makes a tenant, or gives one another name; one that was archived comes back.
    ///
    /// # Errors
    /// A key or name that is empty, too long or on several lines.
    pub async fn set_tenant(&self, key: &str, name: Option<&str>) -> Result<(Tenant, u32), Error> {
        let key = checked("key", key)?;
        let name = name.map(|name| checked("name", name)).transpose()?;
        let now = self.now();
        let found = self
            .with_store(move |store| {
                let tenant = store.tenant_upsert(&key, name.as_deref(), now)?;
                let connections = live_connections(store, &tenant.id)?;
                Ok((tenant, connections))
            })
            .await?;
        self.tell_of_tenants();
        Ok(found)
    }

    /// Archives a tenant that has no connections but archived ones.
    ///
    /// # Errors
    /// There is no such tenant, it still has connections, or it is the one that is used where none is named.
    pub async fn archive_tenant(&self, key: &str) -> Result<(), Error> {
        if key == TEST_TENANT {
            return Err(Error::new(
                Code::InvalidRequest,
                "The tenant test is used wherever none is named, so it stays.",
            )
            .at("key")
            .next("Archive its connections if they are no longer needed."));
        }
        let (wanted, now) = (key.to_owned(), self.now());
        let left = self
            .with_store(move |store| {
                let Some(tenant) = store.tenant_by_key(&wanted)? else {
                    return Ok(None);
                };
                let left = live_connections(store, &tenant.id)?;
                if left == 0 {
                    store.tenant_archive(&tenant.id, now)?;
                }
                Ok(Some(left))
            })
            .await?
            .ok_or_else(|| Error::not_found("tenant", key))?;
        if left > 0 {
            let connections = if left == 1 {
                "a connection that is".to_owned()
            } else {
                format!("{left} connections that are")
            };
            return Err(Error::new(
                Code::InvalidRequest,
                format!("The tenant “{key}” still has {connections} not archived, so it was not archived."),
            )
            .at("key")
            .next("Archive its connections first."));
        }
        self.tell_of_tenants();
        Ok(())
    }

    /// Takes a tenant back from the archive.
    ///
    /// # Errors
    /// There is no such tenant.
    pub async fn restore_tenant(&self, key: &str) -> Result<(Tenant, u32), Error> {
        let (wanted, now) = (key.to_owned(), self.now());
        let found = self
            .with_store(move |store| {
                let Some(tenant) = store.tenant_by_key(&wanted)? else {
                    return Ok(None);
                };
                store.tenant_restore(&tenant.id, now)?;
                let connections = live_connections(store, &tenant.id)?;
                Ok(Some((tenant, connections)))
            })
            .await?
            .ok_or_else(|| Error::not_found("tenant", key))?;
        self.tell_of_tenants();
        Ok(found)
    }

    /// Lists of connections show tenants by name.
    fn tell_of_tenants(&self) {
        self.forget_bearers();
        self.tell(ChangedWhat::Connections, None);
    }
}

fn live_connections(store: &patchbay_store::Store, tenant: &str) -> Result<u32, patchbay_store::StoreError> {
    let filter = ConnectionFilter {
        tenant_id: Some(tenant.to_owned()),
        ..ConnectionFilter::default()
    };
    store
        .connections_count(&filter)
        .map(|count| u32::try_from(count).unwrap_or(u32::MAX))
}

fn checked(field: &'static str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST || text.contains(char::is_control) {
        return Err(Error::new(
            Code::InvalidRequest,
            format!("A tenant's {field} is 1 to {LONGEST} characters in one line."),
        )
        .at(field)
        .next("Correct it and save again."));
    }
    Ok(text.to_owned())
}
