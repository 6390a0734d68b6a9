//! Payloads of commands: absent fields are left out, so that an absent value is never read as a null one.

use std::io::{Stdin, stdin};

use patchbay_connector::Patch;
use patchbay_engine::ErrorView;
use serde_json::{Map, Value};

use crate::args::ParamArgs;
use crate::output::Output;
use crate::values::{Source, Values, read_object};

/// A payload under construction.
pub(super) struct Payload(Map<String, Value>);

impl Payload {
    pub(super) fn new() -> Self {
        Self(Map::new())
    }

    /// Adds a field.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a field where there is a value.
    pub(super) fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(super) fn value(self) -> Value {
        Value::Object(self.0)
    }
}

/// The one reader of standard input in a command.
pub(super) fn source() -> Source<Stdin> {
    Source::new(stdin())
}

/// Parameters as one object: the file's, with the single ones laid on it; none where nothing is given.
pub(super) fn parameters(
    args: &ParamArgs,
    source: &mut Source<Stdin>,
    output: Output,
) -> Result<Option<Value>, ErrorView> {
    let base = args
        .params_file
        .as_deref()
        .map(|file| read_object(file, source))
        .transpose()?;
    let values = Values::read(&args.param, &args.param_json, source, output)?;
    if base.is_none() && values.is_empty() {
        return Ok(None);
    }
    values
        .lay_on(base.unwrap_or_default())
        .map(|patch| Some(patch.to_value()))
}

/// An object of plain and JSON values; none where nothing is given.
pub(super) fn input(
    plain: &[String],
    json: &[String],
    source: &mut Source<Stdin>,
    output: Output,
) -> Result<Option<Value>, ErrorView> {
    let values = Values::read(plain, json, source, output)?;
    if values.is_empty() {
        return Ok(None);
    }
    values
        .lay_on(Patch::default())
        .map(|patch| Some(patch.to_value()))
}
