//! Integrations: plain columns for lists, parameters sealed whole.

use std::collections::BTreeMap;

use patchbay_connector::{Patch, SecretMarks};
use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value};

use crate::error::{StoreError, VaultError};
use crate::ids::new_id;
use crate::records::{Integration, IntegrationRow, NewIntegration, Surface};
use crate::store::{Result, Store, expect_one, from_json, json_column, json_text, to_json, unique};
use crate::vault::Owner;

const COLUMNS: &str =
    "SELECT id, key, name, connector_key, connector_version, redirect, surface, revision, created_at,
    updated_at, archived_at, parameters, option_parameters, description, meta, disabled_options, marks FROM integrations";

/// A row with its parameters still sealed.
struct Stored {
    integration: Integration,
    redirect: String,
    surface: String,
    parameters: Vec<u8>,
    option_parameters: Vec<u8>,
}

impl Store {
    /// Adds an integration.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where one that is not archived has its key.
    pub fn integration_insert(&self, new: &NewIntegration, now: i64) -> Result<Integration> {
        let integration = Integration {
            id: new_id()?,
            key: new.key.clone(),
            name: new.name.clone(),
            connector_key: new.connector_key.clone(),
            connector_version: new.connector_version.clone(),
            parameters: new.parameters.clone(),
            option_parameters: new.option_parameters.clone(),
            unreadable: false,
            redirect: new.redirect.clone(),
            surface: new.surface,
            description: new.description.clone(),
            meta: new.meta.clone(),
            disabled_options: new.disabled_options.clone(),
            marks: SecretMarks::new(),
            revision: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        let (parameters, option_parameters) = self.seal_parameters(&integration)?;
        let redirect = json_text(&integration.redirect, "redirect strategy")?;
        let meta = json_text(&integration.meta, "meta")?;
        let disabled = json_text(&integration.disabled_options, "disabled options")?;
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO integrations (id, key, name, connector_key, connector_version, parameters,
                   option_parameters, redirect, surface, revision, created_at, updated_at, description, meta,
                   disabled_options)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10, ?10, ?11, ?12, ?13)",
                params![
                    integration.id,
                    integration.key,
                    integration.name,
                    integration.connector_key,
                    integration.connector_version,
                    parameters,
                    option_parameters,
                    redirect,
                    integration.surface.as_str(),
                    now,
                    integration.description,
                    meta,
                    disabled
                ],
            )
            .map_err(|error| unique(error, "integration", &integration.key))?;
            Ok(())
        })?;
        Ok(integration)
    }

    /// The integration of a key, among those that are not archived.
    pub fn integration_by_key(&self, key: &str) -> Result<Option<Integration>> {
        self.one_integration("WHERE key = ?1 AND archived_at IS NULL", key)
    }

    /// The integration of an id, archived or not.
    pub fn integration_by_id(&self, id: &str) -> Result<Option<Integration>> {
        self.one_integration("WHERE id = ?1", id)
    }

    /// All integrations with their parameters, by name. Needs the vault; lists use [`Store::integration_rows`].
    pub fn integrations(&self, include_archived: bool) -> Result<Vec<Integration>> {
        let stored: Vec<Stored> = self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "{COLUMNS} WHERE ?1 OR archived_at IS NULL ORDER BY name COLLATE NOCASE, id"
            ))?;
            let rows = statement
                .query_map([include_archived], stored)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })?;
        stored
            .into_iter()
            .map(|stored| self.open_integration(stored))
            .collect()
    }

    /// All integrations by name: plain columns only, so it works while the vault is locked.
    pub fn integration_rows(&self, include_archived: bool) -> Result<Vec<IntegrationRow>> {
        self.main().read(|sql| {
            let mut statement = sql.prepare_cached(
                "SELECT id, key, name, connector_key, connector_version, created_at, updated_at, archived_at,
                   (SELECT count(*) FROM connections c WHERE c.integration_id = integrations.id AND c.archived_at IS NULL)
                 FROM integrations WHERE ?1 OR archived_at IS NULL ORDER BY name COLLATE NOCASE, id",
            )?;
            let rows = statement
                .query_map([include_archived], |row| {
                    Ok(IntegrationRow {
                        id: row.get(0)?,
                        key: row.get(1)?,
                        name: row.get(2)?,
                        connector_key: row.get(3)?,
                        connector_version: row.get(4)?,
                        created_at: row.get(5)?,
                        updated_at: row.get(6)?,
                        archived_at: row.get(7)?,
                        connections: row.get(8)?,
                    })
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })
    }

    /// Writes a changed integration; its key and its times are not taken from it.
    ///
    /// # Errors
    /// [`StoreError::Changed`] where its revision is not the stored one.
    pub fn integration_update(&self, changed: &Integration, now: i64) -> Result<Integration> {
        let (parameters, option_parameters) = self.seal_parameters(changed)?;
        let redirect = json_text(&changed.redirect, "redirect strategy")?;
        let meta = json_text(&changed.meta, "meta")?;
        let disabled = json_text(&changed.disabled_options, "disabled options")?;
        let marks = json_text(&changed.marks, "marks")?;
        self.main().write(|tx| {
            let old: Option<(i64, String)> = tx
                .query_row("SELECT revision, name FROM integrations WHERE id = ?1", [&changed.id], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            let (revision, name) =
                old.ok_or_else(|| StoreError::NotFound { what: "integration", id: changed.id.clone() })?;
            if revision != changed.revision {
                return Err(StoreError::Changed { what: "integration", id: changed.id.clone() });
            }
            tx.execute(
                "UPDATE integrations SET name = ?2, connector_key = ?3, connector_version = ?4, parameters = ?5,
                   option_parameters = ?6, redirect = ?7, surface = ?8, revision = revision + 1, updated_at = ?9,
                   description = ?10, meta = ?11, disabled_options = ?12, marks = ?13
                 WHERE id = ?1",
                params![
                    changed.id,
                    changed.name,
                    changed.connector_key,
                    changed.connector_version,
                    parameters,
                    option_parameters,
                    redirect,
                    changed.surface.as_str(),
                    now,
                    changed.description,
                    meta,
                    disabled,
                    marks
                ],
            )?;
            if name != changed.name {
                crate::list::refresh_search(tx, "integration_id", &changed.id)?;
            }
            Ok(())
        })?;
        self.integration_by_id(&changed.id)?
            .ok_or_else(|| StoreError::NotFound {
                what: "integration",
                id: changed.id.clone(),
            })
    }

    /// Archives an integration; its key becomes free. Its connections stay as they are.
    pub fn integration_archive(&self, id: &str, now: i64) -> Result<()> {
        self.main().write(|tx| {
            let changed = tx.execute(
                "UPDATE integrations SET archived_at = coalesce(archived_at, ?2), updated_at = ?2,
                   revision = revision + 1 WHERE id = ?1",
                params![id, now],
            )?;
            expect_one(changed, "integration", id)
        })
    }

    /// Takes an integration back from the archive.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where another one took its key meanwhile.
    pub fn integration_restore(&self, id: &str, now: i64) -> Result<()> {
        self.main().write(|tx| {
            let key: Option<String> = tx
                .query_row("SELECT key FROM integrations WHERE id = ?1", [id], |row| {
                    row.get(0)
                })
                .optional()?;
            let key = key.ok_or_else(|| StoreError::NotFound {
                what: "integration",
                id: id.to_owned(),
            })?;
            tx.execute(
                "UPDATE integrations SET archived_at = NULL, updated_at = ?2, revision = revision + 1
                 WHERE id = ?1 AND archived_at IS NOT NULL",
                params![id, now],
            )
            .map_err(|error| unique(error, "integration", &key))?;
            Ok(())
        })
    }

    fn one_integration(&self, condition: &str, value: &str) -> Result<Option<Integration>> {
        let stored = self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!("{COLUMNS} {condition}"))?;
            Ok(statement.query_row([value], stored).optional()?)
        })?;
        stored.map(|stored| self.open_integration(stored)).transpose()
    }

    fn seal_parameters(&self, integration: &Integration) -> Result<(Vec<u8>, Vec<u8>)> {
        let id = &integration.id;
        let parameters = self.seal_patch(&owner(id, "parameters"), &integration.parameters)?;
        let options: BTreeMap<&String, &Map<String, Value>> = integration
            .option_parameters
            .iter()
            .map(|(key, patch)| (key, patch.expose()))
            .collect();
        let options = self.seal(
            &owner(id, "option_parameters"),
            &to_json(&options, "option parameters")?,
        )?;
        Ok((parameters, options))
    }

    fn open_integration(&self, stored: Stored) -> Result<Integration> {
        let mut integration = stored.integration;
        integration.redirect = from_json(stored.redirect.as_bytes(), "redirect strategy")?;
        integration.surface =
            Surface::parse(&stored.surface).ok_or(StoreError::Corrupt { what: "surface" })?;
        match self.unseal_patch(&owner(&integration.id, "parameters"), &stored.parameters)? {
            Some(parameters) => integration.parameters = parameters,
            None => integration.unreadable = true,
        }
        match self.vault().unseal(
            &owner(&integration.id, "option_parameters"),
            &stored.option_parameters,
        ) {
            Ok(plain) => {
                let options: BTreeMap<String, Value> = from_json(plain.expose(), "option parameters")?;
                for (key, value) in options {
                    let patch = Patch::from_value(value).map_err(|_| StoreError::Corrupt {
                        what: "option parameters",
                    })?;
                    integration.option_parameters.insert(key, patch);
                }
            }
            Err(VaultError::KeyGone) => integration.unreadable = true,
            Err(error) => return Err(error.into()),
        }
        Ok(integration)
    }
}

fn owner<'a>(id: &'a str, field: &'a str) -> Owner<'a> {
    Owner {
        kind: "integration",
        id,
        field,
        binding: None,
    }
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        integration: Integration {
            id: row.get(0)?,
            key: row.get(1)?,
            name: row.get(2)?,
            connector_key: row.get(3)?,
            connector_version: row.get(4)?,
            parameters: Patch::default(),
            option_parameters: BTreeMap::new(),
            unreadable: false,
            redirect: crate::records::RedirectStrategy::default(),
            surface: Surface::default(),
            description: row.get(13)?,
            meta: json_column(row, 14)?,
            disabled_options: json_column(row, 15)?,
            marks: json_column(row, 16)?,
            revision: row.get(7)?,
            created_at: row.get(8)?,
            updated_at: row.get(9)?,
            archived_at: row.get(10)?,
        },
        redirect: row.get(5)?,
        surface: row.get(6)?,
        parameters: row.get(11)?,
        option_parameters: row.get(12)?,
    })
}
