//! The dry run of every connector: what it shows is what would be sent, secrets masked, and each piece says whose it is.

use patchbay_connector::{
    AuthKind, Catalogue, ClientRef, Connector, Effective, Endpoints, MASK, Metadata, NameKind, Names, Patch,
    PlanBody, RefreshAs, RequestPlan, Secret, TemplateError, TracedPart, TracedRequest,
};

use crate::{placeholders::Style, walk::Walk, ways};

const SECRET: &str = "planted-refresh-token";

fn pieces(part: &TracedPart) -> String {
    part.pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// Whether what is shown is what is sent, but for masks.
fn shows(part: &TracedPart, sent: &str) -> bool {
    let mut rest = sent;
    let mut masked = false;
    for piece in &part.pieces {
        if piece.secret {
            assert_eq!(piece.text, MASK);
            masked = true;
            continue;
        }
        let Some(at) = rest.find(&piece.text).filter(|at| masked || *at == 0) else {
            return false;
        };
        rest = &rest[at + piece.text.len()..];
        masked = false;
    }
    masked || rest.is_empty()
}

fn sent(plan: &RequestPlan) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let headers = plan.headers.iter();
    all.extend(headers.map(|(name, value)| (name.clone(), value.expose().clone())));
    match &plan.body {
        PlanBody::Form(pairs) => {
            all.extend(
                pairs
                    .iter()
                    .map(|(name, value)| (name.clone(), value.expose().clone())),
            );
        }
        PlanBody::Json(json) => {
            let object: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(json.expose()).unwrap();
            all.extend(object.into_iter().map(|(name, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (name, text)
            }));
        }
        PlanBody::None | PlanBody::Bytes(_) => {}
    }
    all
}

fn check_refresh(walk: &Walk, endpoints: &Endpoints, title: &str) -> bool {
    let effective = &walk.effective;
    let Some(token) = endpoints.token.as_ref().filter(|token| token.refresh_enabled) else {
        return false;
    };
    if effective.auth_kind() != AuthKind::Oauth2 {
        return false;
    }
    let mut names = walk.names.clone();
    names.set_secret("refreshToken", SECRET.into());
    let (secret, params) = (effective.client_secret(), effective.token_params());
    let with = RefreshAs {
        endpoint: token,
        client_id: "client-id",
        secret: secret.as_ref(),
        params: &params,
    };
    let traced = effective
        .trace_refresh(&names, &with)
        .unwrap_or_else(|error| panic!("{title}: {error}"));
    let client = ClientRef {
        id: "client-id",
        secret: secret.as_ref(),
        assertion: Some(&Secret::from("assertion")),
    };
    let plan = token
        .refresh_request(&client, Some(&SECRET.into()), &params, &names)
        .unwrap();
    assert_eq!(traced.method, plan.method, "{title}");
    let url: String = traced.parts.iter().take(2).map(pieces).collect();
    let mut without_query = plan.url.clone();
    without_query.set_query(None);
    assert!(
        url.contains(MASK) || without_query.as_str().trim_end_matches('/') == url.trim_end_matches('/'),
        "{title}: {url} {without_query}"
    );
    let shown: Vec<&TracedPart> = traced
        .headers
        .iter()
        .chain(&traced.body)
        .filter(|part| !part.pieces.is_empty())
        .collect();
    let sent = sent(&plan);
    for (name, value) in &sent {
        let part = shown
            .iter()
            .find(|part| part.name.as_ref() == Some(name))
            .unwrap_or_else(|| panic!("{title}: {name} is not shown"));
        assert!(shows(part, value), "{title}: {name}: {part:?} {value}");
    }
    assert_eq!(shown.len(), sent.len(), "{title}: {shown:?}");
    let all = format!("{traced:?}");
    assert!(
        !all.contains(SECRET) && !all.contains("placeholder"),
        "{title}: {all}"
    );
    true
}

/// Builds a part as the dry run does: with placeholders for what nobody can know yet.
fn stood<T>(
    effective: &Effective,
    names: &mut Names,
    build: impl Fn(&Names) -> Result<T, TemplateError>,
) -> Result<T, TemplateError> {
    loop {
        match build(names) {
            Err(TemplateError::Unresolved { name, place }) => {
                if effective.stand_in(names, &name).is_none() {
                    return Err(TemplateError::Unresolved { name, place });
                }
            }
            other => return other,
        }
    }
}

fn check_new(walk: &Walk, connector: &Connector, title: &str) {
    let effective = &walk.effective;
    let mut names = effective.names(&Patch::default(), &Patch::default());
    names.set("redirectUri", walk.redirect_uri.clone());
    let issuer = stood(effective, &mut names, |names| effective.discovery_url(names)).unwrap();
    let metadata = issuer.as_ref().map(Metadata::not_read_yet);
    let endpoints = stood(effective, &mut names, |names| {
        effective.endpoints(names, metadata.as_ref())
    })
    .unwrap_or_else(|error| panic!("{title}: {error}"));
    let mut requests: Vec<TracedRequest> = Vec::new();
    if effective.traces_token(&endpoints) {
        let traced = stood(effective, &mut names, |names| {
            effective.trace_token(names, &endpoints)
        });
        requests.push(traced.unwrap_or_else(|error| panic!("{title}: {error}")));
    }
    if effective.leaf("http.baseUrl").is_some() {
        let traced = stood(effective, &mut names, |names| {
            effective.trace_call(names, "GET", "/")
        });
        requests.push(traced.unwrap_or_else(|error| panic!("{title}: {error}")));
    }
    let declared = connector.parameters(effective.option.as_deref());
    for request in &requests {
        for piece in request
            .parts
            .iter()
            .chain(&request.headers)
            .chain(&request.body)
            .flat_map(|part| &part.pieces)
        {
            // Whatever has a declared parameter's name says which layer it is from.
            let Some(path) = piece.path.as_ref().filter(|path| declared.contains_key(*path)) else {
                continue;
            };
            assert!(piece.layer.is_some(), "{title}: {path} has no layer: {piece:?}");
            let (kind, _) = effective.name_kind(path).unwrap();
            let input = piece.layer == Some(patchbay_connector::Layer::Input);
            assert!(
                !input || kind == NameKind::Input,
                "{title}: {path} is not what a person types"
            );
        }
    }
}

#[test]
fn every_dry_run_shows_what_would_be_sent() {
    let (catalogue, _) = Catalogue::builtin();
    let mut refreshes = 0;
    for connector in catalogue.list() {
        for (option, variant) in ways(connector) {
            let walk = Walk::of(connector, option.as_deref(), variant.as_deref(), Style::Plain);
            let title = walk.title(connector);
            if let Some(endpoints) = &walk.endpoints {
                refreshes += usize::from(check_refresh(&walk, endpoints, &title));
            }
            check_new(&walk, connector, &title);
        }
    }
    assert!(refreshes > 50, "{refreshes}");
}
