use crate::{json_schema, reference};

/// `CONNECTOR_WRITE_DOCS=1 cargo test -p patchbay-connector reference` writes it anew.
#[test]
fn the_document_has_the_table_that_files_are_checked_against() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/connector-format.md");
    let text = std::fs::read_to_string(path).unwrap();
    let border = "## Every key\n";
    let (before, table) = text.split_once(border).unwrap();
    if std::env::var_os("CONNECTOR_WRITE_DOCS").is_some() {
        std::fs::write(path, format!("{before}{border}{}", reference())).unwrap();
    } else {
        assert_eq!(table, reference(), "run it with CONNECTOR_WRITE_DOCS=1");
    }
}

/// Written anew by the same command.
#[test]
fn the_schema_file_is_the_format() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/connector.schema.json");
    let schema = format!("{:#}\n", json_schema());
    if std::env::var_os("CONNECTOR_WRITE_DOCS").is_some() {
        std::fs::write(path, schema).unwrap();
    } else {
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            schema,
            "run it with CONNECTOR_WRITE_DOCS=1"
        );
    }
}

#[test]
fn every_file_of_the_catalogue_fits_the_schema() {
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../connectors");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let file = serde_json::to_value(table).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&file)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    let file = |auth: serde_json::Value| serde_json::json!({ "format": 1, "key": "a", "name": "A", "version": "1.0.0", "auth": auth });
    assert!(validator.is_valid(&file(serde_json::json!({ "kind": "key" }))));
    for wrong in [
        serde_json::json!({}),
        serde_json::json!({ "kind": "nothing" }),
        serde_json::json!({ "kind": "key", "token": { "url": "https://a.example" } }),
        serde_json::json!({ "kind": "oauth2", "token": { "uri": "https://a.example" } }),
    ] {
        assert!(!validator.is_valid(&file(wrong.clone())), "{wrong}");
    }
    let mut unknown = file(serde_json::json!({ "kind": "key" }));
    unknown["colour"] = "red".into();
    assert!(!validator.is_valid(&unknown));
}
