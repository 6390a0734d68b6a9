//! From a connector and placeholders to the requests of its whole life: sign in, redeem, refresh, discover, test, call,
//! revoke.

use std::fmt::Write as _;

use patchbay_connector::{
    AuthKind, AuthorizeInput, ClientRef, Connector, Effective, Endpoints, Layers, Metadata, Names, Patch,
    Pkce, PlanBody, RequestPlan, Secret, TemplateError, TokenEndpoint,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use url::Url;

use crate::{
    placeholders::{Given, Style, patch},
    source::Source,
};

pub(crate) const STATE: &str = "the-state";
pub(crate) const CHALLENGE: &str = "the-challenge";
const NOW_MS: i64 = 1_700_000_000_000;
const UUID: &str = "11111111-2222-4333-8444-555555555555";

/// One request as it would be sent, in clear.
pub(crate) struct Sent {
    /// What it is for: `authorize`, `token`, `test`, …
    pub(crate) what: String,
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) form: Vec<(String, String)>,
    pub(crate) json: Option<Value>,
}

/// One connector in one option and variant, walked through.
pub(crate) struct Walk {
    pub(crate) option: Option<String>,
    pub(crate) variant: Option<String>,
    pub(crate) source: Source,
    pub(crate) effective: Effective,
    pub(crate) given: Given,
    /// All names as they are once it is connected.
    pub(crate) names: Names,
    pub(crate) endpoints: Option<Endpoints>,
    pub(crate) sent: Vec<Sent>,
    pub(crate) problems: Vec<String>,
    pub(crate) redirect_uri: String,
    /// The scopes that are asked for.
    pub(crate) scopes: Vec<String>,
    style: Style,
}

impl Walk {
    pub(crate) fn of(
        connector: &Connector,
        option: Option<&str>,
        variant: Option<&str>,
        style: Style,
    ) -> Self {
        let lay = |integration: &Patch| {
            connector.effective(&Layers {
                option,
                integration,
                integration_option: &Patch::default(),
                overrides: &Patch::default(),
            })
        };
        let chosen = variant.map(|variant| ("variant".to_owned(), Value::from(variant)));
        let bare = lay(&patch(chosen));
        let given = Given::of(connector, option, variant, &bare, style);
        let effective = lay(&given.integration);
        let mut walk = Self {
            option: option.map(str::to_owned),
            variant: variant.map(str::to_owned),
            source: Source::of(connector, option),
            names: Names::default(),
            endpoints: None,
            sent: Vec::new(),
            problems: given.problems.clone(),
            redirect_uri: format!("http://127.0.0.1:7282/oauth-callback/{}", connector.key()),
            scopes: Vec::new(),
            effective,
            given,
            style,
        };
        let told = walk
            .effective
            .problems
            .iter()
            .map(|problem| problem.message.clone());
        walk.problems.extend(told);
        let missing = walk.effective.missing(&walk.given.input);
        walk.problems
            .extend(missing.into_iter().map(|problem| problem.message));
        if let Err(error) = walk.walk() {
            walk.problems.push(error.to_string());
        }
        walk
    }

    /// Where in the catalogue this is.
    pub(crate) fn title(&self, connector: &Connector) -> String {
        let mut title = connector.key().to_owned();
        for (what, name) in [("option", &self.option), ("variant", &self.variant)] {
            if let Some(name) = name {
                let _ = write!(title, ", {what} {name}");
            }
        }
        title
    }

    fn walk(&mut self) -> Result<(), TemplateError> {
        let kind = self.effective.auth_kind();
        if kind.has_grant() || kind.is_minted() {
            self.sign_in()?;
        }
        // Once it is connected.
        let mut names = self.connected(&self.source.discover().concat());
        for (at, step) in self.effective.discover_steps().to_vec().iter().enumerate() {
            let plan = self.effective.discover_request(step, &names)?;
            self.add(&format!("discover {}", at + 1), plan);
            names = self.connected(&self.source.discover().split_off(at + 1).concat());
        }
        if let Some(test) = self.effective.test_request(&names)? {
            self.add("test", test.request);
        }
        if self.effective.leaf("http.baseUrl").is_some() {
            self.call(&names)?;
        }
        self.effective.sigv4(&names)?;
        if let Some(token) = self.token() {
            let secret = self.effective.client_secret();
            if let Some(plan) = token.revoke_request(&client(secret.as_ref()), &names)? {
                self.add("revoke", plan);
            }
        }
        self.names = names;
        Ok(())
    }

    fn token(&self) -> Option<TokenEndpoint> {
        self.endpoints.as_ref()?.token.clone()
    }

