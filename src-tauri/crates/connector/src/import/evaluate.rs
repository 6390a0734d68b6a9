//! A mapping, evaluated for one variant: what stays open becomes a name of a template.

use std::cell::RefCell;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::{
    formula::{cases, condition, formula, locator},
    variants::Variant,
};

/// What a mapping comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Out {
    Nothing,
    Text(Vec<Piece>),
    Scalar(Value),
    List(Vec<Out>),
    Map(IndexMap<String, Out>),
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Text(String),
    /// The inside of `${…}`.
    Open(String),
}

/// What names mean while a mapping is evaluated.
pub(super) struct Scope<'a> {
    pub(super) variant: Option<&'a Variant>,
    pub(super) default: &'a dyn Fn(&str) -> Option<Value>,
    /// Credentials that were themselves made by a mapping.
    pub(super) credentials: &'a IndexMap<String, Out>,
    /// Credentials that are used and are not among the former: they come from the token answer or the input.
    pub(super) used: RefCell<IndexSet<String>>,
    /// What could not be said, in words.
    pub(super) reasons: RefCell<Vec<String>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        variant: Option<&'a Variant>,
        default: &'a dyn Fn(&str) -> Option<Value>,
        credentials: &'a IndexMap<String, Out>,
    ) -> Self {
        Self {
            variant,
            default,
            credentials,
            used: RefCell::default(),
            reasons: RefCell::default(),
        }
    }

    pub(super) fn evaluate(&self, value: &Value) -> Out {
        match value {
            Value::Null => Out::Nothing,
            Value::String(text) => Out::Text(vec![Piece::Text(text.clone())]),
            Value::Bool(_) | Value::Number(_) => Out::Scalar(value.clone()),
            Value::Array(items) => {
                let items: Vec<Out> = items.iter().map(|item| self.evaluate(item)).collect();
                Out::List(items.into_iter().filter(|item| *item != Out::Nothing).collect())
            }
            Value::Object(map) => {
                if let Some((name, given)) = formula(map) {
                    return self.formula(name, given, value);
                }
                let entries = map
                    .iter()
                    .map(|(name, value)| (name.clone(), self.evaluate(value)));
                Out::Map(entries.filter(|(_, out)| *out != Out::Nothing).collect())
            }
        }
    }

    fn formula(&self, name: &str, given: &Value, whole: &Value) -> Out {
        match name {
            "var" => self.variable(&locator(given.as_str().unwrap_or_default())),
            "concat" => {
                let (values, delimiter) = match given {
                    Value::Object(map) => (
                        map.get("values").cloned().unwrap_or_default(),
                        map.get("delimiter").and_then(Value::as_str).unwrap_or_default(),
                    ),
                    other => (other.clone(), ""),
                };
                let parts: Vec<Vec<Piece>> = values
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|value| self.text(value))
                    .collect();
                Out::Text(parts.join(&Piece::Text(delimiter.to_owned())))
            }
            "firstNotEmpty" => self.first_not_empty(given),
            "tpl" => {
                let template = given.get("template").and_then(Value::as_str).unwrap_or_default();
                let values = given.get("values").and_then(Value::as_object);
                let mut pieces = vec![Piece::Text(template.to_owned())];
                for (name, value) in values.into_iter().flatten() {
                    let by = self.text(value).unwrap_or_default();
                    pieces = replaced(pieces, &format!("{{{name}}}"), &by);
                }
                Out::Text(pieces)
            }
            "case" => {
                let (arms, default) = cases(given);
                for (filter, value) in arms {
                    match self.holds(filter) {
                        Some(true) => return self.evaluate(value),
                        Some(false) => {}
                        None => self.say("decides by something that only a call can know"),
                    }
                }
                default.map_or(Out::Nothing, |value| self.evaluate(value))
            }
            "mergeObjects" => {
                let mut merged = IndexMap::new();
                for value in given.as_array().into_iter().flatten() {
                    if let Out::Map(map) = self.evaluate(value) {
                        merged.extend(map);
                    }
                }
                Out::Map(merged)
            }
            "plain" => literal(given),
            "eval" | "and" | "or" => {
                let holds = self.holds(whole);
                if holds.is_none() {
                    self.say("decides by something that only a call can know");
                }
                holds.map_or(Out::Nothing, |holds| Out::Scalar(Value::Bool(holds)))
            }
            // One value under another name; over a list it has no counterpart.
            "map" if given.get("value").is_some() && given.get("mapping").is_none() => {
                self.evaluate(given.get("value").unwrap_or(&Value::Null))
            }
            other => {
                self.say(&format!(
                    "uses the formula ${other}, which a connector file has no word for"
                ));
                Out::Nothing
            }
        }
    }

    /// The first of several; each must be a single name or a text, as in `${a ?? b ?? 'c'}`.
    fn first_not_empty(&self, given: &Value) -> Out {
        let mut terms = Vec::new();
        let outs: Vec<Out> = given
            .as_array()
            .into_iter()
            .flatten()
            .map(|value| self.evaluate(value))
            .filter(|out| *out != Out::Nothing)
            .collect();
        if let [only] = outs.as_slice() {
            return only.clone();
        }
        for out in &outs {
            match out {
                Out::Text(pieces) => match pieces.as_slice() {
                    [Piece::Open(name)] => terms.push(name.clone()),
                    [Piece::Text(text)] if !text.contains('\'') => {
                        terms.push(format!("'{text}'"));
                        break;
                    }
                    _ => {
                        self.say("takes the first of several composed texts; only the first was kept");
                        return outs.first().cloned().unwrap_or(Out::Nothing);
                    }
                },
                other => return other.clone(),
            }
        }
        if terms.is_empty() {
            Out::Nothing
        } else {
            Out::Text(vec![Piece::Open(terms.join(" ?? "))])
        }
    }

    fn variable(&self, locator: &[String]) -> Out {
        let open = |name: String| Out::Text(vec![Piece::Open(name)]);
        match locator.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [
                "connectorParameters" | "connectionInput" | "connectionParameters",
                rest,
            ] => open(name(rest)),
            ["credentials" | "connectorParameters" | "connectionInput" | "connectionParameters"] => {
                self.say("passes on everything at once; name the values one by one");
                Out::Nothing
            }
            ["credentials", rest] => match (*rest, self.credentials.get(*rest)) {
                (_, Some(out)) => out.clone(),
                ("access_token", None) => open("accessToken".to_owned()),
                ("refresh_token", None) => open("refreshToken".to_owned()),
                ("token_type", None) => open("tokenType".to_owned()),
                (other, None) => {
                    self.used.borrow_mut().insert(other.to_owned());
                    open(name(other))
                }
            },
            [rest @ ("redirectUri" | "state" | "codeVerifier" | "code")] => open((*rest).to_owned()),
            other => {
                self.say(&format!(
                    "uses {}, which a connector file does not know",
                    other.join(".")
                ));
                Out::Nothing
            }
        }
    }

    fn text(&self, value: &Value) -> Option<Vec<Piece>> {
        match self.evaluate(value) {
            Out::Text(pieces) if !pieces.is_empty() => Some(pieces),
            Out::Scalar(value) => Some(vec![Piece::Text(value.to_string())]),
            _ => None,
        }
    }

    /// Whether a condition holds in this variant; `None` where that cannot be known.
    fn holds(&self, filter: &Value) -> Option<bool> {
        if let Some((name, given)) = filter.as_object().and_then(formula) {
            let all = || {
                given
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|part| self.holds(part))
            };
            match name {
                "and" => {
                    return all()
                        .collect::<Option<Vec<_>>>()
                        .map(|all| all.into_iter().all(|x| x));
                }
                "or" => {
                    return all()
                        .collect::<Option<Vec<_>>>()
                        .map(|all| all.into_iter().any(|x| x));
                }
                _ => {}
            }
        }
        let (locator, operator, operand) = condition(filter)?;
        let name = locator.last()?;
        let value = match self.variant {
            Some(variant) if variant.locator == locator => variant.value.clone(),
            _ => (self.default)(name).unwrap_or(Value::Null),
        };
        let empty = matches!(value, Value::Null) || value == "" || value == false;
        let among = || operand.as_array().is_some_and(|all| all.contains(&value));
        // A flag that nobody set is false.
        let is = value == *operand || (value.is_null() && *operand == false);
        match operator {
            "is" => Some(is),
            "isNot" => Some(!is),
            "oneOf" => Some(among()),
            "noneOf" => Some(!among()),
            "isEmpty" => Some(empty == (*operand != false)),
            "isNotEmpty" => Some(empty != (*operand != false)),
            _ => None,
        }
    }

    fn say(&self, reason: &str) {
        self.reasons.borrow_mut().push(reason.to_owned());
    }
}

