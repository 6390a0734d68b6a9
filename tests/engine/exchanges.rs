//! Exchanges of typed-in credentials, steps that follow a token answer, and refreshes of a provider's own: what is sent,
//! in which order, and what stays when one of them fails.

use patchbay_engine::Code;
use serde_json::{Value, json};

use crate::support::{
    recorder::{Recorder, Reply},
    scripted::Scripted,
    workbench::text,
};

/// A user name and a password become a ticket, the ticket a session.
const SESSION: &str = r#"
format = 1
key = "scripted"
name = "Scripted"
version = "1.0.0"

[params.apiUrl]
format = "url"
required = true
[params.loginUrl]
format = "url"
[params.username]
source = "user"
required = true
[params.password]
source = "user"
required = true
secret = true
[params.ticket]
source = "discovered"
secret = true
[params.workspace]
source = "discovered"

[auth]
kind = "exchange"
[[auth.steps]]
request = { method = "POST", url = "${loginUrl ?? apiUrl}/login", json = { user = "${username}", password = "${password}" } }
capture = { ticket = "data.ticket" }
[[auth.steps]]
request = { method = "POST", url = "${apiUrl}/session", headers = { X-Ticket = "${ticket}" } }
capture = { accessToken = "session.token ?? token", expiresIn = "session.ttl", workspace = "session.workspace" }

[http]
base_url = "${apiUrl}"
headers = { Authorization = "Session ${accessToken}", X-Workspace = "${workspace}" }
test = { url = "/me", label = "name" }
"#;

fn ticket() -> Reply {
    Reply::json(200, &json!({ "data": { "ticket": "the-ticket" } }))
}

fn session(token: &str) -> Reply {
    Reply::json(
        201,
        &json!({ "session": { "token": token, "ttl": 1800, "workspace": "w7" } }),
    )
}

fn typed_in(password: &str) -> Value {
    json!({ "integration": "scripted", "input": { "username": "ada", "password": password } })
}

async fn in_session(further: Value) -> (Scripted, String) {
    let scripted = Scripted::start(SESSION, further).await;
    scripted.next("/login", ticket());
    scripted.next("/session", session("first"));
    let connection = scripted.bench.connect_directly(typed_in("pass:wörd")).await;
    (scripted, connection)
}

#[tokio::test]
async fn an_exchange_takes_its_steps_and_takes_them_again_when_the_token_ends() {
    let (scripted, connection) = in_session(json!({})).await;
    let login: Value = serde_json::from_str(&scripted.api.seen_at("/login")[0].body).unwrap();
    assert_eq!(login, json!({ "user": "ada", "password": "pass:wörd" }));
    assert_eq!(
        scripted.api.seen_at("/session")[0].header("x-ticket"),
        "the-ticket"
    );
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    let order = &scripted.api.seen_at("/orders")[0];
    assert_eq!(
        (order.header("authorization"), order.header("x-workspace")),
        ("Session first", "w7")
    );

    scripted.bench.clock.advance(1801);
    scripted.next("/login", ticket());
    scripted.next("/session", session("second"));
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(
        scripted.api.seen_at("/orders")[1].header("authorization"),
        "Session second"
    );
    assert_eq!(scripted.api.seen_at("/login").len(), 2);
    assert_eq!(
        scripted.bench.show(&connection).await["summary"]["name"],
        "Scripted: Ada"
    );
}

#[tokio::test]
async fn a_wrong_password_makes_no_connection_and_a_changed_one_asks_for_a_reconnect() {
    let scripted = Scripted::start(SESSION, json!({})).await;
    let no = || Reply::json(401, &json!({ "message": "Wrong user name or password" }));
    scripted.next("/login", no());
    let attempt = scripted.bench.ok("connect_start", typed_in("wrong")).await;
    assert_eq!(attempt["error"]["code"], "access_denied", "{attempt}");
    assert!(
        text(&attempt["error"]["message"]).contains("Wrong user name or password"),
        "{attempt}"
    );
    assert!(
        !attempt.to_string().contains("\"wrong\""),
        "no secret in what a person sees"
    );
    assert_eq!(scripted.bench.connections().await, 0);

    let (scripted, connection) = in_session(json!({})).await;
    scripted.bench.clock.advance(1801);
    scripted.next("/login", no());
    let error = scripted.bench.get(&connection, "/orders").await.unwrap_err();
    assert_eq!(error.code, Code::NeedsReconnect, "{error:?}");
    assert_eq!(scripted.bench.health(&connection).await, "needs_reconnect");
    scripted.next("/login", ticket());
    scripted.next("/session", session("third"));
    assert_eq!(
        scripted.bench.connect_directly(typed_in("the new one")).await,
        connection
    );
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
}