    /// A call to the API, as every call of a connection is made.
    fn call(&mut self, names: &Names) -> Result<(), TemplateError> {
        let mut url = self.effective.base_url(names)?;
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let query = self.effective.http_query(names)?.into_iter();
        let query: Vec<String> = query
            .map(|(name, value)| format!("{}={}", encode(&name), encode(value.expose())))
            .collect();
        if !query.is_empty() {
            url.set_query(Some(&query.join("&")));
        }
        let plan = RequestPlan {
            method: "GET".to_owned(),
            url,
            headers: self.effective.http_headers(names)?,
            body: PlanBody::None,
        };
        self.add("call", plan);
        Ok(())
    }

    fn sign_in(&mut self) -> Result<(), TemplateError> {
        let kind = self.effective.auth_kind();
        let mut names = self.names_with(&Patch::default());
        let metadata = self
            .effective
            .discovery_url(&names)?
            .map(|issuer| metadata(&issuer));
        names.set("state", STATE.to_owned());
        names.set("redirectUri", self.redirect_uri.clone());
        if kind == AuthKind::Oauth1 {
            return self.oauth1(&names);
        }
        if self.effective.sign_spec(&names)?.is_some() {
            names.set_secret("assertion", self.style.secret("assertion").into());
        }
        let first = self.effective.endpoints(&names, metadata.as_ref())?;
        if first.authorize.is_some() {
            let scopes = self.effective.asked_scopes(&names)?;
            let off = self.effective.pkce() == Pkce::Off;
            let input = AuthorizeInput {
                client_id: "client-id",
                redirect_uri: &self.redirect_uri,
                state: STATE,
                code_challenge: Some(CHALLENGE).filter(|_| !off),
                scopes: &scopes,
            };
            let url = self.effective.authorize_url(&names, &first, &input)?;
            self.add("authorize", get(url));
        }
        // What the callback says may decide where the code is redeemed.
        let mut late = self.names_with(&self.callback());
        for name in ["state", "redirectUri", "assertion"] {
            if let Some(value) = names.get(name) {
                late.set_secret(name, value.into());
            }
        }
        let endpoints = self.effective.endpoints(&late, metadata.as_ref())?;
        self.endpoints = Some(endpoints.clone());
        if let Some(token) = &endpoints.token {
            self.token_request(token, &endpoints, &late)?;
        }
        self.steps(&late)?;
        if let Some(token) = self
            .token()
            .filter(|token| kind == AuthKind::Oauth2 && token.refresh_enabled)
        {
            let secret = self.effective.client_secret();
            let refresh = Secret::new(self.style.secret("refreshToken"));
            let names = self.connected(&[]);
            let params = self.effective.token_params();
            let plan = token.refresh_request(&client(secret.as_ref()), Some(&refresh), &params, &names)?;
            self.add("refresh", plan);
        }
        Ok(())
    }

    fn token_request(
        &mut self,
        token: &TokenEndpoint,
        endpoints: &Endpoints,
        late: &Names,
    ) -> Result<(), TemplateError> {
        let secret = self.effective.client_secret();
        let assertion = Secret::new(self.style.secret("assertion"));
        let client = ClientRef {
            assertion: Some(&assertion),
            ..client(secret.as_ref())
        };
        let (scopes, params) = (self.effective.asked_scopes(late)?, self.effective.token_params());
        let plan = match self.effective.auth_kind() {
            AuthKind::Oauth2 if endpoints.authorize.is_some() => {
                let verifier = Some("the-verifier").filter(|_| self.effective.pkce() != Pkce::Off);
                token.code_request(&client, "the-code", &self.redirect_uri, verifier, &params, late)?
            }
            AuthKind::Oauth2 => token.device_token_request(&client, &"the-device".into(), &params),
            AuthKind::ClientCredentials => token.client_credentials_request(&client, &scopes, &params),
            AuthKind::Jwt => token.jwt_bearer_request(&client, &assertion, &scopes, &params),
            _ => return Ok(()),
        };
        self.add("token", plan);
        Ok(())
    }

    /// The steps, each knowing what the ones before it captured.
    fn steps(&mut self, late: &Names) -> Result<(), TemplateError> {
        let captures = self.source.steps();
        let kind = self.effective.auth_kind();
        // An assertion that nothing exchanges is itself the token.
        let signed = kind == AuthKind::Jwt && (self.token().is_some() || captures.is_empty());
        let mut token = matches!(kind, AuthKind::Oauth2 | AuthKind::ClientCredentials) || signed;
        for (at, step) in self.effective.steps().to_vec().iter().enumerate() {
            let unknown = [captures[at..].concat(), self.source.discover().concat()].concat();
            let mut names = self.connected(&unknown);
            if !token {
                names.remove("accessToken");
                names.remove("refreshToken");
            }
            for name in ["state", "redirectUri", "assertion"] {
                if let Some(value) = late.get(name) {
                    names.set_secret(name, value.into());
                }
            }
            let plan = self.effective.step_request(step, &names)?;
            self.add(&format!("step {}", at + 1), plan);
            token |= captures[at].iter().any(|name| name == "accessToken");
        }
        if !token {
            self.problems.push("no step captures accessToken".to_owned());
        }
        Ok(())
    }

