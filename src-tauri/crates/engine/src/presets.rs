//! Presets: named overrides, and laying one on the overrides of connections.

use std::collections::BTreeSet;

use patchbay_connector::{Connector, MASK, Patch, PatchLayer, SecretMarks, check_patch, mask, unmask};
use patchbay_store::{How, Preset, is_id, new_id};
use serde_json::Value;

use crate::{
    ChangedWhat, Code, Engine, Error, KeptFrom,
    kept_from::lay,
    parameters::{Edit, Trial},
};

/// How long a deleted preset can be brought back, in milliseconds.
const KEPT_DELETED_MS: i64 = 60 * 60 * 1000;

/// A named override to keep.
#[derive(Debug, Clone, Default)]
pub struct SavePreset {
    /// The preset to change, deleted or not; a new one where it is absent.
    pub id: Option<String>,
    /// Its name, 1 to 100 characters, unique without regard to case.
    pub name: String,
    /// Key of the integration that it is made on: it must fit that one.
    pub integration: Option<String>,
    /// The connection from whose override masked leaves are taken; failing that they keep what the preset has.
    pub from: Option<String>,
    /// The override.
    pub overrides: Patch,
}

impl Engine {
    /// All presets, by name.
    pub async fn presets(&self) -> Result<Vec<Preset>, Error> {
        self.with_store(patchbay_store::Store::presets).await
    }

    /// A preset by id or name.
    ///
    /// # Errors
    /// There is none, or its values cannot be read.
    pub async fn preset(&self, preset: &str) -> Result<Preset, Error> {
        let found = self.preset_row(preset).await?;
        if found.unreadable {
            return Err(crate::error::vault_unavailable(&format!(
                "the key that the preset “{}” was encrypted with is gone",
                found.name
            ))
            .next("Save its values anew, or delete it."));
        }
        Ok(found)
    }

    async fn preset_row(&self, preset: &str) -> Result<Preset, Error> {
        let wanted = preset.to_owned();
        self.with_store(move |store| {
            let by_id = store.preset(&wanted)?.filter(|found| found.deleted_at.is_none());
            Ok(match by_id {
                Some(found) => Some(found),
                None => store.preset_by_name(&wanted)?,
            })
        })
        .await?
        .ok_or_else(|| Error::not_found("preset", preset))
    }

    /// Saves a preset.
    ///
    /// # Errors
    /// A name that is taken or none; an override that does not fit the integration; a mask with nothing behind it.
    pub async fn save_preset(&self, save: SavePreset) -> Result<Preset, Error> {
        self.need_vault()?;
        let name = checked_name(&save.name)?;
        let old = match save.id.clone() {
            Some(id) => {
                let wanted = id.clone();
                let old = self.with_store(move |store| store.preset(&wanted)).await?;
                Some(old.ok_or_else(|| Error::not_found("preset", &id))?)
            }
            None => None,
        };
        let mut stored = old.as_ref().map(|old| old.overrides.clone()).unwrap_or_default();
        let from = KeptFrom {
            connection: save.from,
            preset: None,
        };
        lay(&mut stored, &self.kept(&from).await?);
        let overrides = unmask(&save.overrides, &stored).map_err(Error::parameters)?;
        if let Some(key) = &save.integration {
            self.check_fits(key, &overrides).await?;
        }
        let preset = Preset {
            id: match save.id {
                Some(id) => id,
                None => new_id()?,
            },
            name,
            integration: save.integration,
            secrets: secrets(&save.overrides, old.as_ref()),
            overrides,
            unreadable: false,
            updated_at: self.now(),
            deleted_at: None,
        };
        let row = preset.clone();
        self.with_store(move |store| store.preset_upsert(&row)).await?;
        self.tell(ChangedWhat::Presets, Some(&preset.id));
        Ok(preset)
    }

    /// An override that fits one of the integration's ways to sign in.
    pub(crate) async fn check_fits(&self, integration: &str, overrides: &Patch) -> Result<(), Error> {
        let integration = self.integration(integration).await?;
        let connector = self.connector_for(&integration, overrides).await?;
        let variant = overrides.expose().get("variant").and_then(Value::as_str);
        let variant = variant.filter(|name| connector.variants().iter().any(|known| known.key == *name));
        let options = connector.options();
        let ways = std::iter::once(None).chain(options.iter().map(|option| Some(option.key.as_str())));
        let mut first = None;
        for option in ways {
            let problems = check_patch(&connector, option, variant, overrides, PatchLayer::Override);
            if problems.is_empty() {
                return Ok(());
            }
            first.get_or_insert(problems);
        }
        Err(Error::parameters(first.unwrap_or_default()))
    }

