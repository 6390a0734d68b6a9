//! `--param k=v` and its like: dotted keys reach inside, `k=@file` and `k=-` read the value from elsewhere.

use std::io::Read;
use std::path::Path;

use patchbay_connector::{ParamPath, ParamProblem, ParamProblemCode, Patch, looks_secret};
use patchbay_engine::{Code, Error, ErrorView};
use serde_json::{Map, Value};

use crate::output::Output;

/// Reads values that are not on the command line. Standard input is read once.
pub(crate) struct Source<R> {
    input: Option<R>,
}

impl<R: Read> Source<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input: Some(input) }
    }

    /// All of standard input, without a final line break.
    pub(crate) fn standard_input(&mut self) -> Result<String, ErrorView> {
        let mut input = self.input.take().ok_or_else(|| {
            bad("Standard input was asked for twice; it can be read once.")
                .next("Put the other value into a file.")
        })?;
        let mut text = String::new();
        input
            .read_to_string(&mut text)
            .map_err(|error| bad(format!("Standard input could not be read: {error}.")))?;
        Ok(without_break(text))
    }

    /// What stands for itself, `@file`, or `-`; and whether it was on the command line.
    fn value(&mut self, text: &str) -> Result<(String, bool), ErrorView> {
        let (value, from) = match text.strip_prefix('@') {
            _ if text == "-" => (self.standard_input()?, "Standard input"),
            Some(path) => (without_break(read_file(Path::new(path))?), path),
            None => return Ok((text.to_owned(), true)),
        };
        if value.is_empty() {
            // More likely a command before it that failed than an empty value that is meant.
            return Err(bad(format!("{from} is empty."))
                .next("Nothing was changed. An empty text is written as `key=`.")
                .into());
        }
        Ok((value, false))
    }
}

/// Values by path, as given on the command line, in order.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Values(Vec<(ParamPath, Value)>);

