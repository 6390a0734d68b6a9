//! What a file of a connection would do: its override, name and key. It never makes one.

use patchbay_connector::{Effect, Patch, mask};
use patchbay_store::Connection;
use serde_json::json;

use super::{
    apply::Act,
    diff::Changes,
    plan::Planned,
    read::{ConnectionFile, at_field},
};
use crate::{Code, Engine, Error, parameters::Edit};

impl Engine {
    pub(super) async fn plan_connection(&self, file: &str, said: ConnectionFile) -> Result<Planned, Error> {
        let Some(stored) = self.named_by(&said).await? else {
            return Ok(Planned {
                changes: Vec::new(),
                skipped: vec![no_connection(&said)],
                act: None,
            });
        };
        let wanted = stored.id.clone();
        let row = self
            .with_store(move |store| store.connection_row(&wanted))
            .await?
            .ok_or_else(|| Error::not_found("connection", &stored.id))?;
        for (field, here, there) in [
            ("integration", &row.integration_key, &said.integration),
            ("tenant", &row.tenant_key, &said.tenant),
        ] {
            if here != there {
                return Err(Error::new(
                    Code::InvalidRequest,
                    format!(
                        "The connection “{}” is one of {field} {here}, not of {there}.",
                        stored.name
                    ),
                )
                .at(field)
                .next("Connect anew for that; a file changes names, keys and overrides."));
            }
        }
        let trial = self
            .try_on_connection(&stored.id, Edit::whole(said.overrides.clone()))
            .await;
        let trial = trial.map_err(|error| {
            if error.problems.is_empty() {
                error
            } else {
                at_field("override", error.problems)
            }
        })?;
        if !trial.problems.is_empty() {
            return Err(at_field("override", trial.problems));
        }
        let live = self.live(&stored.id).await?;
        let mut found = Changes::new(file, format!("connection {}", stored.name));
        let name = said.name.clone().unwrap_or_else(|| stored.name.clone());
        found.value("name", Some(json!(stored.name)), Some(json!(name)), Effect::None);
        let key = |key: &Option<String>| key.as_ref().map(|key| json!(key));
        found.value("key", key(&stored.key), key(&said.key), Effect::None);
        let option = stored.option.as_deref();
        let shown = |patch: &Patch, connector| mask(patch, connector, option, &trial.integration.marks);
        found.patch(
            "",
            [&live.secrets.overrides, &trial.overrides],
            [
                &shown(&live.secrets.overrides, &live.connector),
                &shown(&trial.overrides, &trial.connector),
            ],
            &trial.changes(),
        );
        Ok(Planned {
            changes: found.all,
            skipped: Vec::new(),
            act: Some(Act::SetConnection(Box::new(stored), said)),
        })
    }

    /// The connection that a file means: by its id or, on another machine, by the tenant's key for it.
    async fn named_by(&self, said: &ConnectionFile) -> Result<Option<Connection>, Error> {
        let (id, key, tenant) = (said.id.clone(), said.key.clone(), said.tenant.clone());
        self.with_store(move |store| {
            if let Some(id) = id
                && let Some(found) = store.connection(&id)?
            {
                return Ok(Some(found).filter(|found| found.archived_at.is_none()));
            }
            let (Some(key), Some(tenant)) = (key, store.tenant_by_key(&tenant)?) else {
                return Ok(None);
            };
            let all = store.connections_by_key(&key)?;
            Ok(all.into_iter().find(|found| found.tenant_id == tenant.id))
        })
        .await
    }
}

fn no_connection(said: &ConnectionFile) -> Error {
    let name = said.name.as_deref().or(said.key.as_deref()).unwrap_or("this one");
    Error::new(
        Code::NotFound,
        format!("There is no connection for “{name}” here, and files make none: somebody has to connect."),
    )
    .next(format!(
        "Connect with `patchbay connect {} --tenant {} --multiple`, then pull.",
        said.integration, said.tenant
    ))
}
