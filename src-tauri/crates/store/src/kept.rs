//! What is kept by name: drafts, the texts of connector versions in use, settings.

use patchbay_connector::Secret;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use crate::records::Draft;
use crate::store::{Result, Store, from_json, json_text};
use crate::vault::Owner;

fn draft_owner(id: &str) -> Owner<'_> {
    Owner {
        kind: "draft",
        id,
        field: "body",
        binding: None,
    }
}

fn setting_owner(name: &str) -> Owner<'_> {
    Owner {
        kind: "setting",
        id: name,
        field: "body",
        binding: None,
    }
}

impl Store {
    /// Writes or replaces a draft.
    pub fn draft_upsert(&self, draft: &Draft) -> Result<()> {
        let body = self.seal(&draft_owner(&draft.id), draft.body.expose())?;
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO drafts (id, body, updated_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
                params![draft.id, body, draft.updated_at],
            )?;
            Ok(())
        })
    }

    /// All drafts that can be read, newest first. One whose key is gone holds nothing that could be shown, and is left
    /// out.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let rows: Vec<(String, Vec<u8>, i64)> = self.main().read(|sql| {
            let mut statement =
                sql.prepare_cached("SELECT id, body, updated_at FROM drafts ORDER BY updated_at DESC")?;
            let rows = statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        })?;
        let mut drafts = Vec::with_capacity(rows.len());
        for (id, body, updated_at) in rows {
            if let Some(body) = self.readable(&draft_owner(&id), &body)? {
                drafts.push(Draft { id, body, updated_at });
            }
        }
        Ok(drafts)
    }

    /// The draft of an id.
    pub fn draft(&self, id: &str) -> Result<Option<Draft>> {
        let row: Option<(Vec<u8>, i64)> = self.main().read(|sql| {
            Ok(sql
                .prepare_cached("SELECT body, updated_at FROM drafts WHERE id = ?1")?
                .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?)
        })?;
        let Some((body, updated_at)) = row else {
            return Ok(None);
        };
        let body = self.readable(&draft_owner(id), &body)?;
        Ok(body.map(|body| Draft {
            id: id.to_owned(),
            body,
            updated_at,
        }))
    }

    /// Removes a draft; one that is not there is no error.
    pub fn draft_delete(&self, id: &str) -> Result<()> {
        self.main().write(|tx| {
            tx.execute("DELETE FROM drafts WHERE id = ?1", [id])?;
            Ok(())
        })
    }

    /// Keeps the text of a connector version. A developer's own file may change under one version: the last one counts.
    pub fn connector_text_keep(&self, key: &str, version: &str, text: &str) -> Result<()> {
        if self.connector_text(key, version)?.as_deref() == Some(text) {
            return Ok(());
        }
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO connector_texts (key, version, text) VALUES (?1, ?2, ?3)
                 ON CONFLICT (key, version) DO UPDATE SET text = excluded.text",
                params![key, version, text],
            )?;
            Ok(())
        })
    }

    /// The kept text of a connector version.
    pub fn connector_text(&self, key: &str, version: &str) -> Result<Option<String>> {
        self.main().read(|sql| {
            Ok(sql
                .prepare_cached("SELECT text FROM connector_texts WHERE key = ?1 AND version = ?2")?
                .query_row([key, version], |row| row.get(0))
                .optional()?)
        })
    }

    /// The versions of a connector whose text is kept, newest first.
    pub fn connector_text_versions(&self, key: &str) -> Result<Vec<String>> {
        let mut versions: Vec<String> = self.main().read(|sql| {
            let mut statement = sql.prepare_cached("SELECT version FROM connector_texts WHERE key = ?1")?;
            let versions = statement
                .query_map([key], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(versions)
        })?;
        let number = |version: &String| -> Vec<u64> {
            version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
        };
        versions.sort_by_key(|version| std::cmp::Reverse(number(version)));
        Ok(versions)
    }

    /// A setting. Plain: never a secret.
    pub fn setting(&self, name: &str) -> Result<Option<Value>> {
        let text: Option<String> = self.main().read(|sql| {
            Ok(sql
                .prepare_cached("SELECT value FROM settings WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?)
        })?;
        text.map(|text| from_json(text.as_bytes(), "setting")).transpose()
    }

    /// Writes a setting. Plain: never a secret.
    pub fn set_setting(&self, name: &str, value: &Value) -> Result<()> {
        let text = json_text(value, "setting")?;
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [name, &text],
            )?;
            Ok(())
        })
    }

    /// A sealed setting; `None` too where its key is gone.
    pub fn sealed_setting(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>> {
        let body: Option<Vec<u8>> = self.main().read(|sql| {
            Ok(sql
                .prepare_cached("SELECT body FROM sealed_settings WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?)
        })?;
        let Some(body) = body else { return Ok(None) };
        self.readable(&setting_owner(name), &body)
    }

    /// Writes a setting that is a secret.
    pub fn set_sealed_setting(&self, name: &str, value: &Secret<Vec<u8>>) -> Result<()> {
        let body = self.seal(&setting_owner(name), value.expose())?;
        self.main().write(|tx| {
            tx.execute(
                "INSERT INTO sealed_settings (name, body) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET body = excluded.body",
                params![name, body],
            )?;
            Ok(())
        })
    }
}
