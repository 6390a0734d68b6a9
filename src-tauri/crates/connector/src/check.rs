//! What a patch may say (design section 2): known names, right types, nothing that the protocol owns.

use serde_json::Value;

use crate::{
    Connector, ParamPath, ParamProblem, ParamProblemCode, ParamSource, Parameter, Patch,
    format::Document,
    projection::{COMMON, HTTP, RETRY},
    reserved,
    templates::{header_value, whole_url},
    values::{is_token, is_type, value_problem},
};

/// Whose patch it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchLayer {
    /// An integration's parameters.
    Integration,
    /// An integration's parameters for one option.
    IntegrationOption,
    /// A connection's override.
    Override,
}

/// Checks a developer's patch; empty if all is well. `variant` is the one that will be in force.
pub fn check_patch(
    connector: &Connector,
    option: Option<&str>,
    variant: Option<&str>,
    patch: &Patch,
    who: PatchLayer,
) -> Vec<ParamProblem> {
    let mut problems = Vec::new();
    if let Some(name) = option.filter(|name| !connector.knows_option(name)) {
        problems.push(connector.no_option(name));
    }
    if let Some(name) = patch
        .expose()
        .get("variant")
        .and_then(Value::as_str)
        .filter(|name| !name.is_empty())
        && !connector.knows_variant(name)
    {
        problems.push(connector.no_variant(name));
    }
    let document = &connector.projection(option, variant).document;
    let mut check = Check {
        document,
        who,
        problems,
    };
    for (name, value) in patch.expose() {
        check.top(name, value);
    }
    check.problems
}

/// Checks what an end user typed.
pub(crate) fn input(document: &Document, input: &Patch) -> Vec<ParamProblem> {
    let mut problems = Vec::new();
    let users = || {
        document
            .params
            .iter()
            .filter(|(_, param)| param.source == ParamSource::User)
    };
    for (name, value) in input.expose() {
        match document.params.get(name) {
            Some(param) if param.source == ParamSource::User => {
                if !value.is_null() {
                    problems.extend(wrong_value(name, param, value));
                }
            }
            Some(_) => problems.push(ParamProblem::new(
                name,
                ParamProblemCode::WrongSource,
                format!("\"{name}\" is not for the person who connects to set. Take it out."),
            )),
            None => {
                let message = format!("\"{name}\" is not asked for by this connector. Take it out.");
                let problem = ParamProblem::new(name, ParamProblemCode::UnknownParameter, message);
                problems.push(problem.allowing(name, users().map(|(name, _)| name)));
            }
        }
    }
    for (name, param) in users() {
        let given = input
            .expose()
            .get(name)
            .filter(|value| !value.is_null() && *value != "");
        if param.required && param.default.is_none() && given.is_none() {
            problems.push(ParamProblem::new(
                name,
                ParamProblemCode::RequiredRemoved,
                format!("\"{}\" is needed to connect. Fill it in.", title(name, param)),
            ));
        }
    }
    problems
}

fn title<'a>(name: &'a str, param: &'a Parameter) -> &'a str {
    if param.title.is_empty() {
        name
    } else {
        &param.title
    }
}

fn wrong_value(name: &str, param: &Parameter, value: &Value) -> Option<ParamProblem> {
    let reason = value_problem(param, value)?;
    let code = if is_type(param.kind, value) {
        ParamProblemCode::NotAllowed
    } else {
        ParamProblemCode::WrongType
    };
    let allowed = param
        .allowed
        .iter()
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let problem = ParamProblem::new(
        ParamPath::new([name]),
        code,
        format!("\"{}\" {reason}.", title(name, param)),
    );
    Some(problem.allowing(value.as_str().unwrap_or_default(), allowed))
}

struct Check<'a> {
    document: &'a Document,
    who: PatchLayer,
    problems: Vec<ParamProblem>,
}

