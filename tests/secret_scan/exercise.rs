//! Everything that a secret passes through.

use serde_json::json;
use url::Url;

use crate::{
    run::Run,
    support::{
        browser::{Browser, query},
        planted::Planted,
        recorder::Recorder,
        workbench::text,
    },
    values::{
        API_KEY, CALL_BODY, CALL_HEADER, CALL_QUERY, CLIENT_SECRET, CODE, HEADER, MALFORMED, MARKED,
        PASSWORD, PRESET, QUERY, REFUSED, TOKEN_PARAM, VISIBLE, WRONG_KEY,
    },
};

/// The code flow, refreshes, their failure, calls, and every view of it. The state of the sign-in link.
pub(crate) async fn sign_in(run: &mut Run, server: &Recorder) -> String {
    let url = format!("serverUrl={}", server.origin);
    let add = format!("integration add planted --connector planted --param {url} --param clientId=client");
    run.done(&format!("{add} --param clientSecret=- --json"), CLIENT_SECRET)
        .await;
    let file = run.logs.with_file_name("overrides.json");
    let overrides = json!({
        "tokenParams": { "audience_key": TOKEN_PARAM },
        "http": { "headers": { "X-Auth-Token": HEADER }, "query": { "api_token": QUERY } },
    });
    std::fs::write(&file, overrides.to_string()).unwrap();
    let line = format!(
        "connect planted --name {VISIBLE} --surface print --json --params-file {}",
        file.display()
    );
    let mut connecting = run.start(&line);
    let first = connecting.line().await;
    let state = query(&Url::parse(&text(&first["authorizeUrl"])).unwrap())["state"].clone();
    let mut back = Url::parse(&text(&first["redirectUri"])).unwrap();
    back.query_pairs_mut()
        .append_pair("code", CODE)
        .append_pair("state", &state);
    let (status, page) = Browser::new().visit(&back).await;
    run.keep("the page at the redirect", &page);
    assert_eq!(status, 200);
    let last = connecting.line().await;
    run.keep("stdout of connect", &last.to_string());
    assert!(connecting.ended().await, "{last}");
    std::fs::remove_file(&file).unwrap();
    let connection = text(&last["connection"]["id"]);

    // A 401, a refresh and a replay; a refresh by hand; one that fails.
    let call = format!("call {connection} POST /private?access_token={CALL_QUERY}&page=2 --data - --json");
    let answer = run.done(&call, &format!("{{\"key\": \"{CALL_BODY}\"}}")).await;
    assert_eq!(answer["status"], 200, "{answer}");
    run.done(&format!("connection refresh {connection} --json"), "")
        .await;
    run.done(&format!("call {connection} GET /private --json"), "")
        .await;
    run.fails(&format!("connection refresh {connection} --json"), "")
        .await;
    run.fails(
        &format!("call {connection} GET /private --header Authorization:{CALL_HEADER}"),
        "",
    )
    .await;
    for line in [
        "connection show",
        "connection test",
        "params",
        "params --effective",
        "params --history",
    ] {
        let (command, flags) = line
            .split_once(" --")
            .map_or((line, String::new()), |(c, f)| (c, format!(" --{f}")));
        run.done(&format!("{command} {connection}{flags}"), "").await;
        run.done(&format!("{command} {connection}{flags} --json"), "")
            .await;
    }
    for line in ["--dry-run", "--dry-run --json", "--json"] {
        run.done(
            &format!("params {connection} --set http.headers.X-Team=blue {line}"),
            "",
        )
        .await;
    }
    for line in [
        "integration show planted",
        "integration list",
        "connections",
        "connect planted --dry-run",
        "doctor",
    ] {
        run.done(line, "").await;
        run.done(&format!("{line} --json"), "").await;
    }
    for edit in [
        format!("--set-json http.headers={{\"Authorization\":\"{REFUSED}\"}}"),
        format!("--set clientSecrets={REFUSED}"),
        format!("--set scopes={REFUSED}"),
        format!("--set http.timeoutMs={REFUSED}"),
        format!("--set http.headers.Cookie={REFUSED}"),
        format!("--set-json tokenParams={{\"k\":\"{MALFORMED}\",}}"),
    ] {
        run.fails(&format!("params {connection} {edit}"), "").await;
        run.fails(&format!("params {connection} {edit} --json"), "").await;
    }
    workbench(run, &connection).await;
    run.done(&format!("connection archive {connection} --json"), "")
        .await;
    state
}