    /// Deletes a preset. For an hour it can be brought back by saving it under its id.
    pub async fn delete_preset(&self, preset: &str) -> Result<(), Error> {
        let id = self.preset_row(preset).await?.id;
        let (wanted, now) = (id.clone(), self.now());
        self.with_store(move |store| store.preset_delete(&wanted, now, now - KEPT_DELETED_MS))
            .await?;
        self.tell(ChangedWhat::Presets, Some(&id));
        Ok(())
    }

    /// Lays a preset on a connection's override; what it does not name stays. Gives what that does and, where something was
    /// saved, the history entry to go back to.
    pub async fn apply_preset(
        &self,
        preset: &Preset,
        connection: &str,
        dry_run: bool,
        how: How,
    ) -> Result<(Trial, Option<String>), Error> {
        let id = self.connection(connection).await?.id;
        let edit = || Edit {
            set: preset
                .overrides
                .leaves()
                .into_iter()
                .map(|(path, value)| (path, value.clone()))
                .collect(),
            ..Edit::default()
        };
        let trial = self.try_on_connection(&id, edit()).await?;
        if !trial.problems.is_empty() {
            return Err(Error::parameters(trial.problems));
        }
        let stored = self.live(&id).await?.secrets.overrides == trial.overrides;
        if dry_run || stored {
            return Ok((trial, None));
        }
        let (wanted, now) = (id.clone(), self.now());
        let undo = self
            .with_store(move |store| store.override_entry(&wanted, how, now))
            .await?;
        Ok((self.save_parameters(&id, edit(), how).await?, Some(undo)))
    }

    /// A preset's override, masked: by its integration's connector, or by all that are in use where it has none.
    pub async fn masked_preset(&self, preset: &Preset) -> Result<Value, Error> {
        let mut marks: SecretMarks = match &preset.integration {
            Some(key) => self
                .integration(key)
                .await
                .map(|found| found.marks)
                .unwrap_or_default(),
            None => SecretMarks::new(),
        };
        marks.extend(preset.secrets.iter().map(|path| (path.clone(), true)));
        let mut connectors: Vec<Connector> = Vec::new();
        for row in self.integration_rows().await? {
            let own = preset.integration.as_ref() == Some(&row.key);
            if let Ok(connector) = self.connector(&row.connector_key, &row.connector_version).await {
                if own {
                    connectors = vec![connector];
                    break;
                }
                connectors.push(connector);
            }
        }
        let mut masked = preset.overrides.clone();
        for connector in &connectors {
            let of_this = mask(&preset.overrides, connector, None, &marks);
            for (path, value) in Patch::from_value(of_this).map_err(Error::parameters)?.leaves() {
                if value == MASK {
                    let _ = masked.set(&path, MASK.into());
                }
            }
        }
        for path in preset.secrets.iter().filter_map(|path| path.parse().ok()) {
            if masked.get(&path).is_some_and(|value| !value.is_null()) {
                let _ = masked.set(&path, MASK.into());
            }
        }
        Ok(masked.to_value())
    }
}

/// The leaves that are secrets whatever they look like: those that came masked, and those that were secrets before.
fn secrets(incoming: &Patch, old: Option<&Preset>) -> BTreeSet<String> {
    let was = |path: &String| old.is_some_and(|old| old.secrets.contains(path));
    incoming
        .leaves()
        .into_iter()
        .map(|(path, value)| (path.to_string(), value == MASK))
        .filter(|(path, masked)| *masked || was(path))
        .map(|(path, _)| path)
        .collect()
}

fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    let good =
        (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control) && !is_id(name);
    if good {
        return Ok(name.to_owned());
    }
    Err(Error::new(
        Code::InvalidRequest,
        "A preset's name has 1 to 100 characters on one line, and does not look like an id.",
    )
    .at("name")
    .next("Give it another name."))
}
