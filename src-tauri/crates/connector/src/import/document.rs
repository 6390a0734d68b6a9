//! The whole file: the export's own sign-in, and each of its options as an `[options.…]`.

use serde_json::{Map, Value, json};

use super::{
    ImportError, ImportNote,
    export::{Export, slug},
    note,
    sign_in::{Parts, put_some, sign_in},
};

/// The whole document.
pub(super) fn document(
    export: &Export,
    notes: &mut Vec<ImportNote>,
) -> Result<Map<String, Value>, ImportError> {
    let options = export.auth.get("options").and_then(Value::as_object);
    let own = export.auth.get("type").is_some_and(Value::is_string);
    let mut rest: Vec<(&String, &Map<String, Value>)> = options
        .into_iter()
        .flatten()
        .filter_map(|(key, option)| Some((key, option.as_object()?)))
        .collect();
    // Where only options sign in, one of them is the connector's own way.
    let main = if own || rest.is_empty() {
        &export.auth
    } else {
        // Users signing in at the provider come first, where there is such an option.
        let oauth =
            |(_, option): &(&String, &Map<String, Value>)| option.get("type") == Some(&json!("oauth2"));
        let (key, first) = rest.remove(rest.iter().position(oauth).unwrap_or(0));
        notes.push(note(
            "auth.options",
            format!("The option \"{key}\" became the connector's own way to sign in."),
        ));
        first
    };
    let main = sign_in(export, main, "auth", notes)?;
    let mut document = Map::new();
    document.insert("format".to_owned(), json!(1));
    document.insert("key".to_owned(), json!(export.key));
    document.insert("name".to_owned(), json!(export.name));
    document.insert("version".to_owned(), json!("1.0.0"));
    document.insert("docs".to_owned(), json!(export.docs));
    document.insert("verified_at".to_owned(), json!(""));
    let params = main.params;
    let mut variant_tables = Map::new();
    for (variant, parts) in &main.variants {
        with_table(&mut variant_tables, &variant.key, |patch| {
            patch.insert("title".to_owned(), json!(variant.title));
            put_patch(patch, &main.parts, parts);
        });
    }
    let mut option_tables = Map::new();
    for (key, option) in rest {
        let part = format!("auth.options.{key}");
        let found = match sign_in(export, option, &part, notes) {
            Ok(found) => found,
            Err(error) => {
                notes.push(note(&part, error.to_string()));
                continue;
            }
        };
        let mut entry = Map::new();
        let title = option.get("title").and_then(Value::as_str).unwrap_or(key);
        entry.insert("title".to_owned(), json!(title));
        entry.insert("auth".to_owned(), Value::Object(found.parts.auth.clone()));
        let (http, unset) = difference(&main.parts.http, &found.parts.http, "http");
        put_some(&mut entry, "http", http);
        // A parameter that the connector has not, or has otherwise, is this option's own.
        let mut own = found.params;
        own.retain(|name, parameter| params.get(name) != Some(parameter));
        put_some(&mut entry, "params", own);
        if !unset.is_empty() {
            entry.insert("unset".to_owned(), json!(unset));
        }
        let mut below = Map::new();
        for (variant, parts) in &found.variants {
            with_table(&mut below, &variant.key, |patch| {
                put_patch(patch, &found.parts, parts);
            });
            with_table(&mut variant_tables, &variant.key, |known| {
                known.entry("title").or_insert_with(|| json!(variant.title));
            });
        }
        put_some(&mut entry, "variants", below);
        option_tables.insert(slug(key), Value::Object(entry));
    }
    put_some(&mut document, "params", params);
    document.insert("auth".to_owned(), Value::Object(main.parts.auth));
    put_some(&mut document, "http", main.parts.http);
    put_some(&mut document, "variants", variant_tables);
    put_some(&mut document, "options", option_tables);
    Ok(document)
}

/// Changes the table of a name, made where there is none.
fn with_table(tables: &mut Map<String, Value>, key: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let mut table = match tables.remove(key) {
        Some(Value::Object(table)) => table,
        _ => Map::new(),
    };
    change(&mut table);
    tables.insert(key.to_owned(), Value::Object(table));
}

/// What a variant changes.
fn put_patch(patch: &mut Map<String, Value>, base: &Parts, variant: &Parts) {
    let (auth, mut unset) = difference(&base.auth, &variant.auth, "auth");
    let (http, more) = difference(&base.http, &variant.http, "http");
    put_some(patch, "auth", auth);
    put_some(patch, "http", http);
    unset.extend(more);
    if !unset.is_empty() {
        patch.insert("unset".to_owned(), json!(unset));
    }
}

/// What has to be set and what removed to get from one table to the other.
fn difference(
    from: &Map<String, Value>,
    to: &Map<String, Value>,
    place: &str,
) -> (Map<String, Value>, Vec<String>) {
    let mut set = Map::new();
    let mut unset = Vec::new();
    for (name, value) in to {
        match (from.get(name), value) {
            (Some(before), after) if before == after => {}
            (Some(Value::Object(before)), Value::Object(after)) => {
                let (inner, more) = difference(before, after, &format!("{place}.{name}"));
                put_some(&mut set, name, inner);
                unset.extend(more);
            }
            _ => {
                set.insert(name.clone(), value.clone());
            }
        }
    }
    unset.extend(
        from.keys()
            .filter(|name| !to.contains_key(*name))
            .map(|name| format!("{place}.{name}")),
    );
    (set, unset)
}