#[tokio::test]
async fn a_step_that_gives_no_token_is_an_error_and_one_that_fails_for_now_is_tried_later() {
    let scripted = Scripted::start(SESSION, json!({})).await;
    scripted.next("/login", ticket());
    scripted.next("/session", Reply::json(200, &json!({ "session": {} })));
    let attempt = scripted.bench.ok("connect_start", typed_in("right")).await;
    assert_eq!(attempt["error"]["code"], "provider_error", "{attempt}");
    assert_eq!(scripted.bench.connections().await, 0);

    let (scripted, connection) = in_session(json!({})).await;
    scripted.bench.clock.advance(1801);
    scripted.next("/login", Reply::json(503, &json!({})));
    let error = scripted.bench.get(&connection, "/orders").await.unwrap_err();
    assert_eq!(error.code, Code::RefreshDelayed);
    scripted.bench.clock.advance(11);
    scripted.next("/login", ticket());
    scripted.next("/session", session("later"));
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
}

#[tokio::test]
async fn a_step_moved_outside_the_binding_gets_nothing() {
    let (scripted, connection) = in_session(json!({})).await;
    let elsewhere = Recorder::start().await;
    let moved = json!({ "key": "scripted", "set": { "loginUrl": elsewhere.origin } });
    scripted.bench.ok("integration_set", moved).await;
    assert_eq!(
        scripted.bench.status_of(&connection, "/orders").await,
        200,
        "the token is still good"
    );
    scripted.bench.clock.advance(1801);
    let error = scripted.bench.get(&connection, "/orders").await.unwrap_err();
    assert_eq!(error.code, Code::BindingChanged, "{error:?}");
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn an_exchange_renews_itself_where_it_can_and_begins_anew_where_that_is_refused() {
    let file = SESSION
        .replace("ttl\", ", "ttl\", refreshToken = \"session.renewal\", ")
        .replace(
            "[http]",
            "[auth.refresh]\nrequest = { method = \"POST\", url = \"${apiUrl}/renew\", json = { renewal = \"${refreshToken}\" } }\n\n[http]",
        );
    let scripted = Scripted::start(&file, json!({})).await;
    let session = |token: &str| {
        let session = json!({ "token": token, "ttl": 1800, "workspace": "w7", "renewal": "the-renewal" });
        Reply::json(200, &json!({ "session": session }))
    };
    scripted.next("/login", ticket());
    scripted.next("/session", session("first"));
    let connection = scripted.bench.connect_directly(typed_in("right")).await;
    assert_eq!(scripted.bench.refresh_token(&connection), "the-renewal");

    scripted.bench.clock.advance(1801);
    let renewed = json!({ "access_token": "renewed", "token_type": "Bearer", "expires_in": 1800 });
    scripted.next("/renew", Reply::json(200, &renewed));
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    assert!(scripted.api.seen_at("/renew")[0].body.contains("the-renewal"));
    assert_eq!(
        scripted.api.seen_at("/orders")[0].header("authorization"),
        "Session renewed"
    );
    assert_eq!(scripted.api.seen_at("/login").len(), 1);

    scripted.bench.clock.advance(1801);
    scripted.next("/renew", Reply::json(401, &json!({ "error": "session_over" })));
    scripted.next("/login", ticket());
    scripted.next("/session", session("anew"));
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    assert_eq!(
        scripted.api.seen_at("/orders")[1].header("authorization"),
        "Session anew"
    );
    assert_eq!(scripted.bench.health(&connection).await, "working");
}

#[tokio::test]
async fn a_token_of_a_step_that_says_no_end_lives_as_long_as_the_connector_says() {
    for (rule, expected) in [
        ("", None),
        ("[auth.response]\ndefault_ttl_s = 600\n", Some(600)),
        ("[auth.response]\ndefault_ttl_s = 0\n", None),
    ] {
        let file = SESSION.replace("[http]", &format!("{rule}[http]"));
        let scripted = Scripted::start(&file, json!({})).await;
        scripted.next("/login", ticket());
        scripted.next(
            "/session",
            Reply::json(
                200,
                &json!({ "token": "plain", "session": { "workspace": "w7" } }),
            ),
        );
        let connection = scripted.bench.connect_directly(typed_in("right")).await;
        let held = scripted.bench.credentials(&connection);
        assert_eq!(held.access_token.expose(), "plain", "by the second path");
        assert_eq!(
            held.expires_at.map(|at| (at - held.obtained_at) / 1000),
            expected,
            "{rule}"
        );
    }
}

/// A code becomes a token of an hour, which a step makes one of sixty days; that one refreshes itself.
const LONG_LIVED: &str = r#"
format = 1
key = "scripted"
name = "Scripted"
version = "1.0.0"

[params.apiUrl]
format = "url"
required = true

[redirect]
strategies = ["loopback"]

[auth]
kind = "oauth2"
[auth.authorize]
url = "${apiUrl}/authorize"
[auth.token]
url = "${apiUrl}/token"
[auth.refresh]
request = { method = "GET", url = "${apiUrl}/refresh_access_token", query = { grant_type = "ig_refresh_token", access_token = "${accessToken}" } }
needs_refresh_token = false
after_s = 86400
[auth.response]
refresh_token = "none"
[[auth.steps]]
request = { method = "GET", url = "${apiUrl}/access_token", query = { grant_type = "ig_exchange_token", client_secret = "${clientSecret}", access_token = "${accessToken}" } }
capture = { accessToken = "access_token", expiresIn = "expires_in" }

[http]
base_url = "${apiUrl}"
headers = { Authorization = "Bearer ${accessToken}" }
"#;

fn long_lived(token: &str) -> Reply {
    Reply::json(
        200,
        &json!({ "access_token": token, "token_type": "bearer", "expires_in": 5_184_000 }),
    )
}

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_step_after_the_code_makes_a_token_that_lives_longer_and_refreshes_itself() {
    let scripted = Scripted::start(LONG_LIVED, json!({})).await;
    scripted.next("/access_token", long_lived("long-1"));
    let connection = scripted.connect().await;
    let exchanged = &scripted.api.seen_at("/access_token")[0];
    assert!(
        exchanged.target.contains("access_token=access-1"),
        "{}",
        exchanged.target
    );
    let held = scripted.bench.credentials(&connection);
    assert_eq!(held.access_token.expose(), "long-1");
    assert_eq!(
        held.expires_at.map(|at| (at - held.obtained_at) / 1000),
        Some(60 * DAY)
    );

    let early = scripted
        .bench
        .refused("connection_refresh", json!({ "connection": connection }))
        .await;
    assert_eq!(early.code, Code::RefreshDelayed, "not in the first day");
    assert!(scripted.api.seen_at("/refresh_access_token").is_empty());
    assert_eq!(scripted.bench.health(&connection).await, "working");

    scripted.bench.clock.advance(60 * DAY - 60);
    scripted.next("/refresh_access_token", long_lived("long-2"));
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    let refreshed = &scripted.api.seen_at("/refresh_access_token")[0];
    assert!(
        refreshed.target.contains("access_token=long-1"),
        "{}",
        refreshed.target
    );
    assert_eq!(
        scripted.api.seen_at("/orders")[0].header("authorization"),
        "Bearer long-2"
    );
    assert_eq!(scripted.token_requests().len(), 1);
    assert_eq!(
        scripted.api.seen_at("/access_token").len(),
        1,
        "what is long-lived is not exchanged again"
    );
}

#[tokio::test]
async fn a_rotated_refresh_token_is_kept_though_the_step_after_it_fails() {
    let connector = LONG_LIVED
        .replace("needs_refresh_token = false\nafter_s = 86400\n", "")
        .replace("refresh_token = \"none\"", "")
        .lines()
        .filter(|line| {
            !line.starts_with("request = { method = \"GET\", url = \"${apiUrl}/refresh_access_token\"")
        })
        .collect::<Vec<_>>()
        .join("\n");
    let scripted = Scripted::start(&connector, json!({})).await;
    let step = |token: &str| Reply::json(200, &json!({ "access_token": token, "expires_in": 600 }));
    scripted.next("/access_token", step("stepped-1"));
    let connection = scripted.connect().await;
    assert_eq!(scripted.bench.refresh_token(&connection), "refresh-1");

    scripted.bench.clock.advance(601);
    scripted.next("/access_token", Reply::json(502, &json!({})));
    let error = scripted.bench.get(&connection, "/orders").await.unwrap_err();
    assert_eq!(error.code, Code::RefreshDelayed, "{error:?}");
    assert_eq!(
        scripted.bench.refresh_token(&connection),
        "refresh-2",
        "what the provider gave is not lost"
    );
    assert_eq!(
        scripted.token_requests().len(),
        2,
        "and the used one is not sent again"
    );

    scripted.bench.clock.advance(11);
    scripted.next("/access_token", step("stepped-3"));
    assert_eq!(scripted.bench.status_of(&connection, "/orders").await, 200);
    let asked = scripted.token_requests();
    assert_eq!(asked[2]["refresh_token"], "refresh-2");
    assert_eq!(
        scripted.api.seen_at("/orders")[0].header("authorization"),
        "Bearer stepped-3"
    );
}
