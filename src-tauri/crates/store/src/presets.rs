//! Presets: named overrides, sealed whole. A deleted one stays for a while, so that deleting it can be undone.

use patchbay_connector::Patch;
use rusqlite::{OptionalExtension, Row, params};

use crate::records::Preset;
use crate::store::{Result, Store, expect_one, json_column, json_text, unique};
use crate::vault::Owner;

const COLUMNS: &str = "SELECT id, name, integration, updated_at, deleted_at, overrides, secrets FROM presets";

fn owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "preset",
        id,
        field: "overrides",
        binding: None,
    }
}

impl Store {
    /// All presets that are not deleted, by name.
    pub fn presets(&self) -> Result<Vec<Preset>> {
        let rows: Vec<(Preset, Vec<u8>)> = self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!(
                "{COLUMNS} WHERE deleted_at IS NULL ORDER BY name_key, id"
            ))?;
            let rows = statement
                .query_map([], stored)?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })?;
        rows.into_iter().map(|row| self.open_preset(row)).collect()
    }

    /// The preset of an id, deleted or not.
    pub fn preset(&self, id: &str) -> Result<Option<Preset>> {
        self.one_preset("WHERE id = ?1", id)
    }

    /// The preset of a name, without regard to case, among those that are not deleted.
    pub fn preset_by_name(&self, name: &str) -> Result<Option<Preset>> {
        self.one_preset("WHERE name_key = ?1 AND deleted_at IS NULL", &name.to_lowercase())
    }

    /// Writes or replaces a preset; a deleted one is there again.
    ///
    /// # Errors
    /// [`StoreError::Exists`](crate::StoreError::Exists) where another one has its name.
    pub fn preset_upsert(&self, preset: &Preset) -> Result<()> {
        let sealed = self.seal_patch(&owner(&preset.id), &preset.overrides)?;
        let secrets = json_text(&preset.secrets, "secret paths")?;
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO presets (id, name, name_key, integration, overrides, updated_at, secrets)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key,
                   integration = excluded.integration, overrides = excluded.overrides,
                   updated_at = excluded.updated_at, secrets = excluded.secrets, deleted_at = NULL",
                params![
                    preset.id,
                    preset.name,
                    preset.name.to_lowercase(),
                    preset.integration,
                    sealed,
                    preset.updated_at,
                    secrets
                ],
            )
            .map_err(|error| unique(error, "preset", &preset.name))?;
            Ok(())
        })
    }

    /// Deletes a preset, and removes for good what was deleted before `forget_before`.
    pub fn preset_delete(&self, id: &str, now: i64, forget_before: i64) -> Result<()> {
        self.main().write(|tx| {
            tx.execute("DELETE FROM presets WHERE deleted_at < ?1", [forget_before])?;
            let changed = tx.execute(
                "UPDATE presets SET deleted_at = coalesce(deleted_at, ?2) WHERE id = ?1",
                params![id, now],
            )?;
            expect_one(changed, "preset", id)
        })
    }

    fn one_preset(&self, condition: &str, value: &str) -> Result<Option<Preset>> {
        let row = self.main().read(|sql| {
            let mut statement = sql.prepare_cached(&format!("{COLUMNS} {condition}"))?;
            Ok(statement.query_row([value], stored).optional()?)
        })?;
        row.map(|row| self.open_preset(row)).transpose()
    }

    fn open_preset(&self, (mut preset, sealed): (Preset, Vec<u8>)) -> Result<Preset> {
        let overrides = self.unseal_patch(&owner(&preset.id), &sealed)?;
        preset.unreadable = overrides.is_none();
        preset.overrides = overrides.unwrap_or_default();
        Ok(preset)
    }
}

fn stored(row: &Row<'_>) -> rusqlite::Result<(Preset, Vec<u8>)> {
    let preset = Preset {
        id: row.get(0)?,
        name: row.get(1)?,
        integration: row.get(2)?,
        overrides: Patch::default(),
        unreadable: false,
        updated_at: row.get(3)?,
        deleted_at: row.get(4)?,
        secrets: json_column(row, 6)?,
    };
    Ok((preset, row.get(5)?))
}
