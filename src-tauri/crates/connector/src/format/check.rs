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

pub(super) struct Check<'a> {
    pub(super) document: &'a Document,
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
    pub(super) fn say(
        &mut self,
        path: impl Into<String>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
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
        } else if self.is_circle(&param.from) {
            self.say(
                format!("{path}.from"),
                "It would be taken from itself.",
                "Name a parameter that is typed in or captured, or accessToken.",
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

    /// Whether following `from` never ends.
    fn is_circle(&self, from: &str) -> bool {
        let params = &self.document.params;
        let mut at = from;
        for _ in 0..=params.len() {
            match params.get(at) {
                Some(param) if !param.from.is_empty() => at = &param.from,
                _ => return false,
            }
        }
        true
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

    pub(super) fn captures<'a>(&mut self, path: &str, names: impl Iterator<Item = &'a String>) {
        for name in names {
            let known = self.document.params.get(name);
            if known.is_none_or(|param| param.source != ParamSource::Discovered) {
                self.say(
                    format!("{path}.{name}"),
                    format!("\"{name}\" is no discovered parameter."),
                    format!("Declare it: [params.{name}] with source = \"discovered\"."),
                );
            } else if known.is_some_and(|param| !param.from.is_empty()) {
                self.say(
                    format!("{path}.{name}"),
                    format!("\"{name}\" is taken from another value, so no answer gives it."),
                    format!("Take the capture out, or \"from\" and \"match\" out of [params.{name}]."),
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
        for (index, url) in http.origins.iter().enumerate() {
            if url.is_relative() {
                self.say(
                    format!("http.origins.{index}"),
                    "An origin is a whole URL.",
                    "Begin it with https://.",
                );
            }
        }
        for condition in http.expired.when.split("||") {
            self.condition("http.expired.when", condition.trim());
        }
        if let Some(sign) = &http.sign {
            for (name, template) in [
                ("region", &sign.region),
                ("service", &sign.service),
                ("access_key", &sign.access_key),
                ("secret_key", &sign.secret_key),
            ] {
                if template.is_empty() {
                    self.say(
                        format!("http.sign.{name}"),
                        format!("Signing calls needs {name}."),
                        "Add it under [http.sign].",
                    );
                }
            }
        }
        if let Some(test) = &http.test {
            self.request("http.test", &test.request);
            self.condition("http.test.ok", &test.ok);
        }
        for (index, step) in self.document.discover.iter().enumerate() {
            self.request(&format!("discover.{index}.request"), &step.request);
            self.captures(&format!("discover.{index}.capture"), step.capture.keys());
        }
        let kind = self.document.auth.kind;
        let templates = http.headers.values().chain(http.query.values());
        // A credential may also be in the path (a bot's token), or be one that an answer gave under a name of its own.
        let in_url = http.base_url.iter().flat_map(UrlTemplate::names);
        let used = templates
            .flat_map(Template::names)
            .chain(in_url)
            .any(|name| crate::reserved::is_secret(self.document, name));
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

    pub(super) fn request(&mut self, path: &str, request: &RequestTemplate) {
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
            if document.params.contains_key(&name) || SUPPLIED.contains(&name.as_str()) {
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
