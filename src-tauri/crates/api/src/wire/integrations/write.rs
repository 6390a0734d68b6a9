//! What a workspace manager writes of integrations. What a body omits stays; read-only names in it are not looked at.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use patchbay_connector::Patch;
use patchbay_engine::{AddIntegration, Code, Edit, Engine, Error, SetIntegration};
use patchbay_store::{Integration, RedirectStrategy, StoreError, is_id};
use serde_json::{Map, Value};

use super::super::bearer::Asked;
use super::super::body::{Fields, not_a};
use super::super::connectors::connector_of;
use super::super::query::Query;
use super::super::shapes::api_url;
use super::super::wrong::only_admin;
use super::{answer, parameters_answer};
use crate::problem::Problem;
use crate::server::Room;

pub(super) async fn create(
    State(room): State<Room>,
    Asked(bearer): Asked,
    query: Query,
    fields: Fields,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "add integrations")?;
    let engine = &room.engine;
    let named = fields.any_text(&["connectorKey", "connectorId", "connectorUuid"])?;
    let named = named.ok_or_else(|| {
        Problem::from(
            Error::new(Code::InvalidRequest, "No connector was named.")
                .at("connectorKey")
                .next("Name one with connectorKey; GET /connectors lists them."),
        )
    })?;
    let version = fields.text("connectorVersion")?;
    let connector = connector_of(engine, &named, version.as_deref()).await?;
    let name = fields.text("name")?;
    let options = fields.object("optionsConfig")?;
    let (given, made) = match fields.text("key")? {
        Some(key) => (true, key),
        None => (
            false,
            key_of(name.as_deref().unwrap_or(connector.name()), connector.key()),
        ),
    };
    let parameters = fields.patch("parameters")?.unwrap_or_default();
    let redirect = redirect(engine, &fields)?;
    let mut number = 1;
    let added = loop {
        let key = if number == 1 {
            made.clone()
        } else {
            format!("{made}-{number}")
        };
        let added = engine
            .add_integration(AddIntegration {
                key,
                connector: connector.key().to_owned(),
                version: Some(connector.version().to_owned()),
                name: name.clone(),
                description: fields.text("description")?,
                meta: fields.object("meta")?.map(Value::Object),
                parameters: parameters.clone(),
                redirect: redirect.clone(),
                surface: None,
            })
            .await;
        match added {
            // A key of ours is only a proposal.
            Err(error) if error.code == Code::AlreadyExists && !given && number < 100 => number += 1,
            other => break other?,
        }
    };
    let added = match options {
        Some(options) => set_options(engine, added, &options).await?,
        None => added,
    };
    answer(engine, &added, &bearer.who, &query).await
}

pub(super) async fn change(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "change integrations")?;
    let engine = &room.engine;
    let integration = engine.integration(&sel).await?;
    if fields.text("key")?.is_some_and(|key| key != integration.key) {
        return Err(Problem::from(
            Error::new(Code::InvalidRequest, "An integration's key never changes.")
                .at("key")
                .next("Add another integration with that key."),
        ));
    }
    let set = SetIntegration {
        name: fields.text("name")?,
        version: fields
            .text("connectorVersion")?
            .filter(|version| *version != integration.connector_version),
        description: fields
            .has("description")
            .then(|| fields.text("description"))
            .transpose()?
            .map(Option::unwrap_or_default),
        meta: fields.object("meta")?.map(Value::Object),
        parameters: fields.patch("parameters")?.map(Edit::whole),
        redirect: redirect(engine, &fields)?,
        ..SetIntegration::default()
    };
    let mut changed = engine.set_integration(&integration.id, set).await?;
    if let Some(options) = fields.object("optionsConfig")? {
        changed = set_options(engine, changed, &options).await?;
    }
    answer(engine, &changed, &bearer.who, &query).await
}

