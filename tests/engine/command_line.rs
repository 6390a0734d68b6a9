//! The command line against oidc-provider, with no engine running: `connect` is one until it ends.

use serde_json::{Value, json};

use crate::support::{
    browser::Browser,
    cli::Cli,
    connectors,
    oidc::{APP, Oidc},
    workbench::text,
};

async fn done(cli: &Cli, line: &str) -> Value {
    let arguments: Vec<&str> = line.split(' ').collect();
    let output = cli.run_with(&arguments, "").await;
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{line}: {out}\n{err}");
    serde_json::from_str(&out).unwrap_or(Value::Null)
}

#[tokio::test]
async fn connects_by_loopback_and_by_a_redirect_handed_over() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data");
    std::fs::create_dir_all(folder.join("connectors")).unwrap();
    std::fs::write(folder.join("connectors/acme.toml"), connectors::ACME).unwrap();
    let (server, cli) = (
        Oidc::start().await,
        Cli::new(&folder, "a passphrase of the tests"),
    );
    let add = format!(
        "integration add acme --connector acme --param clientId={APP} --param serverUrl={}",
        server.issuer
    );
    done(&cli, &format!("{add} --keyring passphrase --json")).await;

    let connect =
        "connect acme --surface print --json --port 0 --param-json scopes=[\"openid\",\"contacts.read\"]";
    let arguments: Vec<&str> = connect.split(' ').collect();
    let mut connecting = cli.start(&arguments, &place.path().join("first"));
    let first = connecting.line().await;
    let back = Browser::new().allow(&text(&first["authorizeUrl"])).await;
    assert_eq!(Browser::new().visit(&back).await.0, 200);
    let last = connecting.line().await;
    assert!(connecting.ended().await, "{last}");
    let connection = text(&last["connection"]["id"]);
    let shown = done(&cli, &format!("connection show {connection} --json")).await;
    assert_eq!(shown["grantedScopes"], json!(["openid", "contacts.read"]));
    let answer = done(&cli, &format!("call {connection} GET /me --json")).await;
    assert_eq!(answer["status"], 200);

    // Without --multiple the tenant's connection is reconnected, its override kept; a second process has the URL.
    let again = "connect acme --surface print --json --port 0";
    let arguments: Vec<&str> = again.split(' ').collect();
    let mut connecting = cli.start(&arguments, &place.path().join("second"));
    let link = text(&connecting.line().await["authorizeUrl"]);
    assert!(
        link.contains("scope=openid+contacts.read&") || link.contains("scope=openid%20contacts.read"),
        "{link}"
    );
    let back = Browser::new().allow(&link).await;
    let handed = cli.run_with(&["redirected", "-", "--json"], back.as_str()).await;
    assert!(
        handed.status.success(),
        "{}",
        String::from_utf8_lossy(&handed.stdout)
    );
    let last = connecting.line().await;
    assert!(connecting.ended().await);
    assert_eq!(text(&last["connection"]["id"]), connection);
    let listed = done(&cli, "connections --json").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);

    // Lists are filtered as in the window; the log is read, looked into and exported.
    let none = done(&cli, "connections --filter needs:reconnect --json").await;
    assert_eq!(none["total"], 0);
    let log = done(&cli, "calls --filter status:2xx --json").await;
    let call = text(&log["items"][0]["id"]);
    assert_eq!(
        (&log["total"], &log["items"][0]["connectionId"]),
        (&json!(1), &json!(connection))
    );
    let call = done(&cli, &format!("calls show {call} --json")).await;
    assert_eq!(
        call["overrides"],
        json!({ "scopes": ["openid", "contacts.read"] })
    );
    let file = place.path().join("calls.har");
    let export = format!("calls --har {} --json", file.display());
    assert_eq!(done(&cli, &export).await["entries"], 1);
    let archive: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(archive["log"]["entries"][0]["response"]["status"], 200);
    let arguments: Vec<&str> = export.split(' ').collect();
    let again = cli.run_with(&arguments, "").await;
    assert!(!again.status.success(), "a file is never written over");
    assert!(!folder.join("engine.json").exists(), "nothing runs any more");
}
