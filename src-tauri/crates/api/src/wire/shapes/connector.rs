//! Connectors as the contract has them (contract 3.4): the record, and the older specification that nests what concerns
//! signing in under `auth`.

use patchbay_connector::{Connector, Layers, Patch};
use patchbay_engine::Engine;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{auth_type, logo, present};

/// A connector's id: the files have only a key, so it is made from that, always the same.
pub(crate) fn connector_id(key: &str) -> String {
    digits(key)[..24].to_owned()
}

/// The same as a UUID.
fn uuid(key: &str) -> String {
    let digits = digits(key);
    let part = |from: usize, to: usize| &digits[from..to];
    format!(
        "{}-{}-8{}-8{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 15),
        part(15, 18),
        part(18, 30)
    )
}

fn digits(key: &str) -> String {
    hex::encode(Sha256::digest(format!("patchbay connector {key}")))
}

/// The record of a connector.
pub(crate) fn connector(engine: &Engine, connector: &Connector) -> Value {
    let options: Map<String, Value> = connector
        .options()
        .into_iter()
        .map(|option| {
            let mut shown = sign_in(connector, Some(&option.key));
            shown["title"] = json!(option.title);
            (option.key, shown)
        })
        .collect();
    let mut record = json!({
        "id": connector_id(connector.key()),
        "key": connector.key(),
        "uuid": uuid(connector.key()),
        "name": connector.name(),
        "logoUri": logo(engine, connector.key()),
        "categories": [],
        "isPublic": true,
        "isReadOnly": true,
        "version": connector.version(),
        "baseUri": base_uri(connector),
        "operationsCount": 0,
        "dataCollectionsCount": 0,
        "eventsCount": 0,
        "hasOperations": false,
        "hasData": false,
        "options": (!options.is_empty()).then_some(options),
    });
    merge(&mut record, sign_in(connector, None));
    present(record)
}

/// The older specification, for the SDK's `getConnectorSpec`. `offered` says which options the integration offers.
pub(crate) fn spec(engine: &Engine, connector: &Connector, offered: impl Fn(&str) -> bool) -> Value {
    let options: Map<String, Value> = connector
        .options()
        .into_iter()
        .filter(|option| offered(&option.key))
        .map(|option| {
            let mut shown = sign_in(connector, Some(&option.key));
            shown["title"] = json!(option.title);
            (option.key, shown)
        })
        .collect();
    let mut auth = sign_in(connector, None);
    if !options.is_empty() {
        auth["options"] = Value::Object(options);
    }
    let mut spec = json!({
        "key": connector.key(),
        "name": connector.name(),
        "logoUri": logo(engine, connector.key()),
        "hasReadme": false,
        "operations": [],
        "auth": auth,
        "parametersSchema": data_schema(connector.parameters_schema(None)),
    });
    merge(&mut spec, ui(connector, None));
    spec
}

/// How a connector signs in with an option: type and schemas.
pub(crate) fn sign_in(connector: &Connector, option: Option<&str>) -> Value {
    let mut shown = json!({
        "type": auth_type(connector.auth_kind(option)),
        "parametersSchema": data_schema(connector.parameters_schema(option)),
    });
    merge(&mut shown, ui(connector, option));
    shown
}

/// What the end user is asked, under its present and its older name.
fn ui(connector: &Connector, option: Option<&str>) -> Value {
    let schema = data_schema(connector.input_schema(option));
    let docs = Some(connector.docs()).filter(|docs| !docs.is_empty());
    json!({ "inputSchema": schema, "ui": present(json!({ "schema": schema, "helpUri": docs })) })
}

/// The base URL as the file has it, its templates not filled.
fn base_uri(connector: &Connector) -> String {
    let none = Patch::default();
    connector
        .effective(&Layers {
            option: None,
            integration: &none,
            integration_option: &none,
            overrides: &none,
        })
        .leaf("http.baseUrl")
        .and_then(|leaf| leaf.value.as_str())
        .unwrap_or_default()
        .to_owned()
}

/// A JSON Schema within the contract's `DataSchema`, whose `enum` holds texts only.
pub(crate) fn data_schema(mut schema: Value) -> Value {
    fn walk(value: &mut Value) {
        let Value::Object(map) = value else { return };
        if let Some(Value::Array(allowed)) = map.get_mut("enum") {
            for item in allowed.iter_mut().filter(|item| !item.is_string()) {
                *item = Value::String(item.to_string());
            }
        }
        if let Some(Value::Object(properties)) = map.get_mut("properties") {
            properties.values_mut().for_each(walk);
        }
        if let Some(items) = map.get_mut("items") {
            walk(items);
        }
    }
    walk(&mut schema);
    schema
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_from_the_key() {
        let id = connector_id("github");
        assert!(patchbay_store::is_id(&id), "{id}");
        assert_eq!(id, connector_id("github"));
        assert_ne!(id, connector_id("gitlab"));
        assert_eq!(uuid("github").len(), 36);
    }

    #[test]
    fn a_schema_lists_texts_only() {
        let schema = json!({"properties": {"a": {"enum": [1, "b"]}, "c": {"items": {"enum": [true]}}}});
        assert_eq!(
            data_schema(schema),
            json!({"properties": {"a": {"enum": ["1", "b"]}, "c": {"items": {"enum": ["true"]}}}})
        );
    }
}