/// Presets, files for a repository, history, comparing, archives of calls.
async fn workbench(run: &mut Run, connection: &str) {
    let typed = "preset save typed --integration planted --param http.headers.X-Preset-Token=- --json";
    run.done(typed, PRESET).await;
    run.done(
        &format!("preset save taken --integration planted --from {connection} --json"),
        "",
    )
    .await;
    for line in ["preset list", "preset list --json"] {
        run.done(line, "").await;
    }
    for line in ["--dry-run", "--dry-run --json", "--json"] {
        run.done(&format!("preset apply typed {connection} {line}"), "")
            .await;
    }
    run.done(&format!("call {connection} GET /private --json"), "")
        .await;
    // A leaf that looks like nothing, until the developer calls it a secret.
    run.done("integration secret planted http.headers.X-Marked yes --json", "")
        .await;
    let set = format!("params {connection} --set http.headers.X-Marked=- --json");
    run.done(&set, MARKED).await;
    run.done(&format!("call {connection} GET /private --json"), "")
        .await;
    let folder = run.logs.join("pulled");
    let folder = folder.display();
    run.done(&format!("pull {folder} --json"), "").await;
    run.done(&format!("push {folder} --dry-run --json"), "").await;
    run.done(&format!("compare {connection} integration:planted --all"), "")
        .await;
    run.done(&format!("compare {connection} integration:planted --json"), "")
        .await;
    let history = run
        .done(&format!("params {connection} --history --json"), "")
        .await;
    let oldest = text(&history.as_array().unwrap().last().unwrap()["id"]);
    run.done(&format!("compare {connection} {connection}@{oldest} --json"), "")
        .await;
    run.done(&format!("params {connection} --restore {oldest} --json"), "")
        .await;
    let archive = run.logs.join("calls.har");
    run.done(&format!("calls --har {}", archive.display()), "").await;
    for line in [
        "calls --json",
        "preset delete typed --json",
        "preset delete taken --json",
        "doctor --report",
    ] {
        run.done(line, "").await;
    }
}

/// Credentials that a person types in, accepted and refused.
pub(crate) async fn typed_in(run: &mut Run, server: &Recorder) {
    for (key, input, secret) in [
        ("keyed", "--input apiKey=-", API_KEY),
        ("basic", "--input username=ada --input password=-", PASSWORD),
    ] {
        let add = format!(
            "integration add {key} --connector {key} --param apiUrl={} --json",
            server.origin
        );
        run.done(&add, "").await;
        let last = run
            .done(&format!("connect {key} --surface print --json {input}"), secret)
            .await;
        let connection = text(&last["connection"]["id"]);
        run.done(&format!("call {connection} GET /orders --json"), "")
            .await;
        run.done(&format!("connection test {connection} --json"), "")
            .await;
        run.done(&format!("params {connection} --effective --json"), "")
            .await;
    }
    run.fails(
        "connect keyed --multiple --surface print --json --input apiKey=-",
        WRONG_KEY,
    )
    .await;
}

/// Values that are refused are not quoted.
pub(crate) async fn bad_input(run: &mut Run) {
    run.fails(
        &format!("integration set planted --param clientsecret={REFUSED}"),
        "",
    )
    .await;
    let json = format!("{{\"clientSecret\": \"{MALFORMED}\"");
    run.fails("integration set planted --params-file - --json", &json)
        .await;
    run.fails(
        "redirected - --json",
        &format!("http://127.0.0.1:7282/oauth-callback/planted?code={CODE}&state=x"),
    )
    .await;
}

/// The built-in provider's own secrets and the workspace's, which only `--reveal`, `env` and `token` print.
pub(crate) async fn sandbox(run: &mut Run, left_behind: &mut Planted) {
    let secret = run.secret("integration show sandbox --reveal clientSecret").await;
    left_behind.add("the sandbox's client secret", &secret);
    let variables = run.secret("env --reveal").await;
    let secret = variables
        .lines()
        .find(|line| line.contains("SECRET"))
        .expect("the workspace's secret");
    left_behind.add(
        "the workspace's secret",
        secret.split_once('=').unwrap().1.trim_matches(['"', '\'']),
    );
    let token = run.secret("token --tenant test").await;
    left_behind.add("a tenant's token", &token);

    let mut connecting = run.start("connect sandbox --surface print --json");
    let link = text(&connecting.line().await["authorizeUrl"]);
    let back = Browser::new().allow(&link).await;
    left_behind.add("the sandbox's code", &query(&back)["code"]);
    left_behind.add("the sandbox's state", &query(&back)["state"]);
    assert_eq!(Browser::new().visit(&back).await.0, 200);
    let last = connecting.line().await;
    let connection = text(&last["connection"]["id"]);
    run.done(&format!("call {connection} GET /me --json"), "").await;
    run.done(&format!("connection refresh {connection} --json"), "")
        .await;
    run.done(&format!("call {connection} GET /echo --json"), "").await;
}
