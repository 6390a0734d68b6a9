//! No secret is found in any file of the folder: planted values, raw and in the encodings that leaks come in.

use std::collections::BTreeSet;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use patchbay_connector::Secret;
use patchbay_store::{
    Attempt, AttemptStatus, Draft, EngineFile, HolderKind, How, Integration, KeySource, Preset, VaultState,
    new_id,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::support::{Place, commit, credentials, integration, patch, tenant};

fn hex(value: &str) -> String {
    value
        .bytes()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Every form of a value that is looked for.
fn forms(value: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![
        value.as_bytes().to_vec(),
        utf8_percent_encode(value, NON_ALPHANUMERIC)
            .to_string()
            .into_bytes(),
        hex(value).into_bytes(),
        hex(value).to_uppercase().into_bytes(),
        value.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ];
    // Base64 of a value inside a longer text has one of three shapes; the rims depend on the neighbours.
    for shift in 0..3 {
        let padded = [vec![b'x'; shift], value.as_bytes().to_vec()].concat();
        for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let text = engine.encode(&padded);
            let inner = &text[4..text.len() - 4];
            forms.push(inner.as_bytes().to_vec());
        }
    }
    forms
}

fn find(path: &Path, secrets: &[String], found: &mut Vec<String>, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, secrets, found, files);
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        for secret in secrets {
            if forms(secret)
                .iter()
                .any(|form| bytes.windows(form.len()).any(|window| window == form.as_slice()))
            {
                found.push(format!("{secret} in {name}"));
            }
        }
        files.push(name);
    }
}

#[test]
fn planted_secrets_are_in_no_file() {
    let place = Place::new();
    let (folder, store) = place.closed();
    let passphrase = "passphrase-planted-7f/+é horse";
    assert_eq!(
        store
            .vault()
            .open(Some(KeySource::Passphrase), Some(Secret::from(passphrase))),
        VaultState::Ready
    );
    let names = [
        "client-secret",
        "option-secret",
        "override",
        "override-later",
        "input",
        "access",
        "refresh",
        "access-later",
        "refresh-later",
        "grant",
        "grant-later",
        "attempt",
        "draft",
        "preset",
        "setting",
        "param",
    ];
    let planted: Vec<String> = names
        .iter()
        .map(|name| format!("planted/+é-{name}-9c1f77aa05"))
        .collect();
    let value = |name: &str| planted[names.iter().position(|other| *other == name).unwrap()].clone();

    let first = integration(&store, "first");
    store
        .integration_update(
            &Integration {
                parameters: patch(
                    json!({ "clientSecret": value("client-secret"), "x": { "y": value("param") } }),
                ),
                option_parameters: [("o".to_owned(), patch(json!({ "s": value("option-secret") })))].into(),
                ..first.clone()
            },
            2,
        )
        .unwrap();
    let attempt = Attempt {
        id: new_id().unwrap(),
        state_hash: [1; 32],
        sealed: Secret::new(value("attempt").into_bytes()),
        integration_id: first.id.clone(),
        connection_id: None,
        status: AttemptStatus::Pending,
        redirect_uri: "http://127.0.0.1/".to_owned(),
        created_at: 0,
        expires_at: 600_000,
        finished: None,
        tenant_id: None,
        option: None,
        connector: None,
        reply: None,
    };
    store.attempt_insert(&attempt).unwrap();
    let mut commit = commit(&first, &tenant(&store), "one");
    commit.overrides = patch(json!({ "http": { "headers": { "X-Key": value("override") } } }));
    commit.input = patch(json!({ "apiKey": value("input") }));
    commit.credentials = Some(credentials(&value("access"), Some(&value("refresh"))));
    commit.grant = Some(Secret::new(value("grant").into_bytes()));
    commit.attempt_id = Some(attempt.id);
    let id = store.connect_commit(&commit, 3).unwrap().id;
    let later = patch(json!({ "tokenParams": { "k": value("override-later") } }));
    store.set_override(&id, &later, How::Sdk, 4).unwrap();
    store.refresh_intent(&id, 5).unwrap();
    let grant = Secret::new(value("grant-later").into_bytes());
    let fresh = credentials(&value("access-later"), Some(&value("refresh-later")));
    store.refresh_commit(&id, &fresh, Some(&grant), 6).unwrap();
    let draft = Draft {
        id: "d".to_owned(),
        body: Secret::new(value("draft").into_bytes()),
        updated_at: 7,
    };
    store.draft_upsert(&draft).unwrap();
    let preset = Preset {
        id: "p".to_owned(),
        name: "Sandbox".to_owned(),
        integration: None,
        overrides: patch(json!({ "http": { "headers": { "X-Key": value("preset") } } })),
        unreadable: false,
        secrets: BTreeSet::from(["http.headers.X-Key".to_owned()]),
        updated_at: 8,
        deleted_at: None,
    };
    store.preset_upsert(&preset).unwrap();
    store
        .set_sealed_setting("s", &Secret::new(value("setting").into_bytes()))
        .unwrap();
    let workspace = store.ensure_workspace(8).unwrap();
    // The scan itself works: the control token is in engine.json, where it belongs.
    let control = "control-token-planted-5521".to_owned();
    folder
        .write_engine_file(&EngineFile {
            pid: 1,
            kind: HolderKind::Engine,
            address: None,
            token: Secret::new(control.clone()),
        })
        .unwrap();

    // All of them can be read back: they are really there.
    assert_eq!(
        store.credentials(&id).unwrap().unwrap().access_token,
        Secret::new(value("access-later"))
    );
    let mut secrets = planted.clone();
    secrets.extend([passphrase.to_owned(), workspace.secret.expose().clone(), control]);
    let (mut found, mut files) = (Vec::new(), Vec::new());
    find(folder.path(), &secrets, &mut found, &mut files);
    assert!(
        files.iter().any(|name| name == "patchbay.db-wal"),
        "the WAL must be among {files:?}"
    );
    assert_eq!(found, ["control-token-planted-5521 in engine.json"]);
    // And after a clean end, in the file that is left.
    drop((store, folder));
    let (mut found, mut files) = (Vec::new(), Vec::new());
    find(&place.path(), &secrets, &mut found, &mut files);
    assert_eq!(found, [""; 0], "{files:?}");
}
