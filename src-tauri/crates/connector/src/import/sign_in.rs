//! One way to sign in: its parameters, and its `[auth]` and `[http]` in every variant.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::{
    ImportError, ImportNote,
    evaluate::{Out, Scope, name},
    export::{Export, Function},
    formula::{formula, variable},
    note, parameters,
    variants::{self, Variant},
};

/// Functions that only code can say, and what there is instead.
const CODE_ONLY: [(&str, &str); 8] = [
    (
        "getTokenData",
        "Patchbay redeems the code as RFC 6749 says. What is different with this provider goes into auth.token (params, headers, body, rename) and auth.response.",
    ),
    (
        "refreshCredentials",
        "Patchbay refreshes as RFC 6749 says. What is different with this provider goes into auth.refresh.",
    ),
    (
        "getCredentialsFromAccessTokenResponse",
        "Name the values that it reads from the token answer in auth.response.capture, or write a request into [[discover]].",
    ),
    (
        "getCredentialsFromRefreshTokenResponse",
        "What auth.response.capture names is read from refresh answers too.",
    ),
    (
        "getCredentialsFromConnectionParameters",
        "If it asks the provider for a token, write its requests into auth.steps with kind = \"exchange\".",
    ),
    ("disconnect", "Write the request that revokes into auth.revoke."),
    (
        "getOAuthConfig",
        "Write the authorize and token URLs into auth.authorize.url and auth.token.url.",
    ),
    ("makeApiClient", "Write the base URL and headers into [http]."),
];

/// One way to sign in, for one variant.
#[derive(Default, Clone, PartialEq)]
pub(super) struct Parts {
    pub(super) auth: Map<String, Value>,
    pub(super) http: Map<String, Value>,
}

pub(super) struct SignIn {
    pub(super) parts: Parts,
    pub(super) variants: Vec<(Variant, Parts)>,
    pub(super) params: Map<String, Value>,
}

/// Reads a sign-in of the export.
pub(super) fn sign_in(
    export: &Export,
    part: &Map<String, Value>,
    label: &str,
    notes: &mut Vec<ImportNote>,
) -> Result<SignIn, ImportError> {
    let kind = part.get("type").and_then(Value::as_str).unwrap_or_default();
    if !matches!(kind, "oauth2" | "oauth1" | "client-credentials") {
        let kind = if kind.is_empty() { "nothing it names" } else { kind };
        return Err(ImportError::Foreign(kind.to_owned()));
    }
    let mut params = Map::new();
    let schema = part
        .get("parametersSchema")
        .or_else(|| part.get("customCredentialsSchema"));
    parameters::add(&mut params, schema, "developer", label, notes);
    let input = part.get("inputSchema").or_else(|| part.get("ui")?.get("schema"));
    parameters::add(&mut params, input, "user", label, notes);
    let default = |wanted: &str| schema?.get("properties")?.get(wanted)?.get("default").cloned();

    let mut mappings = Vec::new();
    for (function, instead) in CODE_ONLY {
        match export.function(part, function) {
            Some(Function::Mapping(mapping)) => mappings.push(mapping),
            Some(Function::Code(kind)) => notes.push(note(
                &format!("{label}.{function}"),
                format!("It is {} and was not carried over. {instead}", kind_words(&kind)),
            )),
            Some(Function::Request(_)) => notes.push(note(
                &format!("{label}.{function}"),
                format!("It is a request and was not carried over. {instead}"),
            )),
            None => {}
        }
    }
    let chosen = variants::find(&mappings, default);
    for variant in &chosen {
        if let [root, name] = variant.locator.as_slice() {
            if root != "connectorParameters" {
                notes.push(note(
                    label,
                    format!(
                        "The export decided by {root}.{name}; here the developer chooses the variant \"{}\".",
                        variant.key
                    ),
                ));
            }
            params.remove(&super::evaluate::name(name));
        }
    }
    let mut reading = Reading {
        export,
        part,
        kind,
        label,
        default: &default,
        notes,
    };
    let parts = reading.parts(None, &mut params);
    let found: Vec<(Variant, Parts)> = chosen
        .into_iter()
        .map(|variant| {
            let parts = reading.parts(Some(&variant), &mut params);
            (variant, parts)
        })
        .collect();
    Ok(SignIn {
        parts,
        variants: found,
        params,
    })
}

