//! Puts values into templates. A value is encoded by its position, so that it cannot become anything but a value.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::{Expr, Function, Piece, Template, Term};
use crate::{Names, TemplateError, request::hex};

/// Everything but RFC 3986's unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A run of text from one source: a literal of the file, or the value of a name.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) name: Option<String>,
    pub(crate) secret: bool,
}

impl Run {
    pub(crate) fn literal(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            name: None,
            secret: false,
        }
    }
}

/// Percent-encodes for a query or a path segment (RFC 3986 §2.1).
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The runs joined.
pub(crate) fn text(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Fills a template whose value is encoded later, as a whole: form, JSON, query.
pub(crate) fn fill(template: &Template, names: &Names, place: &str) -> Result<Vec<Run>, TemplateError> {
    template
        .pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => Ok(Run::literal(text.as_str())),
            Piece::Expr(expr) => evaluate(expr, names, place),
        })
        .collect()
}

/// Fills a header's value (RFC 9110 §5.5): visible ASCII, spaces and tabs.
pub(crate) fn fill_header(
    template: &Template,
    names: &Names,
    place: &str,
) -> Result<Vec<Run>, TemplateError> {
    let runs = fill(template, names, place)?;
    if runs.iter().all(|run| header_value(&run.text)) {
        Ok(runs)
    } else {
        Err(TemplateError::Header {
            place: place.to_owned(),
        })
    }
}

/// Whether a text may be the value of a header.
pub(crate) fn header_value(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~'))
}

/// The value of an expression: the first alternative that is present and not empty. A last `''` stands for nothing.
pub(crate) fn evaluate(expr: &Expr, names: &Names, place: &str) -> Result<Run, TemplateError> {
    let mut missing = None;
    for (index, term) in expr.0.iter().enumerate() {
        match term {
            Term::Name(name) => match names.named(name) {
                Some(named) => {
                    let text = named.text.expose().clone();
                    return Ok(Run {
                        text,
                        name: Some(name.clone()),
                        secret: named.secret,
                    });
                }
                None => {
                    missing.get_or_insert_with(|| name.clone());
                }
            },
            Term::Text(text) if !text.is_empty() || index + 1 == expr.0.len() => {
                return Ok(Run::literal(text.as_str()));
            }
            Term::Text(_) => {}
            Term::Call(function, arguments) => match call(*function, arguments, names, place) {
                Ok(run) => return Ok(run),
                Err(TemplateError::Unresolved { name, .. }) => {
                    missing.get_or_insert(name);
                }
                Err(error) => return Err(error),
            },
        }
    }
    Err(TemplateError::Unresolved {
        place: place.to_owned(),
        name: missing.unwrap_or_default(),
    })
}

fn call(function: Function, arguments: &[Expr], names: &Names, place: &str) -> Result<Run, TemplateError> {
    let values = arguments
        .iter()
        .map(|argument| evaluate(argument, names, place))
        .collect::<Result<Vec<_>, _>>()?;
    let name = values.iter().find_map(|run| run.name.clone());
    // What is derived from a secret is one, a hash too: it is sent as a credential.
    let secret = values.iter().any(|run| run.secret);
    let unresolved = |name: &str| TemplateError::Unresolved {
        place: place.to_owned(),
        name: name.to_owned(),
    };
    let joined = |values: &[Run]| values.iter().map(|run| run.text.as_str()).collect::<String>();
    let text = match function {
        Function::Base64 => BASE64_STANDARD.encode(joined(&values)),
        Function::Sha256 => hex(&Sha256::digest(joined(&values))),
        Function::Hmac => {
            let (key, message) = values.split_first().ok_or_else(|| unresolved("hmac"))?;
            let mut mac =
                Hmac::<Sha256>::new_from_slice(key.text.as_bytes()).map_err(|_| unresolved("hmac"))?;
            mac.update(joined(message).as_bytes());
            hex(&mac.finalize().into_bytes())
        }
        Function::Now => {
            let now = names.now_ms().ok_or_else(|| unresolved("now()"))?;
            match values.first().map(|run| run.text.as_str()) {
                None | Some("s") => now.div_euclid(1000).to_string(),
                Some("ms") => now.to_string(),
                Some(_) => {
                    let reason = "now takes 's' or 'ms'".to_owned();
                    return Err(TemplateError::Syntax {
                        place: place.to_owned(),
                        reason,
                    });
                }
            }
        }
        Function::Uuid => names.uuid().ok_or_else(|| unresolved("uuid()"))?.to_owned(),
    };
    Ok(Run { text, name, secret })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.set("user", "Aladdin".into());
        names.set("empty", String::new());
        names.set_secret("password", "open sesame".into());
        names.set("hostile", "${user}\r\nX: y".into());
        names
    }

    fn filled(source: &str) -> Result<String, TemplateError> {
        fill(&Template::parse(source).unwrap(), &names(), "here").map(|runs| text(&runs))
    }

    #[test]
    fn takes_the_first_that_is_there() {
        assert_eq!(filled("${empty ?? absent ?? user}").unwrap(), "Aladdin");
        assert_eq!(filled("${absent ?? 'x'}").unwrap(), "x");
        assert_eq!(filled("[${absent ?? ''}]").unwrap(), "[]");
        assert_eq!(filled("${base64(absent) ?? 'x'}").unwrap(), "x");
        let error = filled("${absent ?? empty}").unwrap_err();
        assert_eq!(
            error,
            TemplateError::Unresolved {
                place: "here".into(),
                name: "absent".into()
            }
        );
    }

    #[test]
    fn never_expands_a_value() {
        assert_eq!(filled("${hostile}").unwrap(), "${user}\r\nX: y");
        let template = Template::parse("${hostile}").unwrap();
        assert_eq!(
            fill_header(&template, &names(), "here").unwrap_err(),
            TemplateError::Header { place: "here".into() }
        );
    }

    /// RFC 7617 §2; FIPS 180-2 B.1; the key and data of RFC 4231 §4.3.
    #[test]
    fn functions() {
        assert_eq!(
            filled("Basic ${base64(user, ':', password)}").unwrap(),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert_eq!(
            filled("${sha256('abc')}").unwrap(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            filled("${hmac('Jefe', 'what do ya want ', 'for nothing?')}").unwrap(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert!(filled("${now()}").is_err());
        let mut names = names();
        names.set_now_and_uuid(1_500, "u".into());
        let template = Template::parse("${now()} ${now('ms')} ${uuid()}").unwrap();
        assert_eq!(text(&fill(&template, &names, "here").unwrap()), "1 1500 u");
    }

    #[test]
    fn what_comes_from_a_secret_is_one() {
        let template = Template::parse("${base64(user, ':', password)}").unwrap();
        assert!(fill(&template, &names(), "here").unwrap()[0].secret);
    }
}
