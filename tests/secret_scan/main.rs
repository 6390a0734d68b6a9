//! Issue 2, item 8: secrets are planted everywhere a person or a provider can put one, everything is exercised with
//! logs at their most talkative, and nothing of them is found afterwards in files, logs or output.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]
#![cfg(unix)]

mod exercise;
mod run;
#[path = "../support/mod.rs"]
mod support;
mod values;

use std::path::Path;

use run::Run;
use support::{
    connectors,
    planted::Planted,
    recorder::{Recorder, Seen},
};

#[tokio::test]
async fn no_planted_secret_is_left_anywhere() {
    let place = tempfile::tempdir().unwrap();
    let (folder, logs) = (place.path().join("data"), place.path().join("logs"));
    std::fs::create_dir_all(folder.join("connectors")).unwrap();
    std::fs::create_dir(&logs).unwrap();
    let files = [
        ("planted", values::CONNECTOR),
        ("keyed", connectors::KEYED),
        ("basic", connectors::BASIC),
    ];
    for (name, file) in files {
        std::fs::write(folder.join(format!("connectors/{name}.toml")), file).unwrap();
    }
    let server = values::provider().await;
    let mut everywhere = Planted::default();
    for (name, secret) in values::ALL {
        everywhere.add(name, secret);
    }
    // Those that a command prints because it was asked to; they may be nowhere else.
    let mut left_behind = Planted::default();

    let mut run = Run::new(&folder, values::PASSPHRASE, &logs);
    let mut engine = run.start("serve --port 0 --sandbox --keyring passphrase --json");
    let ready = engine.line().await;
    run.keep("stdout of serve", &ready.to_string());
    let state = exercise::sign_in(&mut run, &server).await;
    left_behind.add("state", &state);
    exercise::typed_in(&mut run, &server).await;
    exercise::bad_input(&mut run).await;
    exercise::sandbox(&mut run, &mut left_behind).await;
    everywhere.add(
        "code verifier",
        &form_value(&server.seen_at("/token")[0], "code_verifier"),
    );
    all_were_used(&server);
    let log = std::fs::read_to_string(logs.join("serve-1")).unwrap();
    assert!(log.contains("a token was refreshed"), "the log talks: {log}");

    // While it runs, with the write-ahead log beside the database, and after it ended well.
    let names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert!(
        names.iter().any(|name| name.to_string_lossy().ends_with("-wal")),
        "{names:?}"
    );
    let mut control = Planted::default();
    control.add("the connection's name", values::VISIBLE);
    assert!(
        !scan(&[&control], &[&folder]).is_empty(),
        "what is no secret is found"
    );
    let mut found = scan(&[&everywhere, &left_behind], &[&folder, &logs]);
    engine.terminate().await;
    found.extend(scan(&[&everywhere, &left_behind], &[&folder, &logs]));
    found.extend(run.found(&everywhere));
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "left behind:\n{}", found.join("\n"));
}

/// Else finding nothing means nothing.
fn all_were_used(server: &Recorder) {
    let tokens = server.seen_at("/token");
    assert_eq!(form_value(&tokens[0], "code"), values::CODE);
    assert_eq!(form_value(&tokens[0], "client_secret"), values::CLIENT_SECRET);
    assert_eq!(form_value(&tokens[0], "audience_key"), values::TOKEN_PARAM);
    assert_eq!(form_value(&tokens[1], "refresh_token"), values::REFRESH[0]);
    assert_eq!(form_value(&tokens[2], "refresh_token"), values::REFRESH[1]);
    let seen = server.seen();
    let sent = |name: &str, value: &str| seen.iter().any(|seen| seen.header(name) == value);
    assert!(
        values::ACCESS
            .iter()
            .all(|token| sent("authorization", &format!("Bearer {token}")))
    );
    assert!(sent("x-auth-token", values::HEADER));
    assert!(sent("x-preset-token", values::PRESET));
    assert!(sent("x-marked", values::MARKED));
    assert!(sent("x-api-key", values::API_KEY));
    assert!(sent("x-api-key", values::WRONG_KEY));
    assert!(seen.iter().any(|seen| seen.body.contains(values::CALL_BODY)));
    assert!(seen.iter().any(|seen| seen.target.contains(values::CALL_QUERY)));
    assert!(seen.iter().any(|seen| seen.target.contains("api_token=planted")));
}

fn scan(planted: &[&Planted], places: &[&Path]) -> Vec<String> {
    let mut found = Vec::new();
    for (planted, place) in planted
        .iter()
        .flat_map(|planted| places.iter().map(move |place| (planted, place)))
    {
        let (here, read) = planted.found_below(place);
        assert!(read >= 3, "{} has files", place.display());
        found.extend(here);
    }
    found
}

fn form_value(seen: &Seen, name: &str) -> String {
    let mut pairs = url::form_urlencoded::parse(seen.body.as_bytes());
    let pair = pairs.find(|(key, _)| key == name);
    pair.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[test]
fn a_planted_secret_is_found_in_every_form() {
    use base64::{
        Engine as _,
        prelude::{BASE64_STANDARD, BASE64_URL_SAFE},
    };
    let secret = "planted/with+odd=chars é\"?>~";
    let mut planted = Planted::default();
    planted.add("it", secret);
    let percent =
        percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string();
    let lower = "planted%2fwith%2bodd%3dchars%20%c3%a9%22%3f%3e%7e";
    assert_eq!(lower, percent.to_lowercase());
    let mut texts = vec![
        format!("a{secret}b"),
        serde_json::json!({ "k": secret }).to_string(),
        hex::encode(format!("xy{secret}")),
        hex::encode_upper(secret),
        percent,
        lower.to_owned(),
        url::form_urlencoded::Serializer::new(String::new())
            .append_pair("k", secret)
            .finish(),
    ];
    for before in ["", "u", "ur", "user:"] {
        for after in ["", "x", "xy"] {
            texts.push(BASE64_STANDARD.encode(format!("{before}{secret}{after}")));
            texts.push(BASE64_URL_SAFE.encode(format!("{before}{secret}{after}")));
        }
    }
    for text in texts {
        assert!(!planted.found_in(text.as_bytes()).is_empty(), "{text}");
    }
    assert!(planted.found_in(b"planted/with+odd=chars").is_empty());
}