struct Reading<'a> {
    export: &'a Export,
    part: &'a Map<String, Value>,
    kind: &'a str,
    label: &'a str,
    default: &'a dyn Fn(&str) -> Option<Value>,
    notes: &'a mut Vec<ImportNote>,
}

impl Reading<'_> {
    fn parts(&mut self, variant: Option<&Variant>, params: &mut Map<String, Value>) -> Parts {
        let none = IndexMap::new();
        let made = self.evaluated(
            "getCredentialsFromConnectionParameters",
            &Scope::new(variant, self.default, &none),
        );
        let made = match made {
            Some(Out::Map(map)) => map,
            _ => IndexMap::new(),
        };
        let scope = Scope::new(variant, self.default, &made);
        let client = self.evaluated("makeApiClient", &scope).unwrap_or(Out::Nothing);
        let client = client.get("args").cloned().unwrap_or(client);
        let mut auth = Map::new();
        match self.kind {
            "oauth2" => self.oauth2(&mut auth, params, &scope),
            "oauth1" => self.oauth1(&mut auth, params, &scope),
            _ => {
                let typed = params
                    .values()
                    .any(|parameter| parameter.get("source") == Some(&json!("user")));
                let kind = if client.get("auth").is_some() {
                    "basic"
                } else if typed {
                    "key"
                } else {
                    "none"
                };
                auth.insert("kind".to_owned(), json!(kind));
            }
        }
        let mut http = Map::new();
        self.http(&mut http, &client);
        self.test(&mut http, &scope);
        if self.kind == "oauth2" {
            self.captured(&mut auth, params, &scope);
        }
        Parts { auth, http }
    }

    /// A mapping function, evaluated; what it cannot say is noted.
    fn evaluated(&mut self, function: &str, scope: &Scope<'_>) -> Option<Out> {
        let Function::Mapping(mapping) = self.export.function(self.part, function)? else {
            return None;
        };
        let out = scope.evaluate(&mapping);
        self.reasons(function, scope);
        Some(out)
    }

    fn reasons(&mut self, function: &str, scope: &Scope<'_>) {
        for reason in scope.reasons.borrow_mut().drain(..) {
            let note = note(&format!("{}.{function}", self.label), format!("It {reason}."));
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    fn oauth2(&mut self, auth: &mut Map<String, Value>, params: &mut Map<String, Value>, scope: &Scope<'_>) {
        auth.insert("kind".to_owned(), json!("oauth2"));
        let config = self.evaluated("getOAuthConfig", scope).unwrap_or(Out::Nothing);
        self.scopes(auth, &config);
        self.client(params, &config, "clientId", "clientSecret");
        let text = |name: &str| config.get(name).and_then(Out::template);
        let mut authorize = Map::new();
        put_text(&mut authorize, "url", text("authorizeUri"));
        put_some(&mut authorize, "params", texts(config.get("extra")));
        if config.get("skipPkce").is_some_and(Out::is_true) {
            authorize.insert("pkce".to_owned(), json!("off"));
        }
        put_some(auth, "authorize", authorize);
        let mut token = Map::new();
        put_text(&mut token, "url", text("tokenUri"));
        let body = text("clientAuthLocation").is_some_and(|place| place == "body")
            || config.get("skipClientAuthInHeader").is_some_and(Out::is_true);
        token.insert(
            "client_auth".to_owned(),
            json!(if body { "post" } else { "basic" }),
        );
        put_some(auth, "token", token);
        if config.get("noRefreshToken").is_some_and(Out::is_true) {
            auth.insert("refresh".to_owned(), json!({ "enabled": false }));
        }
    }

    fn oauth1(&mut self, auth: &mut Map<String, Value>, params: &mut Map<String, Value>, scope: &Scope<'_>) {
        auth.insert("kind".to_owned(), json!("oauth1"));
        let config = self.evaluated("getOAuthConfig", scope).unwrap_or(Out::Nothing);
        self.client(params, &config, "consumerKey", "consumerSecret");
        for (ours, theirs) in [
            ("request", "requestTokenUri"),
            ("authorize", "authorizeUri"),
            ("token", "tokenUri"),
        ] {
            let mut endpoint = Map::new();
            put_text(&mut endpoint, "url", config.get(theirs).and_then(Out::template));
            if ours == "authorize" {
                put_some(&mut endpoint, "params", texts(config.get("extra")));
            }
            put_some(auth, ours, endpoint);
        }
    }

    /// Client id and secret are the format's own parameters; a name of the export's own for them is dropped.
    fn client(&mut self, params: &mut Map<String, Value>, config: &Out, id: &str, secret: &str) {
        for (theirs, ours) in [(id, "clientId"), (secret, "clientSecret")] {
            let Some(out) = config.get(theirs) else { continue };
            match out.open() {
                Some(open) if open == ours => {}
                Some(open) => {
                    let other = open.to_owned();
                    params.remove(&other);
                    self.once(format!("The parameter {other} is called {ours} here."));
                }
                None => self.once(format!(
                    "The value that the export has for {theirs} was left out: set {ours} on the integration."
                )),
            }
        }
    }

    fn scopes(&mut self, auth: &mut Map<String, Value>, config: &Out) {
        let scopes = match config.get("scopes") {
            Some(Out::List(items)) => Some(json!(items.iter().filter_map(Out::template).collect::<Vec<_>>())),
            Some(Out::Text(_)) | None => (self.default)("scopes").filter(Value::is_array),
            Some(_) => None,
        };
        if let Some(scopes) = scopes.filter(|scopes| scopes.as_array().is_some_and(|all| !all.is_empty())) {
            auth.insert("default_scopes".to_owned(), scopes);
        }
    }

    fn http(&mut self, http: &mut Map<String, Value>, client: &Out) {
        put_text(http, "base_url", client.get("baseUri").and_then(Out::template));
        let mut headers = texts(client.get("headers"));
        if let Some(basic) = client.get("auth") {
            let term = |name: &str| {
                basic.get(name).map_or_else(
                    || "''".to_owned(),
                    |out| match out.open() {
                        Some(open) => open.to_owned(),
                        None => format!("'{}'", out.template().unwrap_or_default().replace('\'', "")),
                    },
                )
            };
            let value = format!(
                "Basic ${{base64({}, ':', {})}}",
                term("username"),
                term("password")
            );
            headers.insert("Authorization".to_owned(), json!(value));
        }
        put_some(http, "headers", headers);
        put_some(http, "query", texts(client.get("query")));
        if client.get("responseHandlers").is_some() {
            self.once("responseHandlers were not carried over: answers come back as the provider gave them. If an answer other than 401 means an expired token, say so in http.expired.".to_owned());
        }
    }

    fn test(&mut self, http: &mut Map<String, Value>, scope: &Scope<'_>) {
        match self.export.function(self.part, "test") {
            Some(Function::Request(request) | Function::Mapping(request)) => {
                let out = scope.evaluate(&request);
                self.reasons("test", scope);
                let path = ["path", "uri", "url"].into_iter().find_map(|name| out.get(name)).and_then(Out::template);
                let Some(path) = path else {
                    self.once("test names no path and was not carried over. Write http.test.".to_owned());
                    return;
                };
                let mut test = Map::new();
                let method = out.get("method").and_then(Out::template).unwrap_or_else(|| "GET".to_owned());
                test.insert("method".to_owned(), json!(method.to_ascii_uppercase()));
                let absolute = path.starts_with("https://") || path.starts_with('/');
                test.insert("url".to_owned(), json!(if absolute { path } else { format!("/{path}") }));
                put_some(&mut test, "query", texts(out.get("query")));
                put_some(&mut test, "headers", texts(out.get("headers")));
                http.insert("test".to_owned(), Value::Object(test));
            }
            Some(Function::Code(kind)) => self.once(format!(
                "test is {} and was not carried over. Write a request that only works with a good credential into http.test.",
                kind_words(&kind)
            )),
            None => self.once("The export has no test. Write a request that only works with a good credential into http.test.".to_owned()),
        }
    }

    /// Values that calls use and that come from the token answer or the callback.
    fn captured(
        &mut self,
        auth: &mut Map<String, Value>,
        params: &mut Map<String, Value>,
        scope: &Scope<'_>,
    ) {
        let mut answer = Map::new();
        let mut callback = Map::new();
        for function in [
            "getCredentialsFromAccessTokenResponse",
            "getCredentialsFromRefreshTokenResponse",
        ] {
            let Some(Function::Mapping(Value::Object(mapping))) = self.export.function(self.part, function)
            else {
                continue;
            };
            if let Some((formula, _)) = formula(&mapping) {
                self.once(format!("{function} uses ${formula} for the whole and was not carried over. Name its values in auth.response.capture."));
                continue;
            }
            for (key, value) in &mapping {
                match variable(value).as_deref() {
                    Some([root, path @ ..]) if root == "tokenResponse" && !path.is_empty() => {
                        answer.insert(name(key), json!(path.join(".")));
                    }
                    Some([root, query, path]) if root == "request" && query == "query" => {
                        callback.insert(name(key), json!(path));
                    }
                    Some([root, path]) if root == "queryParameters" => {
                        callback.insert(name(key), json!(path));
                    }
                    _ => self.once(format!("{function}.{key} is composed and was not carried over. Capture its parts and compose them where they are used.")),
                }
            }
        }
        for used in scope.used.borrow().iter() {
            let ours = name(used);
            if !answer.contains_key(&ours) && !callback.contains_key(&ours) && !params.contains_key(&ours) {
                answer.insert(ours, json!(used));
            }
        }
        answer.retain(|name, _| {
            !matches!(
                name.as_str(),
                "accessToken" | "refreshToken" | "tokenType" | "expiresIn"
            )
        });
        for name in answer.keys().chain(callback.keys()) {
            let url =
                name.to_ascii_lowercase().ends_with("url") || name.to_ascii_lowercase().ends_with("uri");
            let mut parameter = json!({ "source": "discovered" });
            if url {
                parameter["format"] = json!("url");
            }
            params.entry(name.clone()).or_insert(parameter);
        }
        if !answer.is_empty() {
            auth.insert("response".to_owned(), json!({ "capture": answer }));
        }
        if !callback.is_empty()
            && let Some(Value::Object(authorize)) = auth.get_mut("authorize")
        {
            authorize.insert("capture".to_owned(), Value::Object(callback));
        }
    }

    fn once(&mut self, message: String) {
        let note = note(self.label, message);
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// A table of texts; what is no text is left out.
fn texts(out: Option<&Out>) -> Map<String, Value> {
    match out {
        Some(Out::Map(map)) => map
            .iter()
            .filter_map(|(name, out)| Some((name.clone(), Value::String(out.template()?))))
            .collect(),
        _ => Map::new(),
    }
}

fn put_text(table: &mut Map<String, Value>, name: &str, text: Option<String>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        table.insert(name.to_owned(), text.into());
    }
}

pub(super) fn put_some(table: &mut Map<String, Value>, name: &str, map: Map<String, Value>) {
    if !map.is_empty() {
        table.insert(name.to_owned(), Value::Object(map));
    }
}

fn kind_words(kind: &str) -> String {
    match kind {
        "javascript" => "JavaScript".to_owned(),
        other => format!("of the type \"{other}\""),
    }
}