impl Check<'_> {
    fn say(&mut self, path: &[&str], code: ParamProblemCode, message: &str) {
        let path = ParamPath::new(path.iter().copied());
        self.problems
            .push(ParamProblem::new(&path, code, format!("\"{path}\" {message}")));
    }

    fn unknown(&mut self, path: &[&str], allowed: &[&str]) {
        let name = path.last().copied().unwrap_or_default();
        let path = ParamPath::new(path.iter().copied());
        let mut problem =
            ParamProblem::new(&path, ParamProblemCode::UnknownParameter, "").allowing(name, allowed);
        problem.message = match &problem.nearest {
            Some(near) => {
                format!("\"{path}\" is not a parameter of this connector. Did you mean \"{near}\"?")
            }
            None => format!(
                "\"{path}\" is not a parameter of this connector. It has: {}.",
                allowed.join(", ")
            ),
        };
        self.problems.push(problem);
    }

    fn top(&mut self, name: &str, value: &Value) {
        let param = self.document.params.get(name);
        match param.map(|param| param.source) {
            Some(ParamSource::User) => {
                return self.say(
                    &[name],
                    ParamProblemCode::WrongSource,
                    "is what the person types when connecting; the developer cannot set it.",
                );
            }
            Some(ParamSource::Discovered) => {
                return self.say(
                    &[name],
                    ParamProblemCode::WrongSource,
                    "is what the provider tells when connecting; nobody can set it.",
                );
            }
            _ => {}
        }
        if value.is_null() && (param.is_some_and(|param| param.required) || self.needs(name)) {
            return self.say(
                &[name],
                ParamProblemCode::RequiredRemoved,
                "is required, so it cannot be removed. Set a value, or reset it to inherit one.",
            );
        }
        if matches!(name, "http" | "authorizeParams" | "tokenParams") && !value.is_object() {
            return self.say(
                &[name],
                ParamProblemCode::WrongType,
                "must be an object, and cannot be null.",
            );
        }
        match (name, value) {
            ("http", Value::Object(map)) => {
                for (name, value) in map {
                    self.http(name, value);
                }
            }
            ("authorizeParams" | "tokenParams", Value::Object(map)) => {
                for (inner, value) in map {
                    self.extra(&[name, inner], value);
                }
            }
            (_, Value::Null) if COMMON.contains(&name) || param.is_some() => {}
            (_, value) => match param {
                Some(param) => self.problems.extend(wrong_value(name, param, value)),
                None => self.common(name, value),
            },
        }
    }

    fn needs(&self, name: &str) -> bool {
        name == "clientId" && self.who == PatchLayer::Override && self.document.needs_client_id()
    }

    fn common(&mut self, name: &str, value: &Value) {
        match name {
            "scopes" => {
                let good = value.as_array().is_some_and(|items| {
                    items
                        .iter()
                        .all(|item| item.as_str().is_some_and(|scope| !scope.is_empty()))
                });
                if !good {
                    self.say(
                        &[name],
                        ParamProblemCode::WrongType,
                        "must be a list of texts, such as [\"contacts.read\"].",
                    );
                }
            }
            "variant" | "connectorVersion" | "clientId" | "clientSecret" => {
                if !value.is_string() {
                    self.say(&[name], ParamProblemCode::WrongType, "must be a text.");
                }
            }
            _ if self.document.additional_params => {}
            _ => {
                let declared = self
                    .document
                    .params
                    .iter()
                    .filter(|(_, param)| param.source == ParamSource::Developer);
                let mut allowed: Vec<&str> = declared.map(|(name, _)| name.as_str()).collect();
                allowed.extend(
                    COMMON
                        .iter()
                        .filter(|name| !allowed.contains(name))
                        .copied()
                        .collect::<Vec<_>>(),
                );
                self.unknown(&[name], &allowed);
            }
        }
    }

    fn http(&mut self, name: &str, value: &Value) {
        let path = ["http", name];
        match name {
            "baseUrl" => match value {
                Value::Null => {}
                Value::String(text) => {
                    if let Err(reason) = whole_url(text) {
                        self.say(
                            &path,
                            ParamProblemCode::NotAllowed,
                            &format!("is not a URL that may be used: {reason}."),
                        );
                    }
                }
                _ => self.say(
                    &path,
                    ParamProblemCode::WrongType,
                    "must be a text, such as \"https://api.example.com\".",
                ),
            },
            "timeoutMs" => {
                let good = value.is_null() || value.as_u64().is_some_and(|ms| (1..=600_000).contains(&ms));
                if !good {
                    self.say(
                        &path,
                        ParamProblemCode::WrongType,
                        "must be a whole number of milliseconds from 1 to 600000.",
                    );
                }
            }
            "headers" | "query" => {
                let Value::Object(map) = value else {
                    return self.say(
                        &path,
                        ParamProblemCode::WrongType,
                        "must be an object, and cannot be null.",
                    );
                };
                let mut seen: Vec<String> = Vec::new();
                for (inner, value) in map {
                    self.extra(&["http", name, inner], value);
                    let lower = inner.to_ascii_lowercase();
                    if name == "headers" && seen.contains(&lower) {
                        self.say(
                            &["http", name, inner],
                            ParamProblemCode::NotAllowed,
                            "is there twice: header names have no case. Keep one.",
                        );
                    }
                    seen.push(lower);
                }
            }
            "retry" => self.retry(value),
            _ => self.unknown(&path, HTTP),
        }
    }

    fn retry(&mut self, value: &Value) {
        if value.is_null() {
            return;
        }
        let Value::Object(map) = value else {
            return self.say(
                &["http", "retry"],
                ParamProblemCode::WrongType,
                "must be an object.",
            );
        };
        for (name, value) in map {
            let path = ["http", "retry", name.as_str()];
            let all = |good: fn(&Value) -> bool| {
                value.is_null() || value.as_array().is_some_and(|items| items.iter().all(good))
            };
            match name.as_str() {
                "statuses"
                    if !all(|item| item.as_u64().is_some_and(|status| (100..=599).contains(&status))) =>
                {
                    self.say(
                        &path,
                        ParamProblemCode::WrongType,
                        "must be a list of HTTP statuses.",
                    );
                }
                "after" | "at" if !all(Value::is_string) => {
                    self.say(
                        &path,
                        ParamProblemCode::WrongType,
                        "must be a list of header names.",
                    );
                }
                name if !RETRY.contains(&name) => self.unknown(&path, RETRY),
                _ => {}
            }
        }
    }

    /// A header, a query parameter, or one of `authorizeParams` or `tokenParams`.
    fn extra(&mut self, path: &[&str], value: &Value) {
        let name = path.last().copied().unwrap_or_default();
        if reserved::is_reserved(self.document, path) {
            return self.say(
                path,
                ParamProblemCode::Reserved,
                "belongs to the protocol or carries a credential, so it cannot be set here. Take it out.",
            );
        }
        let header = path.len() == 3 && path[1] == "headers";
        if name.is_empty() || (header && !name.bytes().all(is_token)) {
            return self.say(
                path,
                ParamProblemCode::NotAllowed,
                "is not a name that can be sent.",
            );
        }
        match value {
            Value::String(text) if header && !header_value(text) => {
                self.say(
                    path,
                    ParamProblemCode::NotAllowed,
                    "has a character that no header may hold, such as a line break.",
                );
            }
            Value::Object(_) | Value::Array(_) => self.say(
                path,
                ParamProblemCode::WrongType,
                "must be a text, a number, true or false.",
            ),
            _ => {}
        }
    }
}