/// A merge patch of the parameters alone: null resets a parameter.
pub(super) async fn change_parameters(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "change an integration's parameters")?;
    let integration = room.engine.integration(&sel).await?;
    let mut edit = Edit::default();
    for (path, value) in fields.as_patch()?.leaves() {
        if value.is_null() {
            edit.unset.push(path);
        } else {
            edit.set.push((path, value.clone()));
        }
    }
    let set = SetIntegration {
        parameters: Some(edit),
        ..SetIntegration::default()
    };
    let changed = room.engine.set_integration(&integration.id, set).await?;
    parameters_answer(&room.engine, &changed, &bearer.who, &query).await
}

pub(super) async fn archive(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "archive integrations")?;
    room.engine.remove_integration(&sel).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn restore(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    _: Fields,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "restore integrations")?;
    let id = archived_id(&room.engine, &sel).await?;
    let restored = room.engine.restore_integration(&id).await?;
    answer(&room.engine, &restored, &bearer.who, &query).await
}

/// The id of the integration that is meant: by key, the one that was archived last, where none in use has it.
async fn archived_id(engine: &Engine, selector: &str) -> Result<String, Problem> {
    if is_id(selector) {
        return Ok(selector.to_owned());
    }
    let wanted = selector.to_owned();
    let found = engine
        .with_store(move |store| -> Result<Option<String>, StoreError> {
            let rows = store.integration_rows(true)?;
            Ok(rows
                .into_iter()
                .filter(|row| row.key == wanted)
                .max_by_key(|row| row.archived_at.unwrap_or(i64::MAX))
                .map(|row| row.id))
        })
        .await?;
    found.ok_or_else(|| Problem::from(Error::not_found("integration", selector)))
}

/// Which options are offered, and their own parameters.
async fn set_options(
    engine: &Engine,
    integration: Integration,
    config: &Map<String, Value>,
) -> Result<Integration, Problem> {
    let mut offered = BTreeMap::new();
    let mut changed = integration;
    for (key, config) in config {
        let path = || format!("optionsConfig.{key}");
        let Value::Object(config) = config else {
            return Err(not_a(&path(), "an object"));
        };
        match config.get("disabled") {
            None | Some(Value::Null) => {}
            Some(Value::Bool(disabled)) => {
                offered.insert(key.clone(), !disabled);
            }
            Some(_) => return Err(not_a(&format!("{}.disabled", path()), "true or false")),
        }
        let Some(parameters) = config.get("parameters").filter(|value| !value.is_null()) else {
            continue;
        };
        let patch = Patch::from_value(parameters.clone()).map_err(Error::parameters)?;
        let set = SetIntegration {
            option: Some(key.clone()).filter(|key| !key.is_empty()),
            parameters: Some(Edit::whole(patch)),
            ..SetIntegration::default()
        };
        changed = engine.set_integration(&changed.id, set).await?;
    }
    if offered.is_empty() {
        return Ok(changed);
    }
    let set = SetIntegration {
        options: offered,
        ..SetIntegration::default()
    };
    Ok(engine.set_integration(&changed.id, set).await?)
}

/// Where the provider sends the user back: our own listener, or a page of the developer's that forwards to it.
fn redirect(engine: &Engine, fields: &Fields) -> Result<Option<RedirectStrategy>, Problem> {
    if !fields.has("oAuthCallbackUri") {
        return Ok(None);
    }
    let ours = format!("{}/oauth-callback", api_url(engine));
    Ok(match fields.text("oAuthCallbackUri")? {
        Some(url) if url == ours || url.starts_with(&format!("{ours}/")) => Some(RedirectStrategy::Loopback),
        Some(url) => Some(RedirectStrategy::Relay { url }),
        None => Some(RedirectStrategy::Loopback),
    })
}

/// A key made of a name: lower-case letters, digits and hyphens.
fn key_of(name: &str, connector: &str) -> String {
    let mut key = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    key.truncate(60);
    let key = key.trim_end_matches('-');
    if key.is_empty() || is_id(key) {
        connector.to_owned()
    } else {
        key.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_of_a_name() {
        assert_eq!(key_of("My  HubSpot (EU)", "hubspot"), "my-hubspot-eu");
        assert_eq!(key_of("—", "hubspot"), "hubspot");
        assert_eq!(key_of(&"a".repeat(24), "hubspot"), "hubspot");
        assert!(key_of(&"x".repeat(90), "hubspot").len() <= 60);
    }
}
