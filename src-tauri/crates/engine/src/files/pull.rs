//! Everything as files, stable to the byte: keys sorted, two spaces, a final line break, secrets masked.

use std::collections::BTreeMap;

use patchbay_connector::{Connector, mask};
use patchbay_store::{ConnectionFilter, ConnectionRow, Integration};
use serde_json::{Map, Value, json};

use super::{WorkspaceFile, name::slugs};
use crate::{Engine, Error};

/// Connections that are read at once.
const PAGE: u32 = 1000;

impl Engine {
    /// Integrations, presets and the connections' overrides as files, sorted by name. What cannot be read is left out.
    pub async fn files(&self) -> Result<Vec<WorkspaceFile>, Error> {
        self.need_vault()?;
        let mut files = self.integration_files().await?;
        files.extend(self.preset_files().await?);
        files.extend(self.connection_files().await?);
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    async fn integration_files(&self) -> Result<Vec<WorkspaceFile>, Error> {
        let rows = self.integration_rows().await?;
        let names = slugs(rows.iter().map(|row| row.key.as_str()));
        let mut files = Vec::new();
        for (row, name) in rows.iter().zip(names) {
            let integration = self.integration(&row.id).await?;
            let connector = self.connector(&row.connector_key, &row.connector_version).await;
            if let (false, Ok(connector)) = (integration.unreadable, connector) {
                files.push(file(
                    format!("integrations/{name}.json"),
                    &integration_value(&connector, &integration),
                ));
            }
        }
        Ok(files)
    }

    async fn preset_files(&self) -> Result<Vec<WorkspaceFile>, Error> {
        let presets = self.presets().await?;
        let names = slugs(presets.iter().map(|preset| preset.name.as_str()));
        let mut files = Vec::new();
        for (preset, name) in presets.iter().zip(names) {
            if preset.unreadable {
                continue;
            }
            let mut value = json!({ "name": preset.name, "override": self.masked_preset(preset).await? });
            if let Some(integration) = &preset.integration {
                value["integration"] = json!(integration);
            }
            files.push(file(format!("presets/{name}.json"), &value));
        }
        Ok(files)
    }

    async fn connection_files(&self) -> Result<Vec<WorkspaceFile>, Error> {
        let rows = self.all_connections().await?;
        let tenants: Vec<&str> = rows.iter().map(|row| row.tenant_key.as_str()).collect();
        let mut distinct = tenants.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let folders: BTreeMap<&str, String> = distinct
            .iter()
            .copied()
            .zip(slugs(distinct.iter().copied()))
            .collect();
        let stems: Vec<String> = rows.iter().map(stem).collect();
        let mut integrations: BTreeMap<String, Integration> = BTreeMap::new();
        let mut files = Vec::new();
        for (tenant, of_tenant) in &folders {
            let own: Vec<usize> = (0..rows.len()).filter(|at| tenants[*at] == *tenant).collect();
            let names = slugs(own.iter().map(|at| stems[*at].as_str()));
            for (at, name) in own.into_iter().zip(names) {
                if let Some(value) = self.connection_value(&rows[at], &mut integrations).await? {
                    files.push(file(format!("connections/{of_tenant}/{name}.json"), &value));
                }
            }
        }
        Ok(files)
    }

    /// All connections that are not archived.
    async fn all_connections(&self) -> Result<Vec<ConnectionRow>, Error> {
        let mut all: Vec<ConnectionRow> = Vec::new();
        loop {
            let filter = ConnectionFilter {
                limit: PAGE,
                after: all.last().map(|row| row.connection.id.clone()),
                ..ConnectionFilter::default()
            };
            let page = self
                .with_store(move |store| store.connections_page(&filter))
                .await?;
            let last = page.len() < PAGE as usize;
            all.extend(page);
            if last {
                return Ok(all);
            }
        }
    }

    async fn connection_value(
        &self,
        row: &ConnectionRow,
        integrations: &mut BTreeMap<String, Integration>,
    ) -> Result<Option<Value>, Error> {
        let connection = &row.connection;
        let id = connection.id.clone();
        let secrets = self
            .with_store(move |store| store.connection_secrets(&id))
            .await?;
        if secrets.unreadable {
            return Ok(None);
        }
        if !integrations.contains_key(&connection.integration_id) {
            let integration = self.integration(&connection.integration_id).await?;
            integrations.insert(connection.integration_id.clone(), integration);
        }
        let Some(integration) = integrations.get(&connection.integration_id) else {
            return Ok(None);
        };
        let Ok(connector) = self.connector_for(integration, &secrets.overrides).await else {
            return Ok(None);
        };
        let overrides = mask(
            &secrets.overrides,
            &connector,
            connection.option.as_deref(),
            &integration.marks,
        );
        let mut value = json!({
            "id": connection.id,
            "integration": row.integration_key,
            "tenant": row.tenant_key,
            "name": connection.name,
            "override": overrides,
        });
        if let Some(key) = &connection.key {
            value["key"] = json!(key);
        }
        Ok(Some(value))
    }
}

fn integration_value(connector: &Connector, integration: &Integration) -> Value {
    let mut value = json!({
        "key": integration.key,
        "name": integration.name,
        "connector": integration.connector_key,
        "version": integration.connector_version,
        "parameters": Engine::masked_parameters(connector, integration, None),
        "redirect": integration.redirect,
        "surface": integration.surface,
    });
    let options: Map<String, Value> = integration
        .option_parameters
        .iter()
        .filter(|(_, patch)| !patch.is_empty())
        .map(|(option, _)| {
            let masked = Engine::masked_parameters(connector, integration, Some(option));
            (option.clone(), masked)
        })
        .collect();
    if !options.is_empty() {
        value["optionParameters"] = Value::Object(options);
    }
    if !integration.marks.is_empty() {
        value["secretMarks"] = json!(integration.marks);
    }
    if let Some(description) = &integration.description {
        value["description"] = json!(description);
    }
    value
}

/// The key, or the name with the id: names need not differ.
fn stem(row: &ConnectionRow) -> String {
    let connection = &row.connection;
    match &connection.key {
        Some(key) => key.clone(),
        // The slug cuts what is long; the id must stay whole.
        None => format!(
            "{}-{}",
            connection.name.chars().take(30).collect::<String>(),
            connection.id
        ),
    }
}

fn file(name: String, value: &Value) -> WorkspaceFile {
    WorkspaceFile {
        name,
        text: format!("{:#}\n", sorted(value)),
    }
}

/// The same with the keys of every object in order, whatever order the parser keeps.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let ordered: BTreeMap<&String, &Value> = map.iter().collect();
            Value::Object(
                ordered
                    .into_iter()
                    .map(|(name, value)| (name.clone(), sorted(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}
