//! Presets: found by name whatever its case, sealed, deleted and brought back.

use std::collections::BTreeSet;

use patchbay_store::{KeySource, Preset, StoreError};
use serde_json::json;

use crate::support::{Place, patch};

fn preset(id: &str, name: &str) -> Preset {
    Preset {
        id: id.to_owned(),
        name: name.to_owned(),
        integration: Some("sandbox".to_owned()),
        overrides: patch(json!({ "http": { "headers": { "X-Key": "planted", "X-Old": null } } })),
        unreadable: false,
        secrets: BTreeSet::from(["http.headers.X-Key".to_owned()]),
        updated_at: 1,
        deleted_at: None,
    }
}

#[test]
fn a_name_is_one_presets_whatever_its_case() {
    let place = Place::new();
    let (_folder, store) = place.open();
    let first = preset("a", "Straße 2024");
    store.preset_upsert(&first).unwrap();
    let found = store.preset_by_name("STRASSE 2024").unwrap();
    assert!(found.is_none(), "ß is no SS in lower case");
    let found = store.preset_by_name("sTRAßE 2024").unwrap().unwrap();
    assert_eq!(
        (found.id.as_str(), found.overrides),
        ("a", first.overrides.clone())
    );
    assert_eq!(found.secrets, first.secrets);
    let taken = store.preset_upsert(&preset("b", "straße 2024"));
    assert!(matches!(taken, Err(StoreError::Exists { what: "preset", .. })));
    store.preset_upsert(&preset("a", "Renamed")).unwrap();
    store.preset_upsert(&preset("b", "straße 2024")).unwrap();
    let names: Vec<_> = store
        .presets()
        .unwrap()
        .into_iter()
        .map(|preset| preset.name)
        .collect();
    assert_eq!(names, ["Renamed", "straße 2024"]);
}

#[test]
fn a_deleted_one_can_be_brought_back_for_a_while() {
    let place = Place::new();
    let (_folder, store) = place.open();
    store.preset_upsert(&preset("a", "One")).unwrap();
    store.preset_delete("a", 10, 0).unwrap();
    assert!(store.presets().unwrap().is_empty() && store.preset_by_name("one").unwrap().is_none());
    // Its name is free meanwhile.
    store.preset_upsert(&preset("b", "One")).unwrap();
    assert!(store.preset_upsert(&preset("a", "One")).is_err());
    store.preset_delete("b", 20, 0).unwrap();
    let kept = store.preset("a").unwrap().unwrap();
    assert_eq!(kept.deleted_at, Some(10));
    store.preset_upsert(&kept).unwrap();
    assert_eq!(store.preset_by_name("one").unwrap().unwrap().id, "a");
    store.preset_delete("a", 40, 30).unwrap();
    assert!(store.preset("b").unwrap().is_none(), "it was deleted before 30");
    assert!(store.preset_delete("none", 1, 0).is_err());
}

#[test]
fn one_whose_key_is_gone_says_so() {
    let place = Place::new();
    let (folder, store) = place.closed();
    store.vault().open(Some(KeySource::Memory), None);
    store.preset_upsert(&preset("a", "One")).unwrap();
    drop((folder, store));
    let (_folder, store) = place.closed();
    store.vault().open(Some(KeySource::Memory), None);
    let found = store.presets().unwrap().remove(0);
    assert!(found.unreadable && found.overrides.is_empty());
}
