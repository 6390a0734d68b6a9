//! A provider whose answers a test writes down beforehand: for what real servers seldom do, and real providers did.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::{
    browser::query,
    recorder::{Recorder, Reply, Seen},
    workbench::{Workbench, text},
};

type Script = Arc<Mutex<HashMap<String, VecDeque<Reply>>>>;

/// A connector of the test's own, the provider that it points at, and an engine.
pub(crate) struct Scripted {
    pub(crate) api: Recorder,
    pub(crate) bench: Workbench,
    script: Script,
}

impl Scripted {
    /// The connector `scripted` in this file, and an integration with `apiUrl`, `clientId`, `clientSecret` and `further`.
    pub(crate) async fn start(connector: &str, further: Value) -> Self {
        let script = Script::default();
        let (read, count) = (Arc::clone(&script), Mutex::new(0));
        let api = Recorder::answering(move |seen| {
            let next = read
                .lock()
                .unwrap()
                .get_mut(seen.path())
                .and_then(VecDeque::pop_front);
            next.unwrap_or_else(|| usual(seen, &mut count.lock().unwrap()))
        })
        .await;
        let bench = Workbench::start().await;
        std::fs::write(
            bench.place.path().join("connectors").join("scripted.toml"),
            connector,
        )
        .unwrap();
        bench.engine.reload_connectors();
        let mut parameters =
            json!({ "apiUrl": api.origin, "clientId": "the-client", "clientSecret": "the-secret" });
        for (name, value) in further.as_object().unwrap() {
            parameters[name] = value.clone();
        }
        let add = json!({
            "key": "scripted", "connector": "scripted", "parameters": parameters, "redirect": { "kind": "loopback" },
        });
        bench.ok("integration_add", add).await;
        Self { api, bench, script }
    }

    /// The next answer at a path; several are given one after the other, then the usual one.
    pub(crate) fn next(&self, path: &str, reply: Reply) {
        self.script
            .lock()
            .unwrap()
            .entry(path.to_owned())
            .or_default()
            .push_back(reply);
    }

    /// Connects through a sign-in page, whose redirect has these parameters besides the state; how the attempt ended.
    pub(crate) async fn sign_in(&self, callback: &[(&str, &str)]) -> Value {
        let (attempt, link) = self.bench.begin(json!({ "integration": "scripted" })).await;
        let asked = query(&Url::parse(&link).unwrap());
        // Some providers are sent a name instead of a URI: then it is the one that the integration shows.
        let back = Url::parse(&asked["redirect_uri"])
            .ok()
            .filter(Url::has_host)
            .unwrap_or_else(|| {
                Url::parse(&format!(
                    "http://127.0.0.1:{}/oauth-callback/scripted",
                    self.bench.port
                ))
                .unwrap()
            });
        let mut url = back;
        url.query_pairs_mut()
            .append_pair("state", &asked["state"])
            .extend_pairs(callback);
        self.bench.arrive(&url).await;
        self.bench.ended(&attempt).await
    }

    /// Connects with the code `the-code`; the connection's id.
    pub(crate) async fn connect(&self) -> String {
        let ended = self.sign_in(&[("code", "the-code")]).await;
        assert_eq!(ended["state"], "succeeded", "{ended}");
        text(&ended["connectionId"])
    }

    /// The bodies of the token requests so far.
    pub(crate) fn token_requests(&self) -> Vec<BTreeMap<String, String>> {
        self.api.seen_at("/token").iter().map(form).collect()
    }
}

/// A form body's parameters.
pub(crate) fn form(seen: &Seen) -> BTreeMap<String, String> {
    form_urlencoded::parse(seen.body.as_bytes())
        .into_owned()
        .collect()
}

/// An answer that nobody would wonder about.
fn usual(seen: &Seen, count: &mut u32) -> Reply {
    match seen.path() {
        "/token" => {
            *count += 1;
            Reply::json(
                200,
                &json!({
                    "access_token": format!("access-{count}"),
                    "refresh_token": format!("refresh-{count}"),
                    "token_type": "Bearer",
                    "expires_in": 3600,
                }),
            )
        }
        "/me" => Reply::json(200, &json!({ "name": "Ada" })),
        _ => Reply::json(200, &json!({ "ok": true })),
    }
}
