//! What a tenant's token may ask of the engine: its own things only, and an override that stays among the addresses that
//! the connector and the integration name (design section 2).

use patchbay_connector::Patch;
use patchbay_engine::{Bearer, Code, ConnectRequest, Error, KeptFrom, SetConnection, TokenFor, Who};
use patchbay_store::How;
use serde_json::{Value, json};

use crate::support::{recorder::Recorder, workbench::Workbench};

async fn bearer(bench: &Workbench, whose: TokenFor) -> Bearer {
    let (token, _) = bench.engine.mint_token(whose, 60).await.unwrap();
    bench.engine.verify_token(token.expose()).await.unwrap()
}

async fn tenant(bench: &Workbench, key: &str) -> Who {
    bearer(bench, TokenFor::Tenant(key.to_owned())).await.who
}

async fn add_keyed(bench: &Workbench, api: &Recorder) {
    let parameters = json!({ "apiUrl": api.origin });
    bench
        .ok(
            "integration_add",
            json!({ "key": "keyed", "connector": "keyed", "parameters": parameters }),
        )
        .await;
}

fn patch(value: Value) -> Patch {
    Patch::from_value(value).unwrap()
}

fn request(who: &Who, overrides: Option<Value>) -> ConnectRequest {
    ConnectRequest {
        integration: Some("keyed".to_owned()),
        connection: None,
        draft: None,
        tenant: "somebody".to_owned(),
        name: None,
        option: None,
        input: Some(patch(json!({ "apiKey": "k-0123456789" }))),
        overrides: overrides.map(patch),
        kept_from: KeptFrom::default(),
        multiple: false,
        surface: None,
        how: How::Sdk,
        who: who.clone(),
        key: None,
        reply: None,
    }
}

async fn connect(bench: &Workbench, request: ConnectRequest) -> Result<String, Error> {
    let progress = bench.engine.connect(request).await?;
    let outcome = progress.outcome.unwrap();
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    Ok(outcome.connection.unwrap())
}

#[tokio::test]
async fn an_override_moves_no_origin_with_a_tenants_token_and_does_with_an_admins() {
    let (api, other) = (Recorder::start().await, Recorder::start().await);
    let bench = Workbench::start().await;
    add_keyed(&bench, &api).await;
    let ada = tenant(&bench, "ada").await;
    let moved = json!({ "http": { "baseUrl": other.origin } });

    let error = bench
        .engine
        .connect(request(&ada, Some(moved.clone())))
        .await
        .err()
        .unwrap();
    assert_eq!(error.code, Code::Forbidden);
    assert_eq!(error.path.as_deref(), Some("http.baseUrl"));
    assert!(error.message.contains(&other.origin), "{}", error.message);
    assert!(error.next.is_some());
    assert_eq!(bench.connections().await, 0);

    // The integration's own address may be written out.
    let allowed = json!({ "http": { "baseUrl": format!("{}/v2", api.origin) } });
    let connection = connect(&bench, request(&ada, Some(allowed))).await.unwrap();
    let set = |overrides: Value| SetConnection {
        overrides: Some(patch(overrides)),
        ..SetConnection::default()
    };
    let error = bench
        .engine
        .set_connection(&connection, set(moved.clone()), &ada)
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::Forbidden);
    assert_eq!(other.seen().len(), 0, "nothing went there");

    bench
        .engine
        .set_connection(&connection, set(moved), &Who::Admin)
        .await
        .unwrap();
    assert_eq!(
        bench.health(&connection).await,
        "binding_changed",
        "saved, and held to the binding"
    );
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn tenants_see_and_change_only_what_is_theirs() {
    let api = Recorder::start().await;
    let bench = Workbench::start().await;
    add_keyed(&bench, &api).await;
    let (ada, bob) = (tenant(&bench, "ada").await, tenant(&bench, "bob").await);
    let adas = connect(&bench, request(&ada, None)).await.unwrap();
    let bobs = connect(&bench, request(&bob, None)).await.unwrap();
    assert_ne!(adas, bobs, "one integration, two tenants, two connections");

    let found = |who: Who, selector: &str| {
        let (engine, selector) = (bench.engine.clone(), selector.to_owned());
        async move { engine.connection_of(&selector, &who).await.map(|found| found.id) }
    };
    assert_eq!(found(ada.clone(), "keyed").await.unwrap(), adas);
    assert_eq!(found(bob.clone(), "keyed").await.unwrap(), bobs);
    assert_eq!(found(ada.clone(), &bobs).await.unwrap_err().code, Code::NotFound);
    let rename = SetConnection {
        name: Some("mine now".to_owned()),
        ..SetConnection::default()
    };
    let error = bench
        .engine
        .set_connection(&bobs, rename, &ada)
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::NotFound);
    let taken = ConnectRequest {
        connection: Some(bobs.clone()),
        ..request(&ada, None)
    };
    assert_eq!(
        bench.engine.connect(taken).await.err().unwrap().code,
        Code::NotFound
    );
    assert_ne!(bench.show(&bobs).await["name"], "mine now");
}

#[tokio::test]
async fn without_the_flag_a_connect_renews_and_with_it_or_a_new_key_it_adds() {
    let api = Recorder::start().await;
    let bench = Workbench::start().await;
    add_keyed(&bench, &api).await;
    let ada = tenant(&bench, "ada").await;
    let overrides = json!({ "http": { "headers": { "X-Team": "blue" } } });
    let first = connect(&bench, request(&ada, Some(overrides.clone())))
        .await
        .unwrap();
    assert_eq!(connect(&bench, request(&ada, None)).await.unwrap(), first);
    assert_eq!(
        bench
            .engine
            .live(&first)
            .await
            .unwrap()
            .secrets
            .overrides
            .to_value(),
        overrides,
        "a reconnect that names no override keeps the stored one"
    );
    let second = ConnectRequest {
        multiple: true,
        ..request(&ada, None)
    };
    let second = connect(&bench, second).await.unwrap();
    assert_ne!(second, first);
    let keyed = |key: &str| ConnectRequest {
        key: Some(key.to_owned()),
        ..request(&ada, None)
    };
    let third = connect(&bench, keyed("billing")).await.unwrap();
    assert!(third != first && third != second);
    assert_eq!(connect(&bench, keyed("billing")).await.unwrap(), third);
    assert_eq!(bench.connections().await, 3);
    let taken = SetConnection {
        key: Some(Some("billing".to_owned())),
        ..SetConnection::default()
    };
    let error = bench
        .engine
        .set_connection(&first, taken, &ada)
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::AlreadyExists);
}