    fn oauth1(&mut self, names: &Names) -> Result<(), TemplateError> {
        let Some(spec) = self.effective.oauth1(names)? else {
            return Ok(());
        };
        if let Some(url) = spec.request {
            let form = spec.request_params.into_iter();
            let form = form.map(|(name, value)| (name, value.into())).collect();
            self.add(
                "temporary credentials",
                RequestPlan {
                    body: PlanBody::Form(form),
                    ..post(url)
                },
            );
        }
        if let Some(url) = spec.authorize {
            self.add("authorize (OAuth 1)", get(url));
        }
        if let Some(url) = spec.token {
            self.add("token credentials", post(url));
        }
        Ok(())
    }

    /// What the callback's captured parameters are, as far as their declaration lets the placeholders in.
    fn callback(&self) -> Patch {
        let value = |name: &String| match self.given.discovered.expose().get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let query: Vec<(String, String)> = self
            .source
            .callback()
            .into_iter()
            .map(|(name, from)| (from, value(&name)))
            .collect();
        self.effective.capture_callback(&query)
    }

    fn names_with(&self, discovered: &Patch) -> Names {
        let mut names = self.effective.names(&self.given.input, discovered);
        names.set_now_and_uuid(NOW_MS, UUID.to_owned());
        names
    }

    /// All names of a connection, but for the discovered parameters left out.
    fn connected(&self, out: &[String]) -> Names {
        let known = self.given.discovered.expose().iter();
        let known = known.filter(|(name, _)| !out.contains(name));
        let mut names = self.names_with(&patch(known.map(|(name, value)| (name.clone(), value.clone()))));
        let kind = self.effective.auth_kind();
        if kind.has_grant() || kind.is_minted() {
            for name in ["accessToken", "refreshToken", "assertion"] {
                names.set_secret(name, self.style.secret(name).into());
            }
            names.set("tokenType", "Bearer".to_owned());
        }
        names
    }

    fn add(&mut self, what: &str, plan: RequestPlan) {
        let clear = |pairs: Vec<(String, Secret<String>)>| -> Vec<(String, String)> {
            pairs
                .into_iter()
                .map(|(name, value)| (name, value.expose().clone()))
                .collect()
        };
        let (mut form, mut json) = (Vec::new(), None);
        match plan.body {
            PlanBody::Form(pairs) => form = clear(pairs),
            PlanBody::Json(text) => match serde_json::from_str(text.expose()) {
                Ok(value) => json = Some(value),
                Err(error) => self.problems.push(format!("{what}: no JSON: {error}")),
            },
            PlanBody::None | PlanBody::Bytes(_) => {}
        }
        self.sent.push(Sent {
            what: what.to_owned(),
            method: plan.method,
            url: plan.url,
            headers: clear(plan.headers),
            form,
            json,
        });
    }
}

fn client(secret: Option<&Secret<String>>) -> ClientRef<'_> {
    ClientRef {
        id: "client-id",
        secret,
        assertion: None,
    }
}

fn post(url: Url) -> RequestPlan {
    RequestPlan {
        method: "POST".to_owned(),
        ..get(url)
    }
}

fn get(url: Url) -> RequestPlan {
    RequestPlan {
        method: "GET".to_owned(),
        url,
        headers: Vec::new(),
        body: PlanBody::None,
    }
}

/// What a server of this issuer could say about itself.
fn metadata(issuer: &Url) -> Metadata {
    let said = issuer.as_str().trim_end_matches('/');
    let endpoint = |name: &str| format!("{said}/{name}");
    let body = json!({
        // What was asked, as a server with a path writes it.
        "issuer": if issuer.path() == "/" { said } else { issuer.as_str() },
        "authorization_endpoint": endpoint("authorize"),
        "token_endpoint": endpoint("token"),
        "revocation_endpoint": endpoint("revoke"),
        "userinfo_endpoint": endpoint("userinfo"),
        "device_authorization_endpoint": endpoint("device"),
        "registration_endpoint": endpoint("register"),
    });
    Metadata::parse(issuer, body.to_string().as_bytes()).unwrap()
}
