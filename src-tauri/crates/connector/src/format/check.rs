//! What the parts of a document must be to each other, beyond their shapes. Asked of every option in every variant.

use super::{AuthKind, Document, ParamFormat, ParamSource, ParamType, Parameter, RequestTemplate};
use crate::{
    derived::pattern_problem,
    problem::nearest,
    templates::{Expr, Start, Template, Term, UrlTemplate},
    values::{type_name, value_problem},
};

/// What the engine supplies to templates.
pub(crate) const SUPPLIED: &[&str] = &[
    "clientId",
    "clientSecret",
    "accessToken",
    "refreshToken",
    "tokenType",
    "code",
    "codeVerifier",
    "redirectUri",
    "state",
    "scope",
    "assertion",
];
/// Names of the values tree that no connector may declare.
const TAKEN: &[&str] = &[
    "variant",
    "connectorVersion",
    "authorizeParams",
    "tokenParams",
    "http",
];

/// One finding: the key path in the expanded document, what is wrong, what to do, whether it is only a warning.
pub(crate) struct Finding {
    pub(crate) path: String,
    pub(crate) message: String,
    pub(crate) fix: String,
    pub(crate) warning: bool,
}

struct Check<'a> {
    document: &'a Document,
    found: Vec<Finding>,
}

/// Everything that is wrong with an expanded document.
pub(crate) fn check(document: &Document) -> Vec<Finding> {
    let mut check = Check {
        document,
        found: Vec::new(),
    };
    check.params();
    check.auth();
    check.http();
    check.templates();
    check.found
}

