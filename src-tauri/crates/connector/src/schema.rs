//! Parameters as JSON Schema (2020-12): the wire's `parametersSchema` and `inputSchema`.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::{Effective, ParamFormat, ParamSource, ParamType, Parameter, format::Document};

impl Effective {
    /// The declared parameters, in the order of the file, in this option and variant.
    pub fn parameters(&self) -> &IndexMap<String, Parameter> {
        &self.document.params
    }

    /// What the end user is asked, as JSON Schema (2020-12), in this option and variant.
    pub fn input_schema(&self) -> Value {
        schema(&self.document, ParamSource::User)
    }

    /// What the developer may set, as JSON Schema, in this option and variant.
    pub fn parameters_schema(&self) -> Value {
        schema(&self.document, ParamSource::Developer)
    }
}

/// The schema of the parameters of one source.
pub(crate) fn schema(document: &Document, source: ParamSource) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    if source == ParamSource::Developer {
        common(document, &mut properties, &mut required);
    }
    for (name, param) in document.params.iter().filter(|(_, param)| param.source == source) {
        properties.insert(name.clone(), property(param));
        if param.required && param.default.is_none() && !required.contains(name) {
            required.push(name.clone());
        }
    }
    let open = source == ParamSource::Developer && document.additional_params;
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": open });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// What every connector of a kind with a client has.
fn common(document: &Document, properties: &mut Map<String, Value>, required: &mut Vec<String>) {
    let kind = document.auth.kind;
    if document.has_client() {
        properties.insert(
            "clientId".into(),
            json!({ "type": "string", "title": "Client ID" }),
        );
        properties.insert(
            "clientSecret".into(),
            json!({ "type": "string", "title": "Client secret", "isSensitive": true, "writeOnly": true }),
        );
    }
    if document.needs_client_id() {
        required.push("clientId".to_owned());
    }
    if !kind.has_grant() && !kind.is_minted() {
        return;
    }
    let mut scopes = json!({ "type": "array", "title": "Scopes", "items": { "type": "string" } });
    if !document.auth.default_scopes.is_empty() {
        scopes["default"] = json!(document.auth.default_scopes);
    }
    properties.insert("scopes".into(), scopes);
}

fn property(param: &Parameter) -> Value {
    let kind = match param.kind {
        ParamType::String => "string",
        ParamType::Integer => "integer",
        ParamType::Number => "number",
        ParamType::Boolean => "boolean",
        ParamType::Strings => "array",
    };
    let mut property = Map::new();
    let mut add = |name: &str, value: Value| property.insert(name.to_owned(), value);
    add("type", json!(kind));
    if param.kind == ParamType::Strings {
        let mut items = json!({ "type": "string" });
        if !param.allowed.is_empty() {
            items["enum"] = json!(param.allowed);
        }
        add("items", items);
    } else if !param.allowed.is_empty() {
        add("enum", json!(param.allowed));
    }
    if let Some(format) = param.format {
        add(
            "format",
            json!(match format {
                ParamFormat::Hostname => "hostname",
                ParamFormat::Url => "uri",
                ParamFormat::Uuid => "uuid",
                ParamFormat::Email => "email",
                ParamFormat::Date => "date",
            }),
        );
    }
    for (name, text) in [
        ("title", &param.title),
        ("description", &param.description),
        ("placeholder", &param.placeholder),
        ("pattern", &param.pattern),
        ("prefix", &param.prefix),
        ("suffix", &param.suffix),
    ] {
        if !text.is_empty() {
            add(name, json!(text));
        }
    }
    if let (Some(default), false) = (&param.default, param.secret) {
        add("default", default.clone());
    }
    if param.secret {
        add("isSensitive", json!(true));
        add("writeOnly", json!(true));
    }
    Value::Object(property)
}