impl Values {
    /// Reads `k=v` and `k=JSON` pairs.
    pub(crate) fn read(
        plain: &[String],
        json: &[String],
        source: &mut Source<impl Read>,
        output: Output,
    ) -> Result<Self, ErrorView> {
        let mut values = Vec::new();
        for pair in plain {
            let (path, text) = split(pair)?;
            let (value, inline) = source.value(text)?;
            if inline && is_secret(&path, &value) {
                output.note(&format!(
                    "Warning: {path} looks like a secret, and the command line is visible to other processes and kept \
                     in the shell's history. Use {path}=@file or {path}=- instead."
                ));
            }
            values.push((path, Value::String(value)));
        }
        for pair in json {
            let (path, text) = split(pair)?;
            let (text, _) = source.value(text)?;
            // As a patch, so that what a patch refuses (duplicate keys, huge numbers) is refused here too.
            let wrapped = Patch::parse(&format!("{{\"value\":{text}\n}}")).map_err(|problems| {
                let problems: Vec<_> = problems
                    .into_iter()
                    .map(|problem| ParamProblem {
                        path: path.to_string(),
                        ..problem
                    })
                    .collect();
                if problems
                    .iter()
                    .all(|problem| problem.code == ParamProblemCode::TooLarge)
                {
                    return ErrorView::from(Error::parameters(problems));
                }
                let error = Error::parameters(problems);
                let message = format!("The value of {path} is not JSON: {}", error.message);
                ErrorView {
                    message,
                    ..error.into()
                }
                .with_next(format!(
                    "Quote it for the shell: '{path}=[\"a\",\"b\"]'. For plain text leave off -json."
                ))
            })?;
            match wrapped.expose().get("value") {
                Some(value) if wrapped.expose().len() == 1 => values.push((path, value.clone())),
                _ => return Err(bad(format!("The value of {path} is not one JSON value.")).into()),
            }
        }
        Ok(Self(values))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Lays the values on an object, in order.
    pub(crate) fn lay_on(self, base: Patch) -> Result<Patch, ErrorView> {
        let mut patch = base;
        for (path, value) in self.0 {
            patch
                .set(&path, value)
                .map_err(|problem| ErrorView::from(Error::parameters(vec![problem])))?;
        }
        Ok(patch)
    }

    /// As an object from dotted path to value, for commands that take `set`.
    pub(crate) fn by_path(self) -> Value {
        Value::Object(
            self.0
                .into_iter()
                .map(|(path, value)| (path.to_string(), value))
                .collect::<Map<_, _>>(),
        )
    }
}

/// Reads an object of parameters from a JSON file, or from standard input for `-`.
pub(crate) fn read_object(path: &Path, source: &mut Source<impl Read>) -> Result<Patch, ErrorView> {
    let text = if path == Path::new("-") {
        source.standard_input()?
    } else {
        read_file(path)?
    };
    Patch::parse(&text).map_err(|problems| {
        let at = problems
            .first()
            .map(|problem| match (problem.line, problem.column) {
                (Some(line), Some(column)) => format!(", line {line}, column {column}"),
                _ => String::new(),
            });
        let error = Error::parameters(problems);
        let message = format!("{}{}: {}", path.display(), at.unwrap_or_default(), error.message);
        ErrorView {
            message,
            ..error.into()
        }
    })
}

/// A file's text.
pub(crate) fn read_file(path: &Path) -> Result<String, ErrorView> {
    std::fs::read_to_string(path).map_err(|error| {
        bad(format!("{} could not be read: {error}.", path.display()))
            .next("Check the path, and that the file is UTF-8 text.")
            .into()
    })
}

fn split(pair: &str) -> Result<(ParamPath, &str), ErrorView> {
    let (path, value) = pair.split_once('=').ok_or_else(|| {
        bad(format!("“{pair}” has no “=”."))
            .next("Write key=value; key=@file and key=- read the value from elsewhere.")
    })?;
    let parsed = path.parse().map_err(|_| {
        bad(format!("“{path}” is not a parameter's path.")).next(
            "Write names with dots between them, as http.headers.X-Version; a name with a dot as [\"a.b\"].",
        )
    })?;
    Ok((parsed, value))
}

fn is_secret(path: &ParamPath, value: &str) -> bool {
    let text = path.to_string();
    let name = text.rsplit('.').next().unwrap_or(&text);
    name == "clientSecret" || looks_secret(name, value)
}

fn without_break(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

fn bad(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidRequest, message)
}

/// A next step for an error that has another.
trait WithNext {
    fn with_next(self, next: String) -> Self;
}

impl WithNext for ErrorView {
    fn with_next(mut self, next: String) -> Self {
        self.next = Some(next);
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(plain: &[&str], json: &[&str], input: &str) -> Result<Value, ErrorView> {
        let own = |pairs: &[&str]| pairs.iter().map(|&pair| pair.to_owned()).collect::<Vec<_>>();
        let mut source = Source::new(input.as_bytes());
        let values = Values::read(&own(plain), &own(json), &mut source, Output::new(false))?;
        Ok(values.lay_on(Patch::default())?.to_value())
    }

    #[test]
    fn dotted_keys_reach_inside() {
        assert_eq!(
            read(
                &["variant=sandbox", "http.headers.X-Version=2"],
                &["scopes=[\"a\"]", "http.timeoutMs=5"],
                ""
            )
            .unwrap(),
            json!({"variant": "sandbox", "scopes": ["a"], "http": {"headers": {"X-Version": "2"}, "timeoutMs": 5}})
        );
    }

    #[test]
    fn a_value_may_hold_equal_signs_and_be_empty() {
        assert_eq!(
            read(&["a=b=c", "d="], &[], "").unwrap(),
            json!({"a": "b=c", "d": ""})
        );
    }

    #[test]
    fn values_come_from_files_and_standard_input() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "from a file\r\n").unwrap();
        assert_eq!(
            read(&[&format!("a=@{}", file.display()), "b=-"], &[], "typed\n").unwrap(),
            json!({"a": "from a file", "b": "typed"})
        );
        assert_eq!(
            read(&[], &["a=-"], "{\"b\":null}\n").unwrap(),
            json!({"a": {"b": null}})
        );
    }

    #[test]
    fn standard_input_is_read_once() {
        assert!(
            read(&["a=-", "b=-"], &[], "x")
                .unwrap_err()
                .message
                .contains("twice")
        );
    }

    #[test]
    fn what_is_read_from_elsewhere_is_not_empty() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "\n").unwrap();
        for pair in [&format!("a=@{}", file.display()), "a=-"] {
            let error = read(&[pair], &[], "\n").unwrap_err();
            assert!(error.message.contains("is empty"), "{pair}: {}", error.message);
        }
    }

    #[test]
    fn what_is_too_large_is_not_called_no_json() {
        let long = format!("a=\"{}\"", "x".repeat(70 * 1024));
        let error = read(&[], &[&long], "").unwrap_err();
        assert!(!error.message.contains("not JSON"), "{}", error.message);
        assert_eq!(error.problems[0].code, ParamProblemCode::TooLarge);
    }

    #[test]
    fn what_is_not_a_pair_or_not_json_is_refused() {
        assert_eq!(read(&["a"], &[], "").unwrap_err().code, Code::InvalidRequest);
        assert_eq!(read(&["=b"], &[], "").unwrap_err().code, Code::InvalidRequest);
        assert_eq!(
            read(&["a=@/no/such/file"], &[], "").unwrap_err().code,
            Code::InvalidRequest
        );
        for json in ["a=[", "a=", "a={\"b\":1,\"b\":2}", "a=1e999", "a=1,\"b\":2"] {
            let error = read(&[], &[json], "").unwrap_err();
            assert!(error.message.contains("of a is not"), "{json}: {}", error.message);
        }
    }
}
