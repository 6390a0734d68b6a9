//! A value for every parameter, as the file declares it.

use patchbay_connector::{
    Connector, Effective, ParamFormat, ParamPath, ParamSource, ParamType, Parameter, Patch, PatchLayer,
    TemplateError, check_patch,
};
use serde_json::{Value, json};

/// What stands in for secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Words that a person reads.
    Plain,
    /// Every sign that an encoding could get wrong.
    Awkward,
}

/// A secret with every sign that an encoding could get wrong. Found again by its start, as it may be broken after it.
pub(crate) const AWKWARD: &str = "awk+/=%&: ?#d'e";
/// The start of [`AWKWARD`], which no encoding touches.
pub(crate) const AWKWARD_START: &str = "awk";

/// Texts in the forms that providers give to their values; the first that a `pattern` lets through is taken.
const FORMS: [&str; 23] = [
    "acme",
    "123456789",
    "1234567890",
    "us1",
    "us-east-1",
    "eu",
    "acme-us1",
    "0123456789abcdef0123456789abcdef-us1",
    "acme.example.com",
    "https://acme.example.com",
    "https://acme.example.com/path",
    "00000000-0000-4000-8000-000000000000",
    "0123456789abcdef0123456789abcdef",
    "ada@example.com",
    "AB12345",
    "1234567_SB1",
    "AB1234567890",
    "123-456-7890",
    "id:0123456789abcdef",
    "0123456789abcdef01234567:0123456789abcdef0123456789abcdef",
    "acme/acme",
    "v1",
    "AKIA0123456789ABCDEF",
];

impl Style {
    pub(crate) fn secret(self, name: &str) -> String {
        match self {
            Self::Plain => format!("<{name}>"),
            Self::Awkward => format!("{AWKWARD}{name}"),
        }
    }

    /// What may stand for a parameter, the best first.
    fn candidates(self, name: &str, param: &Parameter) -> Vec<Value> {
        if let Some(first) = param.allowed.first() {
            return vec![first.clone()];
        }
        match param.kind {
            ParamType::Boolean => return vec![json!(true)],
            ParamType::Integer => return vec![json!(42), json!(1)],
            ParamType::Number => return vec![json!(1.5)],
            ParamType::Strings => return vec![json!(["one", "two"])],
            ParamType::String => {}
        }
        let mut texts = match param.format {
            Some(ParamFormat::Hostname) => vec!["acme.example.com".to_owned()],
            Some(ParamFormat::Url) => vec!["https://acme.example.com".to_owned()],
            Some(ParamFormat::Uuid) => vec!["00000000-0000-4000-8000-000000000000".to_owned()],
            Some(ParamFormat::Email) => vec!["ada@example.com".to_owned()],
            Some(ParamFormat::Date) => vec!["2026-11-23".to_owned()],
            None if param.secret => vec![self.secret(name)],
            None => Vec::new(),
        };
        if !param.pattern.is_empty() && !param.placeholder.is_empty() {
            // `sk_test_…` shows how it begins.
            let start: String = param.placeholder.chars().filter(char::is_ascii).collect();
            if start == param.placeholder && !param.secret {
                texts.push(start.clone());
            }
            texts.push(format!("{start}{}", self.secret(name)));
            texts.push(format!("{start}0123456789abcdef0123456789abcdef"));
            texts.push(start);
        }
        texts.extend(FORMS.map(str::to_owned));
        texts.into_iter().map(Value::from).collect()
    }
}

/// What a developer and a user would give a connector in one option and variant.
pub(crate) struct Given {
    pub(crate) integration: Patch,
    pub(crate) input: Patch,
    /// Every discovered parameter that no other gives.
    pub(crate) discovered: Patch,
    /// What no value was found for.
    pub(crate) problems: Vec<String>,
}

pub(crate) fn patch(pairs: impl IntoIterator<Item = (String, Value)>) -> Patch {
    let mut patch = Patch::default();
    for (name, value) in pairs {
        patch.set(&ParamPath::new([name]), value).unwrap();
    }
    patch
}

impl Given {
    /// `bare` is the connector with nothing given but the option and the variant.
    pub(crate) fn of(
        connector: &Connector,
        option: Option<&str>,
        variant: Option<&str>,
        bare: &Effective,
        style: Style,
    ) -> Self {
        let mut problems = Vec::new();
        let kind = bare.auth_kind();
        let mut integration: Vec<(String, Value)> = Vec::new();
        if let Some(variant) = variant {
            integration.push(("variant".to_owned(), variant.into()));
        }
        if kind.has_grant() || kind.is_minted() {
            integration.push(("clientId".to_owned(), "client-id".into()));
            integration.push(("clientSecret".to_owned(), style.secret("clientSecret").into()));
        }
        let (mut input, mut discovered) = (Vec::new(), Vec::new());
        for (name, param) in bare.parameters() {
            if integration.iter().any(|(known, _)| known == name) || param.default.is_some() {
                continue;
            }
            let fits = |value: &Value| {
                let given = patch([(name.clone(), value.clone())]);
                let wrong = match param.source {
                    ParamSource::Developer => {
                        check_patch(connector, option, variant, &given, PatchLayer::Integration)
                    }
                    ParamSource::User => connector.check_input(option, &given),
                    ParamSource::Discovered => Vec::new(),
                };
                !wrong.iter().any(|problem| problem.path == *name) && derives(bare, name, &given)
            };
            let Some(value) = style.candidates(name, param).into_iter().find(fits) else {
                problems.push(format!("no placeholder fits the parameter {name}"));
                continue;
            };
            match param.source {
                ParamSource::Developer => integration.push((name.clone(), value)),
                ParamSource::User => input.push((name.clone(), value)),
                ParamSource::Discovered if param.from.is_empty() => discovered.push((name.clone(), value)),
                ParamSource::Discovered => {}
            }
        }
        Self {
            integration: patch(integration),
            input: patch(input),
            discovered: patch(discovered),
            problems,
        }
    }
}

/// Whether what is made of a parameter can be, with this value: what is derived from it, and a key in its encoding.
fn derives(bare: &Effective, name: &str, given: &Patch) -> bool {
    let names = bare.names(given, given);
    let mut derived = bare.parameters().iter().filter(|(_, param)| param.from == name);
    derived.all(|(derived, _)| names.get(derived).is_some())
        && !matches!(bare.sign_spec(&names), Err(TemplateError::Syntax { .. }))
}