/// A parameter's name as the format wants it: `instance_url` → `instanceUrl`.
pub(super) fn name(text: &str) -> String {
    let mut name = String::new();
    let mut up = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            if name.is_empty() && c.is_ascii_digit() {
                name.push('p');
            }
            name.push(if up { c.to_ascii_uppercase() } else { c });
            up = false;
        } else {
            up = !name.is_empty();
        }
    }
    if name.is_empty() { "value".to_owned() } else { name }
}

fn literal(value: &Value) -> Out {
    match value {
        Value::Null => Out::Nothing,
        Value::String(text) => Out::Text(vec![Piece::Text(text.clone())]),
        Value::Array(items) => Out::List(items.iter().map(literal).collect()),
        Value::Object(map) => Out::Map(map.iter().map(|(k, v)| (k.clone(), literal(v))).collect()),
        other => Out::Scalar(other.clone()),
    }
}

fn replaced(pieces: Vec<Piece>, what: &str, by: &[Piece]) -> Vec<Piece> {
    let mut out = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                for (at, part) in text.split(what).enumerate() {
                    if at > 0 {
                        out.extend_from_slice(by);
                    }
                    if !part.is_empty() {
                        out.push(Piece::Text(part.to_owned()));
                    }
                }
            }
            open @ Piece::Open(_) => out.push(open),
        }
    }
    out
}

impl Out {
    /// As a template's text; `None` for what is not text.
    pub(super) fn template(&self) -> Option<String> {
        match self {
            Self::Text(pieces) => Some(
                pieces
                    .iter()
                    .map(|piece| match piece {
                        Piece::Text(text) => text.replace("${", "$${"),
                        Piece::Open(inside) => format!("${{{inside}}}"),
                    })
                    .collect(),
            ),
            Self::Scalar(value) => Some(value.to_string()),
            _ => None,
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(map) => map.get(name),
            _ => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        *self == Self::Scalar(Value::Bool(true))
    }

    /// The single name that it stands for, if it is nothing else.
    pub(super) fn open(&self) -> Option<&str> {
        match self {
            Self::Text(pieces) => match pieces.as_slice() {
                [Piece::Open(name)] => Some(name),
                _ => None,
            },
            _ => None,
        }
    }
}