impl Check<'_> {
    fn say(&mut self, path: impl Into<String>, message: impl Into<String>, fix: impl Into<String>) {
        self.found.push(Finding {
            path: path.into(),
            message: message.into(),
            fix: fix.into(),
            warning: false,
        });
    }

    fn warn(&mut self, path: impl Into<String>, message: impl Into<String>, fix: impl Into<String>) {
        self.found.push(Finding {
            path: path.into(),
            message: message.into(),
            fix: fix.into(),
            warning: true,
        });
    }

    fn params(&mut self) {
        let document = self.document;
        for (name, param) in &document.params {
            let path = format!("params.{name}");
            let good = name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric());
            if !good {
                self.say(
                    &path,
                    format!("\"{name}\" cannot be the name of a parameter."),
                    "Use letters and digits, a letter first (camelCase).",
                );
            }
            let supplied =
                SUPPLIED.contains(&name.as_str()) && !matches!(name.as_str(), "clientId" | "clientSecret");
            if TAKEN.contains(&name.as_str())
                || supplied
                || matches!(name.as_str(), "constructor" | "prototype")
            {
                self.say(
                    &path,
                    format!("\"{name}\" is a name of the format itself."),
                    "Choose another name.",
                );
            }
            if matches!(name.as_str(), "clientId" | "clientSecret" | "scopes")
                && param.source != ParamSource::Developer
            {
                self.say(
                    &path,
                    format!("\"{name}\" is always the developer's."),
                    "Take its source out.",
                );
            }
            self.patterns(&path, param);
            self.values(&path, param);
        }
    }

    fn patterns(&mut self, path: &str, param: &Parameter) {
        if let Some(reason) = pattern_problem(&param.pattern, None) {
            self.say(
                format!("{path}.pattern"),
                format!("This regular expression cannot be read: {reason}."),
                "Correct it; look-around and back-references are not understood.",
            );
        }
        match (param.from.is_empty(), param.matching.is_empty()) {
            (true, true) => return,
            (false, false) => {}
            _ => self.say(
                path,
                "from and match belong together.",
                "Name the value in from, and in match a regular expression with one group.",
            ),
        }
        if param.source != ParamSource::Discovered {
            self.say(
                format!("{path}.source"),
                "Only a discovered parameter is taken from another value.",
                "Set source = \"discovered\".",
            );
        }
        let known = self.document.params.contains_key(&param.from) || param.from == "accessToken";
        if !param.from.is_empty() && !known {
            self.say(
                format!("{path}.from"),
                format!("\"{}\" is no parameter.", param.from),
                "Name a parameter, or accessToken.",
            );
        }
        if let Some(reason) = pattern_problem(&param.matching, Some(1)) {
            self.say(
                format!("{path}.match"),
                format!("This regular expression cannot be used: {reason}."),
                "Write one with exactly one group, such as -([a-z0-9]+)$.",
            );
        }
    }

    fn values(&mut self, path: &str, param: &Parameter) {
        if param.format.is_some() && param.kind != ParamType::String {
            self.say(
                format!("{path}.format"),
                "Only a text has a format.",
                "Take the format out, or make the type \"string\".",
            );
        }
        let bare = Parameter {
            allowed: Vec::new(),
            ..param.clone()
        };
        for value in &param.allowed {
            if let Some(reason) = value_problem(&bare, value) {
                self.say(
                    format!("{path}.enum"),
                    format!("A value of \"enum\" {reason}."),
                    format!("Make each of them {}.", type_name(param.kind)),
                );
            }
        }
        let Some(default) = &param.default else { return };
        if let Some(reason) = value_problem(param, default) {
            self.say(
                format!("{path}.default"),
                format!("The default {reason}."),
                "Correct the default, or what the parameter allows.",
            );
        }
        if default.as_str().is_some_and(|text| text.contains("${")) {
            self.say(
                format!("{path}.default"),
                "A default is a literal, never a template.",
                "Write the alternative where it is used: ${apiUrl ?? serverUrl}.",
            );
        }
        if param.secret && param.source == ParamSource::Developer {
            self.warn(
                format!("{path}.default"),
                "A secret with a default is no secret.",
                "Take the default out.",
            );
        }
    }

    fn auth(&mut self) {
        let auth = &self.document.auth;
        let needs = |what: &str, kind: &str| {
            (
                format!("auth.{what}"),
                format!("Signing in with \"{kind}\" needs {what}."),
                format!("Add it under [auth], or choose another kind than \"{kind}\"."),
            )
        };
        let mut missing = Vec::new();
        match auth.kind {
            AuthKind::Oauth2 if auth.discovery.is_none() => {
                if auth.authorize.url.is_none() && auth.device.is_none() {
                    missing.push(needs("authorize.url", "oauth2"));
                }
                if auth.token.url.is_none() {
                    missing.push(needs("token.url", "oauth2"));
                }
            }
            AuthKind::ClientCredentials if auth.discovery.is_none() && auth.token.url.is_none() => {
                missing.push(needs("token.url", "client_credentials"));
            }
            AuthKind::Oauth1 => {
                let parts = [
                    auth.request.is_some(),
                    auth.authorize.url.is_some(),
                    auth.token.url.is_some(),
                ];
                if parts.contains(&true) && parts.contains(&false) {
                    missing.push((
                        "auth".to_owned(),
                        "OAuth 1 has the URLs of request, authorize and token, or none of them.".to_owned(),
                        "Add those that are missing, or take the others out.".to_owned(),
                    ));
                }
            }
            AuthKind::Exchange if auth.steps.is_empty() => missing.push(needs("steps", "exchange")),
            AuthKind::Exchange
                if !auth
                    .steps
                    .iter()
                    .any(|step| step.capture.contains_key("accessToken")) =>
            {
                missing.push((
                    "auth.steps".to_owned(),
                    "No step captures an accessToken.".to_owned(),
                    "Add capture = { accessToken = \"…\" } to the step whose answer has it.".to_owned(),
                ));
            }
            AuthKind::Jwt
                if !auth.steps.is_empty()
                    && !auth
                        .steps
                        .iter()
                        .any(|step| step.capture.contains_key("accessToken")) =>
            {
                missing.push((
                    "auth.steps".to_owned(),
                    "No step captures an accessToken.".to_owned(),
                    "Add capture = { accessToken = \"…\" } to the step whose answer has it.".to_owned(),
                ));
            }
            AuthKind::Jwt if auth.sign.as_ref().is_none_or(|sign| sign.key.is_empty()) => {
                missing.push(needs("sign.key", "jwt"));
            }
            _ => {}
        }
        for (path, message, fix) in missing {
            self.say(path, message, fix);
        }
        if let Some(revoke) = &auth.revoke {
            self.request("auth.revoke.request", &revoke.request);
        }
        for (index, step) in auth.steps.iter().enumerate() {
            self.request(&format!("auth.steps.{index}.request"), &step.request);
        }
        self.captures("auth.authorize.capture", auth.authorize.capture.keys());
        self.captures("auth.response.capture", auth.response.capture.keys());
        if let Err(reason) = crate::answer::Condition::parse(&auth.response.ok) {
            self.say(
                "auth.response.ok",
                format!("This condition cannot be read: {reason}."),
                "Write it like: ok == true",
            );
        }
    }

    fn captures<'a>(&mut self, path: &str, names: impl Iterator<Item = &'a String>) {
        for name in names {
            let known = self.document.params.get(name);
            if known.is_none_or(|param| param.source != ParamSource::Discovered) {
                self.say(
                    format!("{path}.{name}"),
                    format!("\"{name}\" is no discovered parameter."),
                    format!("Declare it: [params.{name}] with source = \"discovered\"."),
                );
            }
        }
    }

    fn http(&mut self) {
        let http = &self.document.http;
        match &http.base_url {
            Some(url) if url.is_relative() => self.say(
                "http.base_url",
                "The base URL must be a whole URL.",
                "Begin it with https:// or a parameter of format \"url\".",
            ),
            Some(_) => {}
            None if http.test.is_some() || !http.headers.is_empty() => self.say(
                "http.base_url",
                "There is no base URL for calls.",
                "Add base_url under [http].",
            ),
            None => self.warn(
                "http",
                "Without http.base_url no calls can be made.",
                "Add it, unless the connector only signs in.",
            ),
        }
        for name in http.headers.keys() {
            if name.is_empty() || !name.bytes().all(crate::values::is_token) {
                self.say(
                    format!("http.headers.{name}"),
                    format!("\"{name}\" is no header name."),
                    "Use letters, digits and hyphens.",
                );
            }
        }
        if let Some(test) = &http.test {
            self.request("http.test", &test.request);
        }
        for (index, step) in self.document.discover.iter().enumerate() {
            self.request(&format!("discover.{index}.request"), &step.request);
            self.captures(&format!("discover.{index}.capture"), step.capture.keys());
        }
        let kind = self.document.auth.kind;
        let templates = http.headers.values().chain(http.query.values());
        let used = templates
            .flat_map(Template::names)
            .any(|name| name == "accessToken" || name == "assertion");
        if (kind.is_minted() || kind == AuthKind::Oauth2)
            && http.base_url.is_some()
            && !used
            && http.sign.is_none()
        {
            self.warn(
                "http.headers",
                "No call would carry the access token.",
                "Add headers = { Authorization = \"Bearer ${accessToken}\" }.",
            );
        }
    }

    fn request(&mut self, path: &str, request: &RequestTemplate) {
        let url_path = format!("{path}.url");
        if request.url == UrlTemplate::default() {
            self.say(
                url_path,
                "A request needs a URL.",
                "Add url = \"https://…\", or one that begins with /.",
            );
        }
        let good = !request.method.is_empty() && request.method.bytes().all(|byte| byte.is_ascii_uppercase());
        if !good {
            self.say(
                format!("{path}.method"),
                format!("\"{}\" is no method.", request.method),
                "Use GET, POST, PUT, PATCH or DELETE.",
            );
        }
    }

    fn templates(&mut self) {
        let document = self.document;
        let mut names = Vec::new();
        super::uses::visit(document, &mut |place, template| match template {
            super::uses::Used::Url(url) => {
                names.extend(
                    url.names()
                        .into_iter()
                        .map(|name| (place.to_owned(), name.to_owned())),
                );
                self.url(place, url);
            }
            super::uses::Used::Text(template) => {
                names.extend(
                    template
                        .names()
                        .into_iter()
                        .map(|name| (place.to_owned(), name.to_owned())),
                );
            }
        });
        for (place, name) in names {
            let step = document
                .auth
                .steps
                .iter()
                .any(|step| step.capture.contains_key(&name));
            if document.params.contains_key(&name) || SUPPLIED.contains(&name.as_str()) || step {
                continue;
            }
            let known = document
                .params
                .keys()
                .map(String::as_str)
                .chain(SUPPLIED.iter().copied());
            let fix = nearest(&name, known).map_or_else(
                || format!("Declare it: [params.{name}]."),
                |near| format!("Did you mean \"{near}\"? Otherwise declare it: [params.{name}]."),
            );
            self.say(
                place,
                format!("\"{name}\" is neither a parameter nor supplied by Patchbay."),
                fix,
            );
        }
    }

    fn url(&mut self, place: &str, url: &UrlTemplate) {
        let document = self.document;
        let format_of = |name: &str| document.params.get(name);
        if let Start::Value(expr) = url.start() {
            for name in names_of(expr) {
                if format_of(name).is_some_and(|param| param.format != Some(ParamFormat::Url)) {
                    self.say(place, format!("A whole URL may only come from a parameter of format \"url\"; \"{name}\" has another."), format!("Add format = \"url\" to [params.{name}]."));
                }
            }
        }
        let suffix = url.host_suffix();
        let has_suffix = suffix.matches('.').count() >= 2;
        for expr in url.host_exprs() {
            for name in names_of(expr) {
                let Some(param) = format_of(name) else {
                    if SUPPLIED.contains(&name) {
                        self.say(
                            place,
                            format!("\"{name}\" may not stand in a host."),
                            "Use a parameter.",
                        );
                    }
                    continue;
                };
                let bound = !param.allowed.is_empty();
                if param.secret {
                    self.say(
                        place,
                        format!("\"{name}\" is a secret and may not stand in a host."),
                        "Put it into a header, a query or a body.",
                    );
                } else if !has_suffix && !bound && param.format != Some(ParamFormat::Hostname) {
                    self.say(place, format!("\"{name}\" would be the end of the host, so it must be of format \"hostname\" or have an \"enum\"."), format!("Add format = \"hostname\" to [params.{name}], or a literal end such as .example.com to the URL."));
                }
                if document.auth.authorize.capture.contains_key(name) && !bound {
                    self.say(place, format!("\"{name}\" comes from the callback, so it may reach a host only through an \"enum\"."), format!("Add enum = [\"…\"] to [params.{name}]."));
                }
            }
        }
    }
}

/// The names of an expression that stand for themselves.
fn names_of(expr: &Expr) -> impl Iterator<Item = &str> {
    expr.0.iter().filter_map(|term| {
        if let Term::Name(name) = term {
            Some(name.as_str())
        } else {
            None
        }
    })
}
