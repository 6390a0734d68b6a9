//! The format as JSON Schema (draft 7, the one that TOML editors read), made from the table that files are checked against.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{
    shape::{self, Field, Shape},
    shape_auth,
};

/// Where an editor finds the schema, relative to a file of the catalogue; own files name the copy beside them.
pub const SCHEMA_FILE: &str = "connector.schema.json";

/// The JSON Schema of connector files. Editors complete and check by it; what only Patchbay can see, such as names that
/// nothing supplies, is left to `patchbay connector check`.
pub fn json_schema() -> Value {
    let mut definitions = Definitions::default();
    let root = definitions.table(shape::ROOT, "connector", false);
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Patchbay connector",
    });
    if let (Some(schema), Value::Object(root)) = (schema.as_object_mut(), root) {
        schema.extend(root);
        schema.insert("definitions".to_owned(), Value::Object(definitions.all));
    }
    schema
}

/// Tables that occur in several places, each written once.
#[derive(Default)]
struct Definitions {
    all: Map<String, Value>,
    /// By the table's address and whether it is a patch.
    names: HashMap<(usize, bool), String>,
}

impl Definitions {
    /// The schema of a table. In a patch nothing is required.
    fn table(&mut self, fields: &'static [Field], name: &str, patch: bool) -> Value {
        let inner_patch = patch || matches!(name, "variants");
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in fields {
            // A variant's `auth` and an option's `params` and `http` patch; an option's `auth` stands for itself.
            let patches =
                inner_patch || (name == "options" && field.name != "auth" && field.name != "discover");
            let mut schema = self.value(field.shape, field.name, patches);
            if let Value::Object(schema) = &mut schema {
                schema.insert("description".to_owned(), field.note.replace('`', "").into());
                if let Some(default) = default(field) {
                    schema.insert("default".to_owned(), default);
                }
            }
            if !patch && field.note.ends_with("Required.") {
                required.push(field.name);
            }
            properties.insert(field.name.to_owned(), schema);
        }
        let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }

    /// A reference to a table, within `allOf`: draft 7 ignores what stands beside a bare `$ref`.
    fn refer(&mut self, fields: &'static [Field], name: &str, patch: bool) -> Value {
        let key = (fields.as_ptr().addr(), patch);
        if !self.names.contains_key(&key) {
            let mut unique = if patch {
                format!("{name}-patch")
            } else {
                name.to_owned()
            };
            while self.all.contains_key(&unique) {
                unique.push('-');
            }
            self.names.insert(key, unique.clone());
            // The name is taken before its inside is written.
            self.all.insert(unique.clone(), Value::Null);
            let schema = self.table(fields, name, patch);
            self.all.insert(unique, schema);
        }
        json!({ "allOf": [{ "$ref": format!("#/definitions/{}", self.names[&key]) }] })
    }

    fn value(&mut self, shape: Shape, name: &str, patch: bool) -> Value {
        let texts = || json!({ "type": "object", "additionalProperties": { "type": "string" } });
        match shape {
            Shape::Text | Shape::Template | Shape::Url => json!({ "type": "string" }),
            Shape::Bool => json!({ "type": "boolean" }),
            Shape::Whole => json!({ "type": "integer", "minimum": 0 }),
            Shape::Choice(choices) => json!({ "type": "string", "enum": choices }),
            Shape::Texts | Shape::Urls | Shape::Templates => {
                json!({ "type": "array", "items": { "type": "string" } })
            }
            Shape::Choices(choices) => {
                json!({ "type": "array", "items": { "type": "string", "enum": choices } })
            }
            Shape::Statuses => {
                json!({ "type": "array", "items": { "type": "integer", "minimum": 100, "maximum": 599 } })
            }
            Shape::TextMap | Shape::TemplateMap => texts(),
            Shape::TemplateTree | Shape::Any => json!({}),
            Shape::Scalars => {
                json!({ "type": "array", "items": { "type": ["string", "number", "boolean"] } })
            }
            Shape::Table(fields) => self.refer(fields, name, patch),
            Shape::Tables(fields) => {
                json!({ "type": "array", "items": self.refer(fields, name, false) })
            }
            Shape::Named(fields) => {
                json!({ "type": "object", "additionalProperties": self.refer(fields, name, patch) })
            }
            Shape::Auth => self.auth(patch),
        }
    }

    /// `[auth]`: its keys follow from its kind. A patch may leave the kind out, so it may have the keys of any.
    fn auth(&mut self, patch: bool) -> Value {
        let mut kinds = Vec::new();
        for kind in shape_auth::KINDS {
            let table = self.refer(shape_auth::auth(kind), &format!("auth-{kind}"), patch);
            kinds.push(if patch {
                table
            } else {
                json!({ "if": { "properties": { "kind": { "const": kind } } }, "then": table })
            });
        }
        if patch {
            json!({ "type": "object", "anyOf": kinds })
        } else {
            json!({
                "type": "object",
                "required": ["kind"],
                "properties": { "kind": { "type": "string", "enum": shape_auth::KINDS } },
                "allOf": kinds,
            })
        }
    }
}

/// A default as the table has it, read as TOML.
fn default(field: &Field) -> Option<Value> {
    if field.default.is_empty() {
        return None;
    }
    let table: toml::Table = format!("default = {}", field.default).parse().ok()?;
    serde_json::to_value(table.get("default")?).ok()
}
